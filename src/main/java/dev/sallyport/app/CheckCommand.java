package dev.sallyport.app;

import dev.sallyport.guard.AllowList;
import dev.sallyport.guard.GuardCheck;
import dev.sallyport.guard.SqlGuard;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import dev.sallyport.sql.SqlOrigin;
import dev.sallyport.sql.SqlRequest;
import dev.sallyport.sql.StatementAccess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code sallyport check}: what the guard says of a statement, without a database. */
final class CheckCommand implements Command {
    private static final String STANDARD_INPUT = "-";

    @Override
    public String name() {
        return "check";
    }

    @Override
    public String synopsis() {
        return "--dialect DIALECT [OPTIONS] SQL | --cases FILE";
    }

    @Override
    public List<String> description() {
        return List.of(
                "Says whether the guard lets a statement pass; no database is needed.",
                "Exit status: 0 allowed, 1 refused, 2 wrong usage. With --cases: 0 when every line has its answer.");
    }

    @Override
    public Options options() {
        return new Options()
                .addOption(
                        ServerOptions.withValue(
                                "dialect", "DIALECT", "One of: " + dialects() + "."))
                .addOption(
                        ServerOptions.withValue(
                                "tool",
                                "read|write",
                                "Which tool the statement comes through; default: read."))
                .addOption(
                        ServerOptions.withValue(
                                "default-database",
                                "NAME",
                                "The database that unqualified names belong to."))
                .addOption(
                        ServerOptions.withValue(
                                "allowed-databases",
                                "A,B",
                                "The databases that a statement may name; otherwise any."))
                .addOption(
                        ServerOptions.withValue(
                                "cases",
                                "FILE",
                                "Case file, a JSON object a line; '-' for standard input."));
    }

    @Override
    public int words() {
        return 1;
    }

    @Override
    public int run(CommandLine arguments, Terminal terminal) {
        Optional<String> cases = value(arguments, "cases");
        Optional<String> sql =
                Optional.ofNullable(
                        arguments.getArgList().isEmpty()
                                ? null
                                : arguments.getArgList().getFirst());
        if (cases.isPresent() == sql.isPresent()) {
            throw new UsageException("give either one statement or --cases FILE");
        }
        if (cases.isPresent()) {
            return cases(cases.get(), terminal);
        }
        Dialect dialect =
                value(arguments, "dialect")
                        .flatMap(Dialects::named)
                        .orElseThrow(
                                () -> new UsageException("--dialect is one of: " + dialects()));
        StatementAccess access =
                switch (value(arguments, "tool").orElse("read")) {
                    case "read" -> StatementAccess.READ;
                    case "write" -> StatementAccess.WRITE;
                    default -> throw new UsageException("--tool is read or write");
                };
        AllowList allowList =
                value(arguments, "allowed-databases")
                        .map(CheckCommand::names)
                        .map(AllowList::ofDatabases)
                        .orElse(AllowList.ANY);
        SqlRequest request =
                new SqlRequest(
                        sql.get(), access, SqlOrigin.AGENT, value(arguments, "default-database"));
        return GuardCheck.statement(new SqlGuard(dialect, allowList), request, terminal.out());
    }

    private static int cases(String file, Terminal terminal) {
        try (Reader reader =
                file.equals(STANDARD_INPUT)
                        ? new BufferedReader(
                                new InputStreamReader(terminal.in(), StandardCharsets.UTF_8))
                        : Files.newBufferedReader(Path.of(file))) {
            return GuardCheck.cases(reader, terminal.out());
        } catch (IOException e) {
            throw new CommandException("the case file " + file + " cannot be read as UTF-8 text");
        }
    }

    private static Optional<String> value(CommandLine arguments, String option) {
        return Optional.ofNullable(arguments.getOptionValue(option));
    }

    private static List<String> names(String commaList) {
        return Arrays.stream(commaList.split(",", -1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static String dialects() {
        return Dialects.all().stream().map(Dialect::name).collect(Collectors.joining(", "));
    }
}
