package dev.sallyport.guard;

/** SQL text for people who read a test's report. */
final class SqlText {
    private SqlText() {}

    /** On one line, with every character that can't be seen escaped. */
    static String visible(String sql) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (c == '\n') {
                out.append("\\n");
            } else if (c < ' '
                    || c == 0x7f
                    || Character.isSurrogate(c)
                    || (c > 0x7f && !Character.isLetterOrDigit(c))) {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
