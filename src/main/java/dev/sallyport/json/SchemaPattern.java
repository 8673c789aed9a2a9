package dev.sallyport.json;

import java.util.regex.Pattern;

/**
 * The regular expression of a JSON Schema's {@code pattern}, held against texts with a bound on the
 * work: an expression such as {@code (a+)+$} takes time beyond all measure for some texts, and one
 * such as {@code (a|b)*} a stack as deep as the text is long.
 */
public final class SchemaPattern {
    private static final long STEPS = 2_000_000;

    /** What an expression that reads a long text a few times over needs. */
    private static final long STEPS_PER_CHARACTER = 20;

    private final Pattern pattern;

    private SchemaPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /** Whether a text contains a match. */
    public enum Finding {
        FOUND,
        NOT_FOUND,
        /** It takes more work than a text is worth; what it would be is not known. */
        TOO_COSTLY
    }

    /**
     * Reads an expression.
     *
     * @throws java.util.regex.PatternSyntaxException if it is none
     */
    public static SchemaPattern of(String expression) {
        return new SchemaPattern(Pattern.compile(expression));
    }

    /** Looks for a match in a text, anywhere. */
    public Finding in(String text) {
        try {
            return pattern.matcher(new Counted(text)).find() ? Finding.FOUND : Finding.NOT_FOUND;
        } catch (TooCostly | StackOverflowError e) {
            return Finding.TOO_COSTLY;
        }
    }

    /** The expression as it was written. */
    public String text() {
        return pattern.pattern();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SchemaPattern that && text().equals(that.text());
    }

    @Override
    public int hashCode() {
        return text().hashCode();
    }

    @Override
    public String toString() {
        return text();
    }

    /** Every step of a matcher looks at a character. */
    private static final class Counted implements CharSequence {
        private final String text;
        private long left;

        Counted(String text) {
            this.text = text;
            this.left = STEPS + STEPS_PER_CHARACTER * text.length();
        }

        @Override
        public char charAt(int index) {
            if (left-- <= 0) {
                throw new TooCostly();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final class TooCostly extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooCostly() {
            super("", null, false, false);
        }
    }
}
