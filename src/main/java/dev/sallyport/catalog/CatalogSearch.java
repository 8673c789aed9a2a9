package dev.sallyport.catalog;

import dev.sallyport.catalog.CatalogTable.CatalogColumn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds tables by words: pure, on a snapshot of the metadata. */
final class CatalogSearch {
    private static final int EXACT = 100;
    private static final int SYNONYM = 80;
    private static final int PREFIX = 60;
    private static final int PART = 40;
    private static final int COLUMN = 30;
    private static final int COLUMN_PART = 20;
    private static final int COMMENT = 10;
    private static final int MAX_WORDS = 10;
    private static final int MAX_MATCHED_COLUMNS = 10;

    /** A table that matched. */
    record Match(CatalogTable table, int words, int score, List<String> columns) {}

    private CatalogSearch() {}

    /** Tables that match a word at least, best first: those that match most words, then best. */
    static List<Match> find(List<CatalogTable> tables, String words) {
        return find(tables, words, Map.of());
    }

    /** The same with what people call some of the tables. */
    static List<Match> find(
            List<CatalogTable> tables, String words, Map<CatalogTable, Set<String>> synonyms) {
        List<String> wanted =
                words.toLowerCase(Locale.ROOT)
                        .transform(CatalogSearch::split)
                        .limit(MAX_WORDS)
                        .toList();
        if (wanted.isEmpty()) {
            return tables.stream().map(table -> new Match(table, 0, 0, List.of())).toList();
        }
        List<Match> matches = new ArrayList<>();
        for (CatalogTable table : tables) {
            match(table, wanted, synonyms.getOrDefault(table, Set.of())).ifPresent(matches::add);
        }
        matches.sort(
                Comparator.comparingInt(Match::words)
                        .thenComparingInt(Match::score)
                        .reversed()
                        .thenComparing(match -> match.table().shownName()));
        return matches;
    }

    /** Tables that a written name may mean, qualified or not, in any case. */
    static List<CatalogTable> named(List<CatalogTable> tables, String written) {
        List<String> parts = Identifiers.parts(written.strip());
        List<CatalogTable> same =
                tables.stream().filter(table -> isNamed(table, parts, false)).toList();
        return same.isEmpty()
                ? tables.stream().filter(table -> isNamed(table, parts, true)).toList()
                : same;
    }

    private static boolean isNamed(CatalogTable table, List<String> parts, boolean ignoreCase) {
        List<String> own = new ArrayList<>();
        own.add(table.name().name());
        own.add(table.name().schema().or(table.name()::catalog).orElse(""));
        own.add(table.name().catalog().orElse(""));
        if (parts.size() > own.size()) {
            return false;
        }
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(parts.size() - 1 - i);
            // An empty part stands for the default, as in "db..table".
            boolean equal =
                    ignoreCase ? own.get(i).equalsIgnoreCase(part) : own.get(i).equals(part);
            if (!equal && !(part.isEmpty() && i > 0)) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Match> match(
            CatalogTable table, List<String> words, Set<String> synonyms) {
        int matched = 0;
        int score = 0;
        List<String> columns = new ArrayList<>();
        for (String word : words) {
            int best = score(table, word, columns);
            String singular = singular(word);
            if (best == 0 && !singular.equals(word)) {
                best = score(table, singular, columns) * 2 / 3;
            }
            if (synonyms.contains(word)) {
                best = Math.max(best, SYNONYM);
            }
            matched += best > 0 ? 1 : 0;
            score += best;
        }
        return matched == 0
                ? Optional.empty()
                : Optional.of(new Match(table, matched, score, List.copyOf(columns)));
    }

    private static int score(CatalogTable table, String word, List<String> columns) {
        int best = nameScore(fold(table.name().name()), word);
        if (best == 0 && table.comment().filter(text -> fold(text).contains(word)).isPresent()) {
            best = COMMENT;
        }
        for (CatalogColumn column : table.columns()) {
            int found = columnScore(column, word);
            best = Math.max(best, found);
            if (found > 0
                    && columns.size() < MAX_MATCHED_COLUMNS
                    && !columns.contains(column.shownName())) {
                columns.add(column.shownName());
            }
        }
        return best;
    }

    private static int nameScore(String name, String word) {
        if (name.equals(word)) {
            return EXACT;
        }
        if (name.startsWith(word)) {
            return PREFIX;
        }
        return name.contains(word) ? PART : 0;
    }

    private static int columnScore(CatalogColumn column, String word) {
        String name = fold(column.name());
        if (name.equals(word)) {
            return COLUMN;
        }
        if (name.contains(word)) {
            return COLUMN_PART;
        }
        return column.comment().filter(text -> fold(text).contains(word)).isPresent() ? COMMENT : 0;
    }

    private static Stream<String> split(String words) {
        List<String> split = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        words.codePoints()
                .forEach(c -> {
                    if (Character.isLetterOrDigit(c) || c == '_') {
                        word.appendCodePoint(c);
                    } else if (!word.isEmpty()) {
                        split.add(word.toString());
                        word.setLength(0);
                    }
                });
        if (!word.isEmpty()) {
            split.add(word.toString());
        }
        return split.stream().distinct();
    }

    private static String singular(String word) {
        return word.length() > 3 && word.endsWith("s")
                ? word.substring(0, word.length() - 1)
                : word;
    }

    private static String fold(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
