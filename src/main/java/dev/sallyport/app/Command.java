package dev.sallyport.app;

import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** One command of the command line. */
interface Command {
    String name();

    /** What follows the name, as {@code [--demo]}. */
    String synopsis();

    /** What it does, a sentence a line. */
    List<String> description();

    Options options();

    /** How many words that are no options it takes at most. */
    default int words() {
        return 0;
    }

    /** Runs it; the result is the exit status. */
    int run(CommandLine arguments, Terminal terminal);
}
