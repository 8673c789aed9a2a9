package dev.sallyport.execution;

import dev.sallyport.json.Json;
import dev.sallyport.json.JsonObject;
import dev.sallyport.sql.Dialect;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A statement of the guard's case files that a source which only reads must not carry out: one that
 * the guard refuses, or a write.
 */
record HostileStatement(String id, String sql) {
    private static final Pattern FOLDERS =
            Pattern.compile("(?<=['\\[\"(])(/tmp/|/var/data/|/(?=[xa]\\b)|C:\\\\+)");

    /** A file of the working folder. */
    private static final Pattern WORKING_FOLDER = Pattern.compile("(?<=\\bTO ')(?=\\w)");

    /** A host that nobody must try to reach from a test. */
    private static final Pattern HOST = Pattern.compile("10\\.0\\.0\\.9");

    /** All of a dialect; what would write a file somewhere writes it into the folder. */
    static List<HostileStatement> of(Dialect dialect, Path folder) {
        return Stream.of(dialect.name(), "published", "shared-cases")
                .flatMap(name -> lines("/guard/" + name + ".jsonl"))
                .map(line -> (JsonObject) Json.parse(line))
                .filter(json -> json.string("dialect").orElseThrow().equals(dialect.name()))
                .filter(json ->
                        json.string("expect").orElseThrow().equals("deny")
                                || json.string("tool").orElseThrow().equals("write"))
                .map(json ->
                        new HostileStatement(
                                json.string("id").orElseThrow(),
                                harmless(json.string("sql").orElseThrow(), folder)))
                .toList();
    }

    private static String harmless(String sql, Path folder) {
        String there = folder.toString().replace("$", "\\$") + "/";
        String elsewhere = FOLDERS.matcher(sql).replaceAll(there);
        elsewhere = WORKING_FOLDER.matcher(elsewhere).replaceAll(there);
        return HOST.matcher(elsewhere).replaceAll("127.0.0.1:1");
    }

    /** Whether it says these words, in upper or in lower case. */
    boolean says(String words) {
        return sql.toUpperCase(Locale.ROOT).contains(words);
    }

    private static Stream<String> lines(String resource) {
        try (InputStream in = HostileStatement.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no cases in " + resource);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.isBlank());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return id;
    }
}
