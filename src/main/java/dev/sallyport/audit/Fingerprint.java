package dev.sallyport.audit;

/**
 * Keyed fingerprints of statements. A bare hash would not be private: whoever guesses a statement
 * can check the guess.
 */
final class Fingerprint {
    private static final int LENGTH = 12;

    private final HmacKey key;

    Fingerprint(HmacKey key) {
        this.key = key;
    }

    String of(String statement) {
        return key.hex(statement).substring(0, LENGTH);
    }
}
