package dev.labctl.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonWriterTest {
    private static JsonNode written(Object value) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("value", value);
        return JsonMapper.shared().readTree(Json.write(tree)).get("value");
    }

    @Test
    void keysKeepTheirOrder() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("z", 1);
        tree.put("a", 2);

        assertThat(Json.write(tree)).isEqualTo("{\n  \"z\" : 1,\n  \"a\" : 2\n}\n");
    }

    @Test
    void textsAreReadBackUnchanged() {
        String odd = "\"quoted\" \\ / \t \n \u0000 \u001B[31m \u2028 ☺ 𝄞";

        assertThat(written(odd).stringValue()).isEqualTo(odd);
        assertThat(written("").stringValue()).isEmpty();
    }

    @Test
    void scalarsKeepTheirType() {
        assertThat(written(null).isNull()).isTrue();
        assertThat(written(true).booleanValue()).isTrue();
        assertThat(written(7).intValue()).isEqualTo(7);
        assertThat(written(9_007_199_254_740_993L).longValue()).isEqualTo(9_007_199_254_740_993L);
        assertThat(written(0.001).doubleValue()).isEqualTo(0.001);
        assertThat(written(Arrays.asList("a", null)).get(1).isNull()).isTrue();
        assertThat(written(List.of(Map.of())).get(0).isObject()).isTrue();
    }

    /** YAML has numbers that JSON lacks; the document must remain valid. */
    @Test
    void numbersThatJsonLacksAreWrittenAsTexts() {
        assertThat(written(Double.NaN).stringValue()).isEqualTo("NaN");
        assertThat(written(Double.NEGATIVE_INFINITY).stringValue()).isEqualTo("-Infinity");
    }
}
