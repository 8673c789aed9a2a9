package dev.sallyport.testing.tds;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Databases of H2 in the memory of this process, in the mode that comes nearest to SQL Server. */
public final class H2Backend implements TdsBackend {
    private final Map<String, String> urls = new ConcurrentHashMap<>();
    private final Map<String, Procedure> procedures = new ConcurrentHashMap<>();

    /** What a login may read and execute, by user and database; a user without any may all. */
    private final Map<String, Map<String, Set<String>>> rights = new ConcurrentHashMap<>();

    /** What a procedure does, in the transaction of its session. */
    @FunctionalInterface
    public interface Procedure {
        void call(Connection connection, List<TdsParameter> parameters, TdsAnswer answer)
                throws SQLException, TdsError;
    }

    /**
     * A procedure of a database.
     *
     * @param name with its schema
     */
    public H2Backend procedure(String database, String name, Procedure procedure) {
        procedures.put(key(database + "." + name), procedure);
        return this;
    }

    /**
     * Lets a user into a database, to read some of its tables and to execute some of its
     * procedures; it comes nowhere else. H2 knows the user, and refuses tables itself.
     *
     * @param procedures with their schemas
     */
    public H2Backend login(
            String user, String database, List<String> tables, List<String> procedures)
            throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE USER " + user + " PASSWORD ''");
            for (String table : tables) {
                statement.execute("GRANT SELECT ON dbo." + table + " TO " + user);
            }
        }
        rights.computeIfAbsent(user, name -> new ConcurrentHashMap<>())
                .put(
                        key(database),
                        procedures.stream().map(H2Backend::key).collect(Collectors.toSet()));
        return this;
    }

    private boolean lets(String user, String database) {
        Map<String, Set<String>> own = rights.get(user);
        return own == null || own.containsKey(key(database));
    }

    private boolean lets(String user, String database, String procedure) {
        Map<String, Set<String>> own = rights.get(user);
        return own == null || own.getOrDefault(key(database), Set.of()).contains(key(procedure));
    }

    /** Names of databases are compared as the server compares them: in any case. */
    private static String key(String database) {
        return database.toLowerCase(Locale.ROOT);
    }

    /** A database with what the statements put into it, in the dialect of H2. */
    public H2Backend database(String name, List<String> statements) throws SQLException {
        String url =
                "jdbc:h2:mem:tds-%s-%d;MODE=MSSQLServer;DATABASE_TO_UPPER=FALSE"
                                .formatted(System.identityHashCode(this), urls.size())
                        + ";CASE_INSENSITIVE_IDENTIFIERS=TRUE;LAZY_QUERY_EXECUTION=TRUE"
                        + ";DB_CLOSE_DELAY=-1";
        urls.put(key(name), url);
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA dbo");
            statement.execute("SET SCHEMA dbo");
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
        return this;
    }

    /** A connection past the protocol. */
    public Connection connect(String database) throws SQLException {
        return connect(database, "");
    }

    private Connection connect(String database, String user) throws SQLException {
        String url = urls.get(key(database));
        if (url == null) {
            throw new SQLException("no such database", "90013", 911);
        }
        // Settings of a database that is open are for its administrator to repeat.
        String own = user.isEmpty() ? url : url.substring(0, url.indexOf(';'));
        return DriverManager.getConnection(own + ";SCHEMA=dbo", user, "");
    }

    /** Databases in the order of their names. */
    List<String> databases() {
        return urls.keySet().stream().sorted().toList();
    }

    @Override
    public Session login(TdsLogin login) throws TdsError {
        if (!login.password().equals(ScriptedBackend.PASSWORD)) {
            throw new TdsError(18456, 14, "Login failed for user '" + login.user() + "'.");
        }
        String database = login.database().isEmpty() ? "master" : login.database();
        // The server has one answer to both, so that nobody learns which databases there are.
        if (!urls.containsKey(key(database)) || !lets(login.user(), database)) {
            throw new TdsError(
                    4060,
                    11,
                    "Cannot open database \""
                            + database
                            + "\" requested by the login. The login failed.");
        }
        return new H2Session(database, login.user());
    }

    private final class H2Session extends TransactSqlSession {
        private final String user;
        private Connection connection;
        private volatile Statement running;

        H2Session(String database, String user) {
            super(database);
            this.user = user;
        }

        @Override
        void query(String sql, List<TdsParameter> parameters, TdsAnswer answer) throws TdsError {
            try {
                if (SystemProcedures.isBatch(sql)) {
                    procedures().batch(sql, parameters, answer);
                } else if (SystemProcedures.isView(sql)) {
                    procedures().view(sql, answer);
                } else {
                    execute(sql, parameters, answer);
                }
            } catch (SQLException e) {
                throw error(e);
            }
        }

        @Override
        public void call(String procedure, List<TdsParameter> parameters, TdsAnswer answer)
                throws TdsError {
            try {
                Procedure own = H2Backend.this.procedures.get(key(database() + "." + procedure));
                if (own != null) {
                    if (!lets(user, database(), procedure)) {
                        throw new TdsError(
                                229,
                                14,
                                "The EXECUTE permission was denied on the object '"
                                        + procedure
                                        + "'.");
                    }
                    own.call(open(), parameters, answer);
                    return;
                }
                procedures().call(procedure, parameters, answer);
            } catch (SQLException e) {
                throw error(e);
            }
        }

        private SystemProcedures procedures() throws SQLException {
            return new SystemProcedures(H2Backend.this, open(), database());
        }

        private Connection open() throws SQLException {
            if (connection == null) {
                connection = connect(database(), rights.containsKey(user) ? user : "");
            }
            boolean implicit = setting("IMPLICIT_TRANSACTIONS").equals("ON");
            if (connection.getAutoCommit() == implicit) {
                connection.setAutoCommit(!implicit);
            }
            return connection;
        }

        private void execute(String sql, List<TdsParameter> parameters, TdsAnswer answer)
                throws SQLException {
            List<Object> values = new ArrayList<>();
            String text = withQuestionMarks(sql, parameters, values);
            try (PreparedStatement statement = open().prepareStatement(text)) {
                running = statement;
                for (int i = 0; i < values.size(); i++) {
                    statement.setObject(i + 1, values.get(i));
                }
                statement.setMaxRows(Integer.parseInt(setting("ROWCOUNT")));
                if (answer.isCancelled()) {
                    throw new TdsAnswer.Cancelled();
                }
                if (statement.execute()) {
                    try (ResultSet rows = statement.getResultSet()) {
                        copy(rows, answer);
                    }
                } else {
                    answer.changed(command(sql), Math.max(0, statement.getUpdateCount()));
                }
            } finally {
                running = null;
            }
        }

        @Override
        void rollback() throws TdsError {
            try {
                if (connection != null && !connection.getAutoCommit()) {
                    connection.rollback();
                }
            } catch (SQLException e) {
                throw error(e);
            }
        }

        @Override
        void commit() throws TdsError {
            try {
                if (connection != null && !connection.getAutoCommit()) {
                    connection.commit();
                }
            } catch (SQLException e) {
                throw error(e);
            }
        }

        @Override
        void use(String newDatabase) throws TdsError {
            if (!urls.containsKey(key(newDatabase))) {
                throw new TdsError(911, "Database '" + newDatabase + "' does not exist.");
            }
            if (!lets(user, newDatabase)) {
                throw new TdsError(
                        916,
                        14,
                        "The server principal \""
                                + user
                                + "\" is not able to access the database \""
                                + newDatabase
                                + "\" under the current security context.");
            }
            forget();
        }

        @Override
        void forget() {
            try {
                if (connection != null) {
                    connection.close();
                }
            } catch (SQLException e) {
                // It was in memory only.
            }
            connection = null;
        }

        @Override
        public void cancel() {
            Statement statement = running;
            try {
                if (statement != null) {
                    statement.cancel();
                }
            } catch (SQLException e) {
                // It has ended.
            }
        }

        @Override
        public void close() {
            forget();
        }
    }

    private static void copy(ResultSet rows, TdsAnswer answer) throws SQLException {
        ResultSetMetaData metadata = rows.getMetaData();
        H2Column[] columns = new H2Column[metadata.getColumnCount()];
        TdsColumn[] announced = new TdsColumn[columns.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = H2Column.of(metadata, i + 1);
            announced[i] = columns[i].column();
        }
        answer.columns(announced);
        long count = 0;
        Object[] row = new Object[columns.length];
        while (rows.next()) {
            for (int i = 0; i < columns.length; i++) {
                row[i] = columns[i].value(rows, i + 1);
            }
            answer.row(row);
            count++;
        }
        answer.rowsDone(count);
    }

    /** {@code @P0} outside of quotes becomes {@code ?}. */
    private static String withQuestionMarks(
            String sql, List<TdsParameter> parameters, List<Object> values) {
        StringBuilder text = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (sql.startsWith("@P", i)) {
                int end = i + 2;
                while (end < sql.length() && Character.isDigit(sql.charAt(end))) {
                    end++;
                }
                values.add(parameters.get(Integer.parseInt(sql.substring(i + 2, end))).value());
                text.append('?');
                i = end - 1;
                continue;
            }
            text.append(c);
        }
        return text.toString();
    }

    private static TdsAnswer.Command command(String sql) {
        String word = sql.strip().split("\\s", 2)[0].toUpperCase(Locale.ROOT);
        return switch (word) {
            case "INSERT" -> TdsAnswer.Command.INSERT;
            case "UPDATE" -> TdsAnswer.Command.UPDATE;
            case "DELETE" -> TdsAnswer.Command.DELETE;
            default -> TdsAnswer.Command.OTHER;
        };
    }

    /** The number that SQL Server has for what went wrong. */
    private static TdsError error(SQLException e) {
        String message = String.valueOf(e.getMessage());
        int statement = message.indexOf("; SQL statement:");
        String words = statement < 0 ? message : message.substring(0, statement);
        int number =
                switch (String.valueOf(e.getSQLState())) {
                    case "42S02", "42S03", "42S04" -> 208;
                    case "42S22" -> 207;
                    case "42S01" -> 2714;
                    case "22018", "22007" -> 245;
                    case "22012" -> 8134;
                    case "22003" -> 8115;
                    case "23502" -> 515;
                    case "23503", "23506", "23513" -> 547;
                    case "23505" -> 2627;
                    case "40001" -> 1205;
                    case "90013" -> 911;
                    case "90096" -> 229;
                    case "HYT00" -> 1222;
                    default -> 102;
                };
        return new TdsError(number, words);
    }
}
