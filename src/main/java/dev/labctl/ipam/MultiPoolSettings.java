package dev.labctl.ipam;

import dev.labctl.tree.Tree;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an agent requests in mode multi-pool (Cilium 1.18 {@code pkg/option/config.go}, {@code pkg/ipam/multipool.go}).
 *
 * @param defaultPool the pool of the agent's own addresses, and of pods that name no pool
 * @param preAllocation the minimum number of free addresses that a node keeps per pool; for a pool that is not listed it keeps
 *     none, and requests an address when a pod waits for one
 */
public record MultiPoolSettings(String defaultPool, Map<String, Integer> preAllocation) {
    /** In {@code cilium-config}. */
    public static final String PRE_ALLOCATION_KEY = "ipam-multi-pool-pre-allocation";

    private static final String DEFAULT_POOL = "default";
    private static final int DEFAULT_PRE_ALLOCATION = 8;
    /** In {@code cilium-config} and {@code CiliumNodeConfig} objects. */
    public static final String DEFAULT_POOL_KEY = "ipam-default-ip-pool";

    private static final Pattern PAIR = Pattern.compile("([\\w:;./@-]+)=([\\w:;./@-]+)");
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,9}");

    public MultiPoolSettings {
        preAllocation = Collections.unmodifiableMap(new TreeMap<>(preAllocation));
    }

    /**
     * From Helm values: {@code ipam.multiPoolPreAllocation}, a text such as {@code default=8,acme=16}; and {@code extraConfig}
     * for the default pool, for which the chart has no value.
     *
     * @return refused with the agent's fatal error
     */
    public static Attempt<MultiPoolSettings> ofValues(Map<String, Object> values) {
        return of(
                Tree.text(values, "extraConfig", DEFAULT_POOL_KEY).orElse(DEFAULT_POOL),
                Tree.text(values, "ipam", "multiPoolPreAllocation").orElse(""));
    }

    /** From {@code cilium-config} of a running Cilium. */
    public static Attempt<MultiPoolSettings> ofConfig(Map<String, String> config) {
        return of(config.getOrDefault(DEFAULT_POOL_KEY, DEFAULT_POOL), config.getOrDefault(PRE_ALLOCATION_KEY, ""));
    }

    private static Attempt<MultiPoolSettings> of(String defaultPool, String text) {
        Map<String, Integer> preAllocation = new TreeMap<>();
        for (String pair : pairs(text)) {
            Matcher matcher = PAIR.matcher(pair);
            if (!matcher.matches()) {
                return Attempt.refused("unable to parse " + PRE_ALLOCATION_KEY + ": '" + text
                        + "' is not formatted as key=value,key1=value1");
            }
            if (!NUMBER.matcher(matcher.group(2)).matches()) {
                return Attempt.refused("invalid value for pool \"" + matcher.group(1)
                        + "\": strconv.ParseInt: parsing \"" + matcher.group(2) + "\": invalid syntax");
            }
            preAllocation.put(matcher.group(1), Integer.valueOf(matcher.group(2)));
        }
        if (preAllocation.isEmpty()) {
            preAllocation.put(defaultPool, DEFAULT_PRE_ALLOCATION);
        }
        return Attempt.done(new MultiPoolSettings(defaultPool, preAllocation));
    }

    /** The agent also accepts a JSON object. */
    private static List<String> pairs(String text) {
        String pairs =
                text.strip().startsWith("{") ? text.replaceAll("[{}\"\\s]", "").replace(':', '=') : text;
        return pairs.isEmpty() ? List.of() : Arrays.asList(pairs.split(",", -1));
    }

    /**
     * The pools that an agent needs before it is ready: those that it pre-allocates from, for which it waits ({@code
     * waitForAllPools}), and the default pool, from which its own addresses come.
     */
    public Set<String> neededAtStart() {
        Set<String> pools = new TreeSet<>(preAllocation.keySet());
        pools.add(defaultPool);
        return pools;
    }

    /**
     * The number of blocks that an agent requests of a pool when it starts, before it has any address; 0 if it requests none.
     *
     * @param maskSize the prefix length of a block, 0 to the family's bits
     */
    public long blocksAtStart(String pool, Family family, int maskSize) {
        long addresses = Math.max(0, demand(pool, 0));
        return -Math.floorDiv(-addresses, PoolAllocator.addresses(family.bits() - maskSize));
    }

    /**
     * The number of addresses that a node requests from one pool and family.
     *
     * @param used the addresses in use and those that pods wait for
     */
    public long demand(String pool, long used) {
        int step = preAllocation.getOrDefault(pool, 0);
        if (step == 0) {
            return used;
        }
        return (used / step + (used % step == 0 ? 1 : 2)) * step;
    }

    /**
     * The number of blocks that a node finally has of a pool.
     *
     * @param maskSize the prefix length of a block, 0 to the family's bits
     * @param pods the number of pods with an address from the pool and family
     * @param infrastructure the agent's own addresses, which come from the default pool only
     */
    public long blocks(String pool, Family family, int maskSize, long pods, Infrastructure infrastructure) {
        long used = pods + (pool.equals(defaultPool) ? infrastructure.count() : 0);
        return -Math.floorDiv(-demand(pool, used), PoolAllocator.addresses(family.bits() - maskSize));
    }
}
