package dev.sallyport.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import dev.sallyport.sql.StatementAccess;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The labels of the cases, checked on real engines: what the cases call a read runs without error
 * and changes nothing; what they call a write runs. The guard has no part in this.
 */
class CaseLabelsTest {
    /** Statements of MySQL 8 that MariaDB's parser or function library does not have. */
    private static final Set<String> MYSQL_ONLY =
            Set.of(
                    "mysql-517",
                    "mysql-539",
                    "mysql-540",
                    "mysql-541",
                    "mysql-1029",
                    "mysql-1062",
                    "mysql-1066",
                    "mysql-1067",
                    "mysql-1069",
                    "mysql-1070",
                    "mysql-1071",
                    "mysql-1073",
                    "mysql-1229",
                    "mysql-1232",
                    "mysql-1237",
                    "mysql-1243",
                    "mysql-1244",
                    "mysql-1249",
                    "mysql-1255",
                    "mysql-1257",
                    "mysql-1269",
                    "mysql-1278",
                    "mysql-1287");

    @Test
    void h2() throws Exception {
        try (LiveEngine engine = LiveEngine.h2()) {
            check(engine, engine.dialect());
        }
    }

    @Test
    void sqlite() throws Exception {
        try (LiveEngine engine = LiveEngine.sqlite()) {
            check(engine, engine.dialect());
        }
    }

    @Test
    void duckdb() throws Exception {
        try (LiveEngine engine = LiveEngine.duckdb()) {
            check(engine, engine.dialect());
        }
    }

    @Test
    void postgres() throws Exception {
        try (LiveEngine engine = LiveEngine.postgres()) {
            check(engine, engine.dialect());
        }
    }

    @Test
    @Tag("full")
    void mariadb() throws Exception {
        assertThat(MariaDbServer.isInstalled()).as("MariaDB's server, see .ci/run").isTrue();
        try (MariaDbServer engine = MariaDbServer.start(Dialects.MARIADB)) {
            check(engine, Dialects.MARIADB);
            check(engine, Dialects.MYSQL);
        }
    }

    static void check(LiveEngine engine, Dialect dialect) throws SQLException {
        List<String> problems = new ArrayList<>();
        String before = state(engine);
        run(engine, dialect, StatementAccess.READ, problems);
        assertThat(state(engine)).as("what the reads leave behind").isEqualTo(before);
        run(engine, dialect, StatementAccess.WRITE, problems);
        assertThat(problems).isEmpty();
    }

    private static void run(
            LiveEngine engine, Dialect dialect, StatementAccess access, List<String> problems)
            throws SQLException {
        for (GuardCase guardCase : GuardCase.of(dialect)) {
            if (guardCase.allow()
                    && guardCase.access() == access
                    && !MYSQL_ONLY.contains(guardCase.id())
                    && !engine.lacks().contains(guardCase.id())) {
                try (Connection connection = engine.connect()) {
                    run(engine, connection, guardCase, problems);
                }
            }
        }
    }

    private static String state(LiveEngine engine) throws SQLException {
        try (Connection connection = engine.connect()) {
            return engine.state(connection);
        }
    }

    private static void run(
            LiveEngine engine, Connection connection, GuardCase guardCase, List<String> problems)
            throws SQLException {
        boolean read = guardCase.access() == StatementAccess.READ;
        connection.setAutoCommit(!read && !engine.writesInTransactions());
        try {
            if (guardCase.why().startsWith("parameters")) {
                try (PreparedStatement statement = connection.prepareStatement(guardCase.sql())) {
                    statement.getParameterMetaData().getParameterCount();
                }
            } else {
                try (Statement statement = connection.createStatement()) {
                    // The engine is asked, not what its driver makes of braces.
                    statement.setEscapeProcessing(false);
                    boolean rows = statement.execute(guardCase.sql());
                    if (guardCase.access() == StatementAccess.READ && !rows) {
                        problems.add(guardCase.id() + " returns no rows");
                    }
                    if (rows) {
                        // Some errors show only when a row is computed.
                        readAll(statement);
                    }
                }
            }
        } catch (SQLException e) {
            problems.add(guardCase.id() + ": " + e.getMessage() + "\n    " + guardCase.sql());
        } finally {
            if (connection.getAutoCommit()) {
                engine.restore();
            } else if (!read) {
                connection.rollback();
            } else {
                commit(connection);
            }
            connection.setAutoCommit(true);
        }
    }

    private static void readAll(Statement statement) throws SQLException {
        try (ResultSet rows = statement.getResultSet()) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                rows.getObject(columns);
            }
        }
    }

    private static void commit(Connection connection) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
        }
    }
}
