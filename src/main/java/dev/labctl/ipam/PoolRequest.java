package dev.labctl.ipam;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The addresses of one pool that a node requests, as in {@code spec.ipam.pools.requested} of its CiliumNode.
 *
 * @param needed the total number, including addresses that it has; IPv4 first
 */
public record PoolRequest(String pool, Map<Family, Long> needed) {
    public PoolRequest {
        needed = Collections.unmodifiableMap(new TreeMap<>(needed));
    }
}
