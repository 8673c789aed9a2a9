package dev.sallyport.app;

import dev.sallyport.audit.AuditLog;
import dev.sallyport.audit.AuditSettings;
import dev.sallyport.audit.AuditVerification;
import dev.sallyport.config.Configuration;
import dev.sallyport.config.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code sallyport audit verify}: checks the chain of an audit log against its key. */
final class AuditCommand implements Command {
    private static final String VERIFY = "verify";

    private final Path workingFolder;

    AuditCommand(Path workingFolder) {
        this.workingFolder = workingFolder;
    }

    @Override
    public String name() {
        return "audit";
    }

    @Override
    public String synopsis() {
        return "verify [FILE]";
    }

    @Override
    public List<String> description() {
        return List.of(
                "Checks that no line of the audit log was changed, removed, put in or moved.",
                "FILE is a log that was moved away; default: audit.jsonl in the state folder.",
                "The key is SALLYPORT_AUDIT_KEY, or audit.key in the state folder.",
                "Exit status: 0 every line holds, 1 with the first that does not, 2 wrong usage.");
    }

    @Override
    public Options options() {
        return new Options();
    }

    @Override
    public int words() {
        return 2;
    }

    @Override
    public int run(CommandLine arguments, Terminal terminal) {
        List<String> words = arguments.getArgList();
        if (words.isEmpty() || !words.getFirst().equals(VERIFY)) {
            throw new UsageException("say what to do: audit " + VERIFY);
        }
        Environment environment = Environment.ofProcess(workingFolder.toAbsolutePath());
        AuditSettings settings = settings(environment);
        Path file =
                words.size() > 1
                        ? workingFolder.resolve(words.get(1))
                        : settings.folder().resolve(AuditLog.FILE);
        if (!Files.isRegularFile(file)) {
            throw new CommandException("there is no audit log " + file);
        }
        return report(verification(file, settings), file, terminal);
    }

    private static int report(AuditVerification found, Path file, Terminal terminal) {
        if (found.isIntact()) {
            terminal.out().println(file + ": " + lines(found.lines()) + " in a chain that holds");
            if (!found.cutShort().isEmpty()) {
                terminal.out()
                        .println(
                                lines(found.cutShort().size())
                                        + " cut short when a process or the machine stopped, and"
                                        + " noted so: "
                                        + found.cutShort());
            }
            return 0;
        }
        terminal.out().println(file + ": " + found.problems().getFirst());
        if (found.problems().size() > 1) {
            terminal.out().println("and more: " + found.problems().size() + " problems at least");
        }
        return CommandLineInterface.FAILED;
    }

    private static AuditVerification verification(Path file, AuditSettings settings) {
        try {
            return AuditVerification.of(file, settings);
        } catch (IOException e) {
            throw new CommandException("the log cannot be checked: " + e.getMessage());
        }
    }

    /** Only the environment matters here: the keys are no part of a configuration. */
    private static AuditSettings settings(Environment environment) {
        Configuration none = Configuration.read("environment", "{}", environment);
        AuditSettings settings =
                AuditSettings.read(
                        none.root().section("audit"), environment, StateFolder.of(environment));
        none.finish();
        return settings;
    }

    private static String lines(long count) {
        return count == 1 ? "1 line" : count + " lines";
    }
}
