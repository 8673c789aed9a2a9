package dev.sallyport.source;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a connection to a file of DuckDB can do, which knows no logins: whether it only reads and
 * reaches nothing else, and what the operating system lets this process do with the file.
 */
final class DuckDbRights implements RightsProbe {
    private static final List<CatalogProbe> PROBES =
            List.of(
                    new CatalogProbe(
                            "external-access",
                            Grade.F,
                            "it can read and write other files and reach other servers",
                            on("enable_external_access")),
                    new CatalogProbe(
                            "libraries",
                            Grade.F,
                            "it can load extensions, which are code, into the process",
                            on(
                                    "autoload_known_extensions",
                                    "autoinstall_known_extensions",
                                    "allow_community_extensions",
                                    "allow_unsigned_extensions")),
                    new CatalogProbe(
                            "settings",
                            Grade.D,
                            "it may change settings",
                            "SELECT 'lock_configuration', NULL WHERE NOT"
                                    + " current_setting('lock_configuration')"),
                    new CatalogProbe(
                            "secrets",
                            Grade.B,
                            "it sees which credentials for other places the file or the user keeps",
                            "SELECT name, NULL FROM duckdb_secrets() ORDER BY 1"));

    /** Answers a row where this file was not opened for nothing but reading. */
    private static final CatalogProbe OPENED =
            new CatalogProbe(
                    "change-rows",
                    Grade.C,
                    "its file is opened for changes",
                    "SELECT database_name, NULL FROM duckdb_databases() WHERE database_name ="
                            + " current_database() AND NOT readonly");

    private final FileAccess access;

    DuckDbRights() {
        this(new FileAccess());
    }

    DuckDbRights(FileAccess access) {
        this.access = access;
    }

    @Override
    public Examination.Graded examine(Connection connection, SourceConfig config)
            throws SQLException {
        List<RightsFinding> findings = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(SECONDS);
            findings.addAll(CatalogProbe.findings(statement, PROBES));
            Optional<RightsFinding> opened = OPENED.findingOrUnknown(statement);
            findings.addAll(
                    access.findings(
                            List.of(Path.of(DuckDbEngine.path(config.url()))), opened.isEmpty()));
        }
        connection.rollback();
        return new Examination.Graded("", findings, List.of());
    }

    private static String on(String... settings) {
        StringBuilder sql = new StringBuilder("SELECT name, NULL FROM (VALUES ");
        for (int i = 0; i < settings.length; i++) {
            sql.append(i == 0 ? "" : ", ")
                    .append("('%1$s', current_setting('%1$s'))".formatted(settings[i]));
        }
        return sql.append(") AS s (name, is_on) WHERE is_on").toString();
    }
}
