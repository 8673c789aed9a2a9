package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.testing.Eventually;
import dev.sallyport.testing.FaultProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every engine has to keep where a result is larger than the heap: an answer within its limit,
 * in a process that has 256 MiB of heap and ends where they do not suffice; nothing that goes on
 * reading; and a source that is good for the next call.
 */
@Timeout(200)
abstract class HugeResultContract {
    private static final long GIBIBYTE = 1L << 30;

    @TempDir Path folder;

    /** Bytes that a server may send before it is found out that nobody wants more. */
    private static final long MAX_PASSED = GIBIBYTE / 8;

    /** Of heap, code and what an embedded engine has beside: less than one copy of the result. */
    private static final long MAX_RESIDENT = GIBIBYTE * 3 / 4;

    private Optional<FaultProxy> proxy = Optional.empty();

    /** The database, made if need be; a server is reached through {@link #proxied}. */
    protected abstract SourceConfig prepared() throws SQLException, IOException;

    /** A query for so many rows of a text of so many characters, all different. */
    protected abstract String rows(long count, int characters);

    /** Whether the server still works on a query of {@link #rows}, asked past the product. */
    protected abstract boolean isRunning() throws SQLException;

    /** The port of a proxy that counts what comes from the server. */
    protected final int proxied(int port) throws IOException {
        proxy = Optional.of(new FaultProxy(port));
        return proxy.get().port();
    }

    /** A short query and its rows. */
    protected String shortQuery() {
        return "SELECT 1 AS one";
    }

    /** The longest text of a row, in characters. */
    protected int longestText() {
        return 1_000_000;
    }

    @AfterEach
    void closeProxy() throws IOException {
        if (proxy.isPresent()) {
            proxy.get().close();
        }
    }

    @Test
    void boundsManyRows() throws Exception {
        holds(100_000, 11_000, 80);
    }

    @Test
    void boundsLongRows() throws Exception {
        int characters = longestText();
        holds(GIBIBYTE / characters + 1, characters, 13);
    }

    /** Petabytes: whoever read on would not come to an end. */
    @Test
    void boundsRowsWithoutEnd() throws Exception {
        holds(100_000_000_000L, 11_000, 80);
    }

    private void holds(long count, int characters, int fewestRows) throws Exception {
        assertThat(count * characters).isGreaterThanOrEqualTo(GIBIBYTE);
        try (SmallHeap heap = SmallHeap.over(prepared(), folder)) {
            SmallHeap.Answer answer = heap.read(rows(count, characters));
            assertThat(answer.truncation()).as(answer.text()).isEqualTo("BYTES");
            assertThat(answer.rows()).isGreaterThan(fewestRows);
            assertThat(answer.bytes()).isBetween(1L, (long) SmallHeap.LIMIT);
            assertNothingRuns();
            assertThat(answer.residentBytes()).isLessThan(MAX_RESIDENT);
            if (proxy.isPresent()) {
                assertThat(proxy.get().passed()).isBetween(answer.bytes() / 4, MAX_PASSED);
            }
            for (int i = 0; i < 3; i++) {
                assertThat(heap.read(shortQuery()).text()).isEqualTo("[[1]]");
            }
        }
    }

    private void assertNothingRuns() throws Exception {
        Eventually.is(false, this::isRunning, Duration.ofSeconds(5));
    }
}
