package dev.sallyport.testing.tds;

/** A column of a result. */
public record TdsColumn(String name, TdsType type, boolean nullable) {
    public TdsColumn(String name, String type) {
        this(name, TdsType.of(type), true);
    }
}
