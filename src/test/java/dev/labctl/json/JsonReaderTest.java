package dev.labctl.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Written trees are read back unchanged, and only one complete object is accepted. */
class JsonReaderTest {
    private static Map<String, Object> read(String json) {
        return Json.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void aTreeIsReadBackUnchanged() {
        Map<String, Object> tree = Map.of(
                "text", "\"ü\" \u0000 \u2028 𝄞",
                "numbers", List.of(0L, -7L, Long.MAX_VALUE, 0.25),
                "flags", List.of(true, false),
                "nothing", Arrays.asList("a", null),
                "deep", Map.of("empty", Map.of(), "list", List.of(List.of())));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Json.write(tree, bytes);

        assertThat(read(bytes.toString(StandardCharsets.UTF_8))).isEqualTo(tree);
        assertThat(read(Json.write(tree))).isEqualTo(tree);
    }

    @Test
    void keysKeepTheirOrder() {
        assertThat(read("{\"z\":1,\"a\":2,\"m\":3}").keySet()).containsExactly("z", "a", "m");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "7",
                "{",
                "{\"a\":1",
                "{\"a\":1}{}",
                "{\"a\":1} x",
                "{\"a\":1,\"a\":2}",
                "{\"a\":99999999999999999999}",
                "{\"a\":NaN}"
            })
    void everythingElseIsRefused(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(Json.UncheckedJsonException.class);
    }

    @Test
    void aFailingStreamIsReported() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        assertThatThrownBy(() -> Json.write(Map.of("a", "b"), full))
                .isInstanceOf(Json.UncheckedJsonException.class)
                .hasMessage("No space left on device");
    }
}
