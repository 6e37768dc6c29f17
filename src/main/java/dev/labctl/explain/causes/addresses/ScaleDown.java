package dev.labctl.explain.causes.addresses;

import dev.labctl.cluster.Cluster;
import dev.labctl.explain.causes.AffectedObjects;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.kubernetes.ObjectRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * As many pods of a workload as there are addresses for.
 *
 * @param from how many it wants now
 * @param oneNode whether all of its pods are on one node
 */
record ScaleDown(ObjectRef workload, int from, int to, boolean oneNode) {
    private static final Set<String> SCALABLE = Set.of("Deployment", "StatefulSet", "ReplicaSet");

    /**
     * The changes after which no pod on these nodes waits for an address: each node loses as many pods as are too many, those
     * of the workload with the most pods first. The system's workloads stay unchanged.
     */
    static List<ScaleDown> of(List<FullNode> nodes, Cluster view) {
        Map<ObjectRef, Integer> fewer = new LinkedHashMap<>();
        for (FullNode node : nodes) {
            long excess = node.excess();
            for (Map.Entry<ObjectRef, Integer> share :
                    AffectedObjects.byWorkload(node.pods()).entrySet()) {
                if (excess > 0 && isScalable(share.getKey(), view)) {
                    int removed = (int) Math.min(excess, share.getValue());
                    fewer.merge(share.getKey(), removed, Integer::sum);
                    excess -= removed;
                }
            }
        }
        List<ScaleDown> all = new ArrayList<>();
        // Scaling to 0 would not get any pod to run.
        fewer.forEach((ref, removed) -> view.workload(ref)
                .filter(state -> state.wanted() > removed)
                .ifPresent(state -> all.add(new ScaleDown(
                        ref,
                        state.wanted(),
                        state.wanted() - removed,
                        state.node().isPresent()))));
        return all;
    }

    private static boolean isScalable(ObjectRef ref, Cluster view) {
        return SCALABLE.contains(ref.kind())
                && view.workload(ref).filter(state -> !state.isSystem()).isPresent();
    }

    /** The command, or the field to change where there is no cluster for kubectl. */
    String command(LabFacts lab) {
        String command =
                lab.kubectl(workload.namespace(), "scale " + LabFacts.argument(workload) + " --replicas=" + to);
        return command.isEmpty()
                ? "# in a copy of the lab: spec.replicas: " + to + " of " + workload + ", then:\n"
                        + lab.labctl("apply", "--chapters COPY")
                : command;
    }
}
