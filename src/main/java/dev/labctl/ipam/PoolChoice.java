package dev.labctl.ipam;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The pool of one family that a pod gets its address from in mode multi-pool (Cilium 1.18 {@code
 * pkg/ipam/metadata/manager.go}). Annotations are read only when the pod's sandbox is created.
 *
 * @param annotation the key that chose it; empty for the default pool
 */
public record PoolChoice(String pool, Source source, Optional<String> annotation) {
    /** What determines the pool, in order of precedence. */
    public enum Source {
        POD,
        NAMESPACE,
        DEFAULT
    }

    private static final String PREFIX = "ipam.cilium.io/";
    private static final String BOTH = PREFIX + "ip-pool";
    private static final Map<Family, String> OF_FAMILY =
            Map.of(Family.IPV4, PREFIX + "ipv4-pool", Family.IPV6, PREFIX + "ipv6-pool");

    /** {@code ignore} is for Nodes. */
    private static final Set<String> KNOWN =
            Set.of(BOTH, PREFIX + "ipv4-pool", PREFIX + "ipv6-pool", PREFIX + "ignore");

    private static final Set<String> BARE = Set.of("ippool", "ipv4pool", "ipv6pool", "ipampool");

    /** Whether this annotation of a pod or of its namespace chooses a pool. */
    public static boolean isKey(String annotation) {
        return annotation.equals(BOTH) || OF_FAMILY.containsValue(annotation);
    }

    /**
     * An annotation that resembles one for a pool, and that Cilium 1.18 silently ignores.
     *
     * @param meant the key that was probably meant; empty if 1.18 has none
     */
    public record IgnoredKey(String key, Optional<String> meant) {}

    /** The annotation that chooses a pool for one family alone, where the one for both families is read. */
    public Optional<String> narrowed(Family family) {
        return annotation.filter(BOTH::equals).map(both -> OF_FAMILY.get(family));
    }

    /**
     * Chooses the pool. A family's own key takes precedence over the key for both, the pod over its namespace; an empty value is
     * ignored.
     */
    public static PoolChoice of(
            Family family, Map<String, String> pod, Map<String, String> namespace, String defaultPool) {
        return chosen(family, pod, Source.POD)
                .or(() -> chosen(family, namespace, Source.NAMESPACE))
                .orElseGet(() -> new PoolChoice(defaultPool, Source.DEFAULT, Optional.empty()));
    }

    private static Optional<PoolChoice> chosen(Family family, Map<String, String> annotations, Source source) {
        return List.of(OF_FAMILY.get(family), BOTH).stream()
                .filter(key -> !annotations.getOrDefault(key, "").isEmpty())
                .findFirst()
                .map(key -> new PoolChoice(annotations.get(key), source, Optional.of(key)));
    }

    /**
     * The ignored keys among a pod's or namespace's annotations, ordered by name. Cilium's documentation once had {@code
     * ipam.cilium.io/ipam-pool} (cilium#48126).
     */
    public static List<IgnoredKey> ignored(Map<String, String> annotations) {
        return new TreeMap<>(annotations)
                .keySet().stream()
                        .filter(key -> !KNOWN.contains(key) && resemblesPoolKey(key))
                        .map(key -> new IgnoredKey(key, meant(key)))
                        .toList();
    }

    private static boolean resemblesPoolKey(String key) {
        if (key.startsWith(PREFIX)) {
            return true;
        }
        int slash = key.lastIndexOf('/');
        String domain = key.substring(0, Math.max(slash, 0)).toLowerCase(Locale.ROOT);
        return BARE.contains(normalized(key)) && (slash < 0 || domain.contains("cilium"));
    }

    private static Optional<String> meant(String key) {
        String name = normalized(key);
        if (!name.endsWith("pool") && !name.endsWith("pools")) {
            return Optional.empty();
        }
        if (name.contains("v4")) {
            return Optional.of(OF_FAMILY.get(Family.IPV4));
        }
        return Optional.of(name.contains("v6") ? OF_FAMILY.get(Family.IPV6) : BOTH);
    }

    /** A key without its domain, reduced to lower-case letters and digits. */
    private static String normalized(String key) {
        return key.substring(key.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
