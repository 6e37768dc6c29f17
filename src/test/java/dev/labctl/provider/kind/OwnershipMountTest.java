package dev.labctl.provider.kind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.process.RunningProcesses.Identity;
import dev.labctl.tree.Tree;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.YamlReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnershipMountTest {
    private static final OwnershipMount MOUNT =
            new OwnershipMount(new Identity("laptop", 7, Optional.of(Instant.ofEpochMilli(5))));

    @ParameterizedTest
    @CsvSource({"laptop, 1764000000120", "büro:1/a b, 0", "'', 1", "laptop, "})
    void whatIsWrittenIsReadBack(String host, Long started) {
        Identity creator = new Identity(host, 4321, Optional.ofNullable(started).map(Instant::ofEpochMilli));

        String target = new OwnershipMount(creator).target();

        assertThat(target).as("Docker separates a mount's parts by colons").matches("/kind/labctl-[0-9a-f-]*");
        assertThat(OwnershipMount.read(target)).contains(new OwnershipMount(creator));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/kind/labctl", "/kind/labctl-1-2", "/kind/labctl-x-2-6c", "/kind/labctl-1-2-6", "/var", ""})
    void otherMountsSayNothing(String target) {
        assertThat(OwnershipMount.read(target)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'', 1", "'nodes: []', 1", "'nodes: [{role: control-plane}, {role: worker}]', 2", "'nodes: [null]', 1"})
    void everyNodeGetsIt(String yaml, int nodes) {
        Map<String, Object> config = MOUNT.in(read(yaml));

        List<Object> found = Tree.list(config, "nodes");
        assertThat(found).hasSize(nodes).allSatisfy(node -> assertThat(Tree.list(node, "extraMounts"))
                .containsExactly(Map.of("hostPath", "/dev/null", "containerPath", MOUNT.target(), "readOnly", true)));
    }

    @Test
    void whatANodeHasOfItsOwnStays() {
        Map<String, Object> config = MOUNT.in(
                read("nodes: [{role: worker, labels: {a: b}, extraMounts: [{hostPath: /a, containerPath: /b}]}]"));

        Object node = Tree.list(config, "nodes").get(0);
        assertThat(Tree.text(node, "labels", "a")).contains("b");
        assertThat(Tree.list(node, "extraMounts")).hasSize(2).startsWith((Object)
                Map.of("hostPath", "/a", "containerPath", "/b"));
    }

    private static Map<String, Object> read(String yaml) {
        return YamlReader.read(Path.of("kind.yaml"), "kind: Cluster\n" + yaml, new Problems()).stream()
                .findFirst()
                .map(document -> Tree.map(document.tree()))
                .orElse(Map.of());
    }
}
