package dev.sallyport.catalog;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A record, a group or a field of a copybook, while it is read and after. */
final class CopybookField {
    /** The level of a field that belongs to no record. */
    static final int ALONE = 77;

    /** The highest level of a field in a record. */
    static final int DEEPEST = 49;

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
    boolean unsignedUsage;
    boolean blankWhenZero;
    boolean synchronizedToo;
    long slack;
    long bytesOfOne;

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

    /** Whether the usage says the size, so that there is no picture. */
    boolean hasOwnSize() {
        return ownSize() > 0;
    }

    private int ownSize() {
        return switch (usage) {
            case "BINARY-CHAR" -> 1;
            case "BINARY-SHORT" -> 2;
            case "COMP-1", "INDEX", "POINTER", "FUNCTION-POINTER", "BINARY-LONG" -> 4;
            case "COMP-2", "PROCEDURE-POINTER", "BINARY-DOUBLE" -> 8;
            default -> 0;
        };
    }

    /** Bytes of one of these, as the compilers of mainframes lay it out. */
    long bytesOfOne() {
        return bytesOfOne;
    }

    /** Bytes of all that OCCURS allows. */
    long bytes() {
        return bytesOfOne * occursMost;
    }

    /** Bytes of one field without others below it. */
    long elementaryBytes() {
        return hasOwnSize() ? ownSize() : Optional.ofNullable(picture).map(this::bytes).orElse(0L);
    }

    private long bytes(CopybookPicture known) {
        int characters = usage.equals("NATIONAL") ? 2 : 1;
        return switch (known.category()) {
            case TEXT -> known.length();
            case EDITED -> (long) characters * known.length();
            case NATIONAL -> 2L * known.length();
            case NUMBER ->
                    switch (usage) {
                        case "COMP-3" -> known.digits() / 2 + 1;
                        case "COMP-6" -> (known.digits() + 1) / 2;
                        case "COMP-X" -> leastBytes(known.digits());
                        case "COMP", "COMP-5" ->
                                known.digits() <= 4 ? 2 : known.digits() <= 9 ? 4 : 8;
                        default -> (long) characters * (known.digits() + (separateSign ? 1 : 0));
                    };
        };
    }

    /** Bytes that hold so many digits without a sign. */
    private static int leastBytes(int digits) {
        return (BigInteger.TEN.pow(digits).subtract(BigInteger.ONE).bitLength() + 7) / 8;
    }
}
