package com.Connx.jdbc.TCJdbc;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;

/**
 * Stands in for the CONNX driver, which cannot be had: made from what is publicly known of it, over
 * files of H2. It is as strict as JDBC 1.2: every later method is an {@link AbstractMethodError}.
 */
public final class TCJdbcDriver implements Driver {
    /**
     * System property: the calls that begin and end transactions are written here, if it is set.
     */
    public static final String CALLS = "connx.calls";

    /** System property: what becomes of commits; {@code lost} and the like. */
    public static final String COMMIT = "connx.commit";

    /** System property: whether the data know no transactions. */
    public static final String WITHOUT_TRANSACTIONS = "connx.without-transactions";

    private static final String PREFIX = "jdbc:connx:";

    /** Parameters of the URL that change what a connection may do; the product never sends them. */
    private static final List<String> DANGEROUS = List.of("RPC", "CNXSESSIONID", "DBREADWRITE");

    /** System properties begin so, since they are the same in every class loader. */
    private static final String PROPERTY = "connx.dsn.";

    /**
     * A data dictionary over one file of H2.
     *
     * @param catalog the logical database that it shows
     * @param current whether connections name the catalog as theirs
     */
    record Dsn(String catalog, String h2Url, String user, boolean current) {}

    /** The system property that makes a data dictionary known: its name. */
    public static String propertyName(String dsn) {
        return PROPERTY + dsn.toLowerCase(Locale.ROOT);
    }

    /** The system property that makes a data dictionary known: its value. */
    public static String propertyValue(String catalog, String h2Url, String user, boolean current) {
        return catalog + "|" + user + "|" + current + "|" + h2Url;
    }

    private static Dsn dsn(String name) throws SQLException {
        String value = System.getProperty(propertyName(name));
        if (value == null) {
            throw new SQLException("the data dictionary is not known to the gateway", "08001");
        }
        String[] parts = value.split("\\|", 4);
        return new Dsn(parts[0], parts[3], parts[1], Boolean.parseBoolean(parts[2]));
    }

    @Override
    public Connection connect(String url, Properties properties) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        Map<String, String> parameters = parameters(url);
        for (String dangerous : DANGEROUS) {
            if (parameters.containsKey(dangerous)) {
                throw new SQLException("a dangerous parameter arrived: " + dangerous, "HY000");
            }
        }
        if (parameters.getOrDefault("GATEWAY", "").isBlank()) {
            throw new SQLException("no gateway", "08001");
        }
        String name = parameters.getOrDefault("DSN", parameters.getOrDefault("DD", ""));
        Dsn dsn = dsn(name);
        if (!dsn.user().equals(properties.getProperty("user"))) {
            throw new SQLException("login failed", "28000");
        }
        boolean readOnly =
                "true".equalsIgnoreCase(parameters.get("READONLY"))
                        && "true".equalsIgnoreCase(parameters.get("DBREADONLY"));
        try {
            Properties login = new Properties();
            login.setProperty("user", dsn.user());
            login.setProperty("password", "");
            Connection h2 =
                    new org.h2.Driver()
                            .connect(
                                    dsn.h2Url()
                                            + ";IFEXISTS=TRUE;SCHEMA=DBO"
                                            + (readOnly && dsn.h2Url().startsWith("jdbc:h2:file:")
                                                    ? ";ACCESS_MODE_DATA=r"
                                                    : ""),
                                    login);
            return new FormerJdbc(dsn, readOnly).connection(h2);
        } catch (SQLException e) {
            throw FormerJdbc.translated(e);
        }
    }

    private static Map<String, String> parameters(String url) {
        Map<String, String> parameters = new ConcurrentHashMap<>();
        Arrays.stream(url.substring(PREFIX.length()).split(";"))
                .map(one -> one.split("=", 2))
                .filter(pair -> pair.length == 2)
                .forEach(pair -> parameters.put(pair[0].toUpperCase(Locale.ROOT), pair[1]));
        return parameters;
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith(PREFIX);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 1;
    }

    @Override
    public int getMinorVersion() {
        return 2;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() {
        throw new AbstractMethodError("getParentLogger");
    }
}
