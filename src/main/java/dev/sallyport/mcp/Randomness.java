package dev.sallyport.mcp;

import java.security.SecureRandom;

/** Loaded by its first use, which is none in the start of a process. */
final class Randomness {
    static final SecureRandom SOURCE = new SecureRandom();

    private Randomness() {}
}
