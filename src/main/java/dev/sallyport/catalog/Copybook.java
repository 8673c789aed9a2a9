package dev.sallyport.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A COBOL copybook as entities: what the records of a file hold, field by field, for the owner to
 * edit. Everything in it is either in the result or named as a problem.
 */
public final class Copybook {
    private Copybook() {}

    /** The reference format of the text. */
    public enum Format {
        /** Fixed where every line may be so, else free. */
        AUTO,
        /** Sequence numbers, an indicator in column 7, text up to column 72. */
        FIXED,
        FREE
    }

    /**
     * What cannot be read.
     *
     * @param line from 1
     * @param column from 1
     */
    public record Problem(int line, int column, String message) {}

    /** What reading comes to. */
    public sealed interface Result {
        /** The entities, a record each. */
        record Entities(List<EntityDraft> drafts) implements Result {
            public Entities {
                drafts = List.copyOf(drafts);
            }
        }

        /** The text is no copybook, or has what is not understood. */
        record Invalid(List<Problem> problems) implements Result {
            public Invalid {
                problems = List.copyOf(problems);
            }
        }
    }

    /**
     * Reads a copybook.
     *
     * @param name of the file, for records without a name of their own
     */
    public static Result read(String name, String text, Format format) {
        return read(name, text, format, Map.of());
    }

    /**
     * Reads a copybook that is made to be copied REPLACING.
     *
     * @param replacing parts of words, and what stands there instead, in any case
     */
    public static Result read(
            String name, String text, Format format, Map<String, String> replacing) {
        Problems problems = new Problems();
        CopybookText source = CopybookText.read(text, format, problems);
        List<CopybookField> records =
                CopybookParser.records(CopybookLexer.tokens(source, replacing, problems), problems);
        return problems.all.isEmpty()
                ? new Result.Entities(CopybookEntities.of(name, records))
                : new Result.Invalid(problems.all);
    }

    /** Notes problems, up to a number. */
    static final class Problems {
        private static final int MAX = 50;

        private final List<Problem> all = new ArrayList<>();

        boolean isEmpty() {
            return all.isEmpty();
        }

        void add(int line, int column, String message) {
            if (all.size() < MAX) {
                all.add(new Problem(line, column, message));
            }
        }
    }
}
