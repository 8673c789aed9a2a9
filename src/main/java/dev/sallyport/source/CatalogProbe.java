package dev.sallyport.source;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One question to the catalog of an engine.
 *
 * @param right a stable name of what it looks for
 * @param grade the best grade that a login can have of which it finds something
 * @param says a clause about such a login
 * @param since the server's version that has what it asks for
 * @param sql answers rows of what it is about, and the SQL that ends it, which may be null
 */
record CatalogProbe(String right, Grade grade, String says, int since, String sql) {
    /** As many rows are read of an answer, at most. */
    static final int MAX_ROWS = 1_000;

    CatalogProbe(String right, Grade grade, String says, String sql) {
        this(right, grade, says, 0, sql);
    }

    /**
     * What there is of several.
     *
     * @throws SQLException if the connection is gone
     */
    static List<RightsFinding> findings(Statement statement, List<CatalogProbe> probes)
            throws SQLException {
        List<RightsFinding> findings = new ArrayList<>();
        for (CatalogProbe probe : probes) {
            probe.findingOrUnknown(statement).ifPresent(findings::add);
        }
        return findings;
    }

    /**
     * The same beside one that brings every right: where it is known to be there, every other
     * finding would follow from it, and is left out.
     *
     * @throws SQLException if the connection is gone
     */
    static List<RightsFinding> findings(
            Statement statement, CatalogProbe superuser, List<CatalogProbe> probes)
            throws SQLException {
        List<RightsFinding> findings = findings(statement, List.of(superuser));
        if (findings.stream().noneMatch(RightsFinding::known)) {
            findings.addAll(findings(statement, probes));
        }
        return findings;
    }

    /** What there is of it. */
    Optional<RightsFinding> finding(Statement statement) throws SQLException {
        Set<String> things = new LinkedHashSet<>();
        Set<String> fixes = new LinkedHashSet<>();
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                things.add(Objects.requireNonNullElse(rows.getString(1), ""));
                Optional.ofNullable(rows.getString(2)).ifPresent(fixes::add);
            }
        }
        return things.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        RightsFinding.about(
                                right, grade, says, List.copyOf(things), List.copyOf(fixes)));
    }

    /**
     * The same, and not known where the engine does not answer: what it does not let a login look
     * at is not taken for what is not there.
     *
     * @throws SQLException if the connection is gone
     */
    Optional<RightsFinding> findingOrUnknown(Statement statement) throws SQLException {
        try {
            return finding(statement);
        } catch (SQLException e) {
            if (Objects.requireNonNullElse(e.getSQLState(), "").startsWith("08")
                    || statement.getConnection().isClosed()) {
                throw e;
            }
            return Optional.of(unknown());
        }
    }

    /** That nobody could tell. */
    RightsFinding unknown() {
        return RightsFinding.unknown(right, grade, says);
    }
}
