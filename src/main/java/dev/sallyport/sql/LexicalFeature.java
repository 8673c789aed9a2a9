package dev.sallyport.sql;

/** A lexical habit that some dialects have and others do not. */
public enum LexicalFeature {
    /** {@code "x"} is a string, not a name. */
    DOUBLE_QUOTED_STRINGS,
    /** {@code `x`} is a name. */
    BACKTICK_NAMES,
    /** {@code [x]} is a name, with {@code ]]} for a bracket in it. */
    BRACKET_NAMES,
    /** {@code [x]} is a name that ends at the first bracket. */
    PLAIN_BRACKET_NAMES,
    /** Block comments nest. */
    NESTED_COMMENTS,
    /** {@code #} starts a comment. */
    HASH_COMMENTS,
    /**
     * {@code --} starts a comment only before a blank, and two minus signs stand there otherwise.
     */
    DASHES_NEED_BLANK,
    /** Some block comments are executed. */
    EXECUTABLE_COMMENTS,
    /** A backslash escapes the next character in every string. */
    BACKSLASH_ESCAPES,
    /** {@code E'x'} is a string with backslash escapes. */
    ESCAPE_STRINGS,
    /** {@code $$x$$} is a string. */
    DOLLAR_QUOTES,
    /** {@code $tag$x$tag$} is a string. */
    TAGGED_DOLLAR_QUOTES,
    /** {@code q'[x]'} is a string. */
    DELIMITED_STRINGS,
    /** {@code U&'x'} is a string with Unicode escapes. */
    UNICODE_STRINGS,
    /** {@code $1.50} is a number. */
    MONEY_NUMBERS,
    /** {@code 1_000} is a number. */
    DIGIT_SEPARATORS,
    /** The server may convert the text into a character set of eight bits before it reads it. */
    NARROW_CHARACTERS,
    /** {@code 1.5f} and {@code 2d} are numbers. */
    FLOAT_SUFFIXES,
    /** {@code 10K} is a number, as the length of a type. */
    LENGTH_SUFFIXES,
    /** {@code 0b101} is a number. */
    BINARY_NUMBERS,
    /** A run of operator characters is one operator, however long. */
    GREEDY_OPERATORS,
    /** A question mark may also be an operator, which the driver wants doubled. */
    QUESTION_MARK_OPERATORS,
    /** {@code ?1} is a placeholder with a number. */
    NUMBERED_PARAMETERS,
    /** Two string literals side by side are one, whatever blank is between. */
    ADJACENT_STRINGS,
    /** {@code {x …}} is an escape of the driver or the engine. */
    BRACE_ESCAPES
}
