package dev.sallyport.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginCheckTest {
    private final OriginCheck check =
            new OriginCheck(Set.of("gate.example.com"), Set.of("https://app.example.com"));

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "localhost,true",
        "LOCALHOST:8642,true",
        "127.0.0.1:8642,true",
        "[::1]:8642,true",
        "[::1],true",
        "gate.example.com,true",
        "gate.example.com:443,true",
        "evil.example.com,false",
        "localhost.evil.example.com,false",
        "127.0.0.1.evil.example.com:8642,false",
        "[::2]:8642,false",
        "'',false"
    })
    void allowsHostsThatNameThisServer(String host, boolean allowed) {
        assertThat(check.allowsHost(host)).isEqualTo(allowed);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "http://localhost:3000,true",
        "https://127.0.0.1,true",
        "http://[::1]:8642,true",
        "https://app.example.com,true",
        "http://app.example.com,false",
        "https://app.example.com:444,false",
        "https://evil.example.com,false",
        "http://localhost.evil.example.com,false",
        "http://localhost@evil.example.com,false",
        "http://user@localhost,false",
        "file://localhost,false",
        "null,false",
        "'',false",
        "'http://local host',false"
    })
    void allowsOriginsOfThisMachineAndThoseListed(String origin, boolean allowed) {
        assertThat(check.allowsOrigin(origin)).isEqualTo(allowed);
    }
}
