package dev.sallyport.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.Dialect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The lists of harmless functions against what the engines say of their own functions: nothing that
 * an engine calls volatile, or keeps for direct use, is on a list, but for clocks and random
 * values.
 */
class FunctionListsTest {
    private static final Set<String> CLOCKS_AND_RANDOM_VALUES =
            Set.of(
                    "array_sample",
                    "array_shuffle",
                    "clock_timestamp",
                    "timeofday",
                    "random",
                    "random_normal",
                    "randomblob",
                    "gen_random_uuid",
                    "uuid",
                    "uuidv4",
                    "uuidv7");

    @Test
    void postgres() throws Exception {
        try (LiveEngine engine = LiveEngine.postgres()) {
            check(
                    engine,
                    "SELECT DISTINCT proname FROM pg_proc WHERE provolatile = 'v'"
                            + " AND pronamespace = 'pg_catalog'::regnamespace");
        }
    }

    @Test
    void duckdb() throws Exception {
        try (LiveEngine engine = LiveEngine.duckdb()) {
            check(
                    engine,
                    "SELECT DISTINCT function_name FROM duckdb_functions() WHERE has_side_effects"
                            + " OR function_type IN ('pragma', 'table')"
                            + " AND function_name NOT IN ('range', 'generate_series', 'unnest',"
                            + " 'repeat', 'repeat_row', 'json_each', 'json_tree', 'summary',"
                            + " 'checkpoint', 'histogram', 'histogram_values')");
        }
    }

    @Test
    void sqlite() throws Exception {
        int directOnly = 0x80000;
        try (LiveEngine engine = LiveEngine.sqlite()) {
            check(
                    engine,
                    "SELECT DISTINCT name FROM pragma_function_list WHERE flags & "
                            + directOnly
                            + " <> 0");
        }
    }

    private static void check(LiveEngine engine, String query) throws SQLException {
        Dialect dialect = engine.dialect();
        FunctionCatalog catalog = FunctionCatalog.of(dialect, Set.of());
        Set<String> listed = new TreeSet<>();
        int seen = 0;
        try (Connection connection = engine.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                String name = rows.getString(1).toLowerCase(Locale.ROOT);
                seen++;
                if ((catalog.isHarmless(name) || catalog.isTableFunction(name))
                        && !CLOCKS_AND_RANDOM_VALUES.contains(name)) {
                    listed.add(name);
                }
            }
        }
        assertThat(seen).as("functions that the query finds").isPositive();
        assertThat(listed).isEmpty();
    }
}
