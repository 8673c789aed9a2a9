package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** {@code docs/migrating.md}: each row names the tests that hold it, and they are there. */
class MigratingDocsTest {
    private static final Path PAGE = Path.of("docs", "migrating.md");
    private static final Path TESTS = Path.of("src", "test", "java");

    private static final Pattern CITATION = Pattern.compile("`(\\w+Test)#(\\w+)`");
    private static final Pattern VARIABLE =
            Pattern.compile("\"((?:CONNX|SQL|MCP|CACHE|LOG)_[A-Z_]*[A-Z])\"");

    /** What a mode makes for its own YAML, and an owner does not set. */
    private static final List<String> OF_THE_YAML =
            List.of("CONNX_URL_ADABAS", "SQL_URL", "SQL_PROCEDURES_WRITE");

    @Test
    void everyRowNamesTestsThatThereAre() throws IOException {
        List<String> problems = new ArrayList<>();
        List<List<String>> rows = rows("held by");
        for (List<String> row : rows) {
            List<MatchResult> citations = CITATION.matcher(row.getLast()).results().toList();
            String rest = CITATION.matcher(row.getLast()).replaceAll("").replace(",", "").strip();
            if (citations.isEmpty() || !rest.isEmpty()) {
                problems.add(row.getFirst() + ": not a list of `Class#method`: " + row.getLast());
            }
            for (MatchResult citation : citations) {
                if (!isTest(citation.group(1), citation.group(2))) {
                    problems.add(row.getFirst() + ": there is no test " + citation.group());
                }
            }
        }
        assertThat(problems).isEmpty();
        assertThat(rows).hasSizeGreaterThan(60);
    }

    @Test
    void everyVariableOfTheModesIsOnThePageAndInATest() throws IOException {
        List<String> known = new ArrayList<>();
        for (String mode : List.of("ConnxMode", "SqlServerMode")) {
            VARIABLE.matcher(
                            Files.readString(
                                    Path.of("src/main/java/dev/sallyport/app", mode + ".java")))
                    .results()
                    .map(found -> found.group(1))
                    .filter(name -> !OF_THE_YAML.contains(name))
                    .forEach(known::add);
        }
        String documented =
                rows("default").stream().map(List::getFirst).collect(Collectors.joining(" "));
        assertThat(new TreeSet<>(names(documented))).isEqualTo(new TreeSet<>(known));
        String tests = tests();
        assertThat(known).allSatisfy(name -> assertThat(tests).contains('"' + name));
    }

    private static List<String> names(String text) {
        return Pattern.compile("[A-Z]+_[A-Z_]+")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    /** The bodies of tables with such a heading. */
    private static List<List<String>> rows(String heading) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        boolean in = false;
        List<String> lines = Files.readAllLines(PAGE);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!line.startsWith("|")) {
                in = false;
            } else if (i > 0 && !lines.get(i - 1).startsWith("|")) {
                in = line.contains("| " + heading + " |");
            } else if (in && !line.startsWith("|---")) {
                rows.add(
                        Arrays.stream(line.substring(1, line.length() - 1).split("\\|", -1))
                                .map(String::strip)
                                .toList());
            }
        }
        return rows;
    }

    /** Whether the class has such a test, or a contract that it keeps has. */
    private static boolean isTest(String name, String method) throws IOException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            return files.filter(file -> file.endsWith(name + ".java"))
                    .map(MigratingDocsTest::named)
                    .anyMatch(type -> hasTest(type, method));
        }
    }

    private static Class<?> named(Path file) {
        String path = TESTS.relativize(file).toString();
        try {
            return Class.forName(
                    path.substring(0, path.length() - ".java".length()).replace('/', '.'),
                    false,
                    MigratingDocsTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean hasTest(Class<?> type, String name) {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            for (Method method : at.getDeclaredMethods()) {
                if (method.getName().equals(name)
                        && AnnotationSupport.isAnnotated(method, Testable.class)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String tests() throws IOException {
        try (Stream<Path> files = Files.walk(TESTS.resolve("dev/sallyport/app"))) {
            return files.filter(Files::isRegularFile)
                    .map(MigratingDocsTest::text)
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
