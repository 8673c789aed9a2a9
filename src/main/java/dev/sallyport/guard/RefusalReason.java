package dev.sallyport.guard;

/** Why the guard refuses a statement: a closed family of codes, {@code SP-2xx}. */
public enum RefusalReason {
    EMPTY("SP-201", "there is no statement"),
    NOT_UNDERSTOOD("SP-202", "the statement is not understood in full"),
    MANY_STATEMENTS("SP-203", "there is more than one statement"),
    NOT_READ_ONLY("SP-204", "the statement is not a read"),
    NOT_A_WRITE("SP-205", "the statement is not an INSERT, UPDATE or DELETE"),
    ONLY_COMMENTS("SP-206", "there are comments only"),
    TOO_LONG("SP-207", "the statement is too long"),
    TOO_DEEP("SP-208", "the statement is nested too deeply"),
    TOO_MANY_VALUES("SP-209", "the statement has too many values"),
    CONTROL_CHARACTER("SP-210", "there is a control character"),
    BROKEN_UNICODE("SP-211", "there is half a surrogate pair"),
    INVISIBLE_CHARACTER("SP-212", "there is an invisible or compatibility character"),
    UNTERMINATED("SP-213", "a literal, name or comment does not end"),
    AMBIGUOUS_TEXT("SP-214", "engines read this text in different ways"),
    EXECUTABLE_COMMENT("SP-215", "there is a comment that the engine executes"),
    UNBALANCED("SP-216", "brackets do not match"),
    FUNCTION_NOT_LISTED("SP-220", "a function is not known to be harmless"),
    TABLE_FUNCTION("SP-221", "a table function is not known to be harmless"),
    OPERATOR_NOT_LISTED("SP-222", "an operator is not known"),
    SEQUENCE("SP-223", "a sequence would be advanced or read"),
    LOCK("SP-224", "rows or tables would be locked"),
    INTO("SP-225", "INTO would write somewhere"),
    VARIABLE("SP-226", "a variable or temporary table is used"),
    ESCAPE("SP-227", "an escape in braces is not on the list"),
    LINK("SP-228", "a name leads to another server"),
    FILE("SP-229", "a file would be read or written"),
    OPTION("SP-230", "an option or hint is not on the list"),
    PARAMETER("SP-231", "a parameter stands where none is understood"),
    DATABASE_NOT_ALLOWED("SP-240", "a database is not allowed"),
    SCHEMA_NOT_ALLOWED("SP-241", "a schema is not allowed"),
    TABLE_NOT_ALLOWED("SP-242", "a table is not allowed"),
    COLUMN_NOT_ALLOWED("SP-243", "a column is not allowed"),
    SYSTEM_OBJECT("SP-244", "a system object is not allowed"),
    PROCEDURE_NOT_ALLOWED("SP-245", "a procedure is not allowed"),
    SERVER_PROCEDURE("SP-246", "a procedure of the server itself is never called"),
    PROCEDURES_OFF("SP-247", "no procedure may be called"),
    PARSERS_DISAGREE("SP-250", "two parsers read the statement differently"),
    PARSER_TIMEOUT("SP-251", "the statement takes too long to parse"),
    BUSY("SP-252", "too many statements are being parsed"),
    PARSER_REFUSES("SP-253", "the full parser does not know a part of the statement"),
    INTERNAL("SP-259", "the guard failed");

    private final String code;
    private final String summary;

    RefusalReason(String code, String summary) {
        this.code = code;
        this.summary = summary;
    }

    /** The stable code. */
    public String code() {
        return code;
    }

    /** One clause for people, without a full stop. */
    public String summary() {
        return summary;
    }
}
