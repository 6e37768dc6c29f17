package dev.labctl.explain;

import dev.labctl.addresses.AddressMap.Block;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpamTrouble;
import dev.labctl.ipam.PoolChoice;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Why a pod has no address, from what the agent of its node answered. */
final class AddressRules {
    private AddressRules() {}

    /**
     * The cause.
     *
     * @param event the newest on a sandbox that could not be made
     */
    static Optional<Cause> of(KubeObject pod, KubeObject event, ClusterIndex clues) {
        String node = pod.text("spec", "nodeName").orElse("");
        return IpamTrouble.in(event.text("message").orElse("")).stream()
                .findFirst()
                .flatMap(trouble -> switch (trouble.kind()) {
                    case RANGE_FULL -> Optional.of(new RangeFull());
                    case NO_MORE_IPS -> Optional.of(new InterfacesFull());
                    case POOL_EXHAUSTED -> Optional.of(exhausted(pod, node, clues));
                    default -> trouble.pool().map(pool -> notYet(pod, pool, trouble.family(), node, clues));
                });
    }

    private static Cause notYet(KubeObject pod, String pool, Optional<Family> family, String node, ClusterIndex clues) {
        Family wanted = family.orElse(Family.IPV4);
        if (!clues.operatorReady()) {
            return new OperatorNotReady();
        }
        return PoolRules.without(pool, wanted, node, clues).orElseGet(() -> latency(pod, pool, wanted, clues));
    }

    /** The operator has blocks and is asked about every 15 s (Cilium 1.18 {@code pkg/ipam/multipool.go}). */
    private static Cause latency(KubeObject pod, String pool, Family family, ClusterIndex clues) {
        boolean young = clues.young(firstRefusal(pod, clues));
        return new PoolTrouble(
                young ? PoolTrouble.Kind.NOT_YET : PoolTrouble.Kind.NOT_COMING, pool, Optional.of(family));
    }

    /** When the pod was first told that there is no address. */
    static Optional<Instant> firstRefusal(KubeObject pod, ClusterIndex clues) {
        return clues.warnings(pod)
                .filter(event ->
                        !IpamTrouble.in(event.text("message").orElse("")).isEmpty())
                .flatMap(event -> ClusterIndex.first(event).stream())
                .min(Comparator.naturalOrder());
    }

    /** The agent names no pool: it is the one that the pod chose, and of its families one that has nothing free. */
    private static Cause exhausted(KubeObject pod, String node, ClusterIndex clues) {
        List<Block> blocks = clues.addresses(node).map(map -> map.blocks()).orElse(List.of());
        Family full = NodeRules.families(clues).stream()
                .filter(family -> blocks.stream()
                                .filter(block -> block.family() == family
                                        && block.pool()
                                                .equals(choice(pod, family, clues)
                                                        .pool()))
                                .mapToLong(Block::free)
                                .sum()
                        == 0)
                .findFirst()
                .orElse(Family.IPV4);
        String pool = choice(pod, full, clues).pool();
        boolean more = clues.map().pools().stream()
                .anyMatch(map -> map.name().equals(pool) && map.family() == full && map.free() > 0);
        return more
                ? latency(pod, pool, full, clues)
                : new PoolTrouble(PoolTrouble.Kind.EXHAUSTED, pool, Optional.of(full));
    }

    /** Which pool a pod's address comes from, and who says so. */
    static PoolChoice choice(KubeObject pod, Family family, ClusterIndex clues) {
        Map<String, String> namespace = clues.seen()
                .find(ObjectRef.ofCluster("v1", "Namespace", pod.namespace().orElse("default")))
                .map(object -> object.texts("metadata", "annotations"))
                .orElse(Map.of());
        return PoolChoice.of(family, pod.texts("metadata", "annotations"), namespace, NodeRules.defaultPool(clues));
    }
}
