package dev.labctl.ipam;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The addresses of one pool that a node wants to have, as in {@code spec.ipam.pools.requested} of its CiliumNode.
 *
 * @param needed how many in all, those that it has among them; IPv4 first
 */
public record PoolRequest(String pool, Map<Family, Long> needed) {
    public PoolRequest {
        needed = Collections.unmodifiableMap(new TreeMap<>(needed));
    }
}
