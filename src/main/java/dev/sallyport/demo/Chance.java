package dev.sallyport.demo;

import java.util.List;

/**
 * A seeded source of numbers (the SplitMix64 sequence). Its own, because the data must not change
 * with the JDK's generators.
 */
final class Chance {
    private long state;

    Chance(long seed) {
        state = seed;
    }

    private long next() {
        state += 0x9E3779B97F4A7C15L;
        long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** A number from 0 to {@code bound} - 1. */
    int below(int bound) {
        return (int) Long.remainderUnsigned(next(), bound);
    }

    /** A number from {@code low} to {@code high}, both possible. */
    int between(int low, int high) {
        return low + below(high - low + 1);
    }

    boolean percent(int share) {
        return below(100) < share;
    }

    <T> T pick(List<T> list) {
        return list.get(below(list.size()));
    }

    char letter() {
        return (char) ('A' + below(26));
    }
}
