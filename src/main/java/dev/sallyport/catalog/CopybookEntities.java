package dev.sallyport.catalog;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the fields of a copybook mean, for people and models who know SQL. */
final class CopybookEntities {
    private static final Set<String> DATE_WORDS =
            Set.of("DATE", "DT", "DTE", "DAT", "DATUM", "DOB", "YMD", "BIRTHDATE", "BIRTHDAY");
    private static final Set<String> TIME_WORDS = Set.of("TIME", "TM", "TIM", "HMS", "HHMMSS");

    private final Map<String, String> columns = new LinkedHashMap<>();
    private final Map<String, List<String>> notes = new LinkedHashMap<>();
    private String last = "";

    private CopybookEntities() {}

    static List<EntityDraft> of(String file, List<CopybookField> records) {
        List<CopybookField> all = new ArrayList<>();
        boolean loose = records.stream().allMatch(record -> record.level > 1 && record.level < 50);
        if (loose && !records.isEmpty()) {
            // Fields without a record: the program that copies them has its level 01.
            CopybookField record = new CopybookField(1, fileName(file), 1, 1);
            record.children.addAll(records);
            CopybookLayout.of(record);
            all.add(record);
        } else {
            all.addAll(records);
        }
        List<EntityDraft> drafts = new ArrayList<>();
        for (CopybookField record : all) {
            CopybookEntities reader = new CopybookEntities();
            drafts.add(reader.draft(file, record, names(drafts)));
        }
        return drafts;
    }

    private static List<String> names(List<EntityDraft> drafts) {
        return drafts.stream().map(EntityDraft::name).toList();
    }

    private EntityDraft draft(String file, CopybookField record, List<String> taken) {
        String recordName = record.isFiller() ? fileName(file) : record.name;
        if (record.children.isEmpty()) {
            column(record, "", "");
        } else {
            group(record, "", true);
        }
        record.renames.forEach(this::note);
        String name = different(columnName(recordName).toLowerCase(Locale.ROOT), taken);
        boolean varies = varies(record);
        String description =
                "Record "
                        + recordName
                        + " of "
                        + file
                        + ", "
                        + (varies ? "up to " : "")
                        + bytes(record.bytes())
                        + (record.redefines.isEmpty()
                                ? ""
                                : "; the same bytes as " + record.redefines);
        return new EntityDraft(
                name,
                Optional.empty(),
                List.of(),
                columnName(recordName),
                Optional.empty(),
                description,
                columns,
                Map.of(),
                notes);
    }

    private static boolean varies(CopybookField field) {
        return !field.dependsOn.isEmpty()
                || field.children.stream().anyMatch(CopybookEntities::varies);
    }

    private void group(CopybookField group, String inherited, boolean record) {
        String more = inherited + repeated(group) + sameBytes(group, record);
        if (!record) {
            note(
                    "group "
                            + (group.isFiller() ? "FILLER" : group.name)
                            + ", "
                            + bytes(group.bytes())
                            + more);
        }
        group.conditions.forEach(condition -> note(group.name + ": " + condition));
        for (CopybookField child : group.children) {
            if (child.children.isEmpty()) {
                column(child, group.name, more);
            } else {
                group(child, more, false);
            }
        }
    }

    private static String sameBytes(CopybookField field, boolean record) {
        return field.redefines.isEmpty() || record
                ? ""
                : "; the same bytes as " + columnName(field.redefines);
    }

    private static String slack(CopybookField field) {
        return field.slack == 0 ? "" : "; after " + bytes(field.slack) + " of slack (SYNC)";
    }

    private static String repeated(CopybookField field) {
        if (!field.isRepeated()) {
            return "";
        }
        String times =
                field.occursLeast == field.occursMost
                        ? String.valueOf(field.occursMost)
                        : field.occursLeast + " to " + field.occursMost;
        return "; occurs "
                + times
                + " times"
                + (field.dependsOn.isEmpty()
                        ? ""
                        : ", as many as " + columnName(field.dependsOn) + " says");
    }

    private void column(CopybookField field, String group, String inherited) {
        String type = type(field) + ", " + bytes(field.bytesOfOne());
        String more = slack(field) + repeated(field) + sameBytes(field, false) + inherited;
        if (field.isFiller()) {
            note("FILLER, " + type + more);
            field.conditions.forEach(condition -> note("FILLER: " + condition));
            return;
        }
        String values =
                field.conditions.isEmpty() ? "" : "; " + String.join("; ", field.conditions);
        String meaning = meaning(field).map(text -> text + "; ").orElse("") + type + values + more;
        String name = columnName(field.name);
        if (columns.containsKey(name) && !group.isEmpty()) {
            name = columnName(group) + "_" + name;
        }
        name = different(name, List.copyOf(columns.keySet()));
        columns.put(name, meaning);
        last = name;
    }

    private void note(String text) {
        notes.computeIfAbsent(last, ignored -> new ArrayList<>()).add(text);
    }

    /** The type that the column has in SQL, as gateways show such fields. */
    private static String type(CopybookField field) {
        switch (field.usage) {
            case "COMP-1" -> {
                return "REAL";
            }
            case "COMP-2" -> {
                return "DOUBLE";
            }
            case "INDEX", "POINTER", "PROCEDURE-POINTER", "FUNCTION-POINTER" -> {
                return field.usage;
            }
            case "BINARY-CHAR", "BINARY-SHORT", "BINARY-LONG", "BINARY-DOUBLE" -> {
                return binary(field.elementaryBytes(), !field.unsignedUsage);
            }
            default -> {}
        }
        CopybookPicture picture = field.picture;
        if (picture == null) {
            return "";
        }
        return switch (picture.category()) {
            case TEXT ->
                    field.usage.equals("COMP-X")
                            ? binary(picture.length(), false)
                            : "CHAR(" + picture.length() + ")";
            case NATIONAL -> "NCHAR(" + picture.length() + ")";
            case EDITED -> edited(field, picture);
            // Blanks for zero make it one to be read, no number.
            case NUMBER -> field.blankWhenZero ? edited(field, picture) : number(field, picture);
        };
    }

    private static String edited(CopybookField field, CopybookPicture picture) {
        return "CHAR("
                + picture.length()
                + ") edited as "
                + field.pictureText
                + (field.blankWhenZero ? ", blank when zero" : "");
    }

    /** A type that holds all values of so many bytes. */
    private static String binary(long bytes, boolean signed) {
        String type;
        if (bytes <= (signed ? 2 : 1)) {
            type = "SMALLINT";
        } else if (bytes <= (signed ? 4 : 3)) {
            type = "INTEGER";
        } else if (bytes <= (signed ? 8 : 7)) {
            type = "BIGINT";
        } else {
            type = "DECIMAL(" + (bytes * 5 + 1) / 2 + ")";
        }
        return type + " binary" + (signed ? "" : ", unsigned");
    }

    private static String number(CopybookField field, CopybookPicture picture) {
        String kind =
                switch (field.usage) {
                    case "COMP-3" -> "packed";
                    case "COMP-6" -> "packed without sign";
                    case "COMP", "COMP-5", "COMP-X" -> "binary";
                    case "NATIONAL" -> "in UTF-16";
                    default -> "";
                };
        int precision = Math.max(picture.digits(), picture.scale());
        String type;
        if (picture.scale() < 0) {
            type = "DECIMAL(" + (picture.digits() - picture.scale()) + ")";
        } else if (field.usage.equals("COMP-5") && picture.scale() == 0) {
            // As many values as its bytes hold, whatever the picture says.
            return binary(field.elementaryBytes(), picture.signed());
        } else if (kind.equals("binary") && picture.scale() == 0 && picture.digits() <= 18) {
            type =
                    picture.digits() <= 4
                            ? "SMALLINT"
                            : picture.digits() <= 9 ? "INTEGER" : "BIGINT";
        } else {
            type =
                    (kind.isEmpty() || kind.equals("in UTF-16") ? "NUMERIC(" : "DECIMAL(")
                            + precision
                            + (picture.scale() > 0 ? "," + picture.scale() : "")
                            + ")";
        }
        return type
                + (kind.isEmpty() ? "" : " " + kind)
                + (picture.scale() < 0 ? ", a multiple of 1" + "0".repeat(-picture.scale()) : "")
                + (picture.signed() ? "" : ", unsigned");
    }

    /** Dates and times, told by the name and the number of digits; empty for all else. */
    private static Optional<String> meaning(CopybookField field) {
        CopybookPicture picture = field.picture;
        boolean whole =
                picture != null
                        && ((picture.category() == CopybookPicture.Category.NUMBER
                                        && picture.scale() == 0)
                                || picture.category() == CopybookPicture.Category.TEXT);
        if (picture == null || !whole) {
            return Optional.empty();
        }
        String as = picture.category() == CopybookPicture.Category.NUMBER ? " as a number" : "";
        int digits = picture.length();
        // Packed fields have an odd number of digits, so a date may have one in front.
        int shown =
                field.usage.equals("COMP-3") && (digits == 9 || digits == 7) ? digits - 1 : digits;
        List<String> words = Arrays.asList(field.name.split("[-_]", -1));
        String compact = field.name.replaceAll("[-_]", "");
        if (compact.contains("JULIAN") || words.contains("JUL")) {
            return switch (digits) {
                case 7 -> Optional.of("day of a year, YYYYDDD" + as);
                case 5 -> Optional.of("day of a year, YYDDD" + as);
                default -> Optional.empty();
            };
        }
        boolean date =
                words.stream().anyMatch(DATE_WORDS::contains)
                        || compact.endsWith("DATE")
                        || compact.contains("YYMMDD")
                        || compact.contains("DDMMYY")
                        || compact.contains("MMDDYY");
        if (date) {
            String year = shown == 8 ? "YYYY" : "YY";
            String order =
                    compact.contains("DDMMYY")
                            ? "DDMM" + year
                            : compact.contains("MMDDYY") ? "MMDD" + year : year + "MMDD";
            return switch (shown) {
                case 8 -> Optional.of("date " + order + as);
                case 6 -> Optional.of("date " + order + as + ", without the century");
                default -> Optional.empty();
            };
        }
        boolean time = words.stream().anyMatch(TIME_WORDS::contains) || compact.endsWith("TIME");
        return time && shown == 6 ? Optional.of("time HHMMSS" + as) : Optional.empty();
    }

    private static String bytes(long count) {
        return count == 1 ? "1 byte" : count + " bytes";
    }

    /** As gateways turn them into names of columns. */
    private static String columnName(String name) {
        return name.replace('-', '_');
    }

    private static String fileName(String file) {
        String name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
        int dot = name.lastIndexOf('.');
        String base = (dot > 0 ? name.substring(0, dot) : name).toUpperCase(Locale.ROOT);
        return base.replaceAll("[^A-Z0-9_-]", "-");
    }

    private static String different(String name, List<String> taken) {
        String free = name;
        for (int i = 2; taken.contains(free); i++) {
            free = name + "_" + i;
        }
        return free;
    }
}
