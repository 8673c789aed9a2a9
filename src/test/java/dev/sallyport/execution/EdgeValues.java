package dev.sallyport.execution;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The edge values of SQL's families of types, and the JSON that they must arrive as by the rules of
 * {@code docs/types.md}; an engine says how its types are spelled, and leaves out what it cannot
 * hold.
 */
final class EdgeValues {
    /** Characters of every plane that has any, and those that formats stumble over. */
    private static final List<String> TEXTS =
            List.of(
                    "",
                    " ",
                    "x",
                    "  padded  ",
                    "NULL",
                    "null",
                    "true",
                    "-0",
                    "1e5",
                    "2024-02-29",
                    "0000-00-00",
                    "9007199254740993",
                    "a\tb",
                    "a\nb",
                    "a\r\nb",
                    "q\"q",
                    "it's",
                    "a\\b",
                    "a|b",
                    "a,b",
                    "[1]",
                    "<x/>",
                    "100%",
                    "é",
                    "漢字",
                    "e\u0301",
                    "\u200B",
                    "\u202Eabc",
                    "\u2028",
                    "\uFEFF",
                    "\uFFFD",
                    "\uFFFF",
                    "😀",
                    "𠀀",
                    new String(Character.toChars(0x3134A)),
                    new String(Character.toChars(0xE0001)),
                    new String(Character.toChars(0xFFFFD)),
                    new String(Character.toChars(0x10FFFF)));

    private static final List<String> BINARIES =
            List.of(
                    "00",
                    "ff",
                    "00ff10deadbeef",
                    "0000",
                    "7f80",
                    "0d0a",
                    "efbbbf",
                    "41".repeat(40));

    private static final List<String> DATES =
            List.of(
                    "0001-01-01",
                    "1500-02-28",
                    "1582-10-04",
                    "1582-10-15",
                    "1883-11-18",
                    "1900-01-01",
                    "1969-12-31",
                    "1970-01-01",
                    "2000-02-29",
                    "2011-12-30",
                    "2024-02-29",
                    "2024-03-10",
                    "2024-03-31",
                    "2038-01-19",
                    "9999-12-31");

    /** Among them hours that clocks skip, and hours that they show twice. */
    private static final List<String> TIMESTAMPS =
            List.of(
                    "0001-01-01 00:00:00",
                    "1500-02-28 12:00:00",
                    "1582-10-15 00:00:00",
                    "1883-11-18 12:03:58",
                    "1900-01-01 00:00:00",
                    "1969-12-31 23:59:59",
                    "1970-01-01 00:00:00",
                    "2011-12-30 12:00:00",
                    "2024-02-29 23:59:59",
                    "2024-03-10 02:30:00",
                    "2024-03-31 02:30:00",
                    "2024-10-27 02:30:00",
                    "2024-11-03 01:30:00",
                    "2038-01-19 03:14:08",
                    "9999-12-31 23:59:59");

    private static final List<String> MOMENTS =
            List.of(
                    "1970-01-01 00:00:00+00:00", "1969-12-31 23:59:59+01:00",
                    "2024-02-29 00:00:00-11:00", "2024-02-29 23:59:59+14:00",
                    "2024-03-10 02:30:00-08:00", "2024-03-31 02:30:00+01:00",
                    "2024-10-27 02:30:00+02:00", "2024-11-03 01:30:00-07:00",
                    "2024-11-03 01:30:00-04:00", "2024-11-03 01:30:00-05:00",
                    "2024-02-29 12:00:00+05:45", "2000-01-01 00:00:00-03:30");

    private static final List<String> UUIDS =
            List.of(
                    "7d444840-9dc0-11d1-b245-5ffdce74fad2",
                    "00000000-0000-0000-0000-000000000000",
                    "ffffffff-ffff-ffff-ffff-ffffffffffff",
                    "80000000-0000-0000-0000-000000000000");

    /**
     * One value.
     *
     * @param stored its text, without what makes a literal of it
     * @param json what has to arrive; empty where that is the number whose bits are {@code bits}
     * @param bound an expression with one placeholder for what was read; empty where the engine
     *     cannot compare the two
     */
    record Edge(
            String type,
            String expression,
            String stored,
            String json,
            Optional<Number> number,
            Optional<String> bound) {
        /** Whether a cell of JSON is the value, to the last digit. */
        boolean isMetBy(String cell) {
            if (number.isEmpty()) {
                return cell.equals(json);
            }
            return switch (number.get()) {
                case Float value -> same(value, cell);
                case Double value ->
                        Double.doubleToLongBits(value)
                                == Double.doubleToLongBits(Double.parseDouble(cell));
                default -> throw new IllegalStateException(type);
            };
        }

        private static boolean same(float value, String cell) {
            return Float.floatToIntBits(value) == Float.floatToIntBits(Float.parseFloat(cell));
        }
    }

    private final Map<String, Edge> edges = new LinkedHashMap<>();
    private final UnaryOperator<String> quoted;
    private final String nullOf;
    private final String boundTo;

    /**
     * Values of an engine.
     *
     * @param quoted how a text is written between quotes
     * @param nullOf the expression of a NULL, with {@code %s} for the type
     * @param boundTo the expression of a bound value, with {@code %s} for the type
     */
    EdgeValues(UnaryOperator<String> quoted, String nullOf, String boundTo) {
        this.quoted = quoted;
        this.nullOf = nullOf;
        this.boundTo = boundTo;
    }

    /** Values of an engine that is like the standard. */
    static EdgeValues standard() {
        return new EdgeValues(text -> text.replace("'", "''"), "CAST(NULL AS %s)", "CAST(? AS %s)");
    }

    /**
     * Begins a type, with its NULL.
     *
     * @param name as a cast of the engine spells it
     * @param expression of a value, with {@code %s} for its text
     */
    Type type(String name, String expression) {
        Type type = new Type(name, expression);
        if (!nullOf.isEmpty()) {
            edges.put(
                    name + " NULL",
                    new Edge(
                            name,
                            nullOf.formatted(name),
                            "",
                            "null",
                            Optional.empty(),
                            Optional.empty()));
        }
        return type;
    }

    /** The same for a type that a cast of a text makes. */
    Type cast(String name) {
        return type(name, "CAST('%s' AS " + name + ")");
    }

    List<Edge> all() {
        return List.copyOf(edges.values());
    }

    static String json(BigInteger number) {
        return number.abs().bitLength() <= 53 ? number.toString() : "\"" + number + "\"";
    }

    /** A type that is given its values. */
    final class Type {
        private final String name;
        private final String expression;
        private boolean comparable = true;

        private Type(String name, String expression) {
            this.name = name;
            this.expression = expression;
        }

        /** The engine, or its driver, cannot compare a bound value with one of this type. */
        Type unbound() {
            comparable = false;
            return this;
        }

        private Type put(String stored, String json, Optional<Number> number) {
            String text = expression.formatted(quoted.apply(stored));
            Optional<String> bound =
                    comparable ? Optional.of(boundTo.formatted(name)) : Optional.empty();
            edges.put(name + ' ' + text, new Edge(name, text, stored, json, number, bound));
            return this;
        }

        /** A value whose JSON is given. */
        Type value(String stored, String json) {
            return put(stored, json, Optional.empty());
        }

        /** An expression as it is written, which belongs to the type. */
        Type expression(String written, String json) {
            edges.put(
                    name + ' ' + written,
                    new Edge(name, written, written, json, Optional.empty(), Optional.empty()));
            return this;
        }

        /** Texts that arrive as they are written. */
        Type same(String... values) {
            for (String value : values) {
                value(value, quote(value));
            }
            return this;
        }

        Type signed(int bits) {
            BigInteger border = BigInteger.TWO.pow(bits - 1);
            return integers(border.negate(), border.subtract(BigInteger.ONE));
        }

        Type unsigned(int bits) {
            return integers(BigInteger.ZERO, BigInteger.TWO.pow(bits).subtract(BigInteger.ONE));
        }

        /** Whole numbers around the powers of two, and at both ends. */
        Type integers(BigInteger least, BigInteger greatest) {
            TreeSet<BigInteger> numbers = new TreeSet<>(List.of(least, greatest, BigInteger.ZERO));
            for (int power : new int[] {0, 7, 8, 15, 16, 31, 32, 52, 53, 62, 63, 64, 126, 127}) {
                for (int step = -1; step <= 1; step++) {
                    BigInteger number = BigInteger.TWO.pow(power).add(BigInteger.valueOf(step));
                    numbers.add(number);
                    numbers.add(number.negate());
                }
            }
            numbers.stream()
                    .filter(n -> n.compareTo(least) >= 0 && n.compareTo(greatest) <= 0)
                    .forEach(n -> value(n.toString(), json(n)));
            return this;
        }

        /** Decimals of every length, with the digits that they are stored with. */
        Type decimals(int precision, int scale) {
            value(BigDecimal.ZERO.setScale(scale).toPlainString(), decimal(BigDecimal.ZERO, scale));
            for (int digits = 1; digits <= precision; digits++) {
                for (String start : List.of("9", "1", "-5")) {
                    String digit = start.equals("9") ? "9" : "0";
                    BigInteger unscaled = new BigInteger(start + digit.repeat(digits - 1));
                    BigDecimal number = new BigDecimal(unscaled, scale);
                    value(number.toPlainString(), decimal(number, scale));
                }
            }
            return this;
        }

        private String decimal(BigDecimal number, int scale) {
            BigDecimal stored = number.setScale(scale);
            boolean safe = stored.precision() <= 15 && scale <= 15;
            return safe ? stored.toPlainString() : quote(stored.toPlainString());
        }

        /** Doubles, also those at both ends of the range, and below what is normal, if asked. */
        Type doubles(boolean all) {
            for (double number :
                    new double[] {
                        0,
                        1,
                        -1.5,
                        0.1,
                        0.1 + 0.2,
                        1e22,
                        1e-7,
                        123456789.123456789,
                        1e300,
                        9007199254740993.0,
                    }) {
                put(Double.toString(number), "", Optional.of(number));
            }
            if (all) {
                for (double number :
                        new double[] {
                            Double.MAX_VALUE,
                            -Double.MAX_VALUE,
                            Double.MIN_NORMAL,
                            1e-310,
                            Double.MIN_VALUE
                        }) {
                    put(Double.toString(number), "", Optional.of(number));
                }
            }
            return this;
        }

        Type floats(boolean subnormal) {
            for (float number :
                    new float[] {0, 1, -1.5F, 0.1F, 16777216, 1e-7F, 1234567.8F, Float.MAX_VALUE}) {
                put(Float.toString(number), "", Optional.of(number));
            }
            if (subnormal) {
                for (float number : new float[] {Float.MIN_NORMAL, 1e-40F, Float.MIN_VALUE}) {
                    put(Float.toString(number), "", Optional.of(number));
                }
            }
            return this;
        }

        /** The sign of a zero; where it is written {@code -0}, as a number that reads so too. */
        Type negativeZero(Number zero) {
            return put("-0.0", "", Optional.of(zero));
        }

        Type notFinite(String nan, String infinity) {
            return value(nan, "\"NaN\"")
                    .value(infinity, "\"Infinity\"")
                    .value("-" + infinity, "\"-Infinity\"");
        }

        Type texts() {
            return texts(_ -> true);
        }

        Type texts(Predicate<String> held) {
            TEXTS.stream().filter(held).forEach(this::same);
            return this;
        }

        /** Texts of a fixed length of five: without the blanks that fill them up. */
        Type padded() {
            return value("", "\"\"").same("a", "ab", "a b", "abcde", " ab", "é", "漢字");
        }

        /** Bytes, given as hexadecimal digits. */
        Type binaries() {
            for (String hex : BINARIES) {
                binary(hex);
            }
            return this;
        }

        Type binary(String hex) {
            byte[] bytes = HexFormat.of().parseHex(hex);
            return value(hex, quote(Base64.getEncoder().encodeToString(bytes)));
        }

        Type dates(LocalDate from) {
            DATES.stream()
                    .filter(date -> !LocalDate.parse(date).isBefore(from))
                    .forEach(this::same);
            return this;
        }

        /** Times, with as many digits of a second as the type has. */
        Type times(int digits) {
            same("00:00:00", "02:30:00", "12:34:56", "23:59:59");
            if (digits > 0) {
                same("23:59:59." + "9".repeat(digits), "00:00:00." + "0".repeat(digits - 1) + "1");
                same("12:34:56.7");
            }
            return this;
        }

        Type timestamps(int digits, LocalDate from) {
            TIMESTAMPS.stream()
                    .filter(text -> !LocalDate.parse(text.substring(0, 10)).isBefore(from))
                    .forEach(this::same);
            if (digits > 0) {
                for (String second : List.of("2024-02-29 23:59:59", "2024-03-31 02:30:00")) {
                    same(second + "." + "9".repeat(digits));
                    same(second + "." + "0".repeat(digits - 1) + "1");
                    same(second + ".5");
                }
            }
            return this;
        }

        /** Moments with an offset, which is kept, or told in UTC. */
        Type moments(boolean kept) {
            for (String text : MOMENTS) {
                OffsetDateTime moment = OffsetDateTime.parse(text.replace(' ', 'T'));
                LocalDateTime utc = moment.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
                String shown = utc.toString().replace('T', ' ');
                String whole = shown.length() == 16 ? shown + ":00" : shown;
                value(text, quote(kept ? text : whole + "+00:00"));
            }
            return this;
        }

        Type booleans() {
            return value("true", "true").value("false", "false");
        }

        Type uuids() {
            UUIDS.forEach(this::same);
            return this;
        }

        /** Texts of JSON, as they are written: numbers that a double cannot hold, a name twice. */
        Type jsons() {
            return same(
                    "{\"b\": 1,  \"a\": 12345678901234567890}",
                    "{\"a\": 1, \"a\": 2}",
                    "[1, null, true, \"x\"]",
                    "0.1000",
                    "null",
                    "\"é漢😀\"");
        }
    }

    /** A text as a string of JSON that escapes as little as it may. */
    static String quote(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\t' -> json.append("\\t");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                default -> json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
