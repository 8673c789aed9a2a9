package dev.sallyport.catalog;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Writes names as a statement has to write them, and reads names that were written like that. */
final class Identifiers {
    /**
     * Words that SQL itself reserves; an engine adds its own. Quoting one too many does no harm.
     */
    private static final Set<String> RESERVED =
            Set.of(
                    ("all and any array as asc at authorization begin between both by case cast"
                                    + " check collate column commit connect constraint create cross"
                                    + " cube current current_date current_time current_timestamp"
                                    + " current_user cursor day default delete desc describe"
                                    + " distinct do double drop else end escape except execute"
                                    + " exists external false fetch filter first float for foreign"
                                    + " from full function grant group grouping having hour if in"
                                    + " inner insert int integer intersect interval into is join"
                                    + " key language last lateral leading left like limit local"
                                    + " localtime localtimestamp lock match merge minute month"
                                    + " natural new next no not null nulls of off offset old on"
                                    + " only open or order outer over overlaps partition position"
                                    + " precision primary procedure public range real references"
                                    + " release result return returning revoke right rollback"
                                    + " rollup row rows schema second select session session_user"
                                    + " set similar some start symmetric system_user table"
                                    + " tablesample then time timestamp to top trailing trigger"
                                    + " true truncate uescape union unique unknown unnest update"
                                    + " user using value values view when where window with within"
                                    + " without year")
                            .split(" ", -1));

    private enum Folding {
        UPPER,
        LOWER,
        NONE
    }

    private final String quote;
    private final Folding folding;
    private final Set<String> keywords = new TreeSet<>(RESERVED);

    private Identifiers(String quote, Folding folding) {
        this.quote = quote;
        this.folding = folding;
    }

    static Identifiers of(DatabaseMetaData metadata) throws SQLException {
        Folding folding = Folding.NONE;
        if (metadata.storesUpperCaseIdentifiers()) {
            folding = Folding.UPPER;
        } else if (metadata.storesLowerCaseIdentifiers()) {
            folding = Folding.LOWER;
        }
        String quote = metadata.getIdentifierQuoteString();
        Identifiers identifiers = new Identifiers(quote == null ? "\"" : quote, folding);
        String words = metadata.getSQLKeywords();
        for (String word : (words == null ? "" : words).split(",", -1)) {
            identifiers.keywords.add(word.strip().toLowerCase(Locale.ROOT));
        }
        return identifiers;
    }

    /** The name in quotes where it needs them. */
    String shown(String name) {
        if (quote.isBlank() || (isPlain(name) && !keywords.contains(fold(name)))) {
            return name;
        }
        String end = quote.equals("[") ? "]" : quote;
        return quote + name.replace(end, end + end) + end;
    }

    /** The parts of a name that may be quoted and qualified, without quotes. */
    static List<String> parts(String written) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        char closing = 0;
        for (int i = 0; i < written.length(); i++) {
            char c = written.charAt(i);
            if (closing != 0) {
                if (c != closing) {
                    part.append(c);
                } else if (i + 1 < written.length() && written.charAt(i + 1) == closing) {
                    part.append(c);
                    i++;
                } else {
                    closing = 0;
                }
            } else if (c == '"' || c == '`') {
                closing = c;
            } else if (c == '[') {
                closing = ']';
            } else if (c == '.') {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString().strip());
        return parts;
    }

    private boolean isPlain(String name) {
        if (name.isEmpty()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean lower = c >= 'a' && c <= 'z' && folding != Folding.UPPER;
            boolean upper = c >= 'A' && c <= 'Z' && folding != Folding.LOWER;
            boolean digit = c >= '0' && c <= '9' && i > 0;
            if (!lower && !upper && !digit && c != '_') {
                return false;
            }
        }
        return true;
    }

    private static String fold(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
