package dev.labctl.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.tree.Tree;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredSecretsTest {
    private static Map<String, Object> removed(String yaml) {
        return StoredSecrets.removed(Tree.map(YamlReader.read(Path.of("object.yaml"), yaml, new Problems())
                .get(0)
                .tree()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{kind: Secret, data: {a: %s}}",
                "{kind: Secret, stringData: {a: %s}}",
                "{env: [{name: A, value: %s}]}",
                "{args: [--password, %s]}",
                "{args: ['--password=%s']}",
                "{tls: {server: {key: %s}}}"
            })
    void aSecretIsReplacedAndItsChangeIsNoticed(String yaml) {
        String first = yaml.formatted("aHVudGVyMg==");
        String second = yaml.formatted("aHVudGVyMw==");

        assertThat(removed(first).toString())
                .doesNotContain("aHVudGVyMg")
                .isNotEqualTo(removed(second).toString());
        assertThat(removed(first)).isEqualTo(removed(first)).isEqualTo(StoredSecrets.removed(removed(first)));
    }

    @Test
    void theDataOfASecretRemainsInBase64() {
        String data = Tree.text(removed("{kind: Secret, data: {a: aHVudGVyMg==}}"), "data", "a")
                .orElseThrow();

        assertThat(new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8))
                .matches("\\(redacted [0-9a-f]{4}\\)");
    }

    @Test
    void whatIsNoSecretStays() {
        String map = "{kind: ConfigMap, data: {a: b}, metadata: {name: x, annotations: {k: z}}}";

        assertThat(removed(map).toString())
                .isEqualTo("{kind=ConfigMap, data={a=b}, metadata={name=x, annotations={k=z}}}");
    }
}
