package dev.sallyport.sql;

import java.util.List;
import java.util.Optional;

/** All dialects that the product knows. */
public final class Dialects {
    public static final Dialect TSQL =
            new Dialect("tsql", "SQL Server", List.of("jdbc:sqlserver:"));
    public static final Dialect CONNX = new Dialect("connx", "CONNX", List.of("jdbc:connx:"));
    public static final Dialect POSTGRES =
            new Dialect("postgres", "PostgreSQL", List.of("jdbc:postgresql:"));
    public static final Dialect MYSQL = new Dialect("mysql", "MySQL", List.of("jdbc:mysql:"));
    public static final Dialect MARIADB =
            new Dialect("mariadb", "MariaDB", List.of("jdbc:mariadb:"));
    public static final Dialect ORACLE = new Dialect("oracle", "Oracle", List.of("jdbc:oracle:"));
    public static final Dialect DB2 = new Dialect("db2", "Db2", List.of("jdbc:db2:"));
    public static final Dialect H2 = new Dialect("h2", "H2", List.of("jdbc:h2:"));
    public static final Dialect SQLITE = new Dialect("sqlite", "SQLite", List.of("jdbc:sqlite:"));
    public static final Dialect DUCKDB = new Dialect("duckdb", "DuckDB", List.of("jdbc:duckdb:"));
    public static final Dialect TRINO = new Dialect("trino", "Trino", List.of("jdbc:trino:"));

    private static final List<Dialect> ALL =
            List.of(TSQL, CONNX, POSTGRES, MYSQL, MARIADB, ORACLE, DB2, H2, SQLITE, DUCKDB, TRINO);

    private Dialects() {}

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
