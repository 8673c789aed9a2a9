package dev.sallyport.sql;

import static dev.sallyport.sql.LexicalFeature.ADJACENT_STRINGS;
import static dev.sallyport.sql.LexicalFeature.BACKSLASH_ESCAPES;
import static dev.sallyport.sql.LexicalFeature.BACKTICK_NAMES;
import static dev.sallyport.sql.LexicalFeature.BINARY_NUMBERS;
import static dev.sallyport.sql.LexicalFeature.BRACE_ESCAPES;
import static dev.sallyport.sql.LexicalFeature.BRACKET_NAMES;
import static dev.sallyport.sql.LexicalFeature.DASHES_NEED_BLANK;
import static dev.sallyport.sql.LexicalFeature.DELIMITED_STRINGS;
import static dev.sallyport.sql.LexicalFeature.DIGIT_SEPARATORS;
import static dev.sallyport.sql.LexicalFeature.DOLLAR_QUOTES;
import static dev.sallyport.sql.LexicalFeature.DOUBLE_QUOTED_STRINGS;
import static dev.sallyport.sql.LexicalFeature.ESCAPE_STRINGS;
import static dev.sallyport.sql.LexicalFeature.EXECUTABLE_COMMENTS;
import static dev.sallyport.sql.LexicalFeature.FLOAT_SUFFIXES;
import static dev.sallyport.sql.LexicalFeature.GREEDY_OPERATORS;
import static dev.sallyport.sql.LexicalFeature.HASH_COMMENTS;
import static dev.sallyport.sql.LexicalFeature.LENGTH_SUFFIXES;
import static dev.sallyport.sql.LexicalFeature.MONEY_NUMBERS;
import static dev.sallyport.sql.LexicalFeature.NARROW_CHARACTERS;
import static dev.sallyport.sql.LexicalFeature.NESTED_COMMENTS;
import static dev.sallyport.sql.LexicalFeature.NUMBERED_PARAMETERS;
import static dev.sallyport.sql.LexicalFeature.PLAIN_BRACKET_NAMES;
import static dev.sallyport.sql.LexicalFeature.QUESTION_MARK_OPERATORS;
import static dev.sallyport.sql.LexicalFeature.TAGGED_DOLLAR_QUOTES;
import static dev.sallyport.sql.LexicalFeature.UNICODE_STRINGS;
import static dev.sallyport.sql.NameFolding.AS_WRITTEN;
import static dev.sallyport.sql.NameFolding.INSENSITIVE;
import static dev.sallyport.sql.NameFolding.LOWER;
import static dev.sallyport.sql.NameFolding.UPPER;

import java.util.List;
import java.util.Optional;

/** All dialects that the product knows. */
public final class Dialects {
    private static final String PLAIN = "<= >= <> != ||";
    private static final String POSTGRES_OPERATORS =
            "+ - * / % ^ < > = <= >= <> != || && & | # ~ << >> ~* !~ !~* ~~ ~~* !~~ !~~* ~<~ ^@ @ @@"
                    + " @@@ @> <@ -> ->> #> #>> #- @? @- |/ ||/ -|- &< &> <<| |>> &<| |&> <<= >>= <->"
                    + " <=> <#> ~= := => :: <% %> <<% %>>";

    public static final Dialect TSQL =
            new Dialect(
                    "tsql",
                    "SQL Server",
                    List.of("jdbc:sqlserver:"),
                    LexicalRules.of(
                            INSENSITIVE,
                            "$#@",
                            "N",
                            PLAIN + " !< !> += -= *= /= %= &= |= ^= :: << >>",
                            BRACKET_NAMES,
                            NESTED_COMMENTS,
                            MONEY_NUMBERS,
                            BRACE_ESCAPES));
    public static final Dialect CONNX =
            new Dialect(
                    "connx",
                    "CONNX",
                    List.of("jdbc:connx:"),
                    LexicalRules.of(
                            INSENSITIVE,
                            "$#",
                            "N",
                            PLAIN + " *=",
                            NARROW_CHARACTERS,
                            BRACE_ESCAPES));
    public static final Dialect POSTGRES =
            new Dialect(
                    "postgres",
                    "PostgreSQL",
                    List.of("jdbc:postgresql:"),
                    LexicalRules.of(
                            LOWER,
                            "$",
                            "E N B X",
                            POSTGRES_OPERATORS,
                            NESTED_COMMENTS,
                            ESCAPE_STRINGS,
                            DOLLAR_QUOTES,
                            TAGGED_DOLLAR_QUOTES,
                            UNICODE_STRINGS,
                            DIGIT_SEPARATORS,
                            BINARY_NUMBERS,
                            GREEDY_OPERATORS,
                            QUESTION_MARK_OPERATORS));
    public static final Dialect MYSQL =
            new Dialect("mysql", "MySQL", List.of("jdbc:mysql:"), mysql(" -> ->>"));
    public static final Dialect MARIADB =
            new Dialect("mariadb", "MariaDB", List.of("jdbc:mariadb:"), mysql(""));
    public static final Dialect ORACLE =
            new Dialect(
                    "oracle",
                    "Oracle",
                    List.of("jdbc:oracle:"),
                    LexicalRules.of(
                            UPPER,
                            "$#",
                            "N Q NQ",
                            PLAIN + " ^= => ** <=> <-> <#>",
                            NARROW_CHARACTERS,
                            FLOAT_SUFFIXES,
                            DELIMITED_STRINGS));
    public static final Dialect DB2 =
            new Dialect(
                    "db2",
                    "Db2",
                    List.of("jdbc:db2:"),
                    LexicalRules.of(
                            UPPER,
                            "$#@",
                            "N G GX X UX BX",
                            PLAIN + " ^= !> !< => ** -> ::",
                            NARROW_CHARACTERS,
                            LENGTH_SUFFIXES,
                            NESTED_COMMENTS,
                            UNICODE_STRINGS));
    public static final Dialect H2 =
            new Dialect(
                    "h2",
                    "H2",
                    List.of("jdbc:h2:"),
                    LexicalRules.of(
                            UPPER,
                            "$",
                            "N X",
                            PLAIN + " && ~* !~ !~* :: =>",
                            BACKTICK_NAMES,
                            NESTED_COMMENTS,
                            DOLLAR_QUOTES,
                            UNICODE_STRINGS,
                            NUMBERED_PARAMETERS,
                            DIGIT_SEPARATORS));

    /** What is common to all dialects, and no more: it shares no construct of one other. */
    public static final Dialect HSQLDB =
            new Dialect(
                    "hsqldb",
                    "HSQLDB",
                    List.of("jdbc:hsqldb:"),
                    LexicalRules.of(UPPER, "$", "N X B", PLAIN, UNICODE_STRINGS, ADJACENT_STRINGS));

    public static final Dialect SQLITE =
            new Dialect(
                    "sqlite",
                    "SQLite",
                    List.of("jdbc:sqlite:"),
                    LexicalRules.of(
                            INSENSITIVE,
                            "$",
                            "X",
                            PLAIN + " == << >> -> ->>",
                            DIGIT_SEPARATORS,
                            NUMBERED_PARAMETERS,
                            BACKTICK_NAMES,
                            PLAIN_BRACKET_NAMES));
    public static final Dialect DUCKDB =
            new Dialect(
                    "duckdb",
                    "DuckDB",
                    List.of("jdbc:duckdb:"),
                    LexicalRules.of(
                            INSENSITIVE,
                            "$",
                            "E X",
                            "+ - * / % ^ < > = <= >= <> != || && & | # ~ << >> ~* !~ !~* ~~ ~~* !~~"
                                    + " !~~* ~~~ ^@ @ @> <@ -> ->> := => :: == ** // <-> <=>",
                            NESTED_COMMENTS,
                            ESCAPE_STRINGS,
                            DOLLAR_QUOTES,
                            TAGGED_DOLLAR_QUOTES,
                            GREEDY_OPERATORS,
                            DIGIT_SEPARATORS));
    public static final Dialect TRINO =
            new Dialect(
                    "trino",
                    "Trino",
                    List.of("jdbc:trino:"),
                    LexicalRules.of(
                            INSENSITIVE,
                            "",
                            "X",
                            PLAIN + " -> =>",
                            UNICODE_STRINGS,
                            DIGIT_SEPARATORS,
                            BINARY_NUMBERS));

    private static final List<Dialect> ALL =
            List.of(
                    TSQL, CONNX, POSTGRES, MYSQL, MARIADB, ORACLE, DB2, H2, HSQLDB, SQLITE, DUCKDB,
                    TRINO);

    private Dialects() {}

    private static LexicalRules mysql(String operators) {
        return LexicalRules.of(
                AS_WRITTEN,
                "$",
                "N X B _",
                PLAIN + " <=> && << >>" + operators,
                DOUBLE_QUOTED_STRINGS,
                BACKTICK_NAMES,
                HASH_COMMENTS,
                DASHES_NEED_BLANK,
                EXECUTABLE_COMMENTS,
                BINARY_NUMBERS,
                BACKSLASH_ESCAPES,
                ADJACENT_STRINGS);
    }

    public static List<Dialect> all() {
        return ALL;
    }

    public static Optional<Dialect> named(String name) {
        return ALL.stream().filter(dialect -> dialect.name().equals(name)).findFirst();
    }

    /** The dialect of the engines that a JDBC URL reaches. */
    public static Optional<Dialect> ofJdbcUrl(String jdbcUrl) {
        return ALL.stream().filter(dialect -> dialect.speaks(jdbcUrl)).findFirst();
    }
}
