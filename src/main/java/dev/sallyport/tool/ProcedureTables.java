package dev.sallyport.tool;

import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonNull;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import dev.sallyport.sql.ProcedureArgument;
import dev.sallyport.sql.SqlServerType;
import java.math.BigDecimal;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads a table-valued parameter: {@code type_name}, {@code columns} with name and type, and rows
 * as {@code value}. Every problem is noted; of those of cells, the first hundred.
 */
final class ProcedureTables {
    /** Rows of one table. */
    static final int MAX_ROWS = 10_000;

    /** Columns of one table, as many as the protocol has. */
    static final int MAX_COLUMNS = 1_024;

    /** Values of one table. */
    static final int MAX_CELLS = 200_000;

    /** Characters of one value. */
    static final int MAX_CELL = 1_048_576;

    private static final int MAX_CELL_PROBLEMS = 100;
    private static final int MAX_NAME = 128;
    private static final int NANOS_OF_A_MILLISECOND = 1_000_000;
    private static final int NANOS_OF_A_TICK = 100;
    private static final String DEFAULT_SCHEMA = "dbo";

    private final Arguments in;
    private final String place;
    private int problems;

    private ProcedureTables(Arguments in, String place) {
        this.in = in;
        this.place = place;
    }

    /** The table; empty where there is a problem. No value is a table without rows. */
    static Optional<ProcedureArgument.Value> read(
            Arguments in, JsonObject parameter, String place) {
        return new ProcedureTables(in, place).read(parameter);
    }

    private Optional<ProcedureArgument.Value> read(JsonObject parameter) {
        Optional<List<String>> name = typeName(parameter);
        List<ProcedureArgument.TableColumn> columns = columns(parameter);
        JsonValue value = parameter.member("value").orElse(JsonNull.NULL);
        List<List<Optional<ProcedureArgument.Value>>> rows = new ArrayList<>();
        if (value instanceof JsonArray(List<JsonValue> elements)) {
            if (elements.size() > MAX_ROWS || (long) elements.size() * columns.size() > MAX_CELLS) {
                problem(
                        ".value must have at most "
                                + MAX_ROWS
                                + " rows and "
                                + MAX_CELLS
                                + " values: call the procedure for a part of them at a time");
            } else if (!columns.isEmpty()) {
                for (int i = 0; i < elements.size(); i++) {
                    rows.add(row(elements.get(i), columns, ".value[" + i + "]"));
                }
                decimals(columns, rows);
            }
        } else if (value != JsonNull.NULL) {
            problem(".value must be " + ProcedureValues.expected(SqlServerType.TVP));
        }
        if (problems > MAX_CELL_PROBLEMS) {
            in.problem(place + ": and " + (problems - MAX_CELL_PROBLEMS) + " more");
        }
        return problems > 0
                ? Optional.empty()
                : name.map(parts ->
                        new ProcedureArgument.Table(
                                parts.getFirst(), parts.getLast(), columns, rows));
    }

    /** Schema and name, of which the schema may be missing. */
    private Optional<List<String>> typeName(JsonObject parameter) {
        String written = parameter.string("type_name").orElse("");
        List<String> parts =
                Arrays.stream(written.split("\\.", -1))
                        .map(String::strip)
                        .map(ProcedureTables::unquoted)
                        .toList();
        if (parts.size() > 2 || !parts.stream().allMatch(ProcedureTables::isName)) {
            problem(
                    ".type_name must be the name of the table type, as in dbo.IdList: at most a"
                            + " schema and a name, of letters, digits, _, $, # and blanks inside");
            return Optional.empty();
        }
        return Optional.of(parts.size() == 2 ? parts : List.of(DEFAULT_SCHEMA, parts.getFirst()));
    }

    private static String unquoted(String part) {
        return part.length() > 2 && part.startsWith("[") && part.endsWith("]")
                ? part.substring(1, part.length() - 1)
                : part;
    }

    /**
     * The driver puts the name into the text that declares the parameters, and does not write
     * brackets inside of it twice: so there are none, nor anything else that might end a name.
     */
    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_NAME
                && name.equals(name.strip())
                && (Character.isLetter(name.charAt(0)) || name.charAt(0) == '_')
                && name.chars()
                        .allMatch(c -> Character.isLetterOrDigit(c) || "_$# ".indexOf(c) >= 0);
    }

    private List<ProcedureArgument.TableColumn> columns(JsonObject parameter) {
        if (!(parameter.member("columns").orElse(JsonNull.NULL)
                        instanceof JsonArray(List<JsonValue> elements))
                || elements.isEmpty()
                || elements.size() > MAX_COLUMNS) {
            problem(
                    ".columns must be an array of 1 to "
                            + MAX_COLUMNS
                            + " objects with name and type, in the order of the table type");
            return List.of();
        }
        List<ProcedureArgument.TableColumn> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < elements.size(); i++) {
            String at = ".columns[" + i + "]";
            if (!(elements.get(i) instanceof JsonObject column)) {
                problem(at + " must be an object with name and type");
                continue;
            }
            String name = column.string("name").orElse("");
            if (name.isBlank() || name.length() > MAX_NAME) {
                problem(at + ".name must be a text of 1 to " + MAX_NAME + " characters");
            } else if (!names.add(name.toLowerCase(Locale.ROOT))) {
                problem(at + ".name is there twice");
            }
            String written = column.string("type").orElse("");
            Optional<SqlServerType> type =
                    SqlServerType.named(written).filter(SqlServerType::ofColumns);
            if (type.isEmpty()) {
                problem(at + ".type must be one of " + columnTypes() + ", in any case");
                continue;
            }
            columns.add(
                    new ProcedureArgument.TableColumn(
                            name, type.get(), ProcedureValues.scale(type.get(), written)));
        }
        return columns.size() == elements.size() ? columns : List.of();
    }

    private static String columnTypes() {
        return Arrays.stream(SqlServerType.values())
                .filter(SqlServerType::ofColumns)
                .map(SqlServerType::title)
                .collect(Collectors.joining(", "));
    }

    private List<Optional<ProcedureArgument.Value>> row(
            JsonValue row, List<ProcedureArgument.TableColumn> columns, String at) {
        if (!(row instanceof JsonArray(List<JsonValue> values))
                || values.size() != columns.size()) {
            problem(at + " must be an array of " + columns.size() + " values, one a column");
            return List.of();
        }
        List<Optional<ProcedureArgument.Value>> cells = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            cells.add(cell(values.get(i), columns.get(i), at + "[" + i + "]"));
        }
        return cells;
    }

    private Optional<ProcedureArgument.Value> cell(
            JsonValue value, ProcedureArgument.TableColumn column, String at) {
        if (value == JsonNull.NULL) {
            return Optional.empty();
        }
        if (value instanceof JsonString(String text) && text.length() > MAX_CELL) {
            problem(at + " must have at most " + MAX_CELL + " characters");
            return Optional.empty();
        }
        Optional<ProcedureArgument.Value> read =
                ProcedureValues.read(column.type(), column.scale(), value);
        if (read.isEmpty()) {
            problem(at + " must be " + ProcedureValues.expected(column.type()));
        } else if (isTooFine(read.get(), column.type())) {
            problem(
                    at
                            + " must have at most "
                            + secondDigits(column.type())
                            + " digits of a second: its type has no more");
        }
        return read;
    }

    /** Digits of a second: in a table times go as text, of which the server drops no digit. */
    private static int secondDigits(SqlServerType type) {
        return type == SqlServerType.DATE_TIME || type == SqlServerType.SMALL_DATE_TIME ? 3 : 7;
    }

    private static boolean isTooFine(ProcedureArgument.Value value, SqlServerType type) {
        int nanos =
                switch (value) {
                    case ProcedureArgument.TimeOfDay(var time) ->
                            time.get(ChronoField.NANO_OF_SECOND);
                    case ProcedureArgument.Timestamp(var timestamp) ->
                            timestamp.get(ChronoField.NANO_OF_SECOND);
                    case ProcedureArgument.Moment(var moment) ->
                            moment.get(ChronoField.NANO_OF_SECOND);
                    case ProcedureArgument.Text ignored -> 0;
                    case ProcedureArgument.Whole ignored -> 0;
                    case ProcedureArgument.Flag ignored -> 0;
                    case ProcedureArgument.Decimal ignored -> 0;
                    case ProcedureArgument.Floating ignored -> 0;
                    case ProcedureArgument.Day ignored -> 0;
                    case ProcedureArgument.Identifier ignored -> 0;
                    case ProcedureArgument.Binary ignored -> 0;
                    case ProcedureArgument.Table ignored -> 0;
                };
        return nanos % (secondDigits(type) == 3 ? NANOS_OF_A_MILLISECOND : NANOS_OF_A_TICK) != 0;
    }

    /**
     * The driver declares a column by the most digits of its values on either side of the point.
     */
    private void decimals(
            List<ProcedureArgument.TableColumn> columns,
            List<List<Optional<ProcedureArgument.Value>>> rows) {
        for (int i = 0; i < columns.size(); i++) {
            int whole = 0;
            int scale = 0;
            for (List<Optional<ProcedureArgument.Value>> row : rows) {
                if (i < row.size()
                        && row.get(i).orElse(null)
                                instanceof ProcedureArgument.Decimal(BigDecimal number)) {
                    whole = Math.max(whole, number.precision() - number.scale());
                    scale = Math.max(scale, number.scale());
                }
            }
            if (whole + scale > ProcedureValues.MAX_PRECISION) {
                problem(
                        ".columns["
                                + i
                                + "]: its values need more than "
                                + ProcedureValues.MAX_PRECISION
                                + " digits together");
            }
        }
    }

    private void problem(String problem) {
        problems++;
        if (problems <= MAX_CELL_PROBLEMS) {
            in.problem(place + problem);
        }
    }
}
