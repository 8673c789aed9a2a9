package dev.sallyport.guard;

import dev.sallyport.guard.Verdict.Allowed;
import dev.sallyport.guard.Verdict.Refused;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonNull;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonParseException;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import dev.sallyport.sql.SqlOrigin;
import dev.sallyport.sql.SqlRequest;
import dev.sallyport.sql.StatementAccess;
import dev.sallyport.sql.TableName;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Verdicts without a database: what {@code sallyport check} prints. */
public final class GuardCheck {
    /** Longest line of a case file, in UTF-16 units. */
    static final int MAX_LINE = 8_000_000;

    /** Guards kept at once, one for each dialect with its list of databases. */
    private static final int MAX_GUARDS = 64;

    private final Map<GuardKey, SqlGuard> guards = new LinkedHashMap<>();

    private record GuardKey(Dialect dialect, Optional<List<String>> databases) {}

    /** A line that is no case; the message is for people and quotes nothing of the line. */
    private static final class BadCase extends Exception {
        private static final long serialVersionUID = 1L;

        BadCase(String message) {
            super(message);
        }
    }

    private GuardCheck() {}

    /**
     * Inspects one statement and prints the verdict, the normalised text, relations and functions.
     *
     * @return 0 for allowed, 1 for refused
     */
    public static int statement(SqlGuard guard, SqlRequest request, PrintStream out) {
        Verdict verdict = guard.inspect(request);
        switch (verdict) {
            case Allowed allowed -> {
                out.println("verdict:    allow");
                out.println("class:      " + allowed.statementClass());
                out.println("sql:        " + allowed.sql());
                out.println("reads:      " + tables(allowed.reads()));
                out.println("writes:     " + tables(allowed.writes()));
                out.println("functions:  " + String.join(", ", new TreeSet<>(allowed.functions())));
                out.println("parameters: " + allowed.parameters());
            }
            case Refused refused -> {
                out.println("verdict:    deny");
                out.println("code:       " + refused.reason().code());
                out.println("reason:     " + refused.reason().summary());
                refused.position()
                        .ifPresent(position ->
                                out.println(
                                        "position:   line "
                                                + position.line()
                                                + ", column "
                                                + position.column()));
                out.println("hint:       " + refused.hint());
            }
        }
        out.flush();
        return verdict instanceof Allowed ? 0 : 1;
    }

    private static String tables(Collection<TableName> tables) {
        return String.join(", ", tables.stream().map(TableName::toString).sorted().toList());
    }

    /**
     * Reads a case file, one JSON object a line, and prints one JSON object a line, in order. A
     * line that is no case is answered with a denial and no code.
     *
     * @return 0 once every line has its answer, whatever the verdicts are
     * @throws IOException where reading fails; the lines before it have their answers
     */
    public static int cases(Reader in, PrintStream out) throws IOException {
        GuardCheck check = new GuardCheck();
        char[] buffer = new char[8192];
        StringBuilder line = new StringBuilder();
        long number = 0;
        boolean tooLong = false;
        int read = in.read(buffer);
        while (read >= 0) {
            for (int i = 0; i < read; i++) {
                if (buffer[i] == '\n') {
                    check.answer(line, ++number, tooLong, out);
                    line.setLength(0);
                    tooLong = false;
                } else if (line.length() >= MAX_LINE) {
                    tooLong = true;
                } else {
                    line.append(buffer[i]);
                }
            }
            read = in.read(buffer);
        }
        if (!line.isEmpty()) {
            check.answer(line, ++number, tooLong, out);
        }
        out.flush();
        return 0;
    }

    private void answer(StringBuilder line, long number, boolean tooLong, PrintStream out) {
        String text = line.toString().strip();
        if (text.isEmpty() && !tooLong) {
            return;
        }
        JsonValue id = new JsonString("line-" + number);
        JsonObject answer;
        try {
            if (tooLong) {
                throw new BadCase("the line is too long");
            }
            if (!(parse(text) instanceof JsonObject object)) {
                throw new BadCase("the line is not a JSON object");
            }
            id = object.member("id").orElse(id);
            answer = verdict(id, inspect(object));
        } catch (BadCase e) {
            answer =
                    JsonObject.builder()
                            .put("id", id)
                            .put("verdict", "deny")
                            .put("code", JsonNull.NULL)
                            .put("reason", "not a case: " + e.getMessage())
                            .build();
        }
        out.print(Json.text(answer));
        out.print('\n');
    }

    private static JsonValue parse(String text) throws BadCase {
        try {
            return Json.parse(text);
        } catch (JsonParseException e) {
            throw new BadCase("the line is not JSON");
        }
    }

    private static JsonObject verdict(JsonValue id, Verdict verdict) {
        JsonObject.Builder answer = JsonObject.builder().put("id", id);
        return switch (verdict) {
            case Allowed allowed ->
                    answer.put("verdict", "allow")
                            .put("code", JsonNull.NULL)
                            .put("reason", allowed.statementClass().name())
                            .build();
            case Refused refused ->
                    answer.put("verdict", "deny")
                            .put("code", refused.reason().code())
                            .put("reason", refused.reason().summary())
                            .build();
        };
    }

    private Verdict inspect(JsonObject object) throws BadCase {
        Dialect dialect =
                Dialects.named(text(object, "dialect"))
                        .orElseThrow(() -> new BadCase("the dialect is not known"));
        StatementAccess access =
                switch (text(object, "tool")) {
                    case "read" -> StatementAccess.READ;
                    case "write" -> StatementAccess.WRITE;
                    default -> throw new BadCase("the tool is not read or write");
                };
        String sql = text(object, "sql");
        SqlGuard guard = guard(new GuardKey(dialect, databases(object)));
        return guard.inspect(
                new SqlRequest(sql, access, SqlOrigin.AGENT, object.string("defaultDatabase")));
    }

    private SqlGuard guard(GuardKey key) {
        SqlGuard guard = guards.get(key);
        if (guard == null) {
            if (guards.size() >= MAX_GUARDS) {
                guards.clear();
            }
            guard =
                    new SqlGuard(
                            key.dialect(),
                            key.databases().map(AllowList::ofDatabases).orElse(AllowList.ANY));
            guards.put(key, guard);
        }
        return guard;
    }

    private static String text(JsonObject object, String member) throws BadCase {
        return object.string(member)
                .orElseThrow(() -> new BadCase("no text in the member " + member));
    }

    private static Optional<List<String>> databases(JsonObject object) throws BadCase {
        Optional<JsonValue> member = object.member("allowedDatabases");
        if (member.isEmpty() || member.get() instanceof JsonNull) {
            return Optional.empty();
        }
        if (!(member.get() instanceof JsonArray array)) {
            throw new BadCase("allowedDatabases is not a list");
        }
        List<String> names = new ArrayList<>();
        for (JsonValue element : array.elements()) {
            if (!(element instanceof JsonString(String name))) {
                throw new BadCase("allowedDatabases is not a list of texts");
            }
            names.add(name);
        }
        return Optional.of(names);
    }
}
