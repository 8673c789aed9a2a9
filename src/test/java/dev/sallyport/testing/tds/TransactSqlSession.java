package dev.sallyport.testing.tds;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The little of T-SQL that a driver and a client say to a session itself: settings, transactions,
 * the database, and what the session is asked about itself. All else is for the subclass.
 */
abstract class TransactSqlSession implements TdsBackend.Session {
    private static final Map<String, String> AT_LOGIN =
            Map.of(
                    "QUOTED_IDENTIFIER", "ON",
                    "ANSI_NULLS", "ON",
                    "IMPLICIT_TRANSACTIONS", "OFF",
                    "LOCK_TIMEOUT", "-1",
                    "LANGUAGE", "us_english",
                    "TEXTSIZE", "4096",
                    "ROWCOUNT", "0");

    private static final Pattern EXECUTE =
            Pattern.compile(
                    "\\s*EXEC(?:UTE)?\\s+(?:@P(\\d+)\\s*=\\s*)?((?:[\\w.]|\\[(?:[^\\]]|]])*])+)"
                            + "((?:\\s*(?:@[^\\s=]+\\s*=\\s*)?@P\\d+(?:\\s+OUT)?\\s*,?)*)\\s*",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/", Pattern.DOTALL);

    private static final Pattern PARAMETER = Pattern.compile("(?:(@[^\\s=]+)\\s*=\\s*)?@P(\\d+)");

    private static final Pattern NAME_PART = Pattern.compile("\\[((?:[^\\]]|]])*)]|(\\w+)|\\.");

    private final String firstDatabase;
    private final Map<String, String> kept;
    private final Map<String, String> settings = new TreeMap<>(AT_LOGIN);
    private String database;

    TransactSqlSession(String database) {
        this(database, Map.of());
    }

    /**
     * Of a server that keeps settings of its own.
     *
     * @param kept values by name in upper case, which no SET changes
     */
    TransactSqlSession(String database, Map<String, String> kept) {
        this.firstDatabase = database;
        this.database = database;
        this.kept = Map.copyOf(kept);
    }

    /** A statement of another kind. */
    abstract void query(String sql, List<TdsParameter> parameters, TdsAnswer answer)
            throws TdsError;

    abstract void rollback() throws TdsError;

    abstract void commit() throws TdsError;

    /** Called after the database changed. */
    abstract void use(String newDatabase) throws TdsError;

    /** Called before the session is as after its login. */
    abstract void forget() throws TdsError;

    /** How many are open, one in the other; a statement before this has begun one. */
    int transactions() {
        return setting("IMPLICIT_TRANSACTIONS").equals("ON") ? 1 : 0;
    }

    @Override
    public final String database() {
        return database;
    }

    /** What was set, by name in upper case. */
    final String setting(String name) {
        return kept.getOrDefault(name, settings.getOrDefault(name, ""));
    }

    @Override
    public final void reset() throws TdsError {
        rollback();
        forget();
        settings.clear();
        settings.putAll(AT_LOGIN);
        database = firstDatabase;
    }

    @Override
    public final void run(String sql, List<TdsParameter> parameters, TdsAnswer answer)
            throws TdsError {
        List<String> statements = statements(sql);
        if (statements.stream().allMatch(TransactSqlSession::isOfSession)) {
            for (String statement : statements) {
                session(statement);
            }
            answer.nothing();
            return;
        }
        Optional<List<Object>> facts = facts(sql);
        if (facts.isPresent()) {
            Object[] row = facts.get().toArray();
            TdsColumn[] columns = new TdsColumn[row.length];
            for (int i = 0; i < row.length; i++) {
                columns[i] = new TdsColumn("", row[i] instanceof Integer ? "int" : "nvarchar(128)");
            }
            answer.columns(columns);
            answer.row(row);
            answer.rowsDone(1);
            return;
        }
        Matcher execute = EXECUTE.matcher(sql);
        if (execute.matches()) {
            if (execute.group(1) != null) {
                answer.statusInto(parameters.get(Integer.parseInt(execute.group(1))));
            }
            call(plain(execute.group(2)), arguments(execute.group(3), parameters), answer);
        } else {
            query(sql, parameters, answer);
        }
    }

    /** The parameters that an EXECUTE names, in the order of the procedure. */
    private static List<TdsParameter> arguments(String names, List<TdsParameter> parameters) {
        List<TdsParameter> arguments = new ArrayList<>();
        Matcher name = PARAMETER.matcher(names);
        while (name.find()) {
            TdsParameter parameter = parameters.get(Integer.parseInt(name.group(2)));
            arguments.add(
                    name.group(1) == null
                            ? parameter
                            : new TdsParameter(
                                    parameter.ordinal(),
                                    name.group(1),
                                    parameter.output(),
                                    parameter.type(),
                                    parameter.value()));
        }
        return arguments;
    }

    /** A name of several parts without its brackets. */
    private static String plain(String name) {
        StringBuilder plain = new StringBuilder();
        Matcher part = NAME_PART.matcher(name);
        while (part.find()) {
            plain.append(part.group(1) == null ? part.group() : part.group(1).replace("]]", "]"));
        }
        return plain.toString();
    }

    private static List<String> statements(String sql) {
        List<String> statements = new ArrayList<>();
        for (String statement : sql.split(";", -1)) {
            if (!statement.isBlank()) {
                statements.add(statement.strip());
            }
        }
        return statements;
    }

    private static boolean isOfSession(String statement) {
        String upper = statement.toUpperCase(Locale.ROOT);
        return upper.startsWith("SET ")
                || upper.startsWith("USE ")
                || upper.startsWith("IF @@TRANCOUNT");
    }

    private void session(String statement) throws TdsError {
        List<String> words = List.of(statement.toUpperCase(Locale.ROOT).split("\\s+", -1));
        if (words.getFirst().equals("USE")) {
            String name = statement.substring(4).strip();
            if (name.startsWith("[")) {
                name = name.substring(1, name.length() - 1).replace("]]", "]");
            }
            use(name);
            database = name;
            return;
        }
        if (words.contains("ROLLBACK")) {
            rollback();
        } else if (words.contains("COMMIT")) {
            commit();
        }
        int set = words.indexOf("SET");
        if (set >= 0) {
            String value = words.getLast();
            for (String name : words.subList(set + 1, words.size() - 1)) {
                settings.put(name.replace(",", ""), value);
            }
        }
    }

    /** The answers, where a text asks the session about itself and nothing else. */
    private Optional<List<Object>> facts(String sql) {
        String text = COMMENT.matcher(sql).replaceAll(" ").strip();
        if (!text.regionMatches(true, 0, "SELECT ", 0, 7)) {
            return Optional.empty();
        }
        List<Object> facts = new ArrayList<>();
        for (String item : text.substring(7).split(",", -1)) {
            Optional<Object> fact = fact(item.strip().toUpperCase(Locale.ROOT));
            if (fact.isEmpty()) {
                return Optional.empty();
            }
            facts.add(fact.get());
        }
        return Optional.of(facts);
    }

    private Optional<Object> fact(String item) {
        if (item.startsWith("CAST(SESSIONPROPERTY('")) {
            String name = item.substring(22, item.indexOf('\'', 22));
            return Optional.of(setting(name).equals("ON") ? 1 : 0);
        }
        return switch (item) {
            case "@@TRANCOUNT" -> Optional.of(transactions());
            case "DB_NAME()" -> Optional.of(database);
            case "SCHEMA_NAME()" -> Optional.of("dbo");
            case "@@LANGUAGE" -> Optional.of(setting("LANGUAGE"));
            case "@@LOCK_TIMEOUT" -> Optional.of(Integer.valueOf(setting("LOCK_TIMEOUT")));
            case "@@TEXTSIZE" -> Optional.of(Integer.valueOf(setting("TEXTSIZE")));
            default -> Optional.empty();
        };
    }
}
