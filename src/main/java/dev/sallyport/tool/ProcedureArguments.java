package dev.sallyport.tool;

import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonBoolean;
import dev.sallyport.json.JsonNull;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonValue;
import dev.sallyport.sql.ProcedureArgument;
import dev.sallyport.sql.SqlServerType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Reads the parameters of a call of a procedure; notes every problem, as {@link Arguments} does.
 */
final class ProcedureArguments {
    private static final int MAX_PARAMETERS = 1_000;
    private static final int MAX_NAME = 128;

    private final Arguments in;
    private final List<ProcedureArgument> read = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private ProcedureArguments(Arguments in) {
        this.in = in;
    }

    /** The elements of an array, none where it is missing. */
    static List<ProcedureArgument> read(Arguments in, String name) {
        Optional<JsonValue> value = in.value(name);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!(value.get() instanceof JsonArray(List<JsonValue> elements))
                || elements.size() > MAX_PARAMETERS) {
            in.problem(name + " must be an array of at most " + MAX_PARAMETERS + " elements");
            return List.of();
        }
        ProcedureArguments arguments = new ProcedureArguments(in);
        for (int i = 0; i < elements.size(); i++) {
            arguments.read(elements.get(i), name + "[" + i + "]");
        }
        return List.copyOf(arguments.read);
    }

    private void read(JsonValue element, String place) {
        if (!(element instanceof JsonObject parameter)) {
            in.problem(place + " must be an object with name, type and value");
            return;
        }
        Optional<String> name = name(parameter, place);
        Optional<SqlServerType> type = type(parameter, place);
        JsonValue value = parameter.member("value").orElse(JsonNull.NULL);
        JsonValue output = parameter.member("output").orElse(JsonBoolean.FALSE);
        if (!(output instanceof JsonBoolean(boolean wanted))) {
            in.problem(place + ".output must be true or false");
            return;
        }
        if (name.isEmpty() || type.isEmpty()) {
            return;
        }
        if (type.get() == SqlServerType.TVP) {
            table(name.get(), parameter, wanted, place);
            return;
        }
        if (wanted && type.get() == SqlServerType.UDT) {
            in.problem(
                    place
                            + ".output cannot be true for UDT: let the procedure answer the value as"
                            + " a result, with its method ToString or as varbinary");
            return;
        }
        OptionalInt scale = ProcedureValues.scale(type.get(), parameter.string("type").orElse(""));
        if (wanted && scale.isEmpty() && type.get().form() == SqlServerType.Form.DECIMAL) {
            in.problem(
                    place
                            + ".type must tell the digits, as in "
                            + type.get().title()
                            + "(18,2): else the value would be rounded");
            return;
        }
        Optional<ProcedureArgument.Value> bound = Optional.empty();
        if (value != JsonNull.NULL) {
            bound = ProcedureValues.read(type.get(), scale, value);
            if (bound.isEmpty()) {
                in.problem(place + ".value must be " + ProcedureValues.expected(type.get()));
                return;
            }
        }
        read.add(new ProcedureArgument(name.get(), type.get(), bound, scale, wanted));
    }

    private void table(String name, JsonObject parameter, boolean output, String place) {
        if (output) {
            in.problem(place + ".output cannot be true for TVP: a table only goes in");
        }
        ProcedureTables.read(in, parameter, place)
                .ifPresent(table ->
                        read.add(
                                new ProcedureArgument(
                                        name,
                                        SqlServerType.TVP,
                                        Optional.of(table),
                                        OptionalInt.empty(),
                                        false)));
    }

    private Optional<String> name(JsonObject parameter, String place) {
        String written = parameter.string("name").orElse("");
        String name = written.startsWith("@") ? written.substring(1) : written;
        if (!isName(name)) {
            in.problem(
                    place
                            + ".name must be the name of a parameter: a letter or _, then letters,"
                            + " digits, _, $, # or @");
            return Optional.empty();
        }
        if (!names.add(name.toLowerCase(Locale.ROOT))) {
            in.problem(place + ".name is there twice");
            return Optional.empty();
        }
        return Optional.of("@" + name);
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_NAME
                && (Character.isLetter(name.charAt(0)) || name.charAt(0) == '_')
                && name.chars()
                        .allMatch(c -> Character.isLetterOrDigit(c) || "_$#@".indexOf(c) >= 0);
    }

    private Optional<SqlServerType> type(JsonObject parameter, String place) {
        Optional<SqlServerType> type = parameter.string("type").flatMap(SqlServerType::named);
        if (type.isEmpty()) {
            in.problem(
                    place
                            + ".type must be one of "
                            + String.join(", ", SqlServerType.titles())
                            + ", in any case; for an alias type of the database, the one that it is"
                            + " made of");
        }
        return type;
    }
}
