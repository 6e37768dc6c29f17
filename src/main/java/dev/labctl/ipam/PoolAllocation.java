package dev.labctl.ipam;

import java.util.List;

/**
 * The blocks of one pool that a node has, as in {@code spec.ipam.pools.allocated} of its CiliumNode.
 *
 * @param cidrs IPv4 first, each family in lexical order
 */
public record PoolAllocation(String pool, List<Cidr> cidrs) {
    public PoolAllocation {
        cidrs = List.copyOf(cidrs);
    }
}
