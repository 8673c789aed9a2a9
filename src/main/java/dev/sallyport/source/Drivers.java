package dev.sallyport.source;

import java.util.List;
import java.util.Optional;

/** All drivers that the product knows. */
public final class Drivers {
    private static final List<BroughtDriver> BROUGHT =
            List.of(
                    BroughtDriver.CONNX,
                    BroughtDriver.DB2,
                    BroughtDriver.DUCKDB,
                    BroughtDriver.HSQLDB,
                    BroughtDriver.MYSQL,
                    BroughtDriver.ORACLE);

    private Drivers() {}

    /** Those that the owner brings, by name. */
    public static List<BroughtDriver> brought() {
        return BROUGHT;
    }

    public static Optional<BroughtDriver> named(String name) {
        return BROUGHT.stream().filter(driver -> driver.name().equals(name)).findFirst();
    }

    /** Titles of the engines whose drivers come with the product. */
    public static List<String> comingAlong() {
        return Engines.all().stream()
                .filter(engine -> engine.broughtDriver().isEmpty())
                .map(engine -> engine.dialect().title())
                .sorted()
                .toList();
    }
}
