package dev.labctl.lab;

import static dev.labctl.lab.TestChapters.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.failure.Reason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"cilium-book", "a", "a1", "123", "abcdefghijklmnopqrstuvwxyz1"})
    void good(String name) {
        assertThat(new ClusterName(name).controlPlane()).isEqualTo(name + "-control-plane");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-a",
                "a-",
                "A",
                "a_b",
                "a.b",
                "a b",
                "../a",
                "--name",
                "a\n",
                "abcdefghijklmnopqrstuvwxyz12",
                "a/b",
                "ä"
            })
    void bad(String name) {
        assertThat(failureOf(() -> new ClusterName(name)).reason()).isEqualTo(Reason.CLUSTER_NAME_INVALID);
    }
}
