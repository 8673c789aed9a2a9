package dev.sallyport.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestMySql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** MySQL and MariaDB: a database is the catalogue, has no schemas, and statements reach others. */
abstract class MySqlFamilyCatalogContract extends DatabaseCatalogContract {
    private final TestMySql server;
    private String database = "";

    MySqlFamilyCatalogContract(TestMySql server) {
        this.server = server;
    }

    /** The same tables in the words of MySQL. */
    @Override
    protected SourceConfig prepared(List<String> statements) throws SQLException {
        List<String> own = new ArrayList<>(List.of("DROP DATABASE IF EXISTS archive"));
        for (String sql : statements) {
            if (!sql.startsWith("COMMENT")) {
                own.add(
                        sql.replace('"', '`')
                                .replace(
                                        "INTEGER REFERENCES",
                                        "INTEGER, FOREIGN KEY (customer_id) REFERENCES")
                                .replace("NUMERIC(12, 2)", "NUMERIC(12, 2) COMMENT 'in euros'")
                                .replace(
                                        "customers INTEGER)",
                                        "customers INTEGER) COMMENT = 'what somebody owes'"));
            }
        }
        database = server.newDatabase(own.toArray(String[]::new));
        String user = "of" + database;
        server.run(
                "",
                "CREATE USER '" + user + "'@'%' IDENTIFIED BY 'r'",
                "GRANT SELECT, SHOW VIEW, REFERENCES ON " + database + ".* TO '" + user + "'@'%'",
                "GRANT SELECT ON archive.* TO '" + user + "'@'%'");
        return server.source("shop", server.url(database), user, "r", 2);
    }

    @Override
    protected String folded(String name) {
        return name;
    }

    @Override
    protected String quoted(String name) {
        return '`' + name + '`';
    }

    @Override
    protected String mixed(String name) {
        return name;
    }

    @Override
    protected String decimalType() {
        return "decimal(12,2)";
    }

    @Override
    @Test
    void tellsThePredicateTheDatabaseOfEveryTable() {
        List<String> seen = new ArrayList<>();
        search(
                new CatalogQuery("", Optional.empty(), 20),
                view(
                        name -> {
                            seen.add(name.toString());
                            assertThat(name.schema()).isEmpty();
                            return true;
                        },
                        column -> true));
        assertThat(source.defaultDatabase()).contains(database);
        assertThat(seen).contains(database + "..customers", "archive..old_orders").hasSize(6);
    }
}
