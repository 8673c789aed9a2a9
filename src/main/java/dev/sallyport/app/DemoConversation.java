package dev.sallyport.app;

import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonNumber;
import dev.sallyport.json.JsonObject;
import java.util.List;

/** What the agent of the demonstration asks, step by step, and what the gate has to answer. */
final class DemoConversation {
    private DemoConversation() {}

    /** What a step has to be answered with. */
    sealed interface Expectation {
        /** Rows, at least so many. */
        record Rows(int atLeast) implements Expectation {}

        /** A refusal with this code. */
        record Refusal(String code) implements Expectation {}
    }

    /**
     * One call of a tool.
     *
     * @param says what the agent is after, in a sentence
     */
    record Step(String says, String tool, JsonObject arguments, Expectation expectation) {}

    static List<Step> steps() {
        return List.of(
                new Step(
                        "Where do the customers live?",
                        "query_connx",
                        sql(
                                        "vsam",
                                        """
                                        SELECT CUSTOMERSTATE, COUNT(*) AS CUSTOMERS
                                        FROM CUSTOMERS_VSAM GROUP BY CUSTOMERSTATE
                                        ORDER BY CUSTOMERS DESC, CUSTOMERSTATE\
                                        """)
                                .with("max_rows", JsonNumber.of(5)),
                        new Expectation.Rows(5)),
                new Step(
                        "Who are the customers in Austin? A tool that the owner declared answers that.",
                        "find_customers",
                        JsonObject.builder().put("state", "Texas").put("city", "Austin").build(),
                        new Expectation.Rows(1)),
                new Step(
                        "Which products of 2025 sold best? The value is bound, not pasted into the SQL.",
                        "query_connx",
                        sql(
                                        "vsam",
                                        """
                                        SELECT p.PRODUCTNAME, COUNT(*) AS ORDERS, SUM(o.PRODUCTQUANTITY) AS PIECES
                                        FROM ORDERS_VSAM o
                                        JOIN PRODUCTS_VSAM p ON p.PRODUCTID = o.PRODUCTID
                                        WHERE o.ORDERDATE BETWEEN ? AND ?
                                        GROUP BY p.PRODUCTNAME
                                        ORDER BY PIECES DESC, p.PRODUCTNAME
                                        FETCH FIRST 5 ROWS ONLY\
                                        """)
                                .with(
                                        "params",
                                        JsonArray.of(
                                                JsonNumber.of(20250101), JsonNumber.of(20251231))),
                        new Expectation.Rows(5)),
                refused("Drop a table.", "DROP TABLE CUSTOMERS_VSAM", "SP-204"),
                refused(
                        "Hide a second statement behind a first one.",
                        "SELECT 1; DELETE FROM ORDERS_VSAM",
                        "SP-203"),
                refused(
                        "Read a table of another database.",
                        "SELECT * FROM PAYROLL.dbo.SALARIES",
                        "SP-240"),
                refused(
                        "Read a file of the server through a function.",
                        "SELECT FILE_READ('/etc/passwd')",
                        "SP-220"));
    }

    private static Step refused(String says, String sql, String code) {
        return new Step(says, "query_connx", sql("vsam", sql), new Expectation.Refusal(code));
    }

    private static JsonObject sql(String source, String sql) {
        return JsonObject.builder().put("source", source).put("query", sql).build();
    }
}
