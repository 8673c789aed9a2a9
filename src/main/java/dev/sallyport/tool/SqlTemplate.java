package dev.sallyport.tool;

import dev.sallyport.guard.SqlWords;
import dev.sallyport.sql.Dialect;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * A declared statement: text, named parameters {@code :name}, and blocks {@code [[ … ]]} that drop
 * out where one of their parameters is absent.
 *
 * <p>What stands inside a literal, a comment or a quoted name is neither: the guard's own lexer
 * decides. So that it can read the text, each mark that might be one is written over with a word;
 * where the lexer then finds exactly that word, the mark is one.
 */
final class SqlTemplate {
    private static final Set<String> CHANGES = Set.of("INSERT", "UPDATE", "DELETE");

    private final String text;
    private final List<Mark> marks;
    private final String firstWord;
    private final List<String> problems = new ArrayList<>();

    private SqlTemplate(String text, List<Mark> marks, String firstWord) {
        this.text = text;
        this.marks = marks;
        this.firstWord = firstWord;
    }

    /** Reads a text; what is wrong with it is in {@link #problems}. */
    static SqlTemplate read(String text, Dialect dialect) {
        List<Mark> candidates = candidates(text);
        StringBuilder masked = new StringBuilder(text);
        for (Mark mark : candidates) {
            masked.replace(mark.start(), mark.end(), mark.mask());
        }
        return switch (SqlWords.of(masked.toString(), dialect)) {
            case SqlWords.Found(Map<Integer, String> words) -> {
                SqlTemplate template =
                        new SqlTemplate(
                                text,
                                candidates.stream()
                                        .filter(mark -> mark.mask().equals(words.get(mark.start())))
                                        .toList(),
                                words.keySet().stream()
                                        .min(Integer::compare)
                                        .map(first -> words.getOrDefault(first, ""))
                                        .orElse(""));
                template.checkBlocks();
                yield template;
            }
            case SqlWords.NotUnderstood(var refused) -> {
                SqlTemplate template = new SqlTemplate(text, List.of(), "");
                template.problems.add(
                        refused.reason().code()
                                + ": "
                                + refused.reason().summary()
                                + ". "
                                + refused.hint());
                yield template;
            }
        };
    }

    /** Whether it begins like a change of data; the guard decides whether it is one. */
    boolean changesData() {
        return CHANGES.contains(firstWord.toUpperCase(Locale.ROOT));
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    /** Names of all parameters, in the order of the text. */
    Set<String> parameters() {
        Set<String> names = new LinkedHashSet<>();
        marks.forEach(mark -> mark.parameter().ifPresent(names::add));
        return names;
    }

    /** Names of the parameters outside of blocks. */
    Set<String> parametersOutsideBlocks() {
        Set<String> names = new LinkedHashSet<>();
        boolean inside = false;
        for (Mark mark : marks) {
            switch (mark) {
                case Mark.Open ignored -> inside = true;
                case Mark.Close ignored -> inside = false;
                case Mark.Parameter parameter -> {
                    if (!inside) {
                        names.add(parameter.name());
                    }
                }
            }
        }
        return names;
    }

    /** Names of the parameters of each block, in the order of the text. */
    List<Set<String>> blocks() {
        List<Set<String>> blocks = new ArrayList<>();
        boolean inside = false;
        for (Mark mark : marks) {
            switch (mark) {
                case Mark.Open ignored -> {
                    inside = true;
                    blocks.add(new LinkedHashSet<>());
                }
                case Mark.Close ignored -> inside = false;
                case Mark.Parameter parameter -> {
                    if (inside) {
                        blocks.getLast().add(parameter.name());
                    }
                }
            }
        }
        return blocks;
    }

    /**
     * The statement with some of its blocks, and a {@code ?} for each parameter.
     *
     * @param blocks whether each block stays, by the bits from the lowest
     */
    Variant variant(int blocks) {
        return variant(blocks, ignored -> 1);
    }

    /**
     * The same with as many {@code ?} for a parameter as it has values.
     *
     * @param values how many values a parameter has
     */
    Variant variant(int blocks, ToIntFunction<String> values) {
        StringBuilder sql = new StringBuilder();
        List<String> parameters = new ArrayList<>();
        int from = 0;
        int block = -1;
        boolean keep = true;
        for (Mark mark : marks) {
            if (keep) {
                sql.append(text, from, mark.start());
            }
            from = mark.end();
            switch (mark) {
                case Mark.Open ignored -> {
                    block++;
                    keep = (blocks >> block & 1) == 1;
                }
                case Mark.Close ignored -> keep = true;
                case Mark.Parameter parameter -> {
                    if (keep) {
                        int count = values.applyAsInt(parameter.name());
                        if (joins(sql.isEmpty() ? ' ' : sql.charAt(sql.length() - 1))) {
                            sql.append(' ');
                        }
                        sql.append("?").append(", ?".repeat(count - 1));
                        if (joins(charAt(text, parameter.end()))) {
                            sql.append(' ');
                        }
                        parameters.add(parameter.name());
                    }
                }
            }
        }
        return new Variant(sql.append(text, from, text.length()).toString(), parameters);
    }

    /** Whether PostgreSQL would read a question mark beside it as a part of an operator. */
    private static boolean joins(char neighbour) {
        return "@?|&".indexOf(neighbour) >= 0;
    }

    /**
     * Names of the parameters that somewhere are no element of a list in brackets: what is right
     * there for one value means something else for two, if it means anything.
     */
    Set<String> parametersOutsideLists() {
        StringBuilder plain = new StringBuilder(text);
        for (Mark mark : marks) {
            if (mark.parameter().isEmpty()) {
                plain.replace(mark.start(), mark.end(), "  ");
            }
        }
        Set<String> names = new LinkedHashSet<>();
        for (Mark mark : marks) {
            String before = plain.substring(0, mark.start()).stripTrailing();
            String after = plain.substring(mark.end()).stripLeading();
            boolean inList =
                    (before.endsWith("(") || before.endsWith("[") || before.endsWith(","))
                            && (after.startsWith(")")
                                    || after.startsWith("]")
                                    || after.startsWith(","));
            mark.parameter().filter(ignored -> !inList).ifPresent(names::add);
        }
        return names;
    }

    private void checkBlocks() {
        int open = -1;
        for (Mark mark : marks) {
            switch (mark) {
                case Mark.Open found -> {
                    if (open >= 0) {
                        problems.add(at(found) + ": a block [[ … ]] begins inside another");
                    }
                    open = found.start();
                }
                case Mark.Close found -> {
                    if (open < 0) {
                        problems.add(at(found) + ": ]] ends no block");
                    }
                    open = -1;
                }
                case Mark.Parameter ignored -> {}
            }
        }
        if (open >= 0) {
            problems.add(at(new Mark.Open(open)) + ": the block that begins with [[ has no ]]");
        }
    }

    private String at(Mark mark) {
        return "in line "
                + (1 + text.substring(0, mark.start()).chars().filter(c -> c == '\n').count())
                + " of the statement";
    }

    /** Everything that looks like a mark, also inside literals. */
    private static List<Mark> candidates(String text) {
        List<Mark> candidates = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("[[", i) && isBlank(text, i - 1) && isBlank(text, i + 2)) {
                candidates.add(new Mark.Open(i));
                i++;
            } else if (text.startsWith("]]", i)
                    && isBlank(text, i - 1)
                    && !isNamePart(charAt(text, i + 2))) {
                candidates.add(new Mark.Close(i));
                i++;
            } else if (text.charAt(i) == ':'
                    && charAt(text, i - 1) != ':'
                    && !isNamePart(charAt(text, i - 1))
                    && startsName(charAt(text, i + 1))) {
                int end = i + 2;
                while (isNamePart(charAt(text, end))) {
                    end++;
                }
                candidates.add(new Mark.Parameter(i, text.substring(i + 1, end)));
                i = end - 1;
            }
        }
        return candidates;
    }

    private static boolean isBlank(String text, int index) {
        return charAt(text, index) <= ' ';
    }

    private static char charAt(String text, int index) {
        return index < 0 || index >= text.length() ? ' ' : text.charAt(index);
    }

    static boolean startsName(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }

    static boolean isNamePart(char c) {
        return startsName(c) || (c >= '0' && c <= '9');
    }

    /**
     * One statement that a template can become.
     *
     * @param parameters names of the parameters that its placeholders stand for, in order; a
     *     parameter of several values once
     */
    record Variant(String sql, List<String> parameters) {
        Variant {
            parameters = List.copyOf(parameters);
        }
    }

    private sealed interface Mark {
        int start();

        int end();

        /** A word of the same length, to write over the mark. */
        String mask();

        default Optional<String> parameter() {
            return Optional.empty();
        }

        record Open(int start) implements Mark {
            @Override
            public int end() {
                return start + 2;
            }

            @Override
            public String mask() {
                return "qq";
            }
        }

        record Close(int start) implements Mark {
            @Override
            public int end() {
                return start + 2;
            }

            @Override
            public String mask() {
                return "qq";
            }
        }

        record Parameter(int start, String name) implements Mark {
            @Override
            public int end() {
                return start + 1 + name.length();
            }

            @Override
            public String mask() {
                return "q" + name;
            }

            @Override
            public Optional<String> parameter() {
                return Optional.of(name);
            }
        }
    }
}
