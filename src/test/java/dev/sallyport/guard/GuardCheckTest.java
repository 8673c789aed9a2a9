package dev.sallyport.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.sql.Dialects;
import dev.sallyport.sql.SqlOrigin;
import dev.sallyport.sql.SqlRequest;
import dev.sallyport.sql.StatementAccess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GuardCheckTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void printsTheVerdictOnOneStatement() throws IOException {
        SqlGuard guard = new SqlGuard(Dialects.H2, AllowList.ANY);
        assertThat(GuardCheck.statement(guard, request("SELECT upper(a) FROM s.t -- x"), out))
                .isZero();
        assertThat(GuardCheck.statement(guard, request("SELECT FILE_READ('x')"), out)).isEqualTo(1);
        assertThat(printed())
                .contains("allow", "SELECT upper(a) FROM s.t\n", "S.T", "upper", "deny", "SP-220");
    }

    @Test
    void answersEachLineInOrderWhateverIsInIt() throws IOException {
        String cases =
                """
                {"id":"a","dialect":"h2","sql":"SELECT 1","tool":"read","allowedDatabases":null}
                not json
                {"id":7,"dialect":"cobol","sql":"SELECT 1","tool":"read"}
                ["x"]
                {"id":"b","dialect":"h2","tool":"read"}

                {"id":"c","dialect":"h2","sql":"DELETE FROM t","tool":"read","allowedDatabases":["X"]}
                """;
        assertThat(GuardCheck.cases(new StringReader(cases), out)).isZero();
        assertThat(printed().lines())
                .containsExactly(
                        "{\"id\":\"a\",\"verdict\":\"allow\",\"code\":null,\"reason\":\"READ\"}",
                        "{\"id\":\"line-2\",\"verdict\":\"deny\",\"code\":null,\"reason\":\"not a"
                                + " case: the line is not JSON\"}",
                        "{\"id\":7,\"verdict\":\"deny\",\"code\":null,\"reason\":\"not a case: the"
                                + " dialect is not known\"}",
                        "{\"id\":\"line-4\",\"verdict\":\"deny\",\"code\":null,\"reason\":\"not a"
                                + " case: the line is not a JSON object\"}",
                        "{\"id\":\"b\",\"verdict\":\"deny\",\"code\":null,\"reason\":\"not a case:"
                                + " no text in the member sql\"}",
                        "{\"id\":\"c\",\"verdict\":\"deny\",\"code\":\"SP-204\",\"reason\":\"the"
                                + " statement is not a read\"}");
    }

    @Test
    void aLineTooLongIsAnsweredAndTheNextOneToo() throws IOException {
        String good = "{\"id\":\"z\",\"dialect\":\"h2\",\"sql\":\"SELECT 1\",\"tool\":\"read\"}";
        int exit =
                GuardCheck.cases(
                        new StringReader("x".repeat(GuardCheck.MAX_LINE + 10) + "\n" + good), out);
        assertThat(exit).isZero();
        assertThat(printed().lines().toList())
                .hasSize(2)
                .satisfies(lines -> assertThat(lines.getFirst()).contains("too long"))
                .satisfies(lines -> assertThat(lines.getLast()).contains("allow"));
    }

    @Test
    void tellsThatReadingFailed() {
        Reader broken =
                new Reader() {
                    @Override
                    public int read(char[] buffer, int offset, int length) throws IOException {
                        throw new IOException("gone");
                    }

                    @Override
                    public void close() throws IOException {}
                };
        assertThatThrownBy(() -> GuardCheck.cases(broken, out)).isInstanceOf(IOException.class);
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static SqlRequest request(String sql) throws IOException {
        return new SqlRequest(sql, StatementAccess.READ, SqlOrigin.AGENT, Optional.empty());
    }
}
