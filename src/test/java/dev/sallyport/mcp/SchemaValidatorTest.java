package dev.sallyport.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.json.Json;
import dev.sallyport.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaValidatorTest {
    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "valid",
            textBlock =
                    """
                    {"type":"string"}                      | "a"          | valid
                    {"type":"string"}                      | 1            | the value must be a string, not an integer
                    {"type":"string"}                      | null         | the value must be a string, not null
                    {"type":["string","null"]}             | null         | valid
                    {"type":["string","integer"]}          | true         | the value must be a string or an integer, not a boolean
                    {"type":"integer"}                     | 3            | valid
                    {"type":"integer"}                     | 3.0          | valid
                    {"type":"integer"}                     | 3e2          | valid
                    {"type":"integer"}                     | 3.5          | the value must be an integer, not a number
                    {"type":"integer"}                     | 1e999999999  | valid
                    {"type":"integer"}                     | 1e-999999999 | the value must be an integer, not a number
                    {"type":"number"}                      | 3            | valid
                    {"type":"boolean"}                     | "true"       | the value must be a boolean, not a string
                    {"type":"object"}                      | []           | the value must be an object, not an array
                    {"minimum":2,"maximum":3}              | 1            | the value must be at least 2
                    {"minimum":2,"maximum":3}              | 3            | valid
                    {"minimum":2,"maximum":3}              | 1e999999999  | the value must be at most 3
                    {"exclusiveMinimum":2}                 | 2            | the value must be more than 2
                    {"exclusiveMaximum":2}                 | 2.0          | the value must be less than 2
                    {"minLength":2}                        | "a"          | the value must have at least 2 characters
                    {"maxLength":1}                        | "😀"         | valid
                    {"maxLength":1}                        | "ab"         | the value must have at most 1 characters
                    {"pattern":"^[A-Z]{2}$"}               | "CA"         | valid
                    {"pattern":"^[A-Z]{2}$"}               | "Cal"        | the value must match the pattern ^[A-Z]{2}$
                    {"enum":["a",1]}                       | 1.0          | valid
                    {"enum":["a",1]}                       | "b"          | the value must be one of "a", 1
                    {"const":"a"}                          | "b"          | the value must be "a"
                    {"items":{"type":"string"}}            | ["a",2]      | [1] must be a string, not an integer
                    {"minItems":1}                         | []           | the value must have at least 1 elements
                    {"maxItems":1}                         | [1,2]        | the value must have at most 1 elements
                    {"required":["a"]}                     | {}           | a is required
                    {"properties":{"a":{"type":"string"}}} | {"a":1}      | a must be a string, not an integer
                    {"properties":{"a":{}},"additionalProperties":false} | {"b":1} | b is unknown; known are a
                    {"additionalProperties":false}         | {"b":1}      | b is unknown; there are no arguments
                    {"additionalProperties":{"type":"string"}} | {"b":1}  | b must be a string, not an integer
                    {"properties":{"a":{"required":["b"]}}} | {"a":{}}    | a.b is required
                    {"anyOf":[{"type":"string"},{"type":"null"}]} | 1     | the value fits none of the forms that the schema allows
                    {"oneOf":[{"minimum":1},{"minimum":2}]} | 1           | valid
                    {"oneOf":[{"minimum":1},{"minimum":2}]} | 2           | the value must fit exactly one of the forms that the schema allows
                    {"allOf":[{"minimum":1},{"maximum":2}]} | 3           | the value must be at most 2
                    {"not":{"type":"string"}}              | "a"          | the value has a form that the schema excludes
                    {"if":{"const":1},"then":{"minimum":5}} | 1           | the value must be at least 5
                    {"if":{"const":1},"else":{"minimum":5}} | 2           | the value must be at least 5
                    {"$defs":{"s":{"type":"string"}},"$ref":"#/$defs/s"} | 1 | the value must be a string, not an integer
                    {"$ref":"https://example.com/s"}       | 1            | the value cannot be checked: its schema refers to something that is not there
                    {"properties":{"a":{"$ref":"#"}}}      | {"a":{"a":{}}} | valid
                    {"type":"string","default":"a","title":"x","format":"date"} | "b" | valid
                    """)
    void validates(String schema, String value, String violation) {
        var violations =
                SchemaValidator.violations((JsonObject) Json.parse(schema), Json.parse(value));

        if (violation == null) {
            assertThat(violations).isEmpty();
        } else {
            assertThat(violations).containsExactly(violation);
        }
    }

    @Test
    void namesEveryViolationAtOnce() {
        JsonObject schema =
                (JsonObject)
                        Json.parse(
                                """
                                {"type":"object","required":["sql","source"],"additionalProperties":false,
                                 "properties":{"sql":{"type":"string"},"source":{"type":"string"},
                                 "max_rows":{"type":"integer","maximum":10},"params":{"items":{"type":"string"}}}}
                                """);

        assertThat(
                        SchemaValidator.violations(
                                schema,
                                Json.parse(
                                        "{\"sql\":7,\"max_rows\":11,\"params\":[\"a\",1,2],\"limit\":3}")))
                .containsExactlyInAnyOrder(
                        "source is required",
                        "sql must be a string, not an integer",
                        "max_rows must be at most 10",
                        "params[1] must be a string, not an integer",
                        "params[2] must be a string, not an integer",
                        "limit is unknown; known are sql, source, max_rows, params");
    }

    @Test
    void stopsAfterAWhileAndNeverRepeatsWhatWasSent() {
        StringBuilder many = new StringBuilder("{\"x\\n%s\":1".formatted("y".repeat(500)));
        for (int i = 0; i < 1_000; i++) {
            many.append(",\"a").append(i).append("\":\"canary\"");
        }
        var violations =
                SchemaValidator.violations(
                        (JsonObject) Json.parse("{\"additionalProperties\":false}"),
                        Json.parse(many.append('}').toString()));

        assertThat(violations).hasSize(20);
        assertThat(violations.getFirst()).hasSizeLessThan(200).doesNotContain("\n");
        assertThat(violations.toString()).doesNotContain("canary");
    }

    /** Many clients write null for what they do not give. */
    @Test
    void nullIsLeftOutWhereAMemberIsKnownAndMayBeMissing() {
        JsonObject schema =
                (JsonObject)
                        Json.parse(
                                """
                                {"properties": {"a": {"type": "string"}, "b": {"type": "integer", "default": 1},
                                  "c": {"type": ["string", "null"]}, "d": {"type": "string"}},
                                 "required": ["d"], "additionalProperties": false}
                                """);
        JsonObject given =
                (JsonObject) Json.parse("{\"a\":null,\"b\":null,\"c\":null,\"d\":null,\"e\":null}");
        assertThat(Json.text(SchemaValidator.withoutNulls(schema, given)))
                .isEqualTo("{\"c\":null,\"d\":null,\"e\":null}");
        assertThat(SchemaValidator.violations(schema, SchemaValidator.withoutNulls(schema, given)))
                .containsExactly(
                        "d must be a string, not null", "e is unknown; known are a, b, c, d");
    }

    @Test
    void aPatternThatCostsTooMuchIsAViolation() {
        assertThat(
                        SchemaValidator.violations(
                                (JsonObject) Json.parse("{\"pattern\":\"^(a|b)*$\"}"),
                                Json.parse("\"" + "ab".repeat(500_000) + "\"")))
                .containsExactly(
                        "the value takes too long to be held against the pattern ^(a|b)*$");
    }

    @Test
    void endsOnSchemasThatTurnInCircles() {
        assertThat(
                        SchemaValidator.violations(
                                (JsonObject) Json.parse("{\"$ref\":\"#\"}"), Json.parse("1")))
                .containsExactly("the value is nested too deeply");
    }
}
