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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code sallyport check}: what the guard says of a statement, without a database. */
final class CheckCommand implements Command {
    private static final String STANDARD_INPUT = "-";

    @Override
    public CommandSpec spec() {
        CommandSpec spec = CommandSpec.wrapWithoutInspection(this).name("check");
        spec.usageMessage()
                .description("Says whether the guard lets a statement pass; no database is needed.")
                .footer(
                        "",
                        "Exit status: 0 allowed, 1 refused, 2 wrong usage. With --cases: 0 when every line has its answer.");
        spec.addOption(option("--dialect", "DIALECT", "One of: " + dialects() + "."));
        spec.addOption(
                option("--tool", "read|write", "Which tool the statement comes through.")
                        .toBuilder()
                        .defaultValue("read")
                        .build());
        spec.addOption(
                option(
                        "--default-database",
                        "NAME",
                        "The database that unqualified names belong to."));
        spec.addOption(
                option(
                        "--allowed-databases",
                        "A,B",
                        "The databases that a statement may name; otherwise any."));
        spec.addOption(
                option(
                        "--cases",
                        "FILE",
                        "Case file, a JSON object a line; '-' for standard input."));
        spec.addPositional(
                PositionalParamSpec.builder()
                        .paramLabel("SQL")
                        .arity("0..1")
                        .type(String.class)
                        .description("The statement.")
                        .build());
        return spec;
    }

    @Override
    public int run(ParseResult arguments, Terminal terminal) {
        Optional<String> cases = value(arguments, "--cases");
        Optional<String> sql =
                Optional.ofNullable(arguments.matchedPositionalValue(0, (String) null));
        if (cases.isPresent() == sql.isPresent()) {
            throw usage(arguments, "give either one statement or --cases FILE");
        }
        if (cases.isPresent()) {
            return cases(cases.get(), terminal);
        }
        Dialect dialect =
                value(arguments, "--dialect")
                        .flatMap(Dialects::named)
                        .orElseThrow(() -> usage(arguments, "--dialect is one of: " + dialects()));
        StatementAccess access =
                switch (value(arguments, "--tool").orElse("read")) {
                    case "read" -> StatementAccess.READ;
                    case "write" -> StatementAccess.WRITE;
                    default -> throw usage(arguments, "--tool is read or write");
                };
        AllowList allowList =
                value(arguments, "--allowed-databases")
                        .map(CheckCommand::names)
                        .map(AllowList::ofDatabases)
                        .orElse(AllowList.ANY);
        SqlRequest request =
                new SqlRequest(
                        sql.get(), access, SqlOrigin.AGENT, value(arguments, "--default-database"));
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

    private static OptionSpec option(String name, String label, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(String.class)
                .description(description)
                .build();
    }

    private static Optional<String> value(ParseResult arguments, String option) {
        return Optional.ofNullable(arguments.matchedOptionValue(option, (String) null));
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

    private static ParameterException usage(ParseResult arguments, String message) {
        return new ParameterException(arguments.commandSpec().commandLine(), message);
    }
}
