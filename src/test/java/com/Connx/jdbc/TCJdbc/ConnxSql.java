package com.Connx.jdbc.TCJdbc;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the gateway makes of a statement: its own limit of rows, and no words of other engines. */
final class ConnxSql {
    /** Words that limit rows elsewhere; the grammar of CONNX has none of them. */
    private static final Set<String> UNKNOWN = Set.of("TOP", "LIMIT", "FETCH", "OFFSET");

    private static final Pattern MAX_ROWS =
            Pattern.compile(
                    "\\{\\s*maxrows\\s+(\\d+)\\s*(?:,\\s*(\\d+)\\s*)?}\\s*$",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern ESCAPE =
            Pattern.compile("\\{\\s*(\\w+)", Pattern.CASE_INSENSITIVE);
    private static final Set<String> HARMLESS = Set.of("D", "T", "TS", "OJ", "FN");

    private static final Pattern WORD_OR_QUOTED =
            Pattern.compile("'[^']*'|\"[^\"]*\"|\\w+|\\{\\s*\\w+");

    private ConnxSql() {}

    static String translated(String sql, boolean readOnly) throws SQLException {
        Matcher limit = MAX_ROWS.matcher(sql);
        String text = sql;
        String suffix = "";
        if (limit.find()) {
            text = sql.substring(0, limit.start());
            suffix =
                    (limit.group(2) == null ? "" : " OFFSET " + limit.group(2) + " ROWS")
                            + " FETCH NEXT "
                            + limit.group(1)
                            + " ROWS ONLY";
        }
        Matcher words = WORD_OR_QUOTED.matcher(text);
        boolean first = true;
        while (words.find()) {
            String word = words.group().toUpperCase(Locale.ROOT);
            if (word.startsWith("{")) {
                Matcher escape = ESCAPE.matcher(word);
                if (!escape.find() || !HARMLESS.contains(escape.group(1))) {
                    throw new SQLException("[CONNX] a dangerous escape arrived", "HY000");
                }
            } else if (UNKNOWN.contains(word)) {
                throw new SQLException("[CONNX] syntax error near " + word, "42000");
            } else if (first && readOnly && !Set.of("SELECT", "WITH", "VALUES").contains(word)) {
                throw new SQLException("[CONNX] the connection is read-only", "25000");
            }
            first = false;
        }
        return text + suffix;
    }
}
