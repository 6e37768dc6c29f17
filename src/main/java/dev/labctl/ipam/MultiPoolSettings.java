package dev.labctl.ipam;

import dev.labctl.tree.Tree;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an agent asks for in mode multi-pool (Cilium 1.18 {@code pkg/option/config.go}, {@code pkg/ipam/multipool.go}).
 *
 * @param defaultPool where a pod's address comes from that names no pool, and the agent's own
 * @param preAllocation how many free addresses a node keeps of a pool, at least; of a pool that is not among them it
 *     keeps none, and asks for an address once a pod waits for one
 */
public record MultiPoolSettings(String defaultPool, Map<String, Integer> preAllocation) {
    private static final String DEFAULT_POOL = "default";
    private static final int DEFAULT_PRE_ALLOCATION = 8;
    private static final String DEFAULT_POOL_KEY = "ipam-default-ip-pool";
    private static final String PRE_ALLOCATION_KEY = "ipam-multi-pool-pre-allocation";
    private static final Pattern PAIR = Pattern.compile("([\\w:;./@-]+)=([\\w:;./@-]+)");
    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,9}");

    public MultiPoolSettings {
        preAllocation = Collections.unmodifiableMap(new TreeMap<>(preAllocation));
    }

    /**
     * From Helm values: {@code ipam.multiPoolPreAllocation}, a text such as {@code default=8,acme=16}; and, for which the
     * chart has no value of its own, {@code extraConfig}.
     *
     * @return refused with the text that the agent dies with
     */
    public static Attempt<MultiPoolSettings> ofValues(Map<String, Object> values) {
        return of(
                Tree.text(values, "extraConfig", DEFAULT_POOL_KEY).orElse(DEFAULT_POOL),
                Tree.text(values, "ipam", "multiPoolPreAllocation").orElse(""));
    }

    /** The same of a running Cilium, from {@code cilium-config}. */
    public static Attempt<MultiPoolSettings> ofConfig(Map<String, String> config) {
        return of(config.getOrDefault(DEFAULT_POOL_KEY, DEFAULT_POOL), config.getOrDefault(PRE_ALLOCATION_KEY, ""));
    }

    private static Attempt<MultiPoolSettings> of(String defaultPool, String text) {
        Map<String, Integer> preAllocation = new TreeMap<>();
        for (String pair : pairs(text)) {
            Matcher matcher = PAIR.matcher(pair);
            if (!matcher.matches()) {
                return Attempt.refused(IpamTexts.notPairs(PRE_ALLOCATION_KEY, text));
            }
            if (!NUMBER.matcher(matcher.group(2)).matches()) {
                return Attempt.refused(IpamTexts.noNumberForPool(matcher.group(1), matcher.group(2)));
            }
            preAllocation.put(matcher.group(1), Integer.valueOf(matcher.group(2)));
        }
        if (preAllocation.isEmpty()) {
            preAllocation.put(defaultPool, DEFAULT_PRE_ALLOCATION);
        }
        return Attempt.done(new MultiPoolSettings(defaultPool, preAllocation));
    }

    /** The agent takes a JSON object as well. */
    private static List<String> pairs(String text) {
        String pairs =
                text.strip().startsWith("{") ? text.replaceAll("[{}\"\\s]", "").replace(':', '=') : text;
        return pairs.isEmpty() ? List.of() : Arrays.asList(pairs.split(",", -1));
    }

    /**
     * How many addresses a node asks for, of one pool and family.
     *
     * @param used those that are in use, and those that somebody waits for
     */
    public long demand(String pool, long used) {
        int step = preAllocation.getOrDefault(pool, 0);
        if (step == 0) {
            return used;
        }
        return (used / step + (used % step == 0 ? 1 : 2)) * step;
    }

    /**
     * How many blocks a node comes to have of a pool.
     *
     * @param maskSize the length of a block's prefix, 0 to the family's bits
     * @param pods how many have an address of the pool and family
     * @param infrastructure what the agent takes for itself, of the default pool alone
     */
    public long blocks(String pool, Family family, int maskSize, long pods, Infrastructure infrastructure) {
        long used = pods + (pool.equals(defaultPool) ? infrastructure.count() : 0);
        return -Math.floorDiv(-demand(pool, used), PoolAllocator.addresses(family.bits() - maskSize));
    }
}
