package dev.labctl.ipam;

import dev.labctl.tree.Tree;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The settings that determine where addresses come from.
 *
 * @param mode in Cilium's spelling; a newer Cilium may have modes that labctl does not know
 * @param pools the ranges of the nodes' blocks by family, IPv4 first; none in modes other than cluster-pool
 */
public record IpamSettings(String mode, boolean ipv4, boolean ipv6, Map<Family, ClusterPool> pools) {
    /** Those of a cluster without a readable {@code cilium-config}: no mode, and the families of the chart's defaults. */
    public static final IpamSettings UNKNOWN = new IpamSettings("", true, false);

    public IpamSettings {
        pools = Collections.unmodifiableMap(new TreeMap<>(pools));
    }

    /** Without cluster pools. */
    public IpamSettings(String mode, boolean ipv4, boolean ipv6) {
        this(mode, ipv4, ipv6, Map.of());
    }

    /**
     * From Helm values (Cilium 1.18 chart {@code values.yaml}: {@code ipam.mode} cluster-pool, IPv4
     * on, IPv6 off).
     */
    public static IpamSettings ofValues(Map<String, Object> values) {
        String mode = Tree.text(values, "ipam", "mode").orElse(IpamMode.CLUSTER_POOL.word());
        boolean ipv4 = Tree.flag(values, "ipv4", "enabled").orElse(true);
        boolean ipv6 = Tree.flag(values, "ipv6", "enabled").orElse(false);
        return new IpamSettings(
                mode, ipv4, ipv6, pools(mode, ipv4, ipv6, family -> Optional.of(ClusterPool.ofValues(family, values))));
    }

    /** From the ConfigMap {@code cilium-config} of a running Cilium; empty if it sets no mode. */
    public static Optional<IpamSettings> ofConfig(Map<String, String> config) {
        return Optional.ofNullable(config.get("ipam")).map(mode -> {
            boolean ipv4 = "true".equals(config.get("enable-ipv4"));
            boolean ipv6 = "true".equals(config.get("enable-ipv6"));
            return new IpamSettings(
                    mode, ipv4, ipv6, pools(mode, ipv4, ipv6, family -> ClusterPool.ofConfig(family, config)));
        });
    }

    private static Map<Family, ClusterPool> pools(
            String mode, boolean ipv4, boolean ipv6, Function<Family, Optional<ClusterPool>> read) {
        Map<Family, ClusterPool> pools = new EnumMap<>(Family.class);
        if (mode.equals(IpamMode.CLUSTER_POOL.word())) {
            for (Family family : Family.values()) {
                if (family == Family.IPV4 ? ipv4 : ipv6) {
                    read.apply(family).ifPresent(pool -> pools.put(family, pool));
                }
            }
        }
        return pools;
    }

    public boolean is(IpamMode other) {
        return mode.equals(other.word());
    }

    /** The address families, for the user. */
    public String families() {
        if (ipv4 && ipv6) {
            return "IPv4 and IPv6";
        }
        return ipv6 ? "IPv6" : "IPv4";
    }

    public boolean sameFamilies(IpamSettings other) {
        return ipv4 == other.ipv4 && ipv6 == other.ipv6;
    }
}
