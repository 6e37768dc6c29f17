package dev.labctl.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.explain.causes.Explanation;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.Observation;
import dev.labctl.kubernetes.Observation.Gap;
import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Explanations of clusters of which one kind of objects could not be read: fewer are right, other ones are wrong. */
public class GapsTest {
    private static final List<String> RECORDINGS = List.of(
            "agent-crashes-node-down",
            "allocator-full",
            "family-mismatch",
            "multi-pool",
            "multi-pool-latency",
            "multi-pool-troubles",
            "no-cilium",
            "no-slots",
            "small-exhausted",
            "workload-troubles");

    private static final List<String> KINDS = List.of(
            "Node",
            "Namespace",
            "Pod",
            "Service",
            "ResourceQuota",
            "Deployment",
            "ReplicaSet",
            "DaemonSet",
            "StatefulSet",
            "Job",
            "EndpointSlice",
            "CiliumNode",
            "CiliumPodIPPool",
            "ConfigMap",
            "Event");

    /** Where the cause remains unknown, what pods show of themselves is right: Cilium's own as well. */
    private static final Set<String> LESS_PRECISE =
            Set.of("UNKNOWN", "READINESS", "UNSCHEDULABLE", "AGENT_NOT_READY", "OPERATOR_NOT_READY");

    static Stream<Arguments> everyRecordingWithoutAnyKind() {
        return RECORDINGS.stream().flatMap(recording -> KINDS.stream().map(kind -> Arguments.of(recording, kind)));
    }

    private static Set<String> reasons(Observation seen) {
        return Explainer.all(seen, LabFacts.NONE).stream()
                .map(Explanation::reason)
                .collect(Collectors.toSet());
    }

    public static Observation without(Observation seen, String kind) {
        List<KubeObject> others = Tree.list(seen.tree(), "objects").stream()
                .map(tree -> new KubeObject(Tree.map(tree)))
                .filter(object -> !object.kind().equals(kind))
                .toList();
        return new Observation(seen.at(), seen.kubernetes(), others, List.of(new Gap(kind, "forbidden")), List.of());
    }

    @ParameterizedTest
    @MethodSource("everyRecordingWithoutAnyKind")
    void nothingIsConcludedFromWhatWasNotRead(String recording, String kind) {
        Observation whole = Recordings.read(recording);
        Set<String> known = reasons(whole);
        known.addAll(LESS_PRECISE);
        if (kind.equals("Pod")) {
            known.retainAll(reasons(whole));
        }

        assertThat(reasons(without(whole, kind))).isSubsetOf(known);
    }
}
