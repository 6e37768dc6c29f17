package dev.labctl.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.json.Json;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rule of kuttl's and chainsaw's assertions. */
class PartialMatchTest {
    private static Object tree(String json) {
        return Json.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|{\"a\":1}|",
                "{\"a\":1}|{\"a\":1,\"b\":2}|",
                "{\"a\":1}|{\"a\":1.0}|",
                "{\"a\":1}|{\"a\":\"1\"}|a is 1",
                "{\"a\":true}|{\"a\":\"true\"}|a is true",
                "{\"a\":\"x\"}|{\"b\":\"x\"}|a is not set",
                "{\"a\":{\"b\":[1,{\"c\":2}]}}|{\"a\":{\"b\":[1,{\"c\":2,\"d\":3}]}}|",
                "{\"a\":{\"b\":[1,{\"c\":2}]}}|{\"a\":{\"b\":[1,{\"c\":3}]}}|a.b[1].c is 3",
                "{\"a\":[1,2]}|{\"a\":[2,1]}|a[0] is 2",
                "{\"a\":[1]}|{\"a\":[1,2]}|a is [1, 2]",
                "{\"a\":{\"b\":1}}|{\"a\":5}|a is 5",
                "{\"a\":{\"b\":1}}|{\"a\":{}}|a.b is not set",
                "{\"a\":null}|{\"b\":1}|",
                "{\"a\":null}|{\"a\":1}|a is 1"
            })
    void holdsATreeAgainstAPartOfIt(String wanted, String is, String difference) {
        assertThat(PartialMatch.difference(tree(wanted), tree(is)).orElse(null)).isEqualTo(difference);
    }
}
