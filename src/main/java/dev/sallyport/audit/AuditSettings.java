package dev.sallyport.audit;

import dev.sallyport.config.ConfigSection;
import dev.sallyport.config.Environment;
import dev.sallyport.config.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the record of calls is kept, and with which keys.
 *
 * @param folder the state folder; created where it is missing
 * @param auditKey key of the hash chain; a generated one in the folder where it is missing
 * @param fingerprintKey key of the fingerprints; a generated one in the folder where it is missing
 * @param sync whether every line is on the disk before the answer leaves, so that even a power cut
 *     loses none
 */
public record AuditSettings(
        Path folder, Optional<Secret> auditKey, Optional<Secret> fingerprintKey, boolean sync) {
    /** Shortest key that the environment may give, in bytes. */
    public static final int MIN_KEY_BYTES = 32;

    private static final String AUDIT_KEY = "SALLYPORT_AUDIT_KEY";
    private static final String FINGERPRINT_KEY = "SALLYPORT_FINGERPRINT_KEY";

    /**
     * Reads the section {@code audit}, and the keys from the variables {@code SALLYPORT_AUDIT_KEY}
     * and {@code SALLYPORT_FINGERPRINT_KEY}.
     */
    public static AuditSettings read(ConfigSection in, Environment environment, Path folder) {
        return new AuditSettings(
                folder,
                key(in, environment, AUDIT_KEY),
                key(in, environment, FINGERPRINT_KEY),
                in.flag("sync", false));
    }

    private static Optional<Secret> key(ConfigSection in, Environment environment, String name) {
        Optional<String> value = environment.variable(name).filter(text -> !text.isEmpty());
        if (value.isPresent()
                && value.get().getBytes(StandardCharsets.UTF_8).length < MIN_KEY_BYTES) {
            in.problem(
                    "the environment variable "
                            + name
                            + " is too short: a key has at least "
                            + MIN_KEY_BYTES
                            + " characters");
        }
        return value.map(Secret::new);
    }
}
