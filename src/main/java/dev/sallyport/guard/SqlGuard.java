package dev.sallyport.guard;

import dev.sallyport.guard.Token.Gap;
import dev.sallyport.guard.Token.Kind;
import dev.sallyport.guard.Verdict.Allowed;
import dev.sallyport.guard.Verdict.Position;
import dev.sallyport.guard.Verdict.Refused;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.SqlOrigin;
import dev.sallyport.sql.SqlRequest;
import dev.sallyport.sql.StatementAccess;
import dev.sallyport.sql.TableName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The guard of one source: SQL text to {@link Verdict}. Safe for use by many threads; never throws
 * because of a statement, and never logs one.
 *
 * <p>Three layers must agree: a lexer, a scanner with a grammar of our own, and a full parser. What
 * they inspect is the normalised text, and that alone may run.
 */
public final class SqlGuard {
    private final Dialect dialect;
    private final GuardSettings settings;
    private final NamePolicy policy;
    private final VerdictCache verdicts = new VerdictCache();
    private final VerdictCache shapes = new VerdictCache();

    public SqlGuard(Dialect dialect, AllowList allowList) {
        this(dialect, allowList, GuardSettings.DEFAULT);
    }

    public SqlGuard(Dialect dialect, AllowList allowList, GuardSettings settings) {
        this.dialect = dialect;
        this.settings = settings;
        this.policy = new NamePolicy(dialect, allowList);
    }

    /**
     * Loads what the first statement needs, on a thread of its own: worth calling when the process
     * has nothing else to do.
     */
    public void warmUp() {
        Thread.ofPlatform()
                .name("sql-guard-warm-up")
                .daemon(true)
                .start(() -> {
                    Verdict _ =
                            inspect(
                                    new SqlRequest(
                                            "SELECT 1",
                                            StatementAccess.READ,
                                            SqlOrigin.BUILT_IN,
                                            Optional.empty()));
                });
    }

    /** Inspects one statement; an allowed verdict's text is the only text that may run. */
    public Verdict inspect(SqlRequest request) {
        try {
            return inspectTokens(request);
        } catch (Refusal refusal) {
            return new Refused(
                    refusal.reason(), position(request.sql(), refusal.offset()), refusal.hint());
        } catch (StackOverflowError e) {
            return new Refused(
                    RefusalReason.TOO_DEEP,
                    Optional.empty(),
                    "Nest less: name parts of the query in WITH.");
        } catch (RuntimeException e) {
            return new Refused(
                    RefusalReason.INTERNAL,
                    Optional.empty(),
                    "Write the statement in a plainer way.");
        }
    }

    /**
     * Whether statements may read a table: what a search of the schema may show.
     *
     * @param table in the spelling that the engine resolves
     */
    public boolean mayRead(TableName table, Optional<String> defaultDatabase) {
        return policy.allows(table, defaultDatabase);
    }

    /** The same for one of its columns. */
    public boolean mayRead(TableName table, String column, Optional<String> defaultDatabase) {
        return policy.allows(table, column, defaultDatabase);
    }

    /** Why calls may not name a database; empty where they may. */
    public Optional<Refused> refusesDatabase(String name) {
        try {
            policy.checkDatabase(name);
            return Optional.empty();
        } catch (Refusal refusal) {
            return Optional.of(new Refused(refusal.reason(), Optional.empty(), refusal.hint()));
        }
    }

    /** The databases that may be named, where the owner lists each by its name. */
    public Optional<List<String>> listedDatabases() {
        return policy.listedDatabases();
    }

    private Verdict inspectTokens(SqlRequest request) {
        VerdictCache.Key key =
                new VerdictCache.Key(request.sql(), request.access(), request.defaultDatabase());
        Allowed cached = verdicts.find(key);
        if (cached != null) {
            return cached;
        }
        List<Token> tokens = SqlLexer.tokens(request.sql(), dialect);
        dropSemicolon(tokens);
        Allowed allowed = readShape(BraceEscapes.written(tokens, dialect), request);
        verdicts.keep(key, allowed);
        return allowed;
    }

    /** Reads only what no statement of the same shape was allowed for lately. */
    private Allowed readShape(List<Token> tokens, SqlRequest request) {
        if (request.sql().length() > VerdictCache.MAX_LENGTH) {
            return read(tokens, request);
        }
        VerdictCache.Key key =
                new VerdictCache.Key(
                        StatementShape.of(tokens), request.access(), request.defaultDatabase());
        Allowed cached = shapes.find(key);
        if (cached != null) {
            return cached.withSql(render(tokens));
        }
        Allowed allowed = read(tokens, request);
        if (StatementShape.of(tokens).equals(key.text())) {
            // Else the grammar has replaced a token for the driver, which a reuse would not.
            shapes.keep(key, allowed);
        }
        return allowed;
    }

    private void dropSemicolon(List<Token> tokens) {
        if (settings.trailingSemicolon() && tokens.getLast().isOperator(";")) {
            tokens.removeLast();
            if (tokens.isEmpty()) {
                throw new Refusal(RefusalReason.EMPTY, -1, "Send one SQL statement.");
            }
        }
    }

    private Allowed read(List<Token> tokens, SqlRequest request) {
        StatementGate.check(tokens, dialect, request.access());
        FunctionCatalog functions = FunctionCatalog.of(dialect, settings.reviewedFunctions());
        Reading reading = StatementGrammar.read(tokens, dialect, functions);
        ReadingAudit.check(reading, tokens);
        policy.check(reading, tokens, functions, request.defaultDatabase());
        checkAccess(reading, request.access());
        String sql = render(tokens);
        FullParser.check(tokens, sql, reading, functions, dialect);
        Set<TableName> reads = new LinkedHashSet<>();
        Set<TableName> writes = new LinkedHashSet<>();
        for (Relation relation : reading.relations) {
            (relation.written() ? writes : reads).add(policy.tableName(relation));
        }
        return new Allowed(
                reading.statementClass,
                sql,
                reads,
                writes,
                reading.functions,
                reading.parameters,
                reading.everyRow);
    }

    private static void checkAccess(Reading reading, StatementAccess access) {
        boolean write = reading.statementClass.isWrite();
        if (write && access == StatementAccess.READ) {
            throw new Refusal(RefusalReason.NOT_READ_ONLY, -1, "Send one SELECT statement.");
        }
        if (!write && access == StatementAccess.WRITE) {
            throw new Refusal(
                    RefusalReason.NOT_A_WRITE, -1, "Send one INSERT, UPDATE or DELETE statement.");
        }
    }

    /**
     * The normalised text: the tokens as they came, with one blank where there were blanks or a
     * comment. A line break between two strings stays, because it joins them in some dialects.
     */
    static String render(List<Token> tokens) {
        StringBuilder text = new StringBuilder(tokens.size() * 6);
        Kind before = Kind.END;
        for (Token token : tokens) {
            if (token.gap() != Gap.NONE) {
                boolean strings = before == Kind.STRING && token.kind() == Kind.STRING;
                text.append(strings && token.gap() == Gap.NEWLINE ? '\n' : ' ');
            }
            text.append(token.text());
            before = token.kind();
        }
        return text.toString();
    }

    private static Optional<Position> position(String sql, int offset) {
        if (offset < 0) {
            return Optional.empty();
        }
        int line = 1;
        int column = 1;
        for (int i = 0; i < offset && i < sql.length(); i++) {
            if (sql.charAt(i) == '\n') {
                line++;
                column = 1;
            } else {
                column++;
            }
        }
        return Optional.of(new Position(line, column));
    }

    @Override
    public String toString() {
        return "SqlGuard[" + dialect + "]";
    }
}
