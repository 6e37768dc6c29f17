package dev.labctl.explain;

import dev.labctl.addresses.AddressMap.Block;
import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpamMode;
import dev.labctl.ipam.IpamTrouble;
import dev.labctl.ipam.PodIpPool;
import dev.labctl.ipam.PoolChoice;
import dev.labctl.kubernetes.KubeObject;
import java.util.List;
import java.util.Optional;

/** What is wrong with pools and with how they are chosen, in mode multi-pool. */
final class PoolRules {
    private PoolRules() {}

    /** Why a node has nothing free of a pool; empty where it has, or where nothing keeps it from getting a block. */
    static Optional<Cause> without(String pool, Family family, String node, ClusterIndex clues) {
        boolean free = blocks(pool, family, node, clues).stream().anyMatch(block -> block.free() > 0);
        if (free) {
            return Optional.empty();
        }
        Optional<PodIpPool> found = clues.pool(pool);
        if (found.isEmpty()) {
            return Optional.of(new PoolTrouble(PoolTrouble.Kind.MISSING, pool, Optional.empty()));
        }
        if (!found.get().families().containsKey(family)) {
            return Optional.of(new PoolTrouble(PoolTrouble.Kind.WITHOUT_FAMILY, pool, Optional.of(family)));
        }
        boolean left = map(pool, family, clues).filter(map -> map.free() > 0).isPresent();
        boolean refused = clues.addresses(node).flatMap(map -> map.error()).stream()
                .flatMap(error -> IpamTrouble.in(error).stream())
                .anyMatch(trouble -> trouble.kind() == IpamTrouble.Kind.POOL_EMPTY
                        && trouble.pool().filter(pool::equals).isPresent()
                        && trouble.family().filter(family::equals).isPresent());
        return left && !refused
                ? Optional.empty()
                : Optional.of(new PoolTrouble(PoolTrouble.Kind.EMPTY, pool, Optional.of(family)));
    }

    static List<Block> blocks(String pool, Family family, String node, ClusterIndex clues) {
        return clues.addresses(node).map(map -> map.blocks()).orElse(List.of()).stream()
                .filter(block -> block.pool().equals(pool) && block.family() == family)
                .toList();
    }

    static Optional<PoolMap> map(String pool, Family family, ClusterIndex clues) {
        return clues.map().pools().stream()
                .filter(map -> map.name().equals(pool) && map.family() == family)
                .findFirst();
    }

    /** A pool whose blocks are cut otherwise than it says now. */
    static Optional<Cause> changed(KubeObject pool, ClusterIndex clues) {
        return clues.map().pools().stream()
                .filter(map -> map.name().equals(pool.name()))
                .filter(map ->
                        map.given().stream().anyMatch(given -> given.cidr().prefixLength() != map.maskSize()))
                .findFirst()
                .map(map -> new MaskChanged(map.name(), map.family()));
    }

    /** An annotation of a pod or a namespace that looks as if it chose a pool, and does not. */
    static Optional<Cause> ignored(KubeObject object, ClusterIndex clues) {
        return !clues.is(IpamMode.MULTI_POOL) || object.deleting()
                ? Optional.empty()
                : PoolChoice.ignored(object.texts("metadata", "annotations")).stream()
                        .findFirst()
                        .map(IgnoredAnnotation::new);
    }
}
