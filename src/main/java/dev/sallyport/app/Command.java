package dev.sallyport.app;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** One command of the command line. */
interface Command {
    /** Its name, options and help. */
    CommandSpec spec();

    /** Runs it; the result is the exit status. */
    int run(ParseResult arguments, Terminal terminal);
}
