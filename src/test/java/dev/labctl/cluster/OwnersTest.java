package dev.labctl.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.explain.GapsTest;
import dev.labctl.explain.Recordings;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.Observation;
import dev.labctl.tree.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnersTest {
    private final List<KubeObject> objects = new ArrayList<>();

    private void pod(String name, String phase, String kind, String owner, Map<String, String> labels) {
        objects.add(new KubeObject(Tree.of(
                "apiVersion",
                "v1",
                "kind",
                "Pod",
                "metadata",
                Tree.of(
                        "name",
                        name,
                        "namespace",
                        "default",
                        "labels",
                        labels,
                        "ownerReferences",
                        List.of(Tree.of("apiVersion", "apps/v1", "kind", kind, "name", owner, "controller", true))),
                "status",
                Tree.of("phase", phase))));
    }

    /** The workloads with what they want, once their owners are added. */
    private List<String> workloads() {
        objects.addAll(Owners.missing(objects));
        return Cluster.of(new Observation(Instant.EPOCH, "", objects)).workloads().stream()
                .map(OwnersTest::words)
                .toList();
    }

    private static String words(Workload workload) {
        return workload.ref() + ": " + workload.wanted() + ", "
                + workload.pods().size() + " pods";
    }

    @Test
    void aDeploymentIsKnownByTheNamesOfItsReplicaSets() {
        Map<String, String> first = Map.of("pod-template-hash", "68c659f98");
        Map<String, String> second = Map.of("pod-template-hash", "7d5c");
        pod("cart-68c659f98-a", "Running", "ReplicaSet", "cart-68c659f98", first);
        pod("cart-68c659f98-b", "Failed", "ReplicaSet", "cart-68c659f98", first);
        pod("cart-7d5c-c", "Pending", "ReplicaSet", "cart-7d5c", second);
        pod("lone-x", "Running", "ReplicaSet", "lone", Map.of());

        assertThat(workloads())
                .containsExactly("Deployment default/cart: 2, 2 pods", "ReplicaSet default/lone: 1, 1 pods");
    }

    @Test
    void otherWorkloadsAreNamedByTheirPods() {
        pod("agent-1", "Running", "DaemonSet", "agent", Map.of());
        pod("db-0", "Running", "StatefulSet", "db", Map.of());
        pod("once-1", "Succeeded", "Job", "once", Map.of());
        pod("once-2", "Running", "Job", "once", Map.of());

        assertThat(workloads())
                .containsExactly(
                        "DaemonSet default/agent: 1, 1 pods",
                        "StatefulSet default/db: 1, 1 pods",
                        "Job default/once: 1, 1 pods");
    }

    @Test
    void ownersThatAreThereStayAsTheyAre() {
        objects.add(new KubeObject(Tree.of(
                "apiVersion",
                "apps/v1",
                "kind",
                "DaemonSet",
                "metadata",
                Tree.of("name", "agent", "namespace", "default"),
                "status",
                Tree.of("desiredNumberScheduled", 3L, "observedGeneration", 1L))));
        pod("agent-1", "Running", "DaemonSet", "agent", Map.of());

        assertThat(workloads()).containsExactly("DaemonSet default/agent: 3, 1 pods");
    }

    @Test
    void ownersOfOtherKindsAreLeftOut() {
        pod("own-1", "Running", "Rollout", "own", Map.of());

        assertThat(workloads()).containsExactly("Pod default/own-1: 1, 1 pods");
    }

    /** A right that is missing must not turn one workload into many. */
    @ParameterizedTest
    @CsvSource({
        "small-exhausted, ReplicaSet",
        "small-exhausted, Deployment",
        "small-exhausted, DaemonSet",
        "multi-pool-troubles, ReplicaSet",
        "multi-pool-troubles, Deployment"
    })
    void podsHaveTheSameOwnersWhereTheseMayNotBeRead(String recording, String kind) {
        Observation whole = Recordings.read(recording);

        assertThat(owners(Owners.complete(GapsTest.without(whole, kind)))).isEqualTo(owners(whole));
    }

    private static Map<String, String> owners(Observation seen) {
        return Cluster.of(seen).pods().stream()
                .filter(pod -> !pod.hasEnded())
                .collect(Collectors.toMap(
                        Pod::fullName, pod -> pod.rootOwner().ref().toString()));
    }
}
