package dev.sallyport.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonWriterTest {
    private final JsonWriter out = new JsonWriter(0);

    private String written() {
        return out.toEncoded().toString();
    }

    @Test
    void writesCommasBetweenValuesAndNowhereElse() {
        out.beginArray();
        out.beginArray();
        out.endArray();
        out.beginObject();
        out.endObject();
        out.beginObject();
        out.name("a");
        out.beginArray();
        out.nullValue();
        out.bool(true);
        out.endArray();
        out.name("b");
        out.number(-7);
        out.endObject();
        out.number("1.50");
        out.number("-0.0".getBytes(UTF_8));
        out.encoded(new JsonEncoded("[1]".getBytes(UTF_8)));
        out.string("x");
        assertThat(out.string("y".getBytes(UTF_8))).isTrue();
        out.endArray();
        assertThat(written())
                .isEqualTo("[[],{},{\"a\":[null,true],\"b\":-7},1.50,-0.0,[1],\"x\",\"y\"]");
    }

    @Test
    void escapesWhatJsonDoesNotTakeAsItIs() {
        StringBuilder ascii = new StringBuilder();
        for (char c = 0; c < 0x80; c++) {
            ascii.append(c);
        }
        out.string(ascii.toString());
        String expected =
                "\"\\u0000\\u0001\\u0002\\u0003\\u0004\\u0005\\u0006\\u0007\\b\\t\\n\\u000B\\f\\r"
                        + "\\u000E\\u000F\\u0010\\u0011\\u0012\\u0013\\u0014\\u0015\\u0016\\u0017"
                        + "\\u0018\\u0019\\u001A\\u001B\\u001C\\u001D\\u001E\\u001F"
                        + " !\\\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\\\]^_"
                        + "`abcdefghijklmnopqrstuvwxyz{|}~\u007f\"";
        assertThat(written()).isEqualTo(expected);
        JsonWriter ofBytes = new JsonWriter(0);
        assertThat(ofBytes.string(ascii.toString().getBytes(UTF_8))).isTrue();
        assertThat(ofBytes.toEncoded().toString()).isEqualTo(expected);
    }

    @Test
    void writesCharactersOfEachLengthAndUnpairedSurrogatesAsEscapes() {
        out.string("\u007f\u0080\u07ff\u0800\uffff\ud83d\ude00\ud83d|\ude00\ud83d");
        assertThat(written())
                .isEqualTo("\"\u007f\u0080\u07ff\u0800\uffff\ud83d\ude00\\ud83d|\\ude00\\ud83d\"");
    }

    @Test
    void writesNothingOfAStringThatIsNotWellFormed() {
        byte[] bad = {'\t', (byte) 0xc3, (byte) 0xa4, (byte) 0xff};
        out.beginArray();
        assertThat(out.string(bad)).isFalse();
        out.string("b");
        assertThat(out.string(bad)).isFalse();
        out.string("c");
        out.endArray();
        assertThat(written()).isEqualTo("[\"b\",\"c\"]");
    }

    @Test
    void takesOfBytesOnlyThoseOfWellFormedCharacters() {
        int taken = 0;
        for (int first = 0x80; first < 0x100; first++) {
            for (int second = 0; second < 0x100; second += 0x10) {
                for (int third = 0; third < 0x100; third += 0x10) {
                    taken += takesAsAStringDoes(first, second, third) ? 1 : 0;
                    takesAsAStringDoes(first, second | 0xf, third | 0xf);
                }
                takesAsAStringDoes(first, second);
            }
            takesAsAStringDoes(first);
        }
        assertThat(taken).isPositive();
    }

    /** Where they are taken, it is as a string of them is; where not, they are no such string. */
    private static boolean takesAsAStringDoes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) values[i];
        }
        String text = new String(bytes, UTF_8);
        JsonWriter ofBytes = new JsonWriter(0);
        if (!ofBytes.string(bytes)) {
            assertThat(text.contains("\ufffd") || values[0] >= 0xf0).isTrue();
            return false;
        }
        JsonWriter ofText = new JsonWriter(0);
        ofText.string(text);
        assertThat(text).doesNotContain("\ufffd");
        assertThat(ofBytes.toByteArray()).isEqualTo(ofText.toByteArray());
        return true;
    }

    @Test
    void quotesItsTextSoThatItReadsBackTheSame() {
        out.beginArray();
        out.string("\"ä\\\n|");
        out.endArray();
        JsonString read = (JsonString) out.quoted().decode();
        assertThat(read.value()).isEqualTo(written());
    }

    @Test
    void goesBackToAnEarlierLength() {
        out.beginArray();
        out.number(1);
        int before = out.length();
        out.beginArray();
        out.number(2);
        out.truncate(before);
        out.endArray();
        assertThat(written()).isEqualTo("[1]");
        out.truncate(0);
        out.number(3);
        assertThat(written()).isEqualTo("3");
    }

    @Test
    void writesAnyTextSoThatItReadsBackTheSame() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(40); length > 0; length--) {
                text.append((char) random.nextInt(1 << 1 + random.nextInt(16)));
            }
            JsonWriter writer = new JsonWriter(random.nextInt(8));
            writer.string(text.toString());
            JsonValue read = Json.parse(writer.toByteArray());
            assertThat(read).isEqualTo(new JsonString(text.toString()));
        }
    }

    @Test
    void refusesEndlessNesting() {
        assertThatThrownBy(
                        () -> {
                            while (true) {
                                out.beginArray();
                            }
                        })
                .isInstanceOf(IllegalStateException.class);
        assertThat(out.length()).isEqualTo(2 * Json.MAX_DEPTH);
    }
}
