package dev.sallyport.app;

import dev.sallyport.config.ConfigException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/** The command line: a contract, as {@code --help} of each command prints it. */
final class CommandLineInterface {
    /** Exit status of a command that could not do its work. */
    static final int FAILED = 1;

    /** Exit status after a wrong flag. */
    static final int USAGE = 2;

    private CommandLineInterface() {}

    /** Runs the command that the arguments name; {@code stdio} where they name none. */
    static int run(String[] arguments, Terminal terminal, Path workingFolder) {
        Map<String, Supplier<Command>> commands = commands(workingFolder);
        String name = arguments.length == 0 ? "stdio" : arguments[0];
        Supplier<Command> command = commands.get(name);
        if (command != null) {
            String[] rest =
                    Arrays.copyOfRange(arguments, Math.min(1, arguments.length), arguments.length);
            return run(command.get(), rest, terminal);
        }
        switch (name) {
            case "-h", "--help" -> Usage.print(all(commands), terminal.out());
            case "-V", "--version" -> terminal.out().println("sallyport " + Version.TEXT);
            default -> {
                terminal.err().println("sallyport: there is no command " + name);
                Usage.print(all(commands), terminal.err());
                return USAGE;
            }
        }
        return 0;
    }

    private static Map<String, Supplier<Command>> commands(Path workingFolder) {
        Map<String, Supplier<Command>> commands = new LinkedHashMap<>();
        commands.put("demo", DemoCommand::new);
        commands.put("stdio", () -> new StdioCommand(workingFolder));
        commands.put("serve", () -> new ServeCommand(workingFolder));
        commands.put("config", () -> new ConfigCommand(workingFolder));
        commands.put("tools", () -> new ToolsCommand(workingFolder));
        commands.put("entities", () -> new EntitiesCommand(workingFolder));
        commands.put("check", CheckCommand::new);
        commands.put("audit", () -> new AuditCommand(workingFolder));
        commands.put("doctor", () -> new DoctorCommand(workingFolder));
        commands.put("driver", () -> new DriverCommand(workingFolder));
        commands.put("warmup", WarmupCommand::new);
        return commands;
    }

    private static java.util.List<Command> all(Map<String, Supplier<Command>> commands) {
        return commands.values().stream().map(Supplier::get).toList();
    }

    private static int run(Command command, String[] words, Terminal terminal) {
        try {
            Options options = command.options();
            options.addOption(Option.builder("h").longOpt("help").get());
            options.addOption(Option.builder("V").longOpt("version").get());
            CommandLine line =
                    DefaultParser.builder()
                            .setAllowPartialMatching(false)
                            .setStripLeadingAndTrailingQuotes(false)
                            .get()
                            .parse(options, words);
            if (line.hasOption("help")) {
                Usage.print(command, terminal.out());
                return 0;
            }
            if (line.hasOption("version")) {
                terminal.out().println("sallyport " + Version.TEXT);
                return 0;
            }
            if (line.getArgList().size() > command.words()) {
                throw new UsageException("unexpected: " + line.getArgList().get(command.words()));
            }
            return command.run(line, terminal);
        } catch (ParseException | UsageException e) {
            terminal.err().println("sallyport " + command.name() + ": " + e.getMessage());
            Usage.print(command, terminal.err());
            return USAGE;
        } catch (ConfigException | CommandException e) {
            terminal.err().println(e.getMessage());
        } catch (RuntimeException e) {
            // Without its message, which may hold what must not be logged.
            terminal.err().println("SP-599: unexpected " + e.getClass().getName());
            for (StackTraceElement frame : e.getStackTrace()) {
                terminal.err().println("    at " + frame);
            }
        }
        return FAILED;
    }
}
