package dev.sallyport.audit;

/** What goes wrong inside the product: a closed family of codes, {@code SP-5xx}. */
public enum AuditProblem {
    NOT_RECORDED("SP-501", "the call cannot be recorded in the audit log"),
    WITHHELD("SP-502", "the answer is withheld, since it cannot be recorded"),
    CUT_SHORT("SP-503", "the line before was cut short when a process or the machine stopped"),
    UNFINISHED("SP-504", "the process stopped before the call ended");

    private final String code;
    private final String summary;

    AuditProblem(String code, String summary) {
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
