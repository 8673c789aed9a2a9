package dev.sallyport.guard;

/** Why the guard refuses a statement: a closed family of codes, {@code SP-2xx}. */
public enum RefusalReason {
    EMPTY("SP-201", "there is no statement"),
    NOT_UNDERSTOOD("SP-202", "the statement is not understood in full"),
    MANY_STATEMENTS("SP-203", "there is more than one statement"),
    NOT_READ_ONLY("SP-204", "the statement is not a read");

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
