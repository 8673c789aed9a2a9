package dev.sallyport.app;

import java.io.InputStream;
import java.io.PrintStream;

/** The three streams of the process, as a command sees them. */
record Terminal(InputStream in, PrintStream out, PrintStream err) {}
