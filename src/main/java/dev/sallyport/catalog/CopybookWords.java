package dev.sallyport.catalog;

import dev.sallyport.catalog.CopybookLexer.Kind;
import dev.sallyport.catalog.CopybookLexer.Token;
import java.util.Map;
import java.util.Set;

/** Words of COBOL that the parser knows. */
final class CopybookWords {
    /** Usages, and what each is kept as; nothing for the usual one. */
    static final Map<String, String> USAGES =
            Map.ofEntries(
                    Map.entry("DISPLAY", ""),
                    Map.entry("DISPLAY-1", ""),
                    Map.entry("NATIONAL", "NATIONAL"),
                    Map.entry("COMP", "COMP"),
                    Map.entry("COMPUTATIONAL", "COMP"),
                    Map.entry("COMP-4", "COMP"),
                    Map.entry("COMPUTATIONAL-4", "COMP"),
                    Map.entry("BINARY", "COMP"),
                    Map.entry("COMP-5", "COMP-5"),
                    Map.entry("COMPUTATIONAL-5", "COMP-5"),
                    Map.entry("COMP-1", "COMP-1"),
                    Map.entry("COMPUTATIONAL-1", "COMP-1"),
                    Map.entry("COMP-2", "COMP-2"),
                    Map.entry("COMPUTATIONAL-2", "COMP-2"),
                    Map.entry("COMP-3", "COMP-3"),
                    Map.entry("COMPUTATIONAL-3", "COMP-3"),
                    Map.entry("PACKED-DECIMAL", "COMP-3"),
                    Map.entry("COMP-6", "COMP-6"),
                    Map.entry("COMPUTATIONAL-6", "COMP-6"),
                    Map.entry("COMP-X", "COMP-X"),
                    Map.entry("COMPUTATIONAL-X", "COMP-X"),
                    Map.entry("BINARY-CHAR", "BINARY-CHAR"),
                    Map.entry("BINARY-SHORT", "BINARY-SHORT"),
                    Map.entry("BINARY-LONG", "BINARY-LONG"),
                    Map.entry("BINARY-DOUBLE", "BINARY-DOUBLE"),
                    Map.entry("FLOAT-SHORT", "COMP-1"),
                    Map.entry("FLOAT-LONG", "COMP-2"),
                    Map.entry("PROCEDURE-POINTER", "PROCEDURE-POINTER"),
                    Map.entry("FUNCTION-POINTER", "FUNCTION-POINTER"),
                    Map.entry("INDEX", "INDEX"),
                    Map.entry("POINTER", "POINTER"));

    /** Before SECTION or DIVISION. */
    static final String[] HEADINGS = {
        "DATA", "FILE", "WORKING-STORAGE", "LOCAL-STORAGE", "LINKAGE"
    };

    private static final Set<String> FIGURATIVE =
            Set.of(
                    "SPACE",
                    "SPACES",
                    "ZERO",
                    "ZEROS",
                    "ZEROES",
                    "LOW-VALUE",
                    "LOW-VALUES",
                    "HIGH-VALUE",
                    "HIGH-VALUES",
                    "QUOTE",
                    "QUOTES",
                    "NULL",
                    "NULLS");

    private CopybookWords() {}

    /** Whether a clause of an entry begins with it. */
    static boolean isClause(Token token) {
        return USAGES.containsKey(token.text())
                || token.is(
                        "PIC",
                        "PICTURE",
                        "USAGE",
                        "GROUP-USAGE",
                        "OCCURS",
                        "REDEFINES",
                        "VALUE",
                        "VALUES",
                        "SIGN",
                        "LEADING",
                        "TRAILING",
                        "SYNC",
                        "SYNCHRONIZED",
                        "JUST",
                        "JUSTIFIED",
                        "BLANK",
                        "GLOBAL",
                        "EXTERNAL",
                        "RENAMES");
    }

    static boolean isValue(Token token) {
        return token.kind() == Kind.LITERAL
                || (token.kind() == Kind.WORD
                        && (FIGURATIVE.contains(token.text())
                                || token.is("ALL")
                                || token.text().matches("[+-]?[0-9]*[.,]?[0-9]+(E[+-]?[0-9]+)?")));
    }
}
