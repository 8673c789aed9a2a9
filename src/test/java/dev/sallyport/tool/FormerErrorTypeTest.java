package dev.sallyport.tool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormerErrorTypeTest {
    @ParameterizedTest
    @CsvSource({
        "SP-101, ValidationError",
        "SP-104, PermissionError",
        "SP-202, SqlParserError",
        "SP-203, ValidationError",
        "SP-204, ValidationError",
        "SP-214, SqlParserError",
        "SP-221, ValidationError",
        "SP-240, PermissionError",
        "SP-247, PermissionError",
        "SP-301, PermissionError",
        "SP-401, ConnectionError",
        "SP-402, ConnectionTimeout",
        "SP-403, RequestTimeout",
        "SP-405, RequestError",
        "SP-406, ConnectionError",
        "SP-409, PermissionError",
        "SP-500, InternalError",
    })
    void everyCodeHasTheNameOfTheFormerServer(String code, String name) {
        assertThat(FormerErrorType.of(code)).isEqualTo(name);
    }
}
