package dev.sallyport.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A record, a group or a field of a copybook, while it is read and after. */
final class CopybookField {
    final int level;
    final String name;
    final int line;
    final int column;
    final List<CopybookField> children = new ArrayList<>();
    final List<String> conditions = new ArrayList<>();
    final List<String> renames = new ArrayList<>();
    @Nullable CopybookPicture picture;
    String pictureText = "";
    String usage = "";
    String redefines = "";
    int occursLeast = 1;
    int occursMost = 1;
    String dependsOn = "";
    boolean ownSign;
    boolean separateSign;
    boolean external;

    CopybookField(int level, String name, int line, int column) {
        this.level = level;
        this.name = name;
        this.line = line;
        this.column = column;
    }

    /** USAGE and SIGN of a group hold for all below it that does not say otherwise. */
    void inherit(CopybookField group) {
        if (usage.isEmpty()) {
            usage = group.usage;
        }
        boolean mayHaveSign = picture == null || pictureText.startsWith("S");
        if (!ownSign && mayHaveSign) {
            separateSign = group.separateSign;
        }
    }

    boolean isFiller() {
        return name.isEmpty();
    }

    boolean isRepeated() {
        return occursMost > 1 || !dependsOn.isEmpty();
    }

    boolean hasOwnSize() {
        return usage.equals("COMP-1")
                || usage.equals("COMP-2")
                || usage.equals("INDEX")
                || usage.equals("POINTER");
    }

    /** Bytes of one of these, as the compilers of mainframes lay it out, without slack. */
    long bytesOfOne() {
        if (!children.isEmpty()) {
            return children.stream()
                    .filter(child -> child.redefines.isEmpty())
                    .mapToLong(CopybookField::bytes)
                    .sum();
        }
        return switch (usage) {
            case "COMP-1", "INDEX", "POINTER" -> 4;
            case "COMP-2" -> 8;
            default -> Optional.ofNullable(picture).map(this::bytes).orElse(0L);
        };
    }

    /** Bytes of all that OCCURS allows. */
    long bytes() {
        return bytesOfOne() * occursMost;
    }

    private long bytes(CopybookPicture known) {
        return switch (known.category()) {
            case TEXT, EDITED -> known.length();
            case NATIONAL -> 2L * known.length();
            case NUMBER ->
                    switch (usage) {
                        case "COMP-3" -> known.digits() / 2 + 1;
                        case "COMP-6" -> (known.digits() + 1) / 2;
                        case "COMP", "COMP-5" ->
                                known.digits() <= 4 ? 2 : known.digits() <= 9 ? 4 : 8;
                        default -> known.digits() + (separateSign ? 1 : 0);
                    };
        };
    }
}
