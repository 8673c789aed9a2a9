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

/** A labelled statement: what an agent sends, and what a careful database administrator says. */
record GuardCase(
        String id,
        Dialect dialect,
        String sql,
        StatementAccess access,
        Optional<List<String>> allowedDatabases,
        String defaultDatabase,
        boolean allow,
        String why) {

    /** All cases of this suite, dialect by dialect. */
    static List<GuardCase> all() {
        return Dialects.all().stream().flatMap(dialect -> of(dialect).stream()).toList();
    }

    static List<GuardCase> of(Dialect dialect) {
        String resource = "/guard/" + dialect.name() + ".jsonl";
        try (InputStream in = GuardCase.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no cases for " + dialect);
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
                dialect, allowedDatabases.map(AllowList::ofDatabases).orElse(AllowList.ANY));
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
