package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.mcp.Peer;
import dev.sallyport.source.TestMySql;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("full")
class MariaDbHeldCursorsTest extends MySqlFamilyHeldCursorsContract {
    MariaDbHeldCursorsTest() throws SQLException {
        super(TestMySql.MARIADB);
    }

    /** More than the buffers of the network take, so that the statement goes on. */
    @Test
    void resultThatTheServerEndsByItsTimeIsReadAnew() throws Exception {
        Peer peer =
                open("held-cursors: 1, held-for: 1m", 2, "64MiB, max-cell-bytes: 1MiB, timeout: 2s")
                        .newPeer(ANN);
        String sql = "SELECT id, REPEAT('x', 60000) AS filling FROM numbers ORDER BY id";
        Page first = page(peer, sql, 3, Optional.empty());
        assertThat(first.paging()).isEqualTo(HELD);
        Thread.sleep(5_000);
        Page second = page(peer, sql, 450, first.next());
        assertThat(second.paging()).isEqualTo(AGAIN);
        assertThat(second.ids()).isEqualTo(tens(4, 453));
    }
}
