package dev.sallyport.testing.tds;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Answers that a test wrote down, by text of a statement or name of a procedure. */
public final class ScriptedBackend implements TdsBackend {
    /** One answer. */
    @FunctionalInterface
    public interface Script {
        void answer(List<TdsParameter> parameters, TdsAnswer answer) throws TdsError;
    }

    /** The password that lets anyone in. */
    public static final String PASSWORD = "Right-1";

    private final Map<String, Script> statements = new ConcurrentHashMap<>();
    private final Map<String, Script> procedures = new ConcurrentHashMap<>();
    private final Map<String, String> kept = new ConcurrentHashMap<>();
    private volatile String database = "";
    private volatile Optional<TdsError> commitError = Optional.empty();
    private volatile boolean endsTransactions;

    /** The answer to a text. */
    public ScriptedBackend on(String sql, Script script) {
        statements.put(sql, script);
        return this;
    }

    /** The answer to a call of a procedure, whatever the case of its name. */
    public ScriptedBackend onCall(String procedure, Script script) {
        procedures.put(procedure.toLowerCase(Locale.ROOT), script);
        return this;
    }

    /** From now on every session has this value of a setting, whatever it is told. */
    public ScriptedBackend keeping(String setting, String value) {
        kept.put(setting.toUpperCase(Locale.ROOT), value);
        return this;
    }

    /** From now on every session begins in this database, whatever its login asks for. */
    public ScriptedBackend leadingTo(String another) {
        database = another;
        return this;
    }

    /** Has every commit fail. */
    public ScriptedBackend onCommit(TdsError error) {
        commitError = Optional.of(error);
        return this;
    }

    /** Has every statement end its transaction without a word. */
    public ScriptedBackend endingTransactions() {
        endsTransactions = true;
        return this;
    }

    @Override
    public Session login(TdsLogin login) throws TdsError {
        if (!login.password().equals(PASSWORD)) {
            throw new TdsError(18456, 14, "Login failed for user '" + login.user() + "'.");
        }
        if (!database.isEmpty()) {
            return new ScriptedSession(database);
        }
        return new ScriptedSession(login.database().isEmpty() ? "master" : login.database());
    }

    private final class ScriptedSession extends TransactSqlSession {
        ScriptedSession(String database) {
            super(database, kept);
        }

        @Override
        void query(String sql, List<TdsParameter> parameters, TdsAnswer answer) throws TdsError {
            Script script = statements.get(sql);
            if (script == null) {
                throw new TdsError(102, 15, "Incorrect syntax near the beginning.");
            }
            script.answer(parameters, answer);
        }

        @Override
        public void call(String procedure, List<TdsParameter> parameters, TdsAnswer answer)
                throws TdsError {
            Script script = procedures.get(procedure.toLowerCase(Locale.ROOT));
            if (script == null) {
                throw new TdsError(2812, "Could not find stored procedure '" + procedure + "'.");
            }
            script.answer(parameters, answer);
        }

        @Override
        void rollback() {}

        @Override
        void commit() throws TdsError {
            if (commitError.isPresent()) {
                throw commitError.get();
            }
        }

        @Override
        int transactions() {
            return endsTransactions ? 0 : super.transactions();
        }

        @Override
        void use(String newDatabase) {}

        @Override
        void forget() {}

        @Override
        public void cancel() {}

        @Override
        public void close() {}
    }
}
