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
    Source source;

    /** A database that holds these, and a source for it. */
    protected abstract SourceConfig prepared(List<String> statements) throws SQLException;

    /** A name as an answer writes it that is a word of SQL, or is not folded. */
    protected String quoted(String name) {
        return '"' + name + '"';
    }

    /** A name that is no word of SQL, whose letters are not folded. */
    protected String mixed(String name) {
        return quoted(name);
    }

    /** A decimal of twelve digits, two of them after the point, as the catalogue tells it. */
    protected String decimalType() {
        return "numeric(12,2)";
    }

    /** Texts of up to 40 characters, and of two, as the catalogue tells them. */
    protected List<String> textTypes() {
        return List.of("varchar(40)", "char(2)");
    }

    /** Whether the driver says that a column of a primary key may be NULL, where it is whole. */
    protected boolean keyIsNullable() {
        return false;
    }

    /** Whether the engine keeps comments. */
    protected boolean hasComments() {
        return true;
    }

    /** A name as the engine folds it. */
    protected abstract String folded(String name);

    /** The database that the tables are told to be of. */
    protected Optional<String> database() {
        return source.defaultDatabase();
    }

    /** Whether the engine knows primary and foreign keys. */
    protected boolean hasKeys() {
        return true;
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
                        quoted("Order"),
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
                .isEqualTo(textTypes().getFirst());
        assertThat(customers.columns().get(2).type()).isEqualTo(decimalType());
        assertThat(customers.columns().get(3).type()).isEqualTo(textTypes().getLast());
        assertThat(customers.columns())
                .extracting(ColumnEntry::nullable)
                .containsExactly(keyIsNullable(), false, true, true);
        assertThat(customers.columns())
                .extracting(ColumnEntry::key)
                .containsExactly(hasKeys(), false, false, false);
        assertThat(customers.columns().get(2).comment())
                .isEqualTo(hasComments() ? Optional.of("in euros") : Optional.empty());
    }

    @Test
    void saysWhatAForeignKeyRefersTo() {
        assertThat(described("customer_orders").columns().get(1).references())
                .isEqualTo(
                        hasKeys()
                                ? Optional.of(folded("customers") + "." + folded("id"))
                                : Optional.empty());
    }

    @Test
    void hidesTheOtherEndOfAForeignKeyThatTheCallerMayNotSee() {
        CatalogAnswer answer =
                search(
                        new CatalogQuery("", Optional.of("customer_orders"), 20),
                        view(name -> !name.name().equalsIgnoreCase("customers"), column -> true));
        assertThat(answer)
                .isInstanceOfSatisfying(
                        CatalogAnswer.Found.class,
                        found ->
                                assertThat(found.tables().getFirst().columns().get(1).references())
                                        .isEmpty());
    }

    @Test
    void writesNamesInQuotesWhereAStatementNeedsThem() {
        assertThat(described(quoted("Order")).columns())
                .extracting(ColumnEntry::name)
                .containsExactly(quoted("select"), mixed("Mixed"));
    }

    @Test
    void findsATableByItsQualifiedName() {
        assertThat(described("archive.old_orders").name())
                .isEqualTo(folded("archive") + "." + folded("old_orders"));
    }

    @Test
    void showsNothingOfAHiddenTable() {
        CatalogView visible =
                view(name -> !name.name().toLowerCase(Locale.ROOT).equals("rich"), column -> true);
        assertThat(search(new CatalogQuery("rich", Optional.empty(), 20), visible))
                .isEqualTo(new CatalogAnswer.Found(List.of(), false));
        assertThat(search(new CatalogQuery("", Optional.of("rich"), 20), visible))
                .isEqualTo(new CatalogAnswer.Found(List.of(), false));
    }

    @Test
    void tellsThePredicateTheDatabaseOfEveryTable() {
        search(
                new CatalogQuery("", Optional.empty(), 20),
                view(
                        name -> {
                            assertThat(name.catalog()).isEqualTo(database());
                            assertThat(name.schema()).isPresent();
                            return true;
                        },
                        column -> true));
    }

    @Test
    void showsNothingOfAHiddenColumn() {
        CatalogView view = view(table -> true, column -> !column.equalsIgnoreCase("id"));

        TableEntry orders =
                found(new CatalogQuery("", Optional.of("customer_orders"), 20), view)
                        .tables()
                        .getFirst();
        assertThat(orders.columns())
                .extracting(ColumnEntry::name)
                .containsExactly(folded("customer_id"), folded("note"));
        assertThat(orders.columns())
                .as("what a hidden column is referred to by")
                .allSatisfy(column -> assertThat(column.references()).isEmpty());
        assertThat(found(new CatalogQuery("id", Optional.empty(), 20), view).tables())
                .flatExtracting(TableEntry::matchedColumns)
                .containsExactly(folded("customer_id"));
        assertThat(
                        found(
                                        new CatalogQuery("euros", Optional.empty(), 20),
                                        view(
                                                table -> true,
                                                column -> !column.equalsIgnoreCase("balance")))
                                .tables())
                .as("found by a hidden column's comment")
                .isEmpty();
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
                                    view(table -> true, column -> true),
                                    context()))
                    .isInstanceOfSatisfying(
                            CatalogAnswer.Failed.class,
                            failed ->
                                    assertThat(failed.reason())
                                            .isEqualTo(FailureReason.SOURCE_UNREACHABLE));
        }
    }

    final CatalogAnswer.Found found(String words, int limit) {
        return found(
                new CatalogQuery(words, Optional.empty(), limit),
                view(table -> true, column -> true));
    }

    private CatalogAnswer.Found found(CatalogQuery query, CatalogView view) {
        CatalogAnswer answer = search(query, view);
        assertThat(answer).isInstanceOf(CatalogAnswer.Found.class);
        return (CatalogAnswer.Found) answer;
    }

    final TableEntry described(String table) {
        List<TableEntry> tables =
                found(
                                new CatalogQuery("", Optional.of(table), 20),
                                view(shown -> true, column -> true))
                        .tables();
        assertThat(tables).hasSize(1);
        return tables.getFirst();
    }

    final CatalogAnswer search(CatalogQuery query, CatalogView view) {
        return catalog.search(source, query, view, context());
    }

    static CatalogView view(Predicate<TableName> tables, Predicate<String> columns) {
        return new CatalogView() {
            @Override
            public boolean shows(TableName table) {
                return tables.test(table);
            }

            @Override
            public boolean shows(TableName table, String column) {
                return columns.test(column);
            }
        };
    }

    private String kindOf(String table) {
        return described(table).kind();
    }

    static List<String> names(CatalogAnswer.Found found) {
        return found.tables().stream().map(TableEntry::name).toList();
    }

    private static CallContext context() {
        return new CallContext(
                Caller.LOCAL, Deadline.after(Duration.ofSeconds(20)), new Cancellation());
    }
}
