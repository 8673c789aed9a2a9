package dev.sallyport.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads the word lists and statements beside this class. */
final class Words {
    private Words() {}

    /** The fields of each line of a list; comment lines are left out. */
    static List<List<String>> lines(String name) {
        return text(name)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> split(line, "\\|"))
                .toList();
    }

    static List<String> split(String text, String separator) {
        return List.of(text.strip().split("\\s*" + separator + "\\s*"));
    }

    static String text(String name) {
        try (InputStream in = Words.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
