package dev.sallyport.guard;

import dev.sallyport.sql.Dialects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@link CaseLabelsTest} and {@link DifferentialTest} check, on Trino. */
@Tag("full")
@Timeout(600)
class TrinoGuardTest {
    @Test
    void labels() throws Exception {
        try (LiveTrino engine = new LiveTrino()) {
            CaseLabelsTest.check(engine, Dialects.TRINO);
        }
    }

    @Test
    void differences() throws Exception {
        try (LiveTrino engine = new LiveTrino()) {
            DifferentialTest.run(engine, Dialects.TRINO);
        }
    }
}
