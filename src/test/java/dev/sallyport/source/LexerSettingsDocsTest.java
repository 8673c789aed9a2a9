package dev.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table in {@code docs/guard.md} of what the lexer relies on: each row names tests that exist,
 * or says that there is none.
 */
class LexerSettingsDocsTest {
    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");

    @Test
    void everyRowNamesItsTestsOrSaysThatThereAreNone() throws IOException {
        List<List<String>> rows = rows();
        assertThat(rows).hasSizeGreaterThan(20);
        for (List<String> row : rows) {
            String tested = row.getLast();
            List<String> tests = new ArrayList<>();
            Matcher matcher = TEST.matcher(tested);
            while (matcher.find()) {
                tests.add(matcher.group());
                assertThat(Files.readString(file(matcher.group(1))))
                        .as(tested)
                        .contains("void " + matcher.group(2) + "(");
            }
            if (tests.isEmpty()) {
                assertThat(tested).as("%s", row).startsWith("none: ");
            }
        }
    }

    @Test
    void everyDialectHasARow() throws IOException {
        String dialects = String.join(" ", rows().stream().map(List::getFirst).toList());
        assertThat(Dialects.all())
                .extracting(Dialect::name)
                .allSatisfy(name -> assertThat(dialects).contains("`" + name + "`"));
    }

    /** Tests of engines that need large libraries lie apart. */
    private static Path file(String test) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String folder : List.of("src/test/java", "src/full/java")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                files.filter(file -> file.endsWith(test + ".java")).forEach(found::add);
            }
        }
        assertThat(found).as(test).hasSize(1);
        return found.getFirst();
    }

    private static List<List<String>> rows() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("docs/guard.md"))) {
            return lines.dropWhile(line -> !line.equals("## What the lexer relies on"))
                    .skip(1)
                    .takeWhile(line -> !line.startsWith("## "))
                    .filter(line -> line.startsWith("| ") && !line.startsWith("| dialect"))
                    .map(line -> {
                        List<String> cells =
                                Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
                        assertThat(cells).as(line).hasSize(8);
                        return cells.subList(1, 7);
                    })
                    .toList();
        }
    }
}
