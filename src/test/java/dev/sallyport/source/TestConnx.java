package dev.sallyport.source;

import com.Connx.jdbc.TCJdbc.TCJdbcDriver;
import dev.sallyport.sql.Dialects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Sources of the CONNX driver's stand-in, over files of H2 in a folder of the test's. */
public final class TestConnx {
    private static final Path DRIVER = makeDriverFolder();

    private TestConnx() {}

    /** A folder of jars with the stand-in and what it needs: what an owner would bring. */
    public static Path driverFolder() {
        return DRIVER;
    }

    private static Path makeDriverFolder() {
        try {
            Path folder = Files.createTempDirectory("connx-driver");
            folder.toFile().deleteOnExit();
            String own = TCJdbcDriver.class.getPackageName().replace('.', '/');
            Path classes = TestDrivers.jarOf(TCJdbcDriver.class.getName()).resolve(own);
            Path jar = folder.resolve("connxjdbc.jar");
            try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                    Stream<Path> files = Files.list(classes)) {
                for (Path file : files.toList()) {
                    out.putNextEntry(new JarEntry(own + "/" + file.getFileName()));
                    Files.copy(file, out);
                    out.closeEntry();
                }
            }
            Path h2 = Files.copy(TestDrivers.jarOf("org.h2.Driver"), folder.resolve("h2.jar"));
            jar.toFile().deleteOnExit();
            h2.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file with schema dbo, and a source for it with four connections at most. */
    public static SourceConfig prepared(Path folder, String name, String... statements)
            throws SQLException {
        TestH2.run(
                folder,
                name,
                Stream.concat(
                                Stream.of("CREATE SCHEMA dbo", "SET SCHEMA dbo"),
                                Stream.of(statements))
                        .toArray(String[]::new));
        return source(name, registered(folder, name, name.toUpperCase(Locale.ROOT), true));
    }

    /** Makes a file known as a data dictionary, whose name is returned. */
    public static String registered(Path folder, String name, String catalog, boolean current) {
        return registered(folder, name, catalog, "sa", current);
    }

    /** The same for another login. */
    public static String registered(
            Path folder, String name, String catalog, String user, boolean current) {
        return registered(TestH2.url(folder, name), catalog, user, current);
    }

    /** The same for any database of H2. */
    public static String registered(String h2Url, String catalog, String user, boolean current) {
        String dsn = "DSN" + UUID.randomUUID().toString().replace("-", "");
        System.setProperty(
                TCJdbcDriver.propertyName(dsn),
                TCJdbcDriver.propertyValue(catalog, h2Url, user, current));
        return dsn;
    }

    public static String url(String dsn) {
        return "jdbc:connx:DSN=" + dsn + ";GATEWAY=localhost;PORT=7500;SSL=true";
    }

    public static SourceConfig source(String name, String dsn) {
        return source(name, dsn, false);
    }

    /** The same, which takes changes if its owner allows them. */
    public static SourceConfig source(String name, String dsn, boolean writes) {
        return new SourceConfig(
                        name,
                        url(dsn),
                        Optional.of("sa"),
                        Optional.empty(),
                        Dialects.CONNX,
                        writes,
                        4,
                        Duration.ofSeconds(30))
                .withDriverPath(DRIVER);
    }
}
