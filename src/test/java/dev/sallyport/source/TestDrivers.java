package dev.sallyport.source;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;

/** Drivers that the product does not bring, where a test has them on its class path. */
public final class TestDrivers {
    private TestDrivers() {}

    /** The jar on the class path that holds a driver's class: what an owner would bring. */
    public static Path jarOf(String className) {
        try {
            // Not initialised: the product must load it, in a loader of its own.
            CodeSource source =
                    Class.forName(className, false, TestDrivers.class.getClassLoader())
                            .getProtectionDomain()
                            .getCodeSource();
            return Path.of(source.getLocation().toURI());
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new IllegalStateException("no " + className + " on the class path", e);
        }
    }
}
