package dev.labctl.explain.rules;

import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.cluster.Kind;
import dev.labctl.cluster.Pod;
import dev.labctl.explain.causes.BlockCauses.AllocatorFull;
import dev.labctl.explain.causes.BlockCauses.BlockRefused;
import dev.labctl.explain.causes.BlockCauses.BlockTooSmall;
import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.causes.CiliumCauses.AgentNotReady;
import dev.labctl.explain.causes.CiliumCauses.OperatorNotReady;
import dev.labctl.explain.causes.CiliumCauses.OperatorOutdated;
import dev.labctl.explain.causes.ContainerCauses.ImagePull;
import dev.labctl.explain.causes.InterfaceCauses.NoAddresses;
import dev.labctl.explain.causes.NodeCidrCauses.NodeCidrMissing;
import dev.labctl.explain.causes.NodeHalted;
import dev.labctl.explain.causes.NodeNotReady;
import dev.labctl.explain.causes.PoolCauses.PoolCause;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpamMode;
import dev.labctl.ipam.IpamTrouble;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Why a node accepts no pods: first its kubelet, then Cilium's agent, then the block of addresses that the agent needs. */
final class NodeRules {
    private NodeRules() {}

    static Optional<Cause> blocking(KubeObject node, ClusterIndex cluster) {
        Optional<Cause> halted = NodeHalted.of(node, cluster);
        if (halted.isPresent()) {
            return halted;
        }
        Optional<NodeNotReady> notReady = NodeNotReady.of(node, cluster);
        boolean asksAgent = cluster.ciliumInstalled()
                && notReady.filter(cause -> !cause.lacksNetwork()).isEmpty();
        return (asksAgent ? agent(node, cluster) : Optional.<Cause>empty()).or(() -> notReady);
    }

    private static Optional<Cause> agent(KubeObject node, ClusterIndex cluster) {
        if (cluster.agentReady(node.name())) {
            return Optional.empty();
        }
        Optional<Pod> agent = cluster.agent(node.name());
        return agent.flatMap(ImagePull::of)
                .or(() -> missingBlock(node, cluster))
                .or(() -> tooSmall(node, cluster))
                .or(() -> Optional.of(
                        agent.map(pod -> AgentNotReady.of(pod, cluster)).orElse(new AgentNotReady(false))));
    }

    private static Optional<Cause> tooSmall(KubeObject node, ClusterIndex cluster) {
        return cluster.is(IpamMode.MULTI_POOL)
                ? Optional.empty()
                : cluster.infrastructureFailure(node.name()).map(error -> new BlockTooSmall());
    }

    /** The agent of a node waits for a block of each family. */
    private static Optional<Cause> missingBlock(KubeObject node, ClusterIndex cluster) {
        if (cluster.is(IpamMode.MULTI_POOL)) {
            return cluster.view().multiPool(node.name()).stream()
                    .flatMap(settings -> settings.neededAtStart().stream())
                    .flatMap(pool -> cluster.families().stream()
                            .filter(family ->
                                    cluster.blocks(node.name(), pool, family).isEmpty())
                            .flatMap(family -> missingBlock(node, pool, family, cluster).stream()))
                    .findFirst();
        }
        if (cluster.is(IpamMode.ENI)) {
            return NoAddresses.ofNode(node, cluster);
        }
        if (cluster.is(IpamMode.KUBERNETES)) {
            List<Object> cidrs = node.list("spec", "podCIDRs");
            return without(cluster, Family.of(cidrs).stream())
                    .findFirst()
                    .map(family -> new NodeCidrMissing(Optional.of(family).filter(one -> !cidrs.isEmpty())));
        }
        Set<Family> missing =
                Set.copyOf(without(cluster, cluster.blocks(node.name()).stream().map(block -> block.family()))
                        .toList());
        return !cluster.is(IpamMode.CLUSTER_POOL) || missing.isEmpty()
                ? Optional.empty()
                : clusterBlock(node, missing, cluster);
    }

    private static Optional<Cause> missingBlock(KubeObject node, String pool, Family family, ClusterIndex cluster) {
        return cluster.operatorReady() ? pool(node.name(), pool, family, cluster) : Optional.of(new OperatorNotReady());
    }

    private static Stream<Family> without(ClusterIndex cluster, Stream<Family> present) {
        Set<Family> there = present.collect(Collectors.toSet());
        return cluster.families().stream().filter(family -> !there.contains(family));
    }

    private static Optional<Cause> clusterBlock(KubeObject node, Set<Family> missing, ClusterIndex cluster) {
        List<PoolMap> lists = cluster.addresses().pools().stream()
                .filter(list -> missing.contains(list.family()))
                .toList();
        Optional<String> error = cluster.operatorError(node.name());
        if (lists.stream().anyMatch(list -> list.blocks() == 0)) {
            return Optional.of(new AllocatorFull());
        }
        if (error.filter(text -> reports(text, IpamTrouble.Kind.ALLOCATOR_FULL)).isPresent()) {
            boolean left = lists.stream().allMatch(list -> list.free() > 0);
            return Optional.of(left ? OperatorOutdated.of(cluster) : new AllocatorFull());
        }
        if (error.isPresent()) {
            return error.map(text -> new BlockRefused(BlockRefused.Why.of(text), false));
        }
        return cluster.operatorReady() ? Optional.empty() : Optional.of(new OperatorNotReady());
    }

    private static boolean reports(String error, IpamTrouble.Kind kind) {
        return IpamTrouble.in(error).stream().anyMatch(trouble -> trouble.kind() == kind);
    }

    /** Why a node has nothing free of a pool; empty where it has, or where it will get a block. */
    static Optional<Cause> pool(String node, String pool, Family family, ClusterIndex cluster) {
        if (cluster.blocks(node, pool, family).stream().anyMatch(block -> block.free() > 0)) {
            return Optional.empty();
        }
        return unusable(pool, family, cluster).or(() -> empty(node, pool, family, cluster));
    }

    /** Why no node can have a block of a pool: it does not exist, or has no range of that family. */
    static Optional<Cause> unusable(String pool, Family family, ClusterIndex cluster) {
        Optional<KubeObject> found = cluster.view().find(Kind.CILIUM_POD_IP_POOL.ref(pool));
        if (found.isEmpty()) {
            Family first = cluster.families().stream().findFirst().orElse(family);
            return Optional.of(new PoolCause(PoolCause.Lack.MISSING, pool, first));
        }
        return Tree.at(found.get().tree(), "spec", family.key()).isEmpty()
                ? Optional.of(new PoolCause(PoolCause.Lack.WITHOUT_FAMILY, pool, family))
                : Optional.empty();
    }

    private static Optional<Cause> empty(String node, String pool, Family family, ClusterIndex cluster) {
        boolean left = cluster.addresses()
                .pool(pool, family)
                .filter(map -> map.free() > 0)
                .isPresent();
        boolean refused = cluster.operatorError(node).stream()
                .flatMap(error -> IpamTrouble.in(error).stream())
                .anyMatch(trouble -> trouble.kind() == IpamTrouble.Kind.POOL_EMPTY
                        && trouble.pool().filter(pool::equals).isPresent()
                        && trouble.family().filter(family::equals).isPresent());
        return left && !refused ? Optional.empty() : Optional.of(new PoolCause(PoolCause.Lack.EMPTY, pool, family));
    }
}
