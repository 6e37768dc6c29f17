package dev.labctl.ipam;

import dev.labctl.tree.Tree;
import java.util.Map;
import java.util.Optional;

/**
 * The settings that decide where addresses come from.
 *
 * @param mode as Cilium spells it; a newer Cilium may know modes that labctl does not
 */
public record IpamSettings(String mode, boolean ipv4, boolean ipv6) {
    /**
     * The settings that Helm values lead to (Cilium 1.18 chart {@code values.yaml}: {@code ipam.mode} cluster-pool, IPv4
     * on, IPv6 off).
     */
    public static IpamSettings ofValues(Map<String, Object> values) {
        return new IpamSettings(
                Tree.text(values, "ipam", "mode").orElse(IpamMode.CLUSTER_POOL.word()),
                Tree.flag(values, "ipv4", "enabled").orElse(true),
                Tree.flag(values, "ipv6", "enabled").orElse(false));
    }

    /** The settings of a running Cilium, from the ConfigMap {@code cilium-config}; empty where it has none. */
    public static Optional<IpamSettings> ofConfig(Map<String, String> config) {
        return Optional.ofNullable(config.get("ipam"))
                .map(mode -> new IpamSettings(
                        mode, "true".equals(config.get("enable-ipv4")), "true".equals(config.get("enable-ipv6"))));
    }

    public boolean is(IpamMode other) {
        return mode.equals(other.word());
    }

    /** The address families, as they are said to a reader. */
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
