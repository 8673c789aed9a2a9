package dev.sallyport.guard;

import dev.sallyport.config.ConfigSection;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which procedures of one source may be called: those that its owner lists, by the section {@code
 * procedures}, and no others. Immutable.
 *
 * <p>Unlike a table's, a procedure's name means one procedure: without a schema that of {@code
 * dbo}, without a database that of the database in which the call runs, or in the owner's list that
 * of the source's own.
 */
public final class ProcedureGuard {
    private static final String SCHEMA = "dbo";

    private static final int MAX_NAME = 128;

    /** Names that a refusal repeats. */
    private static final int MAX_SHOWN = 50;

    /** What a driver would take for something else, in a name in brackets too. */
    private static final String PARTS_A_CALL = "?{}\"'";

    private final Dialect dialect;
    private final NamePolicy policy;
    private final Optional<String> home;
    private final List<Procedure> allowed = new ArrayList<>();
    private final Set<String> readOnly = new LinkedHashSet<>();

    /** A procedure's name with nothing left out; the database is empty where none is known. */
    private record Procedure(String database, String schema, String name) {
        /** As names are compared: two of the same key may be one procedure. */
        String key(Names names) {
            return String.join(
                    "\n",
                    names.fold(database, true),
                    names.fold(schema, true),
                    names.fold(name, true));
        }
    }

    private ProcedureGuard(Dialect dialect, AllowList allowList, Optional<String> home) {
        this.dialect = dialect;
        this.policy = new NamePolicy(dialect, allowList);
        this.home = home;
    }

    /** Lets none be called. */
    public static ProcedureGuard none(Dialect dialect) {
        return new ProcedureGuard(dialect, AllowList.ANY, Optional.empty());
    }

    /**
     * Reads the section {@code procedures} of a source's section.
     *
     * @param home the database that names without one belong to
     */
    public static ProcedureGuard read(
            ConfigSection source, Dialect dialect, AllowList allowList, Optional<String> home) {
        ProcedureGuard guard = new ProcedureGuard(dialect, allowList, home);
        ConfigSection in = source.section("procedures");
        List<String> allowed = in.texts("allowed").orElse(List.of());
        List<String> readOnly = in.texts("read-only").orElse(List.of());
        if (!dialect.equals(Dialects.TSQL) && !(allowed.isEmpty() && readOnly.isEmpty())) {
            in.problem("procedures can be called on SQL Server only; leave this out");
            return guard;
        }
        Names names = new Names(dialect);
        for (String name : allowed) {
            guard.listed(in, "allowed", name).ifPresent(guard.allowed::add);
        }
        for (String name : readOnly) {
            Optional<Procedure> found = guard.listed(in, "read-only", name);
            if (found.isPresent() && guard.find(found.get()).isEmpty()) {
                in.problem("read-only", "must name procedures that allowed names too");
            }
            found.ifPresent(one -> guard.readOnly.add(one.key(names)));
        }
        return guard;
    }

    /** Whether the owner lists none. */
    public boolean isEmpty() {
        return allowed.isEmpty();
    }

    /** Whether there is one that the owner does not declare to only read. */
    public boolean hasWrites() {
        Names names = new Names(dialect);
        return allowed.stream().anyMatch(one -> !readOnly.contains(one.key(names)));
    }

    /**
     * Inspects a call.
     *
     * @param written the procedure's name as the caller wrote it, with brackets, schema and
     *     database or without
     * @param database where the call runs; it is checked against the allow-list, too
     */
    public ProcedureVerdict inspect(String written, Optional<String> database) {
        try {
            return allowed(written, database);
        } catch (Refusal refusal) {
            return new ProcedureVerdict.Refused(
                    new Verdict.Refused(refusal.reason(), Optional.empty(), refusal.hint()));
        }
    }

    private ProcedureVerdict.Allowed allowed(String written, Optional<String> database) {
        if (allowed.isEmpty()) {
            throw new Refusal(
                    RefusalReason.PROCEDURES_OFF,
                    -1,
                    "Only the owner can help, by listing procedures: procedures.allowed of the"
                            + " source, or SQL_ALLOWED_PROCEDURES=dbo.name, and those that only"
                            + " read in procedures.read-only or SQL_READ_ONLY_PROCEDURES too.");
        }
        Procedure wanted = procedure(parts(written), database.or(() -> home));
        for (Optional<String> each : List.of(database, Optional.of(wanted.database()))) {
            each.filter(name -> !name.isEmpty()).ifPresent(policy::checkDatabase);
        }
        Procedure found =
                find(wanted)
                        .orElseThrow(() ->
                                new Refusal(
                                        RefusalReason.PROCEDURE_NOT_ALLOWED,
                                        -1,
                                        "Call one of these: " + shown() + "."));
        return new ProcedureVerdict.Allowed(
                found.database(),
                found.schema(),
                found.name(),
                readOnly.contains(found.key(new Names(dialect))));
    }

    private Optional<Procedure> find(Procedure wanted) {
        Names names = new Names(dialect);
        String key = wanted.key(names);
        return allowed.stream().filter(one -> one.key(names).equals(key)).findFirst();
    }

    /** The names of those that may be called, as callers can write them. */
    private String shown() {
        return String.join(
                ", ",
                allowed.stream()
                        .limit(MAX_SHOWN)
                        .map(one ->
                                (home.filter(one.database()::equalsIgnoreCase).isPresent()
                                                ? ""
                                                : one.database() + ".")
                                        + one.schema()
                                        + "."
                                        + one.name())
                        .toList());
    }

    /** A name of the owner's list; what is wrong with it is noted. */
    private Optional<Procedure> listed(ConfigSection in, String key, String name) {
        try {
            Procedure procedure = procedure(parts(name), home);
            if (!procedure.database().isEmpty()) {
                policy.checkDatabase(procedure.database());
            }
            return Optional.of(procedure);
        } catch (Refusal refusal) {
            in.problem(
                    key,
                    "cannot list "
                            + name.strip()
                            + ": "
                            + refusal.reason().summary()
                            + " ("
                            + refusal.reason().code()
                            + ")");
            return Optional.empty();
        }
    }

    private static Procedure procedure(List<String> parts, Optional<String> home) {
        String name = parts.getLast();
        String schema = parts.size() > 1 ? parts.get(parts.size() - 2) : "";
        String database = parts.size() > 2 ? parts.get(parts.size() - 3) : "";
        if (ServerProcedures.contains(database, schema, name)) {
            throw new Refusal(
                    RefusalReason.SERVER_PROCEDURE,
                    -1,
                    "Nobody can allow it. Read with a SELECT, or ask the owner for a procedure of"
                            + " their own, under a name of its own.");
        }
        return new Procedure(
                database.isEmpty() ? home.orElse("") : database,
                schema.isEmpty() ? SCHEMA : schema,
                name);
    }

    /** The parts of a name, by the lexer that reads statements; an empty one was left out. */
    private List<String> parts(String written) {
        List<String> parts = new ArrayList<>();
        boolean name = true;
        for (Token token : SqlLexer.tokens(written, dialect)) {
            if (name && token.isName()) {
                checkPart(token);
                parts.add(token.value());
                name = false;
            } else if (token.isOperator(".") && !parts.isEmpty()) {
                if (name) {
                    parts.add("");
                }
                name = true;
            } else {
                throw notAName();
            }
        }
        if (name) {
            throw notAName();
        }
        if (parts.size() > 3) {
            throw new Refusal(
                    RefusalReason.LINK,
                    -1,
                    "Name procedures of this server only: database.dbo.name.");
        }
        return parts;
    }

    private static void checkPart(Token token) {
        String value = token.value();
        if (value.isBlank()
                || value.startsWith("@")
                || value.startsWith("#")
                || value.length() > MAX_NAME
                || value.chars().anyMatch(c -> PARTS_A_CALL.indexOf(c) >= 0)) {
            throw notAName();
        }
    }

    private static Refusal notAName() {
        return new Refusal(
                RefusalReason.NOT_UNDERSTOOD,
                -1,
                "Write the name of one procedure and nothing else: name, dbo.name or"
                        + " database.dbo.name, in brackets where needed.");
    }
}
