package dev.sallyport.app;

import dev.sallyport.config.ConfigException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line: a contract, as {@code --help} of each command prints it. */
final class CommandLineInterface {
    /** Exit status of a command that could not do its work. */
    static final int FAILED = 1;

    /** Exit status after a wrong flag. */
    static final int USAGE = 2;

    private static final int HELP_WIDTH = 100;

    private CommandLineInterface() {}

    /** Runs the command that the arguments name; {@code stdio} where they name none. */
    static int run(String[] arguments, Terminal terminal, Path workingFolder) {
        Map<String, Supplier<Command>> commands = commands(workingFolder);
        String[] words = arguments.length == 0 ? new String[] {"stdio"} : arguments;
        Supplier<Command> named = commands.get(words[0]);
        CommandLine line;
        if (named == null) {
            line = new CommandLine(root());
            commands.forEach(
                    (name, command) -> line.addSubcommand(name, commandLine(command.get())));
        } else {
            // Only the command that runs is described: a host waits for the first answer of stdio.
            line = new CommandLine(root());
            line.addSubcommand(words[0], commandLine(named.get()));
        }
        return execute(line, words, terminal);
    }

    private static Map<String, Supplier<Command>> commands(Path workingFolder) {
        Map<String, Supplier<Command>> commands = new LinkedHashMap<>();
        commands.put("demo", DemoCommand::new);
        commands.put("stdio", () -> new StdioCommand(workingFolder));
        commands.put("serve", () -> new ServeCommand(workingFolder));
        commands.put("config", () -> new ConfigCommand(workingFolder));
        commands.put("check", CheckCommand::new);
        commands.put("warmup", WarmupCommand::new);
        return commands;
    }

    private static CommandSpec root() {
        CommandSpec spec = CommandSpec.create().name("sallyport").mixinStandardHelpOptions(true);
        spec.version("sallyport " + Version.TEXT);
        spec.usageMessage()
                .width(HELP_WIDTH)
                .description("The gate between AI agents and databases: an MCP server over JDBC.")
                .footer(
                        "",
                        "Without a command, and with an input that is not a terminal: stdio.",
                        "'sallyport COMMAND --help' tells more of a command.");
        return spec;
    }

    private static CommandLine commandLine(Command command) {
        CommandSpec spec = command.spec();
        spec.mixinStandardHelpOptions(true);
        spec.version("sallyport " + Version.TEXT);
        spec.usageMessage().width(HELP_WIDTH);
        return new CommandLine(spec);
    }

    private static int execute(CommandLine line, String[] words, Terminal terminal) {
        line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
        line.setExecutionStrategy(parsed -> dispatch(parsed, terminal));
        return line.execute(words);
    }

    private static int dispatch(ParseResult parsed, Terminal terminal) {
        Integer help = CommandLine.executeHelpRequest(parsed);
        if (help != null) {
            return help;
        }
        ParseResult innermost = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
        if (innermost.commandSpec().userObject() instanceof Command command) {
            return run(command, innermost, terminal);
        }
        parsed.commandSpec().commandLine().usage(terminal.err());
        return USAGE;
    }

    private static int run(Command command, ParseResult arguments, Terminal terminal) {
        try {
            return command.run(arguments, terminal);
        } catch (ConfigException | CommandException e) {
            terminal.err().println(e.getMessage());
        } catch (ParameterException e) {
            // Wrong usage: the command line prints it.
            throw e;
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
