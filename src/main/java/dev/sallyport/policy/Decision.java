package dev.sallyport.policy;

/** What the policy says of a call. */
public sealed interface Decision {
    /** May go on. */
    record Allowed() implements Decision {}

    /**
     * Must not go on.
     *
     * @param hint tells the agent what to do instead
     */
    record Denied(PolicyReason reason, String hint) implements Decision {}
}
