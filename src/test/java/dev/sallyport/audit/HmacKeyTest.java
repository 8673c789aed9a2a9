package dev.sallyport.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HmacKeyTest {
    /** RFC 4231, sections 4.2, 4.3, 4.4, 4.7 and 4.8; keys and data in hexadecimal. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b | 4869205468657265 | b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7
                    4a656665 | 7768617420646f2079612077616e7420666f72206e6f7468696e673f | 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843
                    """)
    void agreesWithTheSpecification(String key, String data, String code) {
        HexFormat hex = HexFormat.of();
        HmacKey hmac = new HmacKey(hex.parseHex(key));
        assertThat(hex.formatHex(hmac.of(hex.parseHex(data)))).isEqualTo(code);
        assertThat(hmac.hex(new String(hex.parseHex(data), StandardCharsets.UTF_8)))
                .isEqualTo(code);
    }

    @Test
    void agreesWithTheRuntimeForKeysAndTextsOfAnyLength() throws GeneralSecurityException {
        Random random = new Random(2104);
        for (int length = 1; length < 200; length++) {
            byte[] key = new byte[length];
            byte[] message = new byte[random.nextInt(300)];
            random.nextBytes(key);
            random.nextBytes(message);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            assertThat(new HmacKey(key).of(message)).isEqualTo(mac.doFinal(message));
        }
    }
}
