package dev.labctl.provider.rehearsal.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labctl.json.Json;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.lab.KindConfig.IpFamily;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cluster whose calls are played again is the cluster that it was, at any moment of its life. */
class RecordingTest {
    private static final String TINY =
            "ipam: {mode: cluster-pool, operator: {clusterPoolIPv4PodCIDRList: [10.0.42.0/28,"
                    + " 10.0.84.0/28], clusterPoolIPv4MaskSize: 29}}";

    private static String kept(Simulated simulated) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Json.write(simulated.cluster().recording().toTree(), out);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** All objects, but for the instants in them. */
    private static List<String> everything(Simulated simulated) {
        return Stream.of(
                        "v1 Node",
                        "v1 Pod",
                        "v1 Service",
                        "v1 Namespace",
                        "v1 Event",
                        "apps/v1 Deployment",
                        "apps/v1 ReplicaSet",
                        "apps/v1 DaemonSet",
                        "cilium.io/v2 CiliumNode",
                        "cilium.io/v2 CiliumEndpoint")
                .map(kind -> kind.split(" ", -1))
                .flatMap(kind -> simulated.list(kind[0], kind[1]).stream())
                .map(object -> object.tree().toString().replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:]*Z", "TIME"))
                .toList();
    }

    private static List<String> pods(Simulated simulated) {
        return simulated.list("v1", "Pod").stream()
                .map(pod -> pod.ref() + " " + pod.uid() + " " + pod.text("spec", "nodeName") + " "
                        + pod.text("status", "phase") + " " + pod.list("status", "podIPs"))
                .toList();
    }

    @ParameterizedTest(name = "after {0} s")
    @ValueSource(ints = {0, 1, 5, 9, 14, 20, 27, 35, 60, 90, 300})
    void itIsTheSameAfterBeingReplayed(int seconds) {
        Simulated simulated = Simulated.bare(5, Simulated.blueprint(2, IpFamily.IPV4, 110));
        simulated.deploy(TINY);
        simulated.passes(seconds / 2);
        simulated.applies(Simulated.deployment("web", 9, "nodeSelector: {number: '2'}"));
        simulated.passes(seconds - seconds / 2);

        Simulated again = simulated.reopened();

        assertThat(kept(again)).isEqualTo(kept(simulated));
        assertThat(pods(again)).isEqualTo(pods(simulated));
        assertThat(everything(again)).isEqualTo(everything(simulated));
        assertThat(again.list("v1", "Event").stream().map(event -> event.text("message")))
                .isEqualTo(simulated.list("v1", "Event").stream()
                        .map(event -> event.text("message"))
                        .toList());
        assertThat(again.cluster().changed()).isFalse();
    }

    /** Wherever it is cut, what was begun comes to its end. */
    @ParameterizedTest(name = "cut after {0} s")
    @ValueSource(ints = {0, 2, 8, 13, 21, 30, 45})
    void itContinuesToTheSameEnd(int seconds) {
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

    /** A call is kept as it was made: what follows from the order of its keys must follow again. */
    @Test
    void aCallKeepsTheOrderOfItsKeys() {
        Simulated simulated = Simulated.ready()
                .applies("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one}\ndata: {z: '1', a: '2', m: '3'}\n");

        assertThat(kept(simulated)).contains("\"data\":{\"z\":\"1\",\"a\":\"2\",\"m\":\"3\"}");
    }

    @Test
    void anApplyThatChangesNothingIsNotRecorded() {
        Simulated simulated = Simulated.ready().applies(Simulated.deployment("web", 2, ""));
        int calls = simulated.cluster().recording().calls().size();

        simulated.applies(Simulated.deployment("web", 2, ""));
        simulated.delete("apps/v1", "Deployment", "missing");

        assertThat(simulated.cluster().recording().calls()).hasSize(calls);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"blueprint\":{\"cluster\":",
                "\"nodes\":[{",
                "\"seed\":",
                "\"age\":",
                "\"ipFamily\":\"ipv4\"",
                "\"maxPods\":",
                "\"at\":",
                "\"apply\":",
                "\"force\":"
            })
    void whatIsNoRecordingIsDamaged(String part) {
        String kept = kept(Simulated.ready().applies(Simulated.deployment("web", 2, "")));
        String damaged = kept.replace(part, part.replaceFirst("\"(\\w)", "\"x$1"));
        Map<String, Object> tree = Json.read(new ByteArrayInputStream(damaged.getBytes(StandardCharsets.UTF_8)));

        assertThat(damaged).isNotEqualTo(kept);
        assertThatThrownBy(() -> Recording.of(tree)).isInstanceOf(Recording.DamagedException.class);
    }

    @Test
    void aRecordedCallThatIsRefusedIsDamaged() throws Recording.DamagedException {
        String kept = kept(Simulated.ready().applies(Simulated.deployment("web", 2, "")));
        String damaged = kept.replace("\"replicas\":2", "\"replicas\":-2");
        Recording recording =
                Recording.of(Json.read(new ByteArrayInputStream(damaged.getBytes(StandardCharsets.UTF_8))));

        assertThatThrownBy(() -> SimulatedCluster.replay(recording, Simulated.PRESENT))
                .isInstanceOf(Recording.DamagedException.class)
                .hasMessageContaining("must be greater than or equal to 0");
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
