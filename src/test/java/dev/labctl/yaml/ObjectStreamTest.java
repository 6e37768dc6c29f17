package dev.labctl.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labctl.yaml.ObjectStream.Objects;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectStreamTest {
    private static Objects read(String text) {
        try {
            return ObjectStream.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 1_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value of a key {@code v} of an object. */
    private static Object value(String text) {
        Objects read = read("kind: X\nv:" + text + "\nw: after\n");
        assertThat(read.defect()).isEmpty();
        assertThat(read.objects().get(0)).containsEntry("w", "after");
        return read.objects().get(0).get("v");
    }

    @Test
    void aListGivesItsItems() {
        Objects read = read(
                """
                apiVersion: v1
                items:
                - metadata:
                    labels: {}
                    name: a
                  spec:
                    containers:
                    - image: one
                      ports:
                      - containerPort: 80
                    - image: two
                - metadata:
                    name: b
                kind: PodList
                metadata:
                  resourceVersion: "7"
                """);

        assertThat(read.defect()).isEmpty();
        assertThat(read.objects())
                .isEqualTo(List.of(
                        Map.of(
                                "metadata",
                                Map.of("labels", Map.of(), "name", "a"),
                                "spec",
                                Map.of(
                                        "containers",
                                        List.of(
                                                Map.of("image", "one", "ports", List.of(Map.of("containerPort", 80L))),
                                                Map.of("image", "two")))),
                        Map.of("metadata", Map.of("name", "b"))));
    }

    @Test
    void anObjectThatIsNoListIsTheOnlyOne() {
        assertThat(read("---\n# a comment\napiVersion: v1\ndata:\n  ipam: kubernetes\nkind: ConfigMap\n")
                        .objects())
                .isEqualTo(
                        List.of(Map.of("apiVersion", "v1", "data", Map.of("ipam", "kubernetes"), "kind", "ConfigMap")));
    }

    @Test
    void anEmptyListHasNoDefect() {
        assertThat(read("apiVersion: v1\nitems: []\nkind: PodList\n"))
                .isEqualTo(new Objects(List.of(), Optional.empty(), 3));
    }

    @Test
    void scalarsHaveJsonTypes() {
        assertThat(value(" 5")).isEqualTo(5L);
        assertThat(value(" true")).isEqualTo(true);
        assertThat(value(" \"5\"")).isEqualTo("5");
        assertThat(value(" 10.0.0.1")).isEqualTo("10.0.0.1");
        assertThat(value(" 1.5")).isEqualTo(1.5);
        assertThat(value(" null")).isNull();
        assertThat(value("")).isNull();
        assertThat(value(" quay.io/cilium:v1.18.2@sha256:ab")).isEqualTo("quay.io/cilium:v1.18.2@sha256:ab");
        assertThat(value(" 2026-11-28T14:51:33Z")).isEqualTo("2026-11-28T14:51:33Z");
    }

    @Test
    void longScalarsAreFolded() {
        assertThat(value(" 'it''s: failed to\n    set up\n\n    network'"))
                .isEqualTo("it's: failed to set up\nnetwork");
        assertThat(value(" one\n  two\n    three")).isEqualTo("one two three");
        assertThat(value(" \"a\\\n  \\ b\\tc\"")).isEqualTo("a b\tc");
    }

    @Test
    void blocksKeepTheirLines() {
        assertThat(value(" |\n  {\"a\":1}\n    # no comment\n\n  end")).isEqualTo("{\"a\":1}\n  # no comment\n\nend\n");
        assertThat(value(" |-\n  one\n  two\n")).isEqualTo("one\ntwo");
    }

    @Test
    void otherStylesAreReadAsWell() {
        assertThat(value(" {a: 1, b: [one, two]}")).isEqualTo(Map.of("a", 1L, "b", List.of("one", "two")));
        assertThat(value(" >-\n  one\n  two")).isEqualTo("one two");
        assertThat(value("\n- - a\n  - b\n-\n  c: d")).isEqualTo(List.of(List.of("a", "b"), Map.of("c", "d")));
        assertThat(value(" text # comment")).isEqualTo("text");
        assertThat(value("\n  \"a b\": c\n  'd': e")).isEqualTo(Map.of("a b", "c", "d", "e"));
    }

    @Test
    void managedFieldsAreLeftOutOfMetadataAlone() {
        Objects read = read(
                """
                items:
                - metadata:
                    managedFields:
                    - fieldsV1:
                        f:spec:
                          k:{"name":"c"}:
                            .: {}
                      manager: kubelet
                    name: a
                  managedFields: kept
                kind: PodList
                """);

        assertThat(read.objects()).isEqualTo(List.of(Map.of("metadata", Map.of("name", "a"), "managedFields", "kept")));
    }

    @Test
    void linesMayEndLikeOnWindows() {
        assertThat(read("items:\r\n- a: b\r\n  c: 'd\r\n    e'\r\nkind: PodList\r\n")
                        .objects())
                .isEqualTo(List.of(Map.of("a", "b", "c", "d e")));
    }

    /** Of a list whose end was lost, the last object is not complete. */
    @Test
    void whatIsCutOffSaysSo() {
        Objects read = read("apiVersion: v1\nitems:\n- metadata:\n    name: a\n- metadata:\n    na");

        assertThat(read.defect()).contains("its end is missing");
        assertThat(read.objects()).isEqualTo(List.of(Map.of("metadata", Map.of("name", "a"))));

        read = read("apiVersion: v1\nitems:\n- metadata:\n    name: a\n- metadata:\n    name: 'b");
        assertThat(read.defect()).contains("line 6: a quote is not closed");
        assertThat(read.objects()).isEqualTo(List.of(Map.of("metadata", Map.of("name", "a"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "---\n"})
    void anEmptyTextSaysSo(String text) {
        assertThat(read(text).defect()).contains("it is empty");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "just text",
                "kind: X\n   odd: 1",
                "kind: X\nv: 'open\n",
                "kind: X\nv: &a b\nw: *a",
                "kind: X\nv: [1, 2",
                "- a\n- b",
                "\u0000\u0001\u0002"
            })
    void whatIsNotSuchYamlIsADefect(String text) {
        assertThat(read(text).defect()).isPresent();
        assertThat(read(text).objects()).isEmpty();
    }

    @Test
    void depthAndNumberOfValuesAreLimited() {
        String deep = "- ".repeat(200) + "x";
        assertThat(read("kind: X\nv:\n" + deep + "\n").defect().orElseThrow()).contains("nested more than 100 deep");

        assertThat(read("kind: XList\nitems:\n" + "- a: 1\n".repeat(2_000))
                        .defect()
                        .orElseThrow())
                .contains("more than 1000 values");
    }

    @Test
    void aLineOfManyMebibytesIsAnError() {
        byte[] line = new byte[10 << 20];
        Arrays.fill(line, (byte) 'x');

        assertThatThrownBy(() -> ObjectStream.read(new ByteArrayInputStream(line), 10))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line 1 has more than");
    }
}
