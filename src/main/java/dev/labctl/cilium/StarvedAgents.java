package dev.labctl.cilium;

import dev.labctl.ipam.BlockAllocator;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpamTrouble;
import dev.labctl.ipam.MultiPoolSettings;
import dev.labctl.ipam.PodIpPool;
import dev.labctl.ipam.PoolAllocator;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.tree.Tree;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Agents that wait for a block in mode multi-pool and get none until somebody changes a pool: the pool is missing, or other
 * nodes have all of its blocks.
 *
 * @param settings what the agents request
 * @param families that each pool has to have
 * @param pools all CiliumPodIPPools
 * @param nodes all CiliumNodes
 */
public record StarvedAgents(
        MultiPoolSettings settings, Set<Family> families, List<KubeObject> pools, List<KubeObject> nodes) {
    public StarvedAgents {
        families = Set.copyOf(families);
        pools = List.copyOf(pools);
        nodes = List.copyOf(nodes);
    }

    /**
     * What the first of them waits for. The operator's error alone does not say so: it may be from before a pool was created or
     * extended ({@code cilium/cilium#28758}).
     */
    public Optional<String> first() {
        return nodes.stream().flatMap(node -> starved(node).stream()).findFirst();
    }

    private Optional<String> starved(KubeObject node) {
        return CiliumReadiness.error(node).flatMap(error -> IpamTrouble.in(error).stream()
                .flatMap(trouble -> trouble.pool().stream()
                        .filter(settings.neededAtStart()::contains)
                        .filter(pool -> !blocks(node).containsKey(pool))
                        .filter(pool -> givesNothing(pool, trouble)))
                .findFirst()
                .map(pool ->
                        "the agent of Node " + node.name() + " waits for a block of the pool " + pool + ": " + error));
    }

    private boolean givesNothing(String pool, IpamTrouble trouble) {
        boolean exists = pools.stream().anyMatch(one -> one.name().equals(pool));
        return switch (trouble.kind()) {
            case POOL_MISSING -> !exists;
            case POOL_EMPTY -> exists && free(pool, trouble.family().orElse(Family.IPV4)) == 0;
            default -> false;
        };
    }

    private long free(String pool, Family family) {
        PoolAllocator operator = new PoolAllocator(families);
        pools.forEach(one -> PodIpPool.of(one.tree()).ifPresent(operator::upsert));
        nodes.forEach(node -> operator.allocate(node.name(), blocks(node), Map.of()));
        return Optional.ofNullable(operator.blocks(pool).get(family))
                .map(BlockAllocator::free)
                .orElse(0L);
    }

    private static Map<String, List<Cidr>> blocks(KubeObject node) {
        Map<String, List<Cidr>> blocks = new LinkedHashMap<>();
        for (Object pool : node.list("spec", "ipam", "pools", "allocated")) {
            List<Cidr> cidrs = Tree.list(pool, "cidrs").stream()
                    .flatMap(cidr -> Cidr.readMasked(String.valueOf(cidr)).stream())
                    .toList();
            if (!cidrs.isEmpty()) {
                blocks.put(Tree.text(pool, "pool").orElse(""), cidrs);
            }
        }
        return blocks;
    }
}
