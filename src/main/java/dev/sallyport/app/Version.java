package dev.sallyport.app;

import java.util.Objects;

/** The version of the product. */
final class Version {
    /** As the packaged jar states it; {@code development} where the classes run without one. */
    static final String TEXT =
            Objects.requireNonNullElse(
                    Version.class.getPackage().getImplementationVersion(), "development");

    private Version() {}
}
