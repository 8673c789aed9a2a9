package dev.sallyport.tool;

/** What is wrong with a call before its statement is looked at: {@code SP-1xx}. */
enum CallProblem {
    BAD_ARGUMENT("SP-101", "the arguments are not valid"),
    UNKNOWN_TOOL("SP-102", "there is no such tool"),
    UNKNOWN_SOURCE("SP-103", "there is no such source"),
    UNKNOWN_DATABASE("SP-104", "the database is not one of the source's"),
    PARAMETER_COUNT("SP-105", "the number of params is not the number of placeholders"),
    UNKNOWN_ENTITY("SP-106", "there is no such entity"),
    BAD_CURSOR("SP-107", "the cursor is not one of this call"),
    CURSOR_EXPIRED("SP-108", "the cursor has expired"),
    NO_KEY_TABLE("SP-110", "the source keeps no idempotency keys"),
    OTHER_OPERATION("SP-112", "the statement is not the operation that the call names"),
    CALLER_UNFIT("SP-113", "the caller is not one that the tool works for"),
    EXPORT_TOO_LARGE("SP-114", "the exported file is too large to be read here");

    private final String code;
    private final String summary;

    CallProblem(String code, String summary) {
        this.code = code;
        this.summary = summary;
    }

    /** The stable code. */
    String code() {
        return code;
    }

    /** One clause for people, without a full stop. */
    String summary() {
        return summary;
    }
}
