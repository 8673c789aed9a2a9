package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestPostgres;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;

/** PostgreSQL, logged in as the superuser. */
@Tag("full")
class PostgresReadOnlyTest extends ReadOnlyWithoutGuardContract {
    private String database = "";

    @Override
    protected Dialect dialect() {
        return Dialects.POSTGRES;
    }

    @Override
    protected SourceConfig prepared(List<String> statements) throws SQLException {
        TestPostgres.run(
                "postgres", "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots");
        database = TestPostgres.newDatabase(statements.toArray(String[]::new));
        return new SourceConfig(
                "shop",
                TestPostgres.url(database),
                Optional.of("postgres"),
                Optional.empty(),
                Dialects.POSTGRES,
                false,
                1,
                Duration.ofSeconds(30));
    }

    @Override
    protected String state() throws SQLException {
        try (Connection connection = TestPostgres.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                """
                                SELECT concat_ws(' ',
                                    (SELECT md5(database_to_xml(true, false, '')::text)),
                                    (SELECT last_value || ' ' || is_called FROM order_seq),
                                    (SELECT last_value || ' ' || is_called FROM orders_id_seq),
                                    (SELECT md5(string_agg(c.oid || relname || relfilenode, ','
                                        ORDER BY c.oid)) FROM pg_class c
                                        WHERE relnamespace::regnamespace::text !~ '^pg_'),
                                    (SELECT count(*) FROM pg_class WHERE relpersistence = 't'),
                                    (SELECT count(*) FROM pg_largeobject_metadata),
                                    (SELECT count(*) FROM pg_proc),
                                    (SELECT count(*) FROM pg_authid),
                                    (SELECT count(*) FROM pg_database WHERE datname !~ '^test'),
                                    (SELECT count(*) FROM pg_db_role_setting),
                                    (SELECT count(*) FROM pg_file_settings),
                                    (SELECT count(*) FROM pg_prepared_xacts),
                                    (SELECT count(*) FROM pg_replication_slots),
                                    (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'))
                                """)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    @Override
    protected void change() throws SQLException {
        TestPostgres.run(database, "DELETE FROM orders");
    }

    @Override
    protected String session() {
        return """
        SELECT session_user, current_user, current_schema(),
            (SELECT md5(string_agg(name || setting, ' ' ORDER BY name)) FROM pg_settings
                WHERE name NOT LIKE 'plpgsql.%'),
            (SELECT string_agg(name || '=' || setting, ' ' ORDER BY name) FROM pg_settings
                WHERE source = 'session'),
            (SELECT count(*) FROM pg_prepared_statements WHERE from_sql),
            (SELECT count(*) FROM pg_cursors WHERE is_holdable),
            (SELECT count(*) FROM pg_listening_channels()),
            (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory')
        """;
    }

    /** A replication slot is nothing that a transaction holds: it takes a superuser. */
    @Override
    protected Map<String, Set<Change>> passTheExecutor() {
        return Map.of("REPLICATION_SLOT(", Set.of(Change.DATABASE));
    }

    /** And a transaction that is made to write, by the first of two statements. */
    @Override
    protected Map<String, Set<Change>> passTheConnection() {
        return Map.of("SET TRANSACTION READ WRITE", Set.of(Change.DATABASE));
    }
}
