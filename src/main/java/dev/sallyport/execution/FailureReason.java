package dev.sallyport.execution;

/** Why a statement that was allowed gave no answer: a closed family of codes, {@code SP-4xx}. */
public enum FailureReason {
    SOURCE_UNREACHABLE("SP-401", "the data source cannot be reached"),
    SOURCE_BUSY("SP-402", "the data source is busy"),
    TIMED_OUT("SP-403", "the statement took too long and was cancelled"),
    CANCELLED("SP-404", "the caller cancelled the statement"),
    DATABASE_ERROR("SP-405", "the database refused the statement");

    private final String code;
    private final String summary;

    FailureReason(String code, String summary) {
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
