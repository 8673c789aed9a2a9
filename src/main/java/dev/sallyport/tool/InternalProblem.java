package dev.sallyport.tool;

/** What goes wrong in the product itself, beside the audit log: {@code SP-5xx}. */
enum InternalProblem {
    UNEXPECTED("SP-500", "Sallyport itself failed");

    private final String code;
    private final String summary;

    InternalProblem(String code, String summary) {
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
