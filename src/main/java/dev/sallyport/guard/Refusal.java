package dev.sallyport.guard;

/**
 * Ends the inspection of a statement. It never leaves this package: {@link SqlGuard} turns it into
 * a {@link Verdict.Refused}. It has no stack trace, so that a refusal costs little, and no text of
 * the statement.
 */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RefusalReason reason;
    private final int offset;
    private final String hint;

    /**
     * @param offset where in the text as it came, in UTF-16 units from 0; negative: nowhere
     */
    Refusal(RefusalReason reason, int offset, String hint) {
        super(reason.code(), null, false, false);
        this.reason = reason;
        this.offset = offset;
        this.hint = hint;
    }

    RefusalReason reason() {
        return reason;
    }

    int offset() {
        return offset;
    }

    String hint() {
        return hint;
    }
}
