package dev.labctl.ipam;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The reason why an address or block is missing, parsed from a pod's event or the operator error of a CiliumNode.
 *
 * @param pool empty if the text names none
 * @param family empty if the text names none
 */
public record IpamTrouble(Kind kind, Optional<String> pool, Optional<Family> family) {
    /** The kind of trouble. */
    public enum Kind {
        /** The node's CIDR is used up (modes kubernetes and cluster-pool). */
        RANGE_FULL("range is full"),
        /** The node has no block of the pool yet: normal, up to two times, for the first pod of a pool (mode multi-pool). */
        POOL_NOT_YET_AVAILABLE("unable to (?:allocate from|reserve IP [^ ]+ from) pool " + Q + "(?<pool>[^\"\\\\ ]+)"
                + Q + " \\(family (?<family>ipv[46])\\): pool not \\(yet\\) available"),
        /** The node's blocks of the pool are used up (mode multi-pool); the second form is that of Cilium 1.20. */
        POOL_EXHAUSTED("all (?:pod )?CIDR ranges are exhausted"),
        /** There is no such pool (mode multi-pool, from the operator). */
        POOL_MISSING(FROM_POOL + "cannot allocate from non-existing pool: [^ \"\\\\\n]+"),
        /** The pool has no block left, or none of the family (mode multi-pool, from the operator). */
        POOL_EMPTY(FROM_POOL + "pool empty"),
        /** No block is left for the node (mode cluster-pool, from the operator). */
        ALLOCATOR_FULL("\\ballocator full\\b"),
        /** The node's network interfaces have no address left (mode eni). */
        NO_MORE_IPS("No more IPs available");

        private final Pattern pattern;
        private final boolean namesPool;

        Kind(String pattern) {
            this.pattern = Pattern.compile(pattern);
            this.namesPool = pattern.contains("(?<pool>");
        }
    }

    /** A quote, which may be escaped any number of times, or missing. */
    private static final String Q = "\\\\*\"?";

    private static final String FROM_POOL = "failed to allocate (?<family>ipv[46]) address for node " + Q
            + "[^ \"\\\\]+" + Q + " from pool " + Q + "(?<pool>[^\"\\\\ ]+?)" + Q + ": ";

    /**
     * The troubles that a text reports, in order of appearance: at most one in a pod's event, one per pool and family in an
     * operator error. The surrounding text is ignored: escaped quotes from JSON, the runtime's prefix, or {@code (combined
     * from similar events): }.
     */
    public static List<IpamTrouble> in(String text) {
        Map<Integer, IpamTrouble> byPlace = new TreeMap<>();
        for (Kind kind : Kind.values()) {
            Matcher matcher = kind.pattern.matcher(text);
            while (matcher.find()) {
                byPlace.put(matcher.start(), of(kind, matcher));
            }
        }
        return List.copyOf(byPlace.values());
    }

    private static IpamTrouble of(Kind kind, Matcher matcher) {
        return kind.namesPool
                ? new IpamTrouble(
                        kind,
                        Optional.of(matcher.group("pool")),
                        Optional.of(Family.valueOf(matcher.group("family").toUpperCase(Locale.ROOT))))
                : new IpamTrouble(kind, Optional.empty(), Optional.empty());
    }
}
