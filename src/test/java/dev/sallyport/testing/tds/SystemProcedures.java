package dev.sallyport.testing.tds;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The catalogue that Microsoft's driver asks for, from the metadata of H2. */
final class SystemProcedures {
    /** The driver copies what some procedures answer into a table of its own, and reads that. */
    private static final Pattern BATCH =
            Pattern.compile("DECLARE @.* EXEC (sp_\\w+) .*", Pattern.DOTALL);

    private static final String TEXT = "nvarchar(128)";

    private final H2Backend backend;
    private final Connection connection;
    private final String database;

    SystemProcedures(H2Backend backend, Connection connection, String database) {
        this.backend = backend;
        this.connection = connection;
        this.database = database;
    }

    static boolean isBatch(String sql) {
        return BATCH.matcher(sql).matches();
    }

    static boolean isView(String sql) {
        return sql.contains("sys.extended_properties")
                || sql.contains("sys.databases")
                || sql.contains("'TABLE_TYPE'");
    }

    void batch(String sql, List<TdsParameter> parameters, TdsAnswer answer)
            throws SQLException, TdsError {
        Matcher matcher = BATCH.matcher(sql);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no such batch");
        }
        switch (matcher.group(1)) {
            case "sp_columns_100" -> columns(parameters, answer);
            case "sp_fkeys" -> foreignKeys(parameters, answer);
            default -> throw unknown(matcher.group(1));
        }
    }

    void call(String procedure, List<TdsParameter> parameters, TdsAnswer answer)
            throws SQLException, TdsError {
        switch (procedure.toLowerCase(Locale.ROOT)) {
            case "sp_tables" -> tables(parameters, answer);
            case "sp_pkeys" -> primaryKey(parameters, answer);
            case "sp_databases" -> {
                answer.columns(
                        new TdsColumn("DATABASE_NAME", TEXT),
                        new TdsColumn("DATABASE_SIZE", "int"),
                        new TdsColumn("REMARKS", "varchar(254)"));
                List<String> names = backend.databases();
                names.forEach(name -> answer.row(name, 8192, null));
                answer.rowsDone(names.size());
            }
            default -> throw unknown(procedure);
        }
        answer.returned(0);
    }

    void view(String sql, TdsAnswer answer) throws SQLException {
        List<Object[]> rows = new ArrayList<>();
        if (sql.contains("'TABLE_TYPE'")) {
            answer.columns(new TdsColumn("TABLE_TYPE", TEXT));
            List.of("SYSTEM TABLE", "TABLE", "VIEW").forEach(type -> rows.add(new Object[] {type}));
        } else if (sql.contains("sys.databases")) {
            answer.columns(new TdsColumn("TABLE_CAT", TEXT));
            backend.databases().forEach(name -> rows.add(new Object[] {name}));
        } else {
            answer.columns(
                    new TdsColumn("name", TEXT),
                    new TdsColumn("name", TEXT),
                    new TdsColumn("name", TEXT),
                    new TdsColumn("", "nvarchar(4000)"));
            descriptions(rows);
        }
        rows.forEach(answer::row);
        answer.rowsDone(rows.size());
    }

    private void descriptions(List<Object[]> rows) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery(
                                """
                                SELECT table_schema, table_name, NULL, remarks
                                FROM INFORMATION_SCHEMA.TABLES WHERE remarks IS NOT NULL
                                UNION ALL
                                SELECT table_schema, table_name, column_name, remarks
                                FROM INFORMATION_SCHEMA.COLUMNS WHERE remarks IS NOT NULL
                                """)) {
            while (found.next()) {
                rows.add(
                        new Object[] {
                            found.getString(1),
                            found.getString(2),
                            found.getString(3),
                            found.getString(4)
                        });
            }
        }
    }

    private void tables(List<TdsParameter> parameters, TdsAnswer answer) throws SQLException {
        answer.columns(
                new TdsColumn("TABLE_QUALIFIER", TEXT),
                new TdsColumn("TABLE_OWNER", TEXT),
                new TdsColumn("TABLE_NAME", TEXT),
                new TdsColumn("TABLE_TYPE", "varchar(32)"),
                new TdsColumn("REMARKS", "varchar(254)"));
        String wanted = text(parameters, 3);
        long count = 0;
        try (ResultSet found =
                connection
                        .getMetaData()
                        .getTables(null, text(parameters, 1), text(parameters, 0), null)) {
            while (found.next()) {
                String type = found.getString(4).equals("VIEW") ? "VIEW" : "TABLE";
                boolean own = !found.getString(2).equalsIgnoreCase("information_schema");
                if (own && (wanted == null || wanted.contains("'" + type + "'"))) {
                    answer.row(database, found.getString(2), found.getString(3), type, null);
                    count++;
                }
            }
        }
        answer.rowsDone(count);
    }

    private void columns(List<TdsParameter> parameters, TdsAnswer answer) throws SQLException {
        answer.columns(
                new TdsColumn("TABLE_CAT", TEXT),
                new TdsColumn("TABLE_SCHEM", TEXT),
                new TdsColumn("TABLE_NAME", TEXT),
                new TdsColumn("COLUMN_NAME", TEXT),
                new TdsColumn("DATA_TYPE", "int"),
                new TdsColumn("TYPE_NAME", TEXT),
                new TdsColumn("COLUMN_SIZE", "int"),
                new TdsColumn("BUFFER_LENGTH", "int"),
                new TdsColumn("DECIMAL_DIGITS", "int"),
                new TdsColumn("NUM_PREC_RADIX", "int"),
                new TdsColumn("NULLABLE", "int"),
                new TdsColumn("REMARKS", "varchar(30)"),
                new TdsColumn("COLUMN_DEF", "nvarchar(4000)"),
                new TdsColumn("SQL_DATA_TYPE", "int"),
                new TdsColumn("SQL_DATETIME_SUB", "int"),
                new TdsColumn("CHAR_OCTET_LENGTH", "int"),
                new TdsColumn("ORDINAL_POSITION", "int"),
                new TdsColumn("IS_NULLABLE", "varchar(254)"));
        long count = 0;
        try (ResultSet found =
                connection
                        .getMetaData()
                        .getColumns(
                                null,
                                text(parameters, 1),
                                text(parameters, 0),
                                text(parameters, 3))) {
            while (found.next()) {
                Object[] row = new Object[18];
                row[0] = database;
                row[1] = found.getString(2);
                row[2] = found.getString(3);
                row[3] = found.getString(4);
                row[4] = odbcType(found.getInt(5));
                row[5] = typeName(found.getInt(5));
                row[6] = found.getInt(7);
                row[7] = found.getInt(7);
                row[8] = found.getInt(9);
                row[10] = found.getInt(11);
                row[13] = row[4];
                row[16] = found.getInt(17);
                row[17] = found.getString(18);
                answer.row(row);
                count++;
            }
        }
        answer.rowsDone(count);
    }

    private void primaryKey(List<TdsParameter> parameters, TdsAnswer answer) throws SQLException {
        answer.columns(
                new TdsColumn("TABLE_QUALIFIER", TEXT),
                new TdsColumn("TABLE_OWNER", TEXT),
                new TdsColumn("TABLE_NAME", TEXT),
                new TdsColumn("COLUMN_NAME", TEXT),
                new TdsColumn("KEY_SEQ", "smallint"),
                new TdsColumn("PK_NAME", TEXT));
        long count = 0;
        try (ResultSet found =
                connection
                        .getMetaData()
                        .getPrimaryKeys(null, text(parameters, 1), text(parameters, 0))) {
            while (found.next()) {
                answer.row(
                        database,
                        found.getString(2),
                        found.getString(3),
                        found.getString(4),
                        found.getInt(5),
                        found.getString(6));
                count++;
            }
        }
        answer.rowsDone(count);
    }

    private void foreignKeys(List<TdsParameter> parameters, TdsAnswer answer) throws SQLException {
        answer.columns(
                new TdsColumn("PKTABLE_CAT", TEXT),
                new TdsColumn("PKTABLE_SCHEM", TEXT),
                new TdsColumn("PKTABLE_NAME", TEXT),
                new TdsColumn("PKCOLUMN_NAME", TEXT),
                new TdsColumn("FKTABLE_CAT", TEXT),
                new TdsColumn("FKTABLE_SCHEM", TEXT),
                new TdsColumn("FKTABLE_NAME", TEXT),
                new TdsColumn("FKCOLUMN_NAME", TEXT),
                new TdsColumn("KEY_SEQ", "smallint"));
        long count = 0;
        DatabaseMetaData metadata = connection.getMetaData();
        try (ResultSet found =
                metadata.getImportedKeys(null, text(parameters, 4), text(parameters, 3))) {
            while (found.next()) {
                answer.row(
                        database,
                        found.getString(2),
                        found.getString(3),
                        found.getString(4),
                        database,
                        found.getString(6),
                        found.getString(7),
                        found.getString(8),
                        found.getInt(9));
                count++;
            }
        }
        answer.rowsDone(count);
    }

    private static String text(List<TdsParameter> parameters, int index) {
        return index < parameters.size() ? (String) parameters.get(index).value() : null;
    }

    private static TdsError unknown(String procedure) {
        return new TdsError(2812, "Could not find stored procedure '" + procedure + "'.");
    }

    private static String typeName(int type) {
        return switch (type) {
            case Types.INTEGER -> "int";
            case Types.BIGINT -> "bigint";
            case Types.NUMERIC -> "numeric";
            case Types.DECIMAL -> "decimal";
            case Types.CHAR -> "char";
            case Types.DATE -> "date";
            case Types.TIMESTAMP -> "datetime2";
            case Types.BOOLEAN -> "bit";
            default -> "varchar";
        };
    }

    /** The numbers of ODBC, which differ for dates. */
    private static int odbcType(int type) {
        return switch (type) {
            case Types.DATE -> -9;
            case Types.BOOLEAN -> Types.BIT;
            default -> type;
        };
    }
}
