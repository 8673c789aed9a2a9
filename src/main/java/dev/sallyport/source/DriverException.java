package dev.sallyport.source;

import java.io.Serial;
import java.sql.SQLException;

/** No connection could be opened since the source has no driver. */
public final class DriverException extends SQLException {
    @Serial private static final long serialVersionUID = 1L;

    private final transient DriverProblem problem;

    DriverException(DriverProblem problem) {
        super("no driver: " + problem.kind(), "08001");
        this.problem = problem;
    }

    /** Why there is none. */
    public DriverProblem problem() {
        return problem;
    }
}
