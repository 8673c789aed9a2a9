package dev.sallyport.config;

/** A credential. Only {@link #reveal} shows it; every other way to print it shows a mask. */
public final class Secret {
    /** What is printed in the place of a secret. */
    public static final String MASK = "******";

    private final String value;

    public Secret(String value) {
        this.value = value;
    }

    /** The credential itself, for the driver alone. */
    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return MASK;
    }
}
