package dev.sallyport.source;

import java.sql.Driver;
import java.sql.SQLException;

/**
 * A driver that does not come with the product.
 *
 * @param name what an owner calls it
 * @param className the class of the driver
 */
record BroughtDriver(String name, String className) {
    /** A new instance. */
    Driver load(SourceConfig config) throws SQLException {
        try {
            return Class.forName(className)
                    .asSubclass(Driver.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
            throw new SQLException("the driver " + name + " is not there", "08001", e);
        }
    }
}
