package dev.labctl.explain;

import dev.labctl.kubernetes.ObjectRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Fewer pods of a workload, as many as have room.
 *
 * @param from how many it wants now
 * @param oneNode whether all of its pods are on one node
 */
record Scaling(ObjectRef workload, int from, int to, boolean oneNode) {
    private static final Set<String> SCALABLE = Set.of("Deployment", "StatefulSet", "ReplicaSet");

    /**
     * The changes after which nobody on these nodes waits for an address: of each node as many pods go as are too many,
     * those of the workload that has most of them first. The system's workloads stay as they are.
     */
    static List<Scaling> of(List<FullNode> nodes, ClusterIndex clues) {
        Map<ObjectRef, Integer> fewer = new LinkedHashMap<>();
        for (FullNode node : nodes) {
            long excess = node.excess();
            for (Map.Entry<ObjectRef, Integer> share :
                    AffectedObjects.byWorkload(node.wanting(), clues).entrySet()) {
                if (excess > 0 && scalable(share.getKey(), clues)) {
                    int gone = (int) Math.min(excess, share.getValue());
                    fewer.merge(share.getKey(), gone, Integer::sum);
                    excess -= gone;
                }
            }
        }
        List<Scaling> scalings = new ArrayList<>();
        // No pods at all is no way to have pods.
        fewer.forEach((ref, gone) -> clues.workload(ref)
                .filter(state -> state.wanted() > gone)
                .ifPresent(state -> scalings.add(new Scaling(
                        ref, state.wanted(), state.wanted() - gone, state.node().isPresent()))));
        return scalings;
    }

    private static boolean scalable(ObjectRef ref, ClusterIndex clues) {
        return SCALABLE.contains(ref.kind())
                && clues.workload(ref).filter(state -> !state.system()).isPresent();
    }

    /** The command, or the field to change where there is no cluster for kubectl. */
    String how(ClusterIndex clues) {
        String command = clues.lab()
                .kubectl("-n " + workload.namespace().orElse("default") + " scale " + kind() + "/" + workload.name()
                        + " --replicas=" + to);
        return command.isEmpty()
                ? "# in a copy of the lab: spec.replicas: " + to + " of " + workload + ", then:\n"
                        + clues.lab().labctl("apply", "--chapters COPY")
                : command;
    }

    private String kind() {
        return workload.kind().toLowerCase(Locale.ROOT);
    }
}
