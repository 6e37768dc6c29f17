package dev.labctl.explain.rules;

import dev.labctl.addresses.AddressMap.Block;
import dev.labctl.cluster.Pod;
import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.causes.OperatorNotReady;
import dev.labctl.explain.causes.addresses.InterfacesFull;
import dev.labctl.explain.causes.addresses.PoolCause;
import dev.labctl.explain.causes.addresses.RangeFull;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpamTexts;
import dev.labctl.ipam.IpamTrouble;
import dev.labctl.kubernetes.KubeObject;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** Why a pod has no address, from the answer of its node's agent in the newest event of the sandbox. */
final class AddressRules {
    private AddressRules() {}

    static Optional<Cause> cause(Pod pod, Diagnosis diagnosis) {
        ClusterIndex cluster = diagnosis.cluster();
        return cluster.lastWarning(pod.object(), IpamTexts.POD_EVENT_REASON)
                .flatMap(event -> trouble(event))
                .flatMap(trouble -> switch (trouble.kind()) {
                    case RANGE_FULL -> Optional.of(new RangeFull());
                    case NO_MORE_IPS -> Optional.of(new InterfacesFull());
                    case POOL_EXHAUSTED -> Optional.of(exhausted(pod, cluster));
                    default ->
                        trouble.pool()
                                .map(pool -> noBlock(pod, pool, trouble.family().orElse(Family.IPV4), cluster));
                });
    }

    private static Optional<IpamTrouble> trouble(KubeObject event) {
        return IpamTrouble.in(event.text("message").orElse("")).stream().findFirst();
    }

    private static Cause noBlock(Pod pod, String pool, Family family, ClusterIndex cluster) {
        String node = pod.node().orElse("");
        return cluster.operatorReady()
                ? BlockRules.pool(node, pool, family, cluster).orElseGet(() -> pending(pod, pool, family, cluster))
                : new OperatorNotReady();
    }

    /** The agent asks the operator for blocks every 15 s (Cilium 1.18 {@code pkg/ipam/multipool.go}). */
    private static Cause pending(Pod pod, String pool, Family family, ClusterIndex cluster) {
        Optional<Instant> firstRefusal = cluster.view()
                .warnings(pod.object())
                .filter(event -> trouble(event).isPresent())
                .flatMap(event -> event
                        .text("firstTimestamp")
                        .or(() -> event.text("eventTime"))
                        .or(() -> event.text("metadata", "creationTimestamp"))
                        .map(Instant::parse)
                        .stream())
                .min(Comparator.naturalOrder());
        return new PoolCause(
                cluster.isRecent(firstRefusal) ? PoolCause.Kind.PENDING : PoolCause.Kind.OVERDUE, pool, family);
    }

    /** The agent names no pool: it is the one that the pod chose, of the first family without a free address. */
    private static Cause exhausted(Pod pod, ClusterIndex cluster) {
        String node = pod.node().orElse("");
        Family family = cluster.families().stream()
                .filter(one -> cluster.blocks(node, cluster.poolChoice(pod, one).pool(), one).stream()
                                .mapToLong(Block::free)
                                .sum()
                        == 0)
                .findFirst()
                .orElse(Family.IPV4);
        String pool = cluster.poolChoice(pod, family).pool();
        return cluster.pool(pool, family).filter(map -> map.free() > 0).isPresent()
                ? pending(pod, pool, family, cluster)
                : new PoolCause(PoolCause.Kind.EXHAUSTED, pool, family);
    }
}
