package dev.sallyport.guard;

import dev.sallyport.json.Json;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import dev.sallyport.sql.SqlOrigin;
import dev.sallyport.sql.SqlRequest;
import dev.sallyport.sql.StatementAccess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A labelled statement: what an agent sends, and what a careful database administrator says.
 *
 * @param deniedColumns patterns of columns that a statement may not name
 */
record GuardCase(
        String id,
        Dialect dialect,
        String sql,
        StatementAccess access,
        Optional<List<String>> allowedDatabases,
        String defaultDatabase,
        List<String> deniedColumns,
        boolean allow,
        String why) {

    /** All cases of this suite, dialect by dialect. */
    static List<GuardCase> all() {
        return Dialects.all().stream().flatMap(dialect -> of(dialect).stream()).toList();
    }

    /** The dialect's own cases, and what was published that concerns it. */
    static List<GuardCase> of(Dialect dialect) {
        return Stream.concat(
                        read(dialect.name()).stream(),
                        published().stream().filter(one -> one.dialect().equals(dialect)))
                .toList();
    }

    /** What other products let pass, or refused, by its public name. */
    static List<GuardCase> published() {
        return Published.CASES;
    }

    private static List<GuardCase> read(String name) {
        String resource = "/guard/" + name + ".jsonl";
        try (InputStream in = GuardCase.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no cases of " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .map(GuardCase::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Read once: every dialect asks for it. */
    private static final class Published {
        private static final List<GuardCase> CASES = read("published");
    }

    static GuardCase parse(String line) {
        JsonObject json = (JsonObject) Json.parse(line);
        return new GuardCase(
                json.string("id").orElseThrow(),
                Dialects.named(json.string("dialect").orElseThrow()).orElseThrow(),
                json.string("sql").orElseThrow(),
                switch (json.string("tool").orElseThrow()) {
                    case "read" -> StatementAccess.READ;
                    case "write" -> StatementAccess.WRITE;
                    default -> throw new IllegalStateException("unknown tool in " + line);
                },
                json.member("allowedDatabases")
                        .filter(JsonArray.class::isInstance)
                        .map(array -> strings((JsonArray) array)),
                json.string("defaultDatabase").orElseThrow(),
                json.member("deniedColumns")
                        .map(array -> strings((JsonArray) array))
                        .orElse(List.of()),
                switch (json.string("expect").orElseThrow()) {
                    case "allow" -> true;
                    case "deny" -> false;
                    default -> throw new IllegalStateException("unknown label in " + line);
                },
                json.string("why").orElseThrow());
    }

    private static List<String> strings(JsonArray array) {
        return array.elements().stream().map(value -> ((JsonString) value).value()).toList();
    }

    SqlGuard guard() {
        return new SqlGuard(
                dialect,
                new AllowList(
                        allowedDatabases.map(NameRules::only).orElse(NameRules.ANY),
                        NameRules.ANY,
                        NameRules.ANY,
                        deniedColumns.isEmpty() ? NameRules.ANY : NameRules.except(deniedColumns)));
    }

    Verdict inspect() {
        return guard().inspect(request(sql));
    }

    SqlRequest request(String text) {
        return new SqlRequest(text, access, SqlOrigin.AGENT, Optional.of(defaultDatabase));
    }

    @Override
    public String toString() {
        return id;
    }
}
