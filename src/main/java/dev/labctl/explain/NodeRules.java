package dev.labctl.explain;

import dev.labctl.addresses.AddressMap.Block;
import dev.labctl.addresses.AddressMap.NodeMap;
import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.HostScope;
import dev.labctl.ipam.IpamMode;
import dev.labctl.ipam.IpamTrouble;
import dev.labctl.ipam.MultiPoolSettings;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.KubeObject.Condition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Why a node takes no pods: from the kubelet over the agent to the block of addresses that the agent waits for. */
final class NodeRules {
    private NodeRules() {}

    /** What keeps pods from running on a node; empty where nothing does. */
    static Optional<Cause> blocking(KubeObject node, ClusterIndex clues) {
        Optional<Condition> ready = node.condition("Ready");
        if (ready.filter(Condition::isTrue).isPresent()) {
            return clues.ciliumInstalled() ? agent(node, clues) : Optional.empty();
        }
        if (ready.filter(condition -> condition.message().contains("NetworkPluginNotReady"))
                .isEmpty()) {
            return Optional.of(new NodeNotReady());
        }
        return clues.ciliumInstalled()
                ? agent(node, clues).or(() -> Optional.of(new CniNotReady(true)))
                : Optional.of(new CniNotReady(false));
    }

    /** What is wrong with a node all the same; to be told though pods run. */
    static Optional<Cause> lint(KubeObject node, ClusterIndex clues) {
        return clues.nodeCause(node.name()).isPresent()
                ? Optional.empty()
                : error(node, clues).filter(BlockRefused::isRefusal).map(text -> BlockRefused.of(text, true));
    }

    static Optional<String> error(KubeObject node, ClusterIndex clues) {
        return clues.addresses(node.name()).flatMap(NodeMap::error);
    }

    private static Optional<Cause> agent(KubeObject node, ClusterIndex clues) {
        Optional<KubeObject> pod = clues.agent(node.name());
        if (pod.filter(agent -> agent.conditionTrue("Ready")).isPresent()) {
            return Optional.empty();
        }
        return pod.flatMap(agent -> ContainerRules.image(agent, clues))
                .or(() -> withoutBlock(node, clues))
                .or(() -> ownAddresses(node, clues))
                .or(() -> Optional.of(new AgentNotReady(pod.filter(agent -> AgentNotReady.starting(agent, clues))
                        .isPresent())));
    }

    /** The agent waits for a block of each family. */
    private static Optional<Cause> withoutBlock(KubeObject node, ClusterIndex clues) {
        if (clues.is(IpamMode.MULTI_POOL)) {
            return withoutPool(node, clues);
        }
        boolean kubernetes = clues.is(IpamMode.KUBERNETES);
        if (!kubernetes && !clues.is(IpamMode.CLUSTER_POOL)) {
            return Optional.empty();
        }
        Set<Family> missing = families(clues);
        if (kubernetes) {
            node.list("spec", "podCIDRs").forEach(cidr -> missing.remove(familyOf(cidr.toString())));
            if (missing.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    node.list("spec", "podCIDRs").isEmpty() ? new NodeCidrMissing() : new FamilyMismatch(missing));
        }
        clues.addresses(node.name()).ifPresent(map -> map.blocks().forEach(block -> missing.remove(block.family())));
        return missing.isEmpty() ? Optional.empty() : withoutClusterBlock(node, missing, clues);
    }

    private static Optional<Cause> withoutClusterBlock(KubeObject node, Set<Family> missing, ClusterIndex clues) {
        Optional<String> error = error(node, clues);
        List<PoolMap> pools = clues.map().pools().stream()
                .filter(pool -> missing.contains(pool.family()))
                .toList();
        if (pools.stream().anyMatch(pool -> pool.blocks() == 0)) {
            return Optional.of(new AllocatorFull());
        }
        if (error.filter(NodeRules::allocatorFull).isPresent()) {
            boolean left = pools.stream().allMatch(pool -> pool.free() > 0);
            return Optional.of(left ? OperatorBehind.of(clues) : new AllocatorFull());
        }
        if (error.isPresent()) {
            return Optional.of(BlockRefused.of(error.get(), false));
        }
        return clues.operatorReady() ? Optional.empty() : Optional.of(new OperatorNotReady());
    }

    private static boolean allocatorFull(String error) {
        return IpamTrouble.in(error).stream().anyMatch(trouble -> trouble.kind() == IpamTrouble.Kind.ALLOCATOR_FULL);
    }

    /** In mode multi-pool the agent's own addresses come from the default pool. */
    private static Optional<Cause> withoutPool(KubeObject node, ClusterIndex clues) {
        String pool = defaultPool(clues);
        Set<Family> missing = families(clues);
        clues.addresses(node.name()).ifPresent(map -> map.blocks().stream()
                .filter(block -> block.pool().equals(pool))
                .forEach(block -> missing.remove(block.family())));
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        return clues.operatorReady()
                ? PoolRules.without(pool, missing.iterator().next(), node.name(), clues)
                : Optional.of(new OperatorNotReady());
    }

    static String defaultPool(ClusterIndex clues) {
        return MultiPoolSettings.ofConfig(clues.seen().ciliumConfig())
                .value()
                .map(MultiPoolSettings::defaultPool)
                .orElse("default");
    }

    /** The families that Cilium gives addresses of. */
    static Set<Family> families(ClusterIndex clues) {
        Set<Family> families = EnumSet.noneOf(Family.class);
        if (clues.settings().ipv4()) {
            families.add(Family.IPV4);
        }
        if (clues.settings().ipv6()) {
            families.add(Family.IPV6);
        }
        return families;
    }

    static Family familyOf(String cidr) {
        return cidr.contains(":") ? Family.IPV6 : Family.IPV4;
    }

    private static Optional<Cause> ownAddresses(KubeObject node, ClusterIndex clues) {
        return clues.is(IpamMode.MULTI_POOL)
                        || infrastructureFailure(node.name(), clues).isEmpty()
                ? Optional.empty()
                : Optional.of(new AgentAddresses());
    }

    /** The text that the agent dies with where its own addresses do not fit into its block. */
    static Optional<String> infrastructureFailure(String node, ClusterIndex clues) {
        Collection<HostScope> scopes = new ArrayList<>();
        for (Cidr cidr : blocks(node, clues)) {
            scopes.add(new HostScope(cidr, clues.infrastructure()));
        }
        return scopes.isEmpty() ? Optional.empty() : HostScope.failure(scopes);
    }

    static List<Cidr> blocks(String node, ClusterIndex clues) {
        return clues.addresses(node).map(NodeMap::blocks).orElse(List.of()).stream()
                .map(Block::cidr)
                .toList();
    }
}
