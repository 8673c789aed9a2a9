package dev.sallyport.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.catalog.CatalogAnswer.ColumnEntry;
import dev.sallyport.catalog.CatalogAnswer.TableEntry;
import dev.sallyport.execution.FailureReason;
import dev.sallyport.source.Source;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.Sources;
import dev.sallyport.sql.Dialects;
import dev.sallyport.sql.TableName;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every engine's catalogue has to answer. */
abstract class DatabaseCatalogContract {
    private static final List<String> SCHEMA =
            List.of(
                    "CREATE TABLE customers (id INTEGER PRIMARY KEY, full_name VARCHAR(40) NOT"
                            + " NULL, balance NUMERIC(12, 2), state CHAR(2))",
                    "CREATE TABLE customer_orders (id INTEGER PRIMARY KEY, customer_id INTEGER"
                            + " REFERENCES customers (id), note VARCHAR(200))",
                    "CREATE TABLE invoices (id INTEGER PRIMARY KEY, customers INTEGER)",
                    "CREATE VIEW rich AS SELECT id FROM customers WHERE balance > 1000",
                    "CREATE TABLE \"Order\" (\"select\" INTEGER, \"Mixed\" INTEGER)",
                    "COMMENT ON TABLE invoices IS 'what somebody owes'",
                    "COMMENT ON COLUMN customers.balance IS 'in euros'",
                    "CREATE SCHEMA archive",
                    "CREATE TABLE archive.old_orders (id INTEGER)");

    private final DatabaseCatalog catalog = new DatabaseCatalog();
    private Sources sources;
    private Source source;

    /** A database that holds these, and a source for it. */
    protected abstract SourceConfig prepared(List<String> statements) throws SQLException;

    /** A name as the engine folds it. */
    protected abstract String folded(String name);

    /** A name of both cases as a statement writes it: in quotes where the engine would fold it. */
    protected String shown(String name) {
        return '"' + name + '"';
    }

    @BeforeEach
    void open() throws SQLException {
        sources = new Sources(List.of(prepared(SCHEMA)));
        source = sources.all().getFirst();
    }

    @AfterEach
    void close() {
        sources.close();
    }

    @Test
    void listsTablesAndViewsWithoutColumnsWhereNoWordIsGiven() {
        assertThat(names(found("", 20)))
                .containsExactlyInAnyOrder(
                        folded("customers"),
                        folded("customer_orders"),
                        folded("invoices"),
                        folded("rich"),
                        "\"Order\"",
                        folded("archive") + "." + folded("old_orders"));
        assertThat(found("", 20).tables())
                .allSatisfy(table -> assertThat(table.columns()).isEmpty());
        assertThat(kindOf("rich")).isEqualTo("view");
        assertThat(kindOf("customers")).isEqualTo("table");
    }

    @Test
    void ranksANameBeforeItsSingularBeforeAColumn() {
        assertThat(names(found("customers", 20)))
                .containsExactly(
                        folded("customers"), folded("customer_orders"), folded("invoices"));
    }

    @Test
    void findsByColumnAndSaysWhichOne() {
        CatalogAnswer.Found found = found("BALANCE", 20);
        assertThat(names(found)).containsExactly(folded("customers"));
        assertThat(found.tables().getFirst().matchedColumns()).containsExactly(folded("balance"));
    }

    @Test
    void findsByCommentOfTableAndColumn() {
        assertThat(names(found("owes", 20))).containsExactly(folded("invoices"));
        assertThat(names(found("Euros", 20))).containsExactly(folded("customers"));
        assertThat(found("owes", 20).tables().getFirst().comment()).contains("what somebody owes");
    }

    @Test
    void prefersTablesThatMatchMoreWords() {
        assertThat(names(found("customer note", 20)).getFirst())
                .isEqualTo(folded("customer_orders"));
    }

    @Test
    void saysWhereTheLimitCutTheList() {
        assertThat(found("", 2).tables()).hasSize(2);
        assertThat(found("", 2).more()).isTrue();
        assertThat(found("", 6).more()).isFalse();
    }

    @Test
    void describesATableInFull() {
        TableEntry customers = described("Customers");
        assertThat(customers.columns())
                .extracting(ColumnEntry::name)
                .containsExactly(
                        folded("id"), folded("full_name"), folded("balance"), folded("state"));
        assertThat(customers.columns())
                .extracting(ColumnEntry::type)
                .element(1)
                .isEqualTo("varchar(40)");
        assertThat(customers.columns().get(2).type()).isEqualTo("numeric(12,2)");
        assertThat(customers.columns().get(3).type()).isEqualTo("char(2)");
        assertThat(customers.columns())
                .extracting(ColumnEntry::nullable)
                .containsExactly(false, false, true, true);
        assertThat(customers.columns())
                .extracting(ColumnEntry::key)
                .containsExactly(true, false, false, false);
        assertThat(customers.columns().get(2).comment()).contains("in euros");
    }

    @Test
    void saysWhatAForeignKeyRefersTo() {
        assertThat(described("customer_orders").columns().get(1).references())
                .contains(folded("customers") + "." + folded("id"));
    }

    @Test
    void hidesTheOtherEndOfAForeignKeyThatTheCallerMayNotSee() {
        CatalogAnswer answer =
                search(
                        new CatalogQuery("", Optional.of("customer_orders"), 20),
                        name -> !name.name().equalsIgnoreCase("customers"));
        assertThat(answer)
                .isInstanceOfSatisfying(
                        CatalogAnswer.Found.class,
                        found ->
                                assertThat(found.tables().getFirst().columns().get(1).references())
                                        .isEmpty());
    }

    @Test
    void writesNamesInQuotesWhereAStatementNeedsThem() {
        assertThat(described("\"Order\"").columns())
                .extracting(ColumnEntry::name)
                .containsExactly("\"select\"", shown("Mixed"));
    }

    @Test
    void findsATableByItsQualifiedName() {
        assertThat(described("archive.old_orders").name())
                .isEqualTo(folded("archive") + "." + folded("old_orders"));
    }

    @Test
    void showsNothingOfAHiddenTable() {
        Predicate<TableName> visible = name -> !name.name().toLowerCase(Locale.ROOT).equals("rich");
        assertThat(search(new CatalogQuery("rich", Optional.empty(), 20), visible))
                .isEqualTo(new CatalogAnswer.Found(List.of(), false));
        assertThat(search(new CatalogQuery("", Optional.of("rich"), 20), visible))
                .isEqualTo(new CatalogAnswer.Found(List.of(), false));
    }

    @Test
    void tellsThePredicateTheDatabaseOfEveryTable() {
        search(
                new CatalogQuery("", Optional.empty(), 20),
                name -> {
                    assertThat(name.catalog()).isEqualTo(source.defaultDatabase());
                    assertThat(name.schema()).isPresent();
                    return true;
                });
    }

    @Test
    void failsWithAReasonWhereTheSourceCannotBeReached() {
        SourceConfig broken =
                new SourceConfig(
                        "broken",
                        "jdbc:postgresql://127.0.0.1:1/none",
                        Optional.empty(),
                        Optional.empty(),
                        Dialects.POSTGRES,
                        false);
        try (Sources unreachable = new Sources(List.of(broken))) {
            assertThat(
                            catalog.search(
                                    unreachable.all().getFirst(),
                                    new CatalogQuery("", Optional.empty(), 20),
                                    name -> true,
                                    context()))
                    .isInstanceOfSatisfying(
                            CatalogAnswer.Failed.class,
                            failed ->
                                    assertThat(failed.reason())
                                            .isEqualTo(FailureReason.SOURCE_UNREACHABLE));
        }
    }

    private CatalogAnswer.Found found(String words, int limit) {
        CatalogAnswer answer =
                search(new CatalogQuery(words, Optional.empty(), limit), name -> true);
        assertThat(answer).isInstanceOf(CatalogAnswer.Found.class);
        return (CatalogAnswer.Found) answer;
    }

    private TableEntry described(String table) {
        CatalogAnswer answer = search(new CatalogQuery("", Optional.of(table), 20), name -> true);
        assertThat(answer).isInstanceOf(CatalogAnswer.Found.class);
        List<TableEntry> tables = ((CatalogAnswer.Found) answer).tables();
        assertThat(tables).hasSize(1);
        return tables.getFirst();
    }

    private CatalogAnswer search(CatalogQuery query, Predicate<TableName> visible) {
        return catalog.search(source, query, visible, context());
    }

    private String kindOf(String table) {
        return described(table).kind();
    }

    private static List<String> names(CatalogAnswer.Found found) {
        return found.tables().stream().map(TableEntry::name).toList();
    }

    private static CallContext context() {
        return new CallContext(
                Caller.LOCAL, Deadline.after(Duration.ofSeconds(20)), new Cancellation());
    }
}
