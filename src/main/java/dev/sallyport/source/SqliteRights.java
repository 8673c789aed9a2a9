package dev.sallyport.source;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a connection to a file of SQLite can do, which knows no logins: whether it only reads and
 * reaches nothing else, and what the operating system lets this process do with the file.
 */
final class SqliteRights implements RightsProbe {
    /** Only that it is missing can be found out of it. */
    private static final String NO_LIBRARY = "SELECT load_extension('/nonexistent/sallyport')";

    private static final String ATTACH = "ATTACH ':memory:' AS sallyport_probe";

    private static final CatalogProbe SCHEMA =
            new CatalogProbe(
                    "trusted-schema",
                    Grade.D,
                    "views and triggers of the file may run functions that act on the machine",
                    "SELECT 'trusted_schema', NULL FROM pragma_trusted_schema WHERE trusted_schema <> 0");

    private final FileAccess access;

    SqliteRights() {
        this(new FileAccess());
    }

    SqliteRights(FileAccess access) {
        this.access = access;
    }

    @Override
    public Examination.Graded examine(Connection connection, SourceConfig config)
            throws SQLException {
        List<RightsFinding> findings = new ArrayList<>();
        boolean readOnly = connection.isReadOnly();
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(SECONDS);
            refused(
                            statement,
                            NO_LIBRARY,
                            "not authorized",
                            "libraries",
                            "it can load libraries, which are code, into the process")
                    .ifPresent(findings::add);
            refused(
                            statement,
                            ATTACH,
                            "too many attached databases",
                            "other-files",
                            "it can attach other files of the machine")
                    .ifPresent(findings::add);
            SCHEMA.findingOrUnknown(statement).ifPresent(findings::add);
        }
        connection.rollback();
        findings.addAll(
                access.findings(List.of(Path.of(SqliteEngine.path(config.url()))), readOnly));
        return new Examination.Graded("", findings, List.of());
    }

    /** What the engine refuses as it shall is not found; another answer proves that it does not. */
    private static Optional<RightsFinding> refused(
            Statement statement, String sql, String refusal, String right, String says) {
        try {
            statement.execute(sql);
        } catch (SQLException e) {
            String message = e.getMessage() == null ? "" : e.getMessage();
            if (message.contains(refusal)) {
                return Optional.empty();
            }
        }
        return Optional.of(new RightsFinding(right, Grade.F, says, List.of()));
    }
}
