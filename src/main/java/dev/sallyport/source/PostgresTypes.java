package dev.sallyport.source;

import java.sql.SQLException;
import java.sql.Types;
import java.util.HashSet;
import java.util.Set;
import org.postgresql.core.TypeInfo;

/**
 * The built-in types of PostgreSQL, told to the driver, so that it never asks the server for them.
 *
 * <p>pgjdbc answers {@code getColumnTypeName} by a query for every column that it has not seen. So
 * the name of a built-in type goes where the driver answers from memory: it is what {@code
 * getColumnClassName} gives for a column of that type.
 */
final class PostgresTypes {
    /**
     * Name, number, number of the array of it; all fixed for good in the catalogue of PostgreSQL.
     */
    private static final Object[][] TYPES = {
        {"bool", 16, 1000},
        {"bytea", 17, 1001},
        {"char", 18, 1002},
        {"name", 19, 1003},
        {"int8", 20, 1016},
        {"int2", 21, 1005},
        {"int4", 23, 1007},
        {"regproc", 24, 1008},
        {"text", 25, 1009},
        {"oid", 26, 1028},
        {"tid", 27, 1010},
        {"xid", 28, 1011},
        {"cid", 29, 1012},
        {"json", 114, 199},
        {"xml", 142, 143},
        {"point", 600, 1017},
        {"lseg", 601, 1018},
        {"path", 602, 1019},
        {"box", 603, 1020},
        {"polygon", 604, 1027},
        {"line", 628, 629},
        {"cidr", 650, 651},
        {"float4", 700, 1021},
        {"float8", 701, 1022},
        {"circle", 718, 719},
        {"macaddr8", 774, 775},
        {"money", 790, 791},
        {"macaddr", 829, 1040},
        {"inet", 869, 1041},
        {"bpchar", 1042, 1014},
        {"varchar", 1043, 1015},
        {"date", 1082, 1182},
        {"time", 1083, 1183},
        {"timestamp", 1114, 1115},
        {"timestamptz", 1184, 1185},
        {"interval", 1186, 1187},
        {"timetz", 1266, 1270},
        {"bit", 1560, 1561},
        {"varbit", 1562, 1563},
        {"numeric", 1700, 1231},
        {"regclass", 2205, 2210},
        {"regtype", 2206, 2211},
        {"uuid", 2950, 2951},
        {"pg_lsn", 3220, 3221},
        {"tsvector", 3614, 3643},
        {"tsquery", 3615, 3645},
        {"jsonb", 3802, 3807},
        {"int4range", 3904, 3905},
        {"numrange", 3906, 3907},
        {"tsrange", 3908, 3909},
        {"tstzrange", 3910, 3911},
        {"daterange", 3912, 3913},
        {"int8range", 3926, 3927},
        {"jsonpath", 4072, 4073},
        {"regnamespace", 4089, 4090},
        {"int4multirange", 4451, 6150},
        {"nummultirange", 4532, 6151},
        {"tsmultirange", 4533, 6152},
        {"tstzmultirange", 4534, 6153},
        {"datemultirange", 4535, 6155},
        {"int8multirange", 4536, 6157},
        {"xid8", 5069, 271},
    };

    private PostgresTypes() {}

    static void teach(TypeInfo types) throws SQLException {
        Set<String> known = new HashSet<>();
        types.getPGTypeNamesWithSQLTypes().forEachRemaining(known::add);
        for (Object[] type : TYPES) {
            String name = (String) type[0];
            int array = (Integer) type[2];
            // To ask the driver for a type that it does not know is a round trip.
            int number = known.contains(name) ? types.getSQLType(name) : Types.OTHER;
            types.addCoreType(name, (Integer) type[1], number, name, array);
            types.addCoreType("_" + name, array, Types.ARRAY, "_" + name, 0);
        }
    }
}
