package dev.sallyport.demo;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes the two database files of the example: {@code daea_Mainframe_VSAM.mv.db} (the shop) and
 * {@code DAEA.mv.db} (the fleet).
 *
 * <p>The files are for the user {@code demo}, who has no password and may only read schema {@code
 * dbo}; they are opened with {@code ACCESS_MODE_DATA=r}, also from a folder that is read-only. The
 * administrator's password is thrown away.
 */
public final class DemoDatabase {
    /** The catalog, and the name of the file, of the shop. */
    public static final String SHOP = "daea_Mainframe_VSAM";

    /** The catalog, and the name of the file, of the fleet. */
    public static final String FLEET = "DAEA";

    /** The settings of the example's JDBC URLs, to follow the path of a file without its ending. */
    public static final String READ_ONLY = ";ACCESS_MODE_DATA=r;IFEXISTS=TRUE;SCHEMA=dbo";

    private static final int BATCH = 1_000;

    private DemoDatabase() {}

    /**
     * Makes the files in the folder named by the only argument, unless they are newer than what
     * they are made from.
     */
    public static void main(String[] arguments)
            throws IOException, SQLException, URISyntaxException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException(
                    "one argument is wanted: the folder for the database files");
        }
        Path folder = Path.of(arguments[0]);
        if (!upToDate(folder)) {
            create(folder);
        }
    }

    private static boolean upToDate(Path folder) throws IOException, URISyntaxException {
        URL self = DemoDatabase.class.getResource("DemoDatabase.class");
        if (self == null || !self.getProtocol().equals("file")) {
            return false;
        }
        FileTime newest = FileTime.fromMillis(0);
        for (Path file : filesIn(Path.of(self.toURI()).resolveSibling(""))) {
            FileTime modified = Files.getLastModifiedTime(file);
            newest = modified.compareTo(newest) > 0 ? modified : newest;
        }
        for (String name : List.of(SHOP, FLEET)) {
            Path file = folder.resolve(name + ".mv.db");
            if (!Files.exists(file) || Files.getLastModifiedTime(file).compareTo(newest) < 0) {
                return false;
            }
        }
        return true;
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /**
     * Makes the files in a folder; takes a few seconds, and replaces files that are there only when
     * both are done.
     */
    public static void create(Path folder) throws IOException, SQLException {
        Files.createDirectories(folder);
        Path work = Files.createTempDirectory(folder, ".making");
        try {
            createShop(work);
            createFleet(work);
            for (String name : List.of(SHOP, FLEET)) {
                String file = name + ".mv.db";
                Files.move(
                        work.resolve(file),
                        folder.resolve(file),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            for (Path file : filesIn(work)) {
                Files.delete(file);
            }
            Files.delete(work);
        }
    }

    private static void createShop(Path folder) throws SQLException {
        Shop shop = new Shop();
        List<String> script =
                Words.split(
                        Words.text("vsam.sql").replace("${groups}", shop.groupNames()),
                        "-- data\n");
        try (Connection connection = open(folder.resolve(SHOP))) {
            run(connection, script.getFirst());
            insert(connection, "CUSTOMERS_VSAM", shop.customers());
            insert(connection, "PRODUCTS_VSAM", shop.products());
            insert(connection, "ORDERS_VSAM", shop.orders());
            finish(connection, script.getLast());
        }
    }

    private static void createFleet(Path folder) throws SQLException {
        Fleet fleet = new Fleet();
        String text =
                Words.text("adabas.sql")
                        .replace("${countries}", fleet.countryCodes())
                        .replace("${departments}", fleet.departmentNames());
        List<String> script = Words.split(text, "-- data\n");
        try (Connection connection = open(folder.resolve(FLEET))) {
            run(connection, script.getFirst());
            insert(connection, "EMPLOYEES", fleet.employees());
            insert(connection, "VEHICLES", fleet.vehicles());
            // A pool vehicle has no driver.
            finish(
                    connection,
                    "UPDATE dbo.VEHICLES SET PERSONNEL_ID = NULL WHERE PERSONNEL_ID = '';\n"
                            + script.getLast());
        }
    }

    private static Connection open(Path file) throws SQLException {
        byte[] forgotten = new byte[16];
        new SecureRandom().nextBytes(forgotten);
        Connection connection =
                DriverManager.getConnection(
                        "jdbc:h2:file:" + file.toAbsolutePath(),
                        "sa",
                        HexFormat.of().formatHex(forgotten));
        connection.setAutoCommit(false);
        return connection;
    }

    private static void run(Connection connection, String script) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : Words.split(script, ";\n")) {
                statement.execute(sql);
            }
        }
    }

    private static void insert(Connection connection, String table, List<List<Object>> rows)
            throws SQLException {
        String places = String.join(", ", Collections.nCopies(rows.getFirst().size(), "?"));
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO dbo." + table + " VALUES (" + places + ")")) {
            int waiting = 0;
            for (List<Object> row : rows) {
                for (int i = 0; i < row.size(); i++) {
                    insert.setObject(i + 1, row.get(i));
                }
                insert.addBatch();
                if (++waiting % BATCH == 0) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
        connection.commit();
    }

    private static void finish(Connection connection, String script) throws SQLException {
        run(connection, script);
        run(
                connection,
                """
                CREATE USER demo PASSWORD '';
                GRANT SELECT ON SCHEMA dbo TO demo;
                ANALYZE;
                SHUTDOWN COMPACT;
                """);
    }
}
