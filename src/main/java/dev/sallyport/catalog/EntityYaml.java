package dev.sallyport.catalog;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Drafts of entities as text for the configuration. */
public final class EntityYaml {
    private static final Set<String> RESERVED =
            Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

    private EntityYaml() {}

    /**
     * The section {@code entities}.
     *
     * @param heading comments above it, a line each
     */
    public static String text(List<String> heading, List<EntityDraft> drafts) {
        StringBuilder text = new StringBuilder();
        heading.forEach(line -> text.append("# ").append(oneLine(line)).append('\n'));
        text.append("entities:\n");
        drafts.forEach(draft -> append(text, draft));
        return text.toString();
    }

    private static void append(StringBuilder text, EntityDraft draft) {
        text.append("  ").append(scalar(draft.name())).append(":\n");
        draft.source().ifPresent(source -> line(text, "source", scalar(source)));
        if (!draft.aliases().isEmpty()) {
            line(
                    text,
                    "aliases",
                    "["
                            + String.join(
                                    ", ", draft.aliases().stream().map(EntityYaml::scalar).toList())
                            + "]");
        }
        line(text, "table", scalar(draft.table()));
        draft.key().ifPresent(key -> line(text, "key", scalar(key)));
        line(text, "description", scalar(draft.description()));
        if (!draft.columns().isEmpty()) {
            text.append("    columns:\n");
        }
        notes(text, draft, "");
        draft.columns()
                .forEach((column, meaning) -> {
                    text.append("      ").append(scalar(column)).append(": ");
                    text.append(scalar(meaning)).append('\n');
                    notes(text, draft, column);
                });
        if (!draft.relationships().isEmpty()) {
            text.append("    relationships:\n");
            draft.relationships()
                    .forEach((other, join) ->
                            text.append("      ")
                                    .append(scalar(other))
                                    .append(": ")
                                    .append(scalar(join))
                                    .append('\n'));
        }
    }

    private static void notes(StringBuilder text, EntityDraft draft, String column) {
        Map<String, List<String>> notes = draft.notes();
        notes.getOrDefault(column, List.of())
                .forEach(note -> text.append("      # ").append(oneLine(note)).append('\n'));
    }

    private static void line(StringBuilder text, String key, String value) {
        text.append("    ").append(key).append(": ").append(value).append('\n');
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    /** In quotes, unless it can only be read as this text. */
    static String scalar(String value) {
        String text = oneLine(value);
        boolean plain =
                text.matches("[A-Za-z_][A-Za-z0-9_.-]*")
                        && !RESERVED.contains(text.toLowerCase(java.util.Locale.ROOT));
        return plain ? text : "'" + text.replace("'", "''") + "'";
    }
}
