package dev.sallyport.source;

import dev.sallyport.config.ConfigSection;

/**
 * Which rights the owner wants the login of a source to have at most.
 *
 * @param required whether a login with more rights than that is refused
 * @param minimum the worst grade that is good enough
 */
public record Attestation(boolean required, Grade minimum) {
    static final Attestation NONE = new Attestation(false, Grade.B);

    static Attestation read(ConfigSection in) {
        return new Attestation(
                in.flag("attest", NONE.required()),
                Grade.valueOf(
                        in.oneOf("min-grade", NONE.minimum().name(), "A", "B", "C", "D", "F")));
    }
}
