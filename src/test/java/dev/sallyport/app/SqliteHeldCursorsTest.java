package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.mcp.Peer;
import dev.sallyport.source.TestSqlite;
import dev.sallyport.testing.Eventually;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Files of SQLite whose journal is a log of what is written, where readers stop no writer. */
class SqliteHeldCursorsTest extends HeldCursorsContract {
    private @Nullable Connection past;

    @Override
    protected Connection past() throws SQLException {
        if (past == null) {
            past = TestSqlite.connect(folder.resolve("shop.db"));
            assertThat(answer("PRAGMA journal_mode = WAL")).isEqualTo("wal");
        }
        return past;
    }

    @AfterEach
    void drop() throws SQLException {
        past().close();
    }

    @Override
    protected String login() {
        return "url: " + TestSqlite.url(folder.resolve("shop.db"));
    }

    @Override
    protected String slow() {
        return "SELECT COUNT(*) FROM numbers a, numbers b, numbers c WHERE a.id + b.id + c.id < 0"
                + " AND c.id <= 1200";
    }

    /** SQLite tells of none; see below. */
    @Override
    protected OptionalInt transactions() {
        return OptionalInt.empty();
    }

    private String answer(String sql) throws SQLException {
        try (Statement statement = past().createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    /** Whether somebody reads what stood before the last write: the log cannot be emptied then. */
    private boolean isHeldBack() throws SQLException {
        return answer("PRAGMA wal_checkpoint(TRUNCATE)").equals("1");
    }

    @Test
    void writersGoOnAndTheLogIsHeldBackUntilTheLeaseEnds() throws Exception {
        Peer peer = open("held-cursors: 2, held-for: 2s", 4, "10KiB").newPeer(ANN);
        run("PRAGMA busy_timeout = 100");
        Page first = page(peer, SQL, 3, Optional.empty());
        assertThat(first.paging()).isEqualTo(HELD);
        run("DELETE FROM numbers WHERE id = 40");
        assertThat(isHeldBack()).isTrue();
        assertThat(page(peer, SQL, 3, first.next()).ids()).isEqualTo(tens(4, 6));
        Eventually.is(false, this::isHeldBack);
    }

    @Test
    void nothingIsHeldWhereAReaderWouldKeepWritersWaiting() throws Exception {
        assertThat(answer("PRAGMA journal_mode = DELETE")).isEqualTo("delete");
        Peer peer = open("held-cursors: 2", 4, "10KiB").newPeer(ANN);
        Page first = page(peer, SQL, 3, Optional.empty());
        assertThat(first.paging()).isEqualTo(AGAIN);
        run("DELETE FROM numbers WHERE id = 40");
        assertThat(page(peer, SQL, 3, first.next()).ids()).containsExactly(50, 60, 70);
    }
}
