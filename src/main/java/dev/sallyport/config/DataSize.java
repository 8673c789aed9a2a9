package dev.sallyport.config;

import java.util.Optional;

/**
 * An amount of data, written like {@code 512B}, {@code 64KiB}, {@code 1MiB}, {@code 2GiB}.
 *
 * @param bytes not negative
 */
public record DataSize(long bytes) implements Comparable<DataSize> {
    public DataSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a data size is not negative");
        }
    }

    /** Reads the written form; empty where the text is not of it. */
    public static Optional<DataSize> parse(String text) {
        for (Unit unit : Unit.values()) {
            if (text.endsWith(unit.suffix)) {
                return Quantity.parse(text, unit.suffix, unit.bytes).map(DataSize::new);
            }
        }
        return Optional.empty();
    }

    @Override
    public int compareTo(DataSize other) {
        return Long.compare(bytes, other.bytes);
    }

    @Override
    public String toString() {
        for (Unit unit : Unit.values()) {
            if (bytes >= unit.bytes && bytes % unit.bytes == 0) {
                return bytes / unit.bytes + unit.suffix;
            }
        }
        return bytes + "B";
    }

    /** Largest first: the suffix {@code B} ends all of them. */
    private enum Unit {
        GIB("GiB", 1L << 30),
        MIB("MiB", 1L << 20),
        KIB("KiB", 1L << 10),
        BYTE("B", 1);

        private final String suffix;
        private final long bytes;

        Unit(String suffix, long bytes) {
            this.suffix = suffix;
            this.bytes = bytes;
        }
    }
}
