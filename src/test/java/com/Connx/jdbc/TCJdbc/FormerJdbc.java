package com.Connx.jdbc.TCJdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Objects of H2 with the methods of JDBC 1.2 and no others. */
final class FormerJdbc {
    private static final Set<String> STATEMENT =
            set(
                    "executeQuery(String) executeUpdate(String) execute(String) close()"
                            + " getMaxFieldSize() setMaxFieldSize(int) getMaxRows() setMaxRows(int)"
                            + " setEscapeProcessing(boolean) getQueryTimeout() setQueryTimeout(int)"
                            + " cancel() getWarnings() clearWarnings() setCursorName(String)"
                            + " getResultSet() getUpdateCount() getMoreResults()");

    private static final Map<Class<?>, Set<String>> KNOWN =
            Map.of(
                    Connection.class,
                    set(
                            "createStatement() prepareStatement(String) prepareCall(String)"
                                    + " nativeSQL(String) setAutoCommit(boolean) getAutoCommit()"
                                    + " commit() rollback() close() isClosed() getMetaData()"
                                    + " setReadOnly(boolean) isReadOnly() setCatalog(String)"
                                    + " getCatalog() setTransactionIsolation(int)"
                                    + " getTransactionIsolation() getWarnings() clearWarnings()"),
                    Statement.class,
                    STATEMENT,
                    PreparedStatement.class,
                    union(
                            STATEMENT,
                            "executeQuery() executeUpdate() execute() setNull(int,int)"
                                    + " setBoolean(int,boolean) setByte(int,byte) setShort(int,short)"
                                    + " setInt(int,int) setLong(int,long) setFloat(int,float)"
                                    + " setDouble(int,double) setBigDecimal(int,BigDecimal)"
                                    + " setString(int,String) setBytes(int,byte[]) setDate(int,Date)"
                                    + " setTime(int,Time) setTimestamp(int,Timestamp)"
                                    + " clearParameters()"),
                    ResultSet.class,
                    set(
                            "next() close() wasNull() getString(int) getBoolean(int) getByte(int)"
                                    + " getShort(int) getInt(int) getLong(int) getFloat(int)"
                                    + " getDouble(int) getBigDecimal(int,int) getBytes(int)"
                                    + " getDate(int) getTime(int) getTimestamp(int) getString(String)"
                                    + " getInt(String) getLong(String) getWarnings() clearWarnings()"
                                    + " getMetaData() getObject(int) findColumn(String)"),
                    ResultSetMetaData.class,
                    set(
                            "getColumnCount() isAutoIncrement(int) isCaseSensitive(int)"
                                    + " isSearchable(int) isCurrency(int) isNullable(int) isSigned(int)"
                                    + " getColumnDisplaySize(int) getColumnLabel(int)"
                                    + " getColumnName(int) getSchemaName(int) getPrecision(int)"
                                    + " getScale(int) getTableName(int) getCatalogName(int)"
                                    + " getColumnType(int) getColumnTypeName(int) isReadOnly(int)"),
                    DatabaseMetaData.class,
                    set(
                            "getTables(String,String,String,String[])"
                                    + " getColumns(String,String,String,String)"
                                    + " getPrimaryKeys(String,String,String)"
                                    + " getImportedKeys(String,String,String) getTableTypes()"
                                    + " getSchemas() getCatalogs() getSQLKeywords()"
                                    + " storesUpperCaseIdentifiers() storesLowerCaseIdentifiers()"
                                    + " supportsCatalogsInDataManipulation()"
                                    + " supportsSchemasInDataManipulation()"
                                    + " supportsTransactions()"
                                    + " getIdentifierQuoteString() getSearchStringEscape()"
                                    + " getDatabaseProductName() getDatabaseProductVersion()"
                                    + " getDriverName() getDriverVersion()"));

    private static final Set<String> END_OF_TRANSACTION =
            Set.of("setAutoCommit", "commit", "rollback");

    private final TCJdbcDriver.Dsn dsn;
    private final boolean readOnly;

    FormerJdbc(TCJdbcDriver.Dsn dsn, boolean readOnly) {
        this.dsn = dsn;
        this.readOnly = readOnly;
    }

    Connection connection(Connection h2) {
        return former(Connection.class, h2);
    }

    private <T> T former(Class<T> type, Object h2) {
        return type.cast(
                Proxy.newProxyInstance(
                        FormerJdbc.class.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) ->
                                switch (method.getName()) {
                                    case "hashCode" -> System.identityHashCode(proxy);
                                    case "equals" -> proxy == arguments[0];
                                    case "toString" -> "CONNX " + type.getSimpleName();
                                    default -> call(type, h2, method, arguments);
                                }));
    }

    private Object call(Class<?> type, Object h2, Method method, Object[] arguments)
            throws Throwable {
        if (!KNOWN.get(type).contains(signature(method))) {
            throw new AbstractMethodError(type.getSimpleName() + "." + signature(method));
        }
        Object[] sent = arguments == null ? new Object[0] : arguments.clone();
        boolean takesSql =
                sent.length > 0
                        && sent[0] instanceof String
                        && (method.getName().startsWith("execute")
                                || method.getName().startsWith("prepare"));
        if (takesSql) {
            sent[0] = ConnxSql.translated((String) sent[0], readOnly);
        }
        if (type == Connection.class && method.getName().equals("getCatalog")) {
            return dsn.current() ? dsn.catalog() : null;
        }
        if (type == DatabaseMetaData.class && method.getName().equals("supportsTransactions")) {
            return !Boolean.getBoolean(TCJdbcDriver.WITHOUT_TRANSACTIONS);
        }
        if (type == Connection.class && END_OF_TRANSACTION.contains(method.getName())) {
            ended(method.getName(), sent);
            if (method.getName().equals("commit")) {
                commit((Connection) h2);
                return null;
            }
        }
        boolean listing = type == DatabaseMetaData.class && sent.length >= 3;
        if (listing) {
            sent[0] = sent[0] == null ? null : h2Catalog((String) sent[0]);
            sent[1] = "dbo".equals(sent[1]) ? "DBO" : sent[1];
        }
        try {
            return wrapped(method.invoke(h2, sent), listing);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof SQLException failure ? translated(failure) : e.getCause();
        }
    }

    private static void ended(String method, Object[] arguments) {
        String calls = System.getProperty(TCJdbcDriver.CALLS);
        if (calls != null) {
            String call = method + (arguments.length == 0 ? "" : "(" + arguments[0] + ")");
            System.setProperty(TCJdbcDriver.CALLS, (calls + " " + call).strip());
        }
    }

    /** A commit, and what becomes of the line to the gateway while it is under way. */
    private static void commit(Connection h2) throws SQLException {
        switch (System.getProperty(TCJdbcDriver.COMMIT, "")) {
            case "made, not answered" -> {
                h2.commit();
                throw new SQLException("[CONNX] the gateway is gone", "08S01");
            }
            case "lost" -> {
                h2.rollback();
                throw new SQLException("[CONNX] the gateway is gone", "08S01");
            }
            case "rolled back" -> {
                h2.rollback();
                throw new SQLException("[CONNX] the transaction was rolled back", "25S03");
            }
            default -> h2.commit();
        }
    }

    private Object wrapped(Object value, boolean listing) {
        return switch (value) {
            case null -> null;
            case PreparedStatement statement -> former(PreparedStatement.class, statement);
            case Statement statement -> former(Statement.class, statement);
            case ResultSet rows when listing -> former(ResultSet.class, named(rows));
            case ResultSet rows -> former(ResultSet.class, rows);
            case ResultSetMetaData metadata -> former(ResultSetMetaData.class, metadata);
            case DatabaseMetaData metadata -> former(DatabaseMetaData.class, metadata);
            default -> value;
        };
    }

    /** Rows of metadata with the catalog's name as the dictionary spells it, and schema dbo. */
    private ResultSet named(ResultSet rows) {
        return (ResultSet)
                Proxy.newProxyInstance(
                        FormerJdbc.class.getClassLoader(),
                        new Class<?>[] {ResultSet.class},
                        (proxy, method, arguments) -> {
                            try {
                                Object value = method.invoke(rows, arguments);
                                if (!method.getName().equals("getString")
                                        || !(arguments[0] instanceof Integer column)) {
                                    return value;
                                }
                                boolean schema = column == 2 && "DBO".equals(value);
                                return column == 1 ? dsn.catalog() : schema ? "dbo" : value;
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private String h2Catalog(String catalog) {
        return catalog.equals(dsn.catalog()) ? catalog.toUpperCase(Locale.ROOT) : catalog;
    }

    /** The states of ODBC, and words without the statement. */
    static SQLException translated(SQLException e) {
        String state = e.getSQLState() == null ? "HY000" : e.getSQLState();
        String message = e.getMessage() == null ? "" : e.getMessage();
        int statement = message.indexOf("; SQL statement:");
        return new SQLException(
                "[CONNX] " + (statement < 0 ? message : message.substring(0, statement)),
                switch (state) {
                    case "90012" -> "07001";
                    case "90008" -> "07009";
                    case "57014" -> "HY008";
                    case "90097" -> "25000";
                    case "90096" -> "42501";
                    case "90007", "90067", "90098", "90121" -> "08S01";
                    default -> state;
                });
    }

    private static String signature(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(",", method.getName() + "(", ")"));
    }

    private static Set<String> set(String signatures) {
        return Set.of(signatures.split(" "));
    }

    private static Set<String> union(Set<String> one, String more) {
        return java.util.stream.Stream.concat(one.stream(), set(more).stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
