package dev.sallyport.app;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;

class H2HeldCursorsTest extends HeldCursorsContract {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String url = "jdbc:h2:mem:held" + NUMBER.incrementAndGet();
    private final Connection past;

    H2HeldCursorsTest() throws SQLException {
        past = DriverManager.getConnection(url, "sa", "");
    }

    @AfterEach
    void drop() throws SQLException {
        past.close();
    }

    @Override
    protected Connection past() {
        return past;
    }

    @Override
    protected String login() {
        return "url: " + url + "\n    user: sa";
    }

    @Override
    protected String slow() {
        return "SELECT MAX(MOD(x * x, 7)) FROM SYSTEM_RANGE(1, 5000000)";
    }

    @Override
    protected OptionalInt transactions() {
        return OptionalInt.empty();
    }
}
