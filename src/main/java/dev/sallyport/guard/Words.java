package dev.sallyport.guard;

import java.util.HashSet;
import java.util.Set;

/** Sets of keywords, in upper case, that the grammar decides by. */
final class Words {
    /** No operand starts with one of these, in any dialect, unless it is quoted. */
    static final Set<String> NO_OPERAND =
            set(
                    "SELECT FROM WHERE GROUP HAVING ORDER UNION EXCEPT INTERSECT ON JOIN AS AND OR IN IS"
                            + " LIKE BETWEEN WHEN THEN ELSE INTO UPDATE DELETE DROP CREATE ALTER GRANT"
                            + " WITH RETURNING USING BY");

    /** No alias without AS before it is one of these, unless it is quoted. */
    static final Set<String> NO_ALIAS =
            set(
                    "SELECT FROM WHERE GROUP HAVING ORDER UNION EXCEPT INTERSECT MINUS LIMIT OFFSET FETCH"
                            + " FOR WINDOW QUALIFY ON USING JOIN INNER LEFT RIGHT FULL CROSS NATURAL"
                            + " STRAIGHT_JOIN ASOF POSITIONAL SEMI ANTI SET VALUES RETURNING WITH OPTION"
                            + " START CONNECT PIVOT UNPIVOT TABLESAMPLE SAMPLE USE FORCE IGNORE INDEXED NOT"
                            + " PARTITION AS WHEN THEN ELSE END LATERAL OUTPUT DEFAULT MATCH_RECOGNIZE MODEL"
                            + " OPTIMIZE APPLY INTO PROCEDURE AND OR IN IS LIKE BETWEEN CASE DISTINCT ALL"
                            + " EXISTS BY INSERT UPDATE DELETE MERGE DROP CREATE ALTER GRANT REVOKE TRUNCATE"
                            + " CALL EXEC EXECUTE LOCK COLLATE ESCAPE DO VERSIONS OVER FILTER WITHIN"
                            + " TABLE XOR DIV MOD RLIKE REGEXP ILIKE SIMILAR GLOB UNPIVOT KEEP HOLDLOCK");

    /** Types that may stand before a string to make a literal of it. */
    static final Set<String> LITERAL_TYPES =
            set(
                    "DATE TIME TIMESTAMP DATETIME TIMESTAMPTZ TIMETZ JSON JSONB UUID INET CIDR NUMERIC"
                            + " DECIMAL BIGINT INT INTEGER SMALLINT REAL DOUBLE FLOAT FLOAT8 INT4 INT8 TEXT"
                            + " VARCHAR CHAR BOOLEAN BOOL BYTEA BLOB POINT BOX POLYGON CIRCLE LINE LSEG PATH"
                            + " XML INT4RANGE INT8RANGE NUMRANGE TSRANGE TSTZRANGE DATERANGE IPADDRESS BIT"
                            + " TSVECTOR TSQUERY MACADDR VARBINARY TINYINT GEOMETRY TIMESTAMP_S"
                            + " TIMESTAMP_MS TIMESTAMP_NS HUGEINT MONEY FLOAT4 INT2 JSONPATH MACADDR8 OID"
                            + " INT4MULTIRANGE INT8MULTIRANGE NUMMULTIRANGE TSMULTIRANGE TSTZMULTIRANGE"
                            + " DATEMULTIRANGE BPCHAR VARBIT");

    /** Types whose brackets hold other types. */
    static final Set<String> CONTAINER_TYPES = set("ROW STRUCT UNION MAP ARRAY LIST");

    /** Types whose brackets hold lengths, or the values of an enumeration. */
    static final Set<String> SIZED_TYPES =
            set(
                    "CHAR CHARACTER VARCHAR VARYING NCHAR NVARCHAR VARCHAR2 NVARCHAR2 TEXT STRING BPCHAR"
                            + " VARCHAR_IGNORECASE LONGVARCHAR NATIONAL CLOB NCLOB BLOB OBJECT DBCLOB GRAPHIC"
                            + " VARGRAPHIC BINARY VARBINARY RAW BIT VARBIT DECIMAL DEC NUMERIC NUMBER DECFLOAT"
                            + " FLOAT DOUBLE PRECISION REAL INT INTEGER BIGINT SMALLINT TINYINT MEDIUMINT INT8"
                            + " INT4 INT2 DATETIME DATETIME2 DATETIMEOFFSET DATE TIME TIMESTAMP TIMESTAMPTZ"
                            + " TIMETZ INTERVAL YEAR MONEY VECTOR HALFVEC SPARSEVEC GEOMETRY GEOGRAPHY ENUM"
                            + " UNSIGNED SIGNED QDIGEST TDIGEST");

    /** Words inside the brackets of a spatial type. */
    static final Set<String> SHAPES =
            set(
                    "FLOAT16 FLOAT32 FLOAT64 INT8 DENSE SPARSE POINT LINESTRING POLYGON MULTIPOINT MULTILINESTRING MULTIPOLYGON GEOMETRY"
                            + " GEOMETRYCOLLECTION POINTZ");

    /** What a length is counted in. */
    static final Set<String> LENGTH_UNITS =
            set("BYTE CHAR CHARACTERS OCTETS CODEUNITS16 CODEUNITS32 K M G");

    /** Words that go on after the first word of a type. */
    static final Set<String> TYPE_WORDS =
            set(
                    "PRECISION VARYING UNSIGNED SIGNED INTEGER INT ZEROFILL CHARACTER CHAR LARGE OBJECT"
                            + " VARCHAR BINARY VARBINARY RAW BYTE");

    static final Set<String> UNITS =
            set(
                    "YEAR QUARTER MONTH WEEK DAY HOUR MINUTE SECOND MILLISECOND MICROSECOND YEARS QUARTERS"
                            + " MONTHS WEEKS DAYS HOURS MINUTES SECONDS MILLISECONDS MICROSECONDS DECADE"
                            + " DECADES CENTURY CENTURIES YEAR_MONTH DAY_HOUR DAY_MINUTE DAY_SECOND"
                            + " DAY_MICROSECOND HOUR_MINUTE HOUR_SECOND HOUR_MICROSECOND MINUTE_SECOND"
                            + " MINUTE_MICROSECOND SECOND_MICROSECOND");

    /** Functions with FROM, FOR or PLACING between their arguments. */
    static final Set<String> WORDY_FUNCTIONS =
            set("EXTRACT TRIM SUBSTRING SUBSTR OVERLAY LTRIM RTRIM BTRIM POSITION DATE_PART");

    /** Words between the arguments of a function that say how it works. */
    static final Set<String> ARGUMENT_WORDS =
            set(
                    "DISTINCT ALL BOTH LEADING TRAILING SEPARATOR LIMIT VALUE UNIQUE KEYS KEY VARIADIC PASSING"
                            + " DEFAULT NAME CONTENT DOCUMENT LIST STRICT LAX");

    /** MySQL's functions that are keywords only right before a bracket. */
    static final Set<String> MYSQL_KEYWORD_FUNCTIONS =
            set(
                    "ADDDATE BIT_AND BIT_OR BIT_XOR CAST COUNT CURDATE CURTIME DATE_ADD DATE_SUB EXTRACT"
                            + " GROUP_CONCAT JSON_ARRAYAGG JSON_OBJECTAGG MAX MID MIN NOW POSITION STD STDDEV"
                            + " STDDEV_POP STDDEV_SAMP SUBDATE SUBSTR SUBSTRING SUM SYSDATE TRIM VARIANCE VAR_POP"
                            + " VAR_SAMP ST_COLLECT MEDIAN PERCENTILE_CONT PERCENTILE_DISC");

    /** PostgreSQL's types that show the names of the catalog by their numbers. */
    static final Set<String> CATALOG_TYPES =
            set(
                    "REGCLASS REGPROC REGPROCEDURE REGOPER REGOPERATOR REGROLE REGNAMESPACE REGDATABASE"
                            + " REGCOLLATION");

    /** H2's types whose values are objects of Java, made when they are read. */
    static final Set<String> JAVA_TYPES = set("JAVA_OBJECT OTHER OBJECT");

    /** Oracle's functions over the rows of a pattern; Trino's are on its list. */
    static final Set<String> PATTERN_FUNCTIONS =
            set("PREV NEXT FIRST LAST CLASSIFIER MATCH_NUMBER");

    /** Oracle's functions over the cells of a model. */
    static final Set<String> MODEL_FUNCTIONS = set("CV PRESENTV PRESENTNNV PREVIOUS");

    /** What may stand after IS in every dialect. */
    static final Set<String> TRUTH = set("NULL TRUE FALSE UNKNOWN DISTINCT JSON");

    /** Oracle's values and pseudo columns, which need no table. */
    static final Set<String> ORACLE_VALUES =
            set(
                    "SYSDATE SYSTIMESTAMP USER UID ROWNUM LEVEL DUMMY NULL CURRENT_DATE CURRENT_TIMESTAMP"
                            + " LOCALTIMESTAMP SESSIONTIMEZONE DBTIMEZONE ROWID CONNECT_BY_ISLEAF"
                            + " CONNECT_BY_ISCYCLE TRUE FALSE DEFAULT YEAR MONTH DAY HOUR MINUTE SECOND"
                            + " TIMEZONE_HOUR TIMEZONE_MINUTE TIMEZONE_REGION TIMEZONE_ABBR DAY_OF_YEAR"
                            + " OBJECT_VALUE ORA_ROWSCN COLUMN_VALUE CURRENT_USER SYS_GUID");

    /** Operations of Oracle's JSON_TRANSFORM. */
    static final Set<String> TRANSFORMATIONS =
            set("SET REMOVE RENAME INSERT APPEND PREPEND REPLACE KEEP SORT");

    /** Words among the arguments of Oracle's vector functions: how to measure, and formats. */
    static final Set<String> VECTOR_WORDS =
            set(
                    "COSINE EUCLIDEAN EUCLIDEAN_SQUARED L2_SQUARED DOT MANHATTAN HAMMING JACCARD FLOAT32"
                            + " FLOAT64 INT8 BINARY DENSE SPARSE");

    /** Words after the type of a column that a query defines. */
    static final Set<String> COLUMN_OPTIONS =
            set(
                    "PATH FORMAT JSON EXISTS WITH WITHOUT WRAPPER ARRAY KEEP OMIT QUOTES ON ERROR EMPTY"
                            + " NULL DEFAULT TRUE FALSE CONDITIONAL UNCONDITIONAL AS ORDINALITY FOR STRING"
                            + " SCALAR NOT OBJECT TRUNCATE COLLATE BY REF");

    /** Signs of a path that is written without quotes. */
    static final Set<String> PATH_SIGNS = set("- $ . [ ] *");

    /** Values that are spelled like names. */
    static final Set<String> VALUES = set("NULL TRUE FALSE UNKNOWN DEFAULT");

    /** Words that end a list in DuckDB although its last item has a comma. */
    static final Set<String> AFTER_LISTS =
            set("FROM WHERE GROUP HAVING ORDER INTO UNION INTERSECT WINDOW QUALIFY LIMIT");

    /** Words between the arguments of a function that no operand begins with. */
    static final Set<String> AFTER_OPERANDS =
            set(
                    "ORDER LIKE IS IN BETWEEN AND OR NOT ESCAPE COLLATE AS USING FROM FOR SEPARATOR"
                            + " RESPECT IGNORE AT REGEXP RLIKE DIV MOD ILIKE SIMILAR GLOB OVERLAPS FORMAT"
                            + " RETURNING ON");

    /** MySQL's sets of characters before a literal, none of which hides a quote in a byte. */
    static final Set<String> INTRODUCERS =
            set(
                    "_BINARY _UTF8 _UTF8MB3 _UTF8MB4 _LATIN1 _LATIN2 _ASCII _UCS2 _UTF16 _UTF32 _CP1250 _CP1251");

    /** Signs that make a condition of two values. */
    static final Set<String> COMPARISONS = set("= == < > <= >= <> !=");

    /** Words that do. */
    static final Set<String> CONDITIONS = set("AND OR NOT IS IN LIKE ILIKE BETWEEN");

    /** Casts that a parser of many dialects knows. */
    static final Set<String> CASTS = set("CAST TRY_CAST");

    /** DuckDB's statements that may stand in brackets in FROM. */
    static final Set<String> BRACKETED_STATEMENTS =
            set("SHOW DESC DESCRIBE SUMMARIZE CALL PRAGMA EXPLAIN");

    static final Set<String> SAMPLING_METHODS =
            set("SYSTEM BERNOULLI RESERVOIR BLOCK SEED ROWS PERCENT");

    private Words() {}

    static Set<String> set(String words) {
        Set<String> set = HashSet.newHashSet(words.length() / 6);
        int start = 0;
        for (int i = 0; i <= words.length(); i++) {
            if (i == words.length() || words.charAt(i) == ' ') {
                if (i > start) {
                    set.add(words.substring(start, i));
                }
                start = i + 1;
            }
        }
        return set;
    }
}
