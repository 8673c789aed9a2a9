package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.json.Json;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonValue;
import java.util.List;
import java.util.function.BiFunction;

/**
 * What a client of the CONNX sample sends, and what the sample answered, over the embedded data.
 * Numbers were counted past the product.
 */
final class ConnxReplay {
    /** A call, and how the text of its answer has to begin and end. */
    record Call(String tool, String arguments, String begins, String ends) {}

    static final List<Call> CALLS =
            List.of(
                    call("count_customers", "{}", "{\"total_customers\":5000}", ""),
                    call(
                            "customers_by_state",
                            "{}",
                            "{\"states\":[{\"STATE\":\"CA\",\"CUSTOMER_COUNT\":680},{\"STATE\":\"TX\",\"CUSTOMER_COUNT\":526}",
                            "]}"),
                    call("customer_cities", "{}", "{\"cities\":[{\"CITY\":\"Albany\"},", "]}"),
                    call(
                            "customers_missing_phone",
                            "{}",
                            "{\"results\":[{\"CUSTOMERID\":\"",
                            "\"count\":311,\"truncated\":false}"),
                    call(
                            "get_customer",
                            "{\"customer_id\":\" COSFU \"}",
                            "{\"customer\":{\"CUSTOMERID\":\"COSFU\",\"CUSTOMERNAME\":\"",
                            "}}"),
                    call("get_customer", "{\"customer_id\":\"nobody\"}", "{\"customer\":null}", ""),
                    call(
                            "find_customers",
                            "{\"state\":\"California\",\"city\":\"san diego\",\"max_rows\":2}",
                            "{\"results\":[{\"CUSTOMERID\":\"ADEC1\",",
                            "\"count\":2,\"truncated\":true}"),
                    call(
                            "find_customers",
                            "{\"state\":\"or\",\"city\":\"Portland\"}",
                            "{\"results\":[{",
                            "\"count\":60,\"truncated\":false}"),
                    call(
                            "find_customers",
                            "{\"state\":\"Atlantis\",\"city\":\"  \"}",
                            "{\"results\":[],\"count\":0,\"truncated\":false}",
                            ""),
                    call(
                            "find_customers",
                            "{\"state\":\"TX\",\"max_rows\":5000000}",
                            "{\"results\":[{",
                            "\"count\":526,\"truncated\":false}"),
                    // Values are bound: what looks like SQL is a name that nobody has.
                    call(
                            "get_customer",
                            "{\"customer_id\":\"' OR '1'='1\"}",
                            "{\"customer\":null}",
                            ""),
                    call(
                            "find_customers",
                            "{\"state\":\"TX\",\"city\":\"x' OR 1 = 1 --\"}",
                            "{\"results\":[],\"count\":0,\"truncated\":false}",
                            ""),
                    call(
                            "customers_by_product",
                            "{\"product_name\":\"cast iron dumbbell\",\"max_rows\":1}",
                            "{\"product_name\":\"cast iron dumbbell\",\"customers\":[{\"CUSTOMERID\":\"",
                            "\"count\":1,\"truncated\":true}"),
                    call(
                            "customer_orders_for_product",
                            "{\"customer_id\":\"COSFU\",\"product_name\":\"No Such Thing\"}",
                            "{\"customer_id\":\"COSFU\",\"product_name\":\"No Such Thing\",\"orders\":[],\"count\":0",
                            "}"),
                    call(
                            "describe_entities",
                            "{}",
                            "{\"entities\":[{\"entity\":\"customers\",\"aliases\":[\"customer\",",
                            "}]}"),
                    call(
                            "count_entities",
                            "{\"entity\":\"Clients\"}",
                            "{\"entity\":\"Clients\",\"table\":\"daea_Mainframe_VSAM.dbo.CUSTOMERS_VSAM\",\"total\":5000}",
                            ""),
                    call(
                            "count_entities",
                            "{\"entity\":\"cars\"}",
                            "{\"entity\":\"cars\",",
                            "\"total\":600}"),
                    call("count_entities", "{\"entity\":\"ghosts\"}", "SP-106", ""),
                    call(
                            "describe_server",
                            "{}",
                            "{\"server\":\"sallyport\",\"mode\":\"read-only\"",
                            "}"),
                    call("count_employees", "{}", "{\"total_employees\":1000}", ""),
                    call("count_vehicles", "{}", "{\"total_vehicles\":600}", ""),
                    call(
                            "get_employee",
                            "{\"personnel_id\":\"31103454\"}",
                            "{\"employee\":{\"PERSONNEL_ID\":\"31103454\",\"FIRST_NAME\":\"Daniel\",\"NAME\":\"Abbott\"",
                            "}}"),
                    call(
                            "get_vehicles_for_employee",
                            "{\"personnel_id\":\"31103454\"}",
                            "{\"personnel_id\":\"31103454\",\"vehicles\":[{\"REG_NUM\":\"DA-LI 617\"",
                            "\"truncated\":false}"),
                    call(
                            "find_employees_by_city",
                            "{\"city\":\"denver\",\"max_rows\":1}",
                            "{\"results\":[{\"PERSONNEL_ID\":\"11101163\"",
                            "\"count\":1,\"truncated\":true}"),
                    call(
                            "employees_with_vehicles",
                            "{\"max_rows\":3}",
                            "{\"results\":[{\"PERSONNEL_ID\":\"31103454\"",
                            "\"count\":3,\"truncated\":true}"),
                    call(
                            "vehicles_by_department",
                            "{}",
                            "{\"departments\":[{\"DEPARTMENT\":\"SALE\",\"VEHICLE_COUNT\":241}",
                            "]}"),
                    call(
                            "leased_vehicles_by_department",
                            "{}",
                            "{\"departments\":[{\"DEPARTMENT\":\"SALE\",\"LEASED_VEHICLE_COUNT\":128}",
                            "]}"),
                    call(
                            "vehicles_by_country",
                            "{}",
                            "{\"countries\":[{\"COUNTRY\":\"USA\",\"VEHICLE_COUNT\":148}",
                            "]}"),
                    call(
                            "vehicle_summary_by_make",
                            "{}",
                            "{\"makes\":[{\"MAKE\":\"FORD\",\"VEHICLE_COUNT\":130}",
                            "]}"),
                    query(
                            "SELECT COUNT(*) AS N FROM daea_Mainframe_VSAM.dbo.ORDERS_VSAM WHERE 1 = 0",
                            "{\"results\":[{\"N\":0}],\"count\":1,\"truncated\":false}"),
                    query(
                            "SELECT ';' AS T FROM daea_Mainframe_VSAM.dbo.CUSTOMERS_VSAM WHERE CUSTOMERID = 'COSFU'",
                            "{\"results\":[{\"T\":\";\"}],\"count\":1,\"truncated\":false}"),
                    query(
                            "-- a comment; with a semicolon\nSELECT COUNT(*) AS N FROM daea_Mainframe_VSAM.dbo.CUSTOMERS_VSAM",
                            "{\"results\":[{\"N\":5000}]"),
                    query("SELECT COUNT(*) FROM daea_Mainframe_VSAM.dbo.CUSTOMERS_VSAM;", "SP-203"),
                    query("SELECT 1; DELETE FROM daea_Mainframe_VSAM.dbo.CUSTOMERS_VSAM", "SP-203"),
                    query("DELETE FROM daea_Mainframe_VSAM.dbo.CUSTOMERS_VSAM", "SP-204"),
                    query(
                            "WITH C AS (SELECT CUSTOMERID FROM daea_Mainframe_VSAM.dbo.CUSTOMERS_VSAM)"
                                    + " SELECT COUNT(*) AS N FROM C",
                            "{\"results\":[{\"N\":5000}]"),
                    query("SELECT CNXSLEEP(1) FROM daea_Mainframe_VSAM.dbo.CUSTOMERS_VSAM", "SP-2"),
                    query(
                            "SELECT {fn setfilename('a', 'b')} FROM"
                                    + " daea_Mainframe_VSAM.dbo.CUSTOMERS_VSAM",
                            "SP-2"),
                    // What makes no result.
                    query("CREATE TABLE X (A INT)", "SP-2"),
                    query("CALL X()", "SP-2"),
                    query("COMMIT", "SP-2"),
                    query("SELECT * INTO X FROM daea_Mainframe_VSAM.dbo.CUSTOMERS_VSAM", "SP-2"),
                    call(
                            "update_connx",
                            "{\"operation\":\"delete\",\"query\":\"DELETE FROM X\"}",
                            "",
                            ""));

    /** Changes, one after the other; between them what they left. */
    static final List<Call> CHANGES =
            List.of(
                    update(
                            "insert",
                            "INSERT INTO CUSTOMERS_VSAM (CUSTOMERID, CUSTOMERCITY) VALUES ('A1',"
                                    + " 'Linz'), ('A2', 'Graz'), ('A3', 'Wien')",
                            "{\"operation\":\"insert\",\"affected_rows\":3}"),
                    update(
                            "UPDATE",
                            "UPDATE CUSTOMERS_VSAM SET CUSTOMERCITY = 'Reno' WHERE CUSTOMERID = 'A1'",
                            "{\"operation\":\"UPDATE\",\"affected_rows\":1}"),
                    update(
                            "insert",
                            "DELETE FROM CUSTOMERS_VSAM WHERE CUSTOMERID = 'A1'",
                            "SP-112"),
                    update("drop", "DROP TABLE CUSTOMERS_VSAM", "SP-101"),
                    update("merge", "MERGE INTO CUSTOMERS_VSAM USING X ON 1 = 1", "SP-101"),
                    update("delete", "DROP TABLE CUSTOMERS_VSAM", "SP-2"),
                    update("delete", "TRUNCATE TABLE CUSTOMERS_VSAM", "SP-2"),
                    update(
                            "insert",
                            "MERGE INTO CUSTOMERS_VSAM C USING CUSTOMERS_VSAM S ON C.CUSTOMERID ="
                                    + " S.CUSTOMERID WHEN NOT MATCHED THEN INSERT (CUSTOMERID)"
                                    + " VALUES ('A9')",
                            "SP-"),
                    update("update", "CREATE TABLE X (A INT)", "SP-2"),
                    update("delete", "SELECT * FROM CUSTOMERS_VSAM", "SP-205"),
                    update("delete", "DELETE FROM CUSTOMERS_VSAM", "SP-304"),
                    update("update", "UPDATE CUSTOMERS_VSAM SET CUSTOMERCITY = 'X'", "SP-304"),
                    update(
                            "delete",
                            "DELETE FROM CUSTOMERS_VSAM WHERE CUSTOMERID = 'A1';",
                            "SP-203"),
                    update(
                            "delete",
                            "DELETE FROM CUSTOMERS_VSAM WHERE CUSTOMERID = 'A1'; DELETE FROM"
                                    + " CUSTOMERS_VSAM WHERE CUSTOMERID = 'A2'",
                            "SP-203"),
                    update(
                            "insert",
                            "INSERT INTO CUSTOMERS_VSAM (CUSTOMERID) VALUES ('A1')",
                            "SP-4"),
                    update(
                            "delete",
                            "DELETE FROM CUSTOMERS_VSAM WHERE CUSTOMERID = 'A3'",
                            "{\"operation\":\"delete\",\"affected_rows\":1}"),
                    query("DELETE FROM CUSTOMERS_VSAM WHERE CUSTOMERID = 'A1'", "SP-204"));

    private ConnxReplay() {}

    private static Call update(String operation, String sql, String begins) {
        return call(
                "update_connx",
                Json.text(
                        JsonObject.builder().put("operation", operation).put("query", sql).build()),
                begins,
                "");
    }

    static String changeRequests() {
        return requests(CHANGES);
    }

    static void checkChanges(List<JsonObject> answers) {
        check(CHANGES, answers);
    }

    private static Call call(String tool, String arguments, String begins, String ends) {
        return new Call(tool, arguments, begins, ends);
    }

    private static Call query(String sql, String begins) {
        return call(
                "query_connx",
                Json.text(JsonObject.builder().put("query", sql).build()),
                begins,
                "");
    }

    /** The calls as a client sends them, numbered from 1. */
    static String requests() {
        return requests(CALLS);
    }

    private static String requests(List<Call> calls) {
        StringBuilder input = new StringBuilder();
        int id = 0;
        for (Call call : calls) {
            id++;
            input.append(
                            request(
                                    id,
                                    "tools/call",
                                    "\"name\":\""
                                            + call.tool()
                                            + "\",\"arguments\":"
                                            + call.arguments()))
                    .append('\n');
        }
        return input.toString();
    }

    static String request(int id, String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":"
                + id
                + ",\"method\":\""
                + method
                + "\",\"params\":{"
                + params
                + (params.isEmpty() ? "" : ",")
                + "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                + "\"io.modelcontextprotocol/clientCapabilities\":{}}}}";
    }

    /** Holds the answers against what the sample answered. */
    static void check(List<JsonObject> answers) {
        check(CALLS, answers);
    }

    private static void check(List<Call> calls, List<JsonObject> answers) {
        BiFunction<JsonObject, Integer, Boolean> has =
                (answer, id) ->
                        Json.text(answer.member("id").orElseThrow()).equals(String.valueOf(id));
        int id = 0;
        for (Call call : calls) {
            id++;
            int wanted = id;
            JsonObject answer =
                    answers.stream()
                            .filter(one -> has.apply(one, wanted))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError("no answer to " + call));
            if (call.begins().isEmpty()) {
                assertThat(answer.object("error")).as("%s", call).isPresent();
                continue;
            }
            assertThat(text(answer)).as("%s", call).startsWith(call.begins()).endsWith(call.ends());
        }
    }

    private static String text(JsonObject answer) {
        JsonObject result = answer.object("result").orElseThrow(() -> new AssertionError(answer));
        if (result.member("content").orElseThrow() instanceof JsonArray(List<JsonValue> blocks)
                && blocks.getFirst() instanceof JsonObject block) {
            return block.string("text").orElse("");
        }
        return "";
    }
}
