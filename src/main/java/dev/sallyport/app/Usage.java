package dev.sallyport.app;

import java.io.PrintStream;
import java.util.Collection;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** The help texts. */
final class Usage {
    private static final int OPTION_WIDTH = 30;

    private Usage() {}

    static void print(Command command, PrintStream out) {
        out.println(("Usage: sallyport " + command.name() + " " + command.synopsis()).strip());
        out.println();
        command.description().forEach(out::println);
        out.println();
        printOptions(command.options(), out);
    }

    static void print(Collection<Command> commands, PrintStream out) {
        out.println("Usage: sallyport COMMAND [OPTIONS]");
        out.println();
        out.println("The gate between AI agents and databases: an MCP server over JDBC.");
        out.println();
        for (Command command : commands) {
            out.println("  " + padded(command.name(), 9) + command.description().getFirst());
        }
        out.println();
        printOptions(new Options(), out);
        out.println();
        out.println("Without a command, and with an input that is not a terminal: stdio.");
        out.println("'sallyport COMMAND --help' tells more of a command.");
        out.println("SALLYPORT_CONFIG names the configuration, SALLYPORT_STATE the folder for the");
        out.println("audit log, its keys, the cache and fetched drivers.");
    }

    private static void printOptions(Options options, PrintStream out) {
        for (Option option : options.getOptions()) {
            String name = "--" + option.getLongOpt();
            String label = option.hasArg() ? name + " " + option.getArgName() : name;
            out.println("  " + padded(label, OPTION_WIDTH) + option.getDescription());
        }
        out.println("  " + padded("-h, --help", OPTION_WIDTH) + "Prints this help.");
        out.println("  " + padded("-V, --version", OPTION_WIDTH) + "Prints the version.");
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }
}
