package dev.sallyport.policy;

/** Why the policy denies a call: a closed family of codes, {@code SP-3xx}. */
public enum PolicyReason {
    TOO_MANY_CALLS("SP-301", "there are too many calls"),
    WRITES_OFF("SP-302", "the source does not allow changes"),
    READ_ONLY_TOOL("SP-303", "the tool only reads"),
    EVERY_ROW("SP-304", "the statement would change every row");

    private final String code;
    private final String summary;

    PolicyReason(String code, String summary) {
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
