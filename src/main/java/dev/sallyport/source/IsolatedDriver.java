package dev.sallyport.source;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import java.util.Properties;
import java.util.logging.Logger;

/**
 * A driver in a class loader of its own: it sees the Java platform and its own jars, and neither
 * the product nor another driver, so that libraries in it do no harm.
 *
 * <p>This keeps accidents apart. It is no sandbox: a driver runs with the rights of the process.
 */
final class IsolatedDriver implements Driver, AutoCloseable {
    private static final int MAX_REASON = 200;

    private final BroughtDriver brought;
    private final String source;
    private final URLClassLoader loader;
    private final Driver driver;
    private int users = 1;

    private IsolatedDriver(
            BroughtDriver brought, String source, URLClassLoader loader, Driver driver) {
        this.brought = brought;
        this.source = source;
        this.loader = loader;
        this.driver = driver;
    }

    /** Loads the jars, and makes an instance of the driver's class. */
    static IsolatedDriver load(BroughtDriver brought, List<Path> jars, String source)
            throws DriverException {
        URLClassLoader loader =
                new URLClassLoader(
                        "driver of " + source, urls(jars), ClassLoader.getPlatformClassLoader());
        try {
            Driver driver =
                    within(
                            loader,
                            () ->
                                    Class.forName(brought.className(), true, loader)
                                            .asSubclass(Driver.class)
                                            .getDeclaredConstructor()
                                            .newInstance());
            return new IsolatedDriver(brought, source, loader, driver);
        } catch (Exception | LinkageError e) {
            close(loader);
            throw unusable(brought, source, e);
        }
    }

    /** The driver itself. */
    Driver driver() {
        return driver;
    }

    @Override
    public Connection connect(String url, Properties info) throws SQLException {
        try {
            return within(loader, () -> driver.connect(url, info));
        } catch (SQLException | RuntimeException e) {
            throw e;
        } catch (Exception | LinkageError e) {
            throw unusable(brought, source, e);
        }
    }

    /** Has one more user, who closes it too; not where the last one has closed it already. */
    synchronized boolean share() {
        if (users == 0) {
            return false;
        }
        users++;
        return true;
    }

    /** Gives up the jars, with the last user; connections that are open may break. */
    @Override
    public synchronized void close() {
        if (users > 0 && --users == 0) {
            close(loader);
        }
    }

    @Override
    public boolean acceptsURL(String url) throws SQLException {
        return driver.acceptsURL(url);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) throws SQLException {
        return driver.getPropertyInfo(url, info);
    }

    @Override
    public int getMajorVersion() {
        return driver.getMajorVersion();
    }

    @Override
    public int getMinorVersion() {
        return driver.getMinorVersion();
    }

    @Override
    public boolean jdbcCompliant() {
        return driver.jdbcCompliant();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return driver.getParentLogger();
    }

    private interface Work<T> {
        T run() throws Exception;
    }

    /** Drivers look for their parts by the thread's loader, which is the product's elsewhere. */
    private static <T> T within(ClassLoader loader, Work<T> work) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader usual = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return work.run();
        } finally {
            thread.setContextClassLoader(usual);
        }
    }

    private static DriverException unusable(
            BroughtDriver brought, String source, Throwable failure) {
        return new DriverException(
                new DriverProblem(
                        DriverProblem.Kind.UNUSABLE,
                        "The jar that source '"
                                + source
                                + "' has for "
                                + brought.title()
                                + " has no usable driver ("
                                + reason(failure)
                                + "). Only the owner can help: give driver-path the jar that"
                                + " belongs to this database, or "
                                + brought.remedy()
                                + "."));
    }

    /** Messages of the loader name classes; any other may hold what the driver was given. */
    private static String reason(Throwable failure) {
        Throwable cause = failure.getCause();
        if (failure instanceof ExceptionInInitializerError && cause != null) {
            return "it breaks when it is loaded: " + cause.getClass().getName();
        }
        boolean ofLoader =
                failure instanceof ClassNotFoundException
                        || failure instanceof NoClassDefFoundError
                        || failure instanceof UnsupportedClassVersionError;
        String message = ofLoader ? failure.getMessage() : null;
        String text = failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
        return text.length() > MAX_REASON ? text.substring(0, MAX_REASON) + "…" : text;
    }

    private static URL[] urls(List<Path> jars) {
        return jars.stream().map(IsolatedDriver::url).toArray(URL[]::new);
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static void close(URLClassLoader loader) {
        try {
            loader.close();
        } catch (IOException e) {
            // The files are only read; the process lets go of them in the end.
        }
    }
}
