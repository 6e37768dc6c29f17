package dev.labctl.provider.rehearsal.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.json.JsonReader;
import dev.labctl.json.JsonWriter;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.lab.KindConfig.IpFamily;
import dev.labctl.tree.Tree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cluster that was kept is the cluster that it was, at any moment of its life. */
class SnapshotTest {
    private static final String TINY =
            "ipam: {mode: cluster-pool, operator: {clusterPoolIPv4PodCIDRList: [10.0.42.0/28,"
                    + " 10.0.84.0/28], clusterPoolIPv4MaskSize: 29}}";

    private static String kept(Simulated simulated) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonWriter.write(simulated.cluster().snapshot(), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static List<String> pods(Simulated simulated) {
        return simulated.list("v1", "Pod").stream()
                .map(pod -> pod.ref() + " " + pod.uid() + " " + pod.text("spec", "nodeName") + " "
                        + pod.text("status", "phase") + " " + pod.list("status", "podIPs"))
                .toList();
    }

    @ParameterizedTest(name = "after {0} s")
    @ValueSource(ints = {0, 1, 5, 9, 14, 20, 27, 35, 60, 90, 300})
    void itIsTheSameAfterBeingReadBack(int seconds) {
        Simulated simulated = Simulated.bare(5, Simulated.blueprint(2, IpFamily.IPV4, 110));
        simulated.deploy(TINY);
        simulated.passes(seconds / 2);
        simulated.applies(Simulated.deployment("web", 9, "nodeSelector: {number: '2'}"));
        simulated.passes(seconds - seconds / 2);

        Simulated again = simulated.reopened();

        assertThat(kept(again)).isEqualTo(kept(simulated));
        assertThat(pods(again)).isEqualTo(pods(simulated));
        assertThat(again.list("v1", "Event").stream().map(event -> event.text("message")))
                .isEqualTo(simulated.list("v1", "Event").stream()
                        .map(event -> event.text("message"))
                        .toList());
        assertThat(again.cluster().changed()).isFalse();
    }

    /** Wherever it is cut, what was begun comes to its end. */
    @ParameterizedTest(name = "cut after {0} s")
    @ValueSource(ints = {0, 2, 8, 13, 21, 30, 45})
    void itGoesOnToTheSameEnd(int seconds) {
        Simulated simulated = Simulated.bare(5, Simulated.blueprint(2, IpFamily.IPV4, 110));
        simulated.deploy(TINY);
        simulated.applies(Simulated.deployment("web", 9, "nodeSelector: {number: '2'}"));
        simulated.passes(seconds);

        Simulated again = simulated.reopened().passes(300);

        assertThat(again.list("v1", "Node")).hasSize(3).allMatch(node -> node.conditionTrue("Ready"));
        assertThat(again.pods("web")).hasSize(9);
        long waiting = again.pods("web").stream()
                .filter(pod -> pod.list("status", "podIPs").isEmpty())
                .count();
        assertThat(Simulated.ready(again.pods("web")) + waiting).isEqualTo(9);
        assertThat(waiting).isGreaterThanOrEqualTo(5);
    }

    @Test
    void everyCutOfADeletionComesToItsEnd() {
        for (int cut = 0; cut < 6; cut++) {
            Simulated simulated = Simulated.ready()
                    .applies(Simulated.deployment("web", 5, ""))
                    .passes(10);
            simulated.delete("apps/v1", "Deployment", "web");
            simulated.passes(cut);

            Simulated again = simulated.reopened().passes(30);

            assertThat(again.pods("web")).isEmpty();
            assertThat(again.find("apps/v1", "Deployment", "web")).isEmpty();
        }
    }

    /** Maps that the JDK orders anew in each JVM would else make another file of the same cluster. */
    @Test
    void allKeysAreInOrderOrInTheOneThatTheyAreWrittenIn() {
        Map<String, Object> disordered = Map.of("z", "1", "a", "2", "m", "3", "b", "4", "y", "5");
        Simulated simulated = Simulated.ready();
        simulated
                .cluster()
                .apply(
                        new KubeObject(Map.of(
                                "apiVersion",
                                "v1",
                                "kind",
                                "ConfigMap",
                                "metadata",
                                Map.of("name", "one"),
                                "data",
                                disordered)),
                        false);

        String kept = kept(simulated);

        assertThat(kept)
                .contains(
                        "{\"apiVersion\":\"v1\",\"data\":{\"a\":\"2\",\"b\":\"4\",\"m\":\"3\",\"y\":\"5\",\"z\":\"1\"}");
        for (Object entry : Tree.list(
                JsonReader.read(new ByteArrayInputStream(kept.getBytes(StandardCharsets.UTF_8))), "objects")) {
            List<String> keys =
                    List.copyOf(Tree.map(entry, "object", "metadata").keySet());
            assertThat(keys).isSorted();
        }
    }

    /** Instants of users' own are not the cluster's to move. */
    @Test
    void onlyTheClustersOwnInstantsMove() {
        Simulated simulated = Simulated.ready()
                .applies(
                        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one, annotations: {startTime:"
                                + " '2020-01-01T00:00:00Z'}}\ndata: {creationTimestamp: '2020-01-01T00:00:00Z', startTime: x}\n");

        KubeObject again = simulated.reopened().get("v1", "ConfigMap", "one");

        assertThat(again.texts("data")).containsEntry("creationTimestamp", "2020-01-01T00:00:00Z");
        assertThat(again.text("metadata", "annotations", "startTime")).isEqualTo(Optional.of("2020-01-01T00:00:00Z"));
        assertThat(again.created().orElseThrow())
                .isAfter(simulated.get("v1", "ConfigMap", "one").created().orElseThrow());
    }
}
