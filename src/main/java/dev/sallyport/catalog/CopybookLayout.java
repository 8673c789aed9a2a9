package dev.sallyport.catalog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the fields of a record stand, as the compilers of mainframes lay them out: a field with
 * SYNC begins on a boundary of its own size, and the bytes before it are slack.
 */
final class CopybookLayout {
    private static final int HALFWORD = 2;
    private static final int FULLWORD = 4;
    private static final int DOUBLEWORD = 8;

    private CopybookLayout() {}

    /** Sets the bytes of a record and of everything below it; a record begins on a boundary. */
    static void of(CopybookField record) {
        place(record, 0, record.synchronizedToo);
    }

    /** The bytes from an offset to the end of all its occurrences, slack before it left out. */
    private static long place(CopybookField field, long offset, boolean aligned) {
        boolean own = aligned || field.synchronizedToo;
        field.slack = own && field.children.isEmpty() ? gap(offset, boundary(field)) : 0;
        long start = offset + field.slack;
        long size =
                field.children.isEmpty() ? field.elementaryBytes() : children(field, start, own);
        if (field.isRepeated()) {
            // So that each occurrence begins like the first.
            size += gap(size, widest(field, aligned));
        }
        field.bytesOfOne = size;
        return field.slack + size * field.occursMost;
    }

    /** Fields that redefine another begin where it begins; the longest of them counts. */
    private static long children(CopybookField group, long start, boolean aligned) {
        Map<String, Long> starts = new HashMap<>();
        long end = start;
        for (CopybookField child : group.children) {
            long at = child.redefines.isEmpty() ? end : starts.getOrDefault(child.redefines, end);
            long length = place(child, at, aligned);
            starts.put(child.name, at + child.slack);
            end = Math.max(end, at + length);
        }
        return end - start;
    }

    private static long gap(long offset, int boundary) {
        long over = offset % boundary;
        return over == 0 ? 0 : boundary - over;
    }

    private static int widest(CopybookField field, boolean aligned) {
        boolean own = aligned || field.synchronizedToo;
        if (field.children.isEmpty()) {
            return own ? boundary(field) : 1;
        }
        List<CopybookField> below = field.children;
        return below.stream().mapToInt(child -> widest(child, own)).max().orElse(1);
    }

    private static int boundary(CopybookField field) {
        return switch (field.usage) {
            case "COMP", "COMP-5", "BINARY-SHORT", "BINARY-LONG", "BINARY-DOUBLE" ->
                    field.elementaryBytes() <= HALFWORD ? HALFWORD : FULLWORD;
            case "COMP-1", "INDEX", "POINTER", "FUNCTION-POINTER", "PROCEDURE-POINTER" -> FULLWORD;
            case "COMP-2" -> DOUBLEWORD;
            default -> 1;
        };
    }
}
