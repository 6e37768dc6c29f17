package dev.labctl.ipam;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why there is no address, read from what Cilium says: in a pod's event, or in a CiliumNode's operator error.
 *
 * @param pool where the text names one
 * @param family where the text names one
 */
public record IpamTrouble(Kind kind, Optional<String> pool, Optional<Family> family) {
    /** What is the matter. */
    public enum Kind {
        /** The node's CIDR is used up (modes kubernetes and cluster-pool). */
        RANGE_FULL("range is full"),
        /** The node has no block of the pool yet: twice is normal for the first pod of a pool (mode multi-pool). */
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

    /** A quote, which may be escaped any number of times, or lost. */
    private static final String Q = "\\\\*\"?";

    private static final String FROM_POOL = "failed to allocate (?<family>ipv[46]) address for node " + Q
            + "[^ \"\\\\]+" + Q + " from pool " + Q + "(?<pool>[^\"\\\\ ]+?)" + Q + ": ";

    /**
     * The troubles that a text tells of, in its order: a pod's event tells of one at most, an operator's error of one for
     * each pool and family. Whatever stands around them does not matter: quotes as they come through JSON, the runtime's
     * words before them, or {@code (combined from similar events): }.
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
