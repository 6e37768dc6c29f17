package dev.labctl.ipam;

import dev.labctl.tree.Tree;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings that determine where addresses come from.
 *
 * @param mode in Cilium's spelling; a newer Cilium may have modes that labctl does not know
 * @param families the enabled ones, IPv4 first
 * @param pools the ranges of the nodes' blocks by family, IPv4 first; none in modes other than cluster-pool
 */
public record IpamSettings(String mode, Set<Family> families, Map<Family, ClusterPool> pools) {
    /** Those of a cluster without a readable {@code cilium-config}: no mode, and the families of the chart's defaults. */
    public static final IpamSettings UNKNOWN = new IpamSettings("", Family.IPV4);

    public IpamSettings {
        families = Collections.unmodifiableSet(new TreeSet<>(families));
        pools = Collections.unmodifiableMap(new TreeMap<>(pools));
    }

    /** Without cluster pools. */
    public IpamSettings(String mode, Family... families) {
        this(mode, Set.copyOf(List.of(families)), Map.of());
    }

    /**
     * From Helm values (Cilium 1.18 chart {@code values.yaml}: {@code ipam.mode} cluster-pool, IPv4
     * on, IPv6 off).
     */
    public static IpamSettings ofValues(Map<String, Object> values) {
        return of(
                Tree.nonEmpty(values, "ipam", "mode").orElse(IpamMode.CLUSTER_POOL.word()),
                family -> Tree.flag(values, family.key(), "enabled").orElse(family == Family.IPV4),
                family -> Optional.of(ClusterPool.ofValues(family, values)));
    }

    /** From the ConfigMap {@code cilium-config} of a running Cilium; empty if it sets no mode. */
    public static Optional<IpamSettings> ofConfig(Map<String, String> config) {
        return Optional.ofNullable(config.get("ipam"))
                .map(mode -> of(
                        mode,
                        family -> "true".equals(config.get("enable-" + family.key())),
                        family -> ClusterPool.ofConfig(family, config)));
    }

    private static IpamSettings of(
            String mode, Predicate<Family> enabled, Function<Family, Optional<ClusterPool>> poolOf) {
        Set<Family> families = Stream.of(Family.values()).filter(enabled).collect(Collectors.toSet());
        Map<Family, ClusterPool> pools = new EnumMap<>(Family.class);
        if (mode.equals(IpamMode.CLUSTER_POOL.word())) {
            families.forEach(family -> poolOf.apply(family).ifPresent(pool -> pools.put(family, pool)));
        }
        return new IpamSettings(mode, families, pools);
    }

    public boolean is(IpamMode other) {
        return mode.equals(other.word());
    }

    /** The address families, for the user. */
    public String familyWords() {
        return families.isEmpty()
                ? Family.IPV4.toString()
                : families.stream().map(Family::toString).collect(Collectors.joining(" and "));
    }
}
