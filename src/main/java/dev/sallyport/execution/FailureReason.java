package dev.sallyport.execution;

/** Why a statement that was allowed gave no answer: a closed family of codes, {@code SP-4xx}. */
public enum FailureReason {
    SOURCE_UNREACHABLE("SP-401", "the data source cannot be reached"),
    SOURCE_BUSY("SP-402", "the data source is busy"),
    TIMED_OUT("SP-403", "the statement took too long and was cancelled"),
    CANCELLED("SP-404", "the caller cancelled the statement"),
    DATABASE_ERROR("SP-405", "the database refused the statement"),
    LOGIN_REFUSED("SP-406", "the data source refused the login"),
    CONNECTION_LOST("SP-407", "the connection to the data source was lost"),
    NOT_A_READ("SP-408", "the database found that the statement does not only read"),
    NO_RIGHT("SP-409", "the login of the data source lacks a right"),
    PARAMETERS("SP-410", "the parameters do not fit the statement"),
    NOT_SENDABLE("SP-411", "the statement cannot be sent as one statement"),
    DRIVER_MISSING("SP-420", "the driver of the data source is not there"),
    DRIVER_UNUSABLE("SP-421", "the driver of the data source cannot be used"),
    NOT_ATTESTED("SP-422", "the login of the data source has more rights than its owner allows"),
    OUTCOME_UNKNOWN("SP-430", "it is not known whether the change was made"),
    CONSTRAINT("SP-431", "a constraint of the database does not allow the change"),
    CONFLICT("SP-432", "another change to the same rows is under way"),
    TOO_MANY_AFFECTED("SP-433", "the change affects more rows than allowed"),
    NOT_ONE_CHANGE("SP-434", "the database did not answer as it does to one change"),
    KEY_REUSED("SP-435", "the idempotency key belongs to another change"),
    KEY_TABLE("SP-436", "the table of idempotency keys cannot be used"),
    NO_TRANSACTIONS("SP-437", "the table knows no transactions"),
    EXPORT_EXISTS("SP-440", "the export folder has a file of this name"),
    EXPORT_FOLDER("SP-441", "the export folder cannot be used"),
    EXPORT_FULL("SP-442", "the export folder has no room"),
    EXPORT_VALUE("SP-443", "a value does not fit into the file in full");

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
