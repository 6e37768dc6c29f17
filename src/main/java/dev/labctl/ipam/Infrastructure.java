package dev.labctl.ipam;

import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The purposes for which a node's agent takes addresses before any pod gets one: one address of each family per purpose.
 *
 * @param ingress the listener of Envoy, for Ingress and Gateway API
 * @param health the endpoint that other nodes' agents probe
 */
public record Infrastructure(boolean ingress, boolean health) {
    /** The purpose of one address, in the order in which they are taken (Cilium 1.18 {@code daemon/cmd/ipam.go}). */
    public enum Purpose {
        /** The address of {@code cilium_host}. */
        ROUTER,
        INGRESS,
        HEALTH;

        /** The agent's fatal error if this address does not fit (Cilium 1.18 {@code daemon/cmd/ipam.go}). */
        String failure(Family family) {
            return switch (this) {
                case ROUTER -> "Unable to allocate router IP for family " + family.key() + ": " + IpamTexts.RANGE_FULL;
                case INGRESS -> "unable to allocate ingress IPs: " + IpamTexts.RANGE_FULL_WITH_HELP;
                case HEALTH -> "unable to allocate health " + family + ": " + IpamTexts.RANGE_FULL_WITH_HELP;
            };
        }

        /** The name of the owner, as in the agent. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Chaining modes with which an endpoint can be probed. */
    private static final Set<String> PROBED = Set.of("none", "portmap");

    /**
     * From Helm values (Cilium 1.18 chart {@code values.yaml}, {@code templates/cilium-configmap.yaml}: {@code
     * enable-envoy-config}, {@code enable-endpoint-health-checking}, {@code enable-health-checking}).
     */
    public static Infrastructure ofValues(Map<String, Object> values) {
        boolean ingress = on(values, false, "envoyConfig", "enabled")
                || on(values, false, "ingressController", "enabled")
                || on(values, false, "gatewayAPI", "enabled")
                || Tree.text(values, "loadBalancer", "l7", "backend")
                        .filter("envoy"::equals)
                        .isPresent();
        boolean health = on(values, true, "healthChecking")
                && on(values, true, "endpointHealthChecking", "enabled")
                && PROBED.contains(chainingMode(values));
        return new Infrastructure(ingress, health);
    }

    private static boolean on(Map<String, Object> values, boolean byDefault, String... path) {
        return Tree.flag(values, path).orElse(byDefault);
    }

    private static String chainingMode(Map<String, Object> values) {
        String byTarget = Tree.at(values, "cni", "chainingTarget").isPresent() ? "generic-veth" : "none";
        return Tree.text(values, "cni", "chainingMode").orElse(byTarget);
    }

    /** From {@code cilium-config} of a running Cilium, with the agent's defaults (Cilium 1.18 {@code pkg/defaults}). */
    public static Infrastructure ofConfig(Map<String, String> config) {
        return new Infrastructure(
                on(config, "enable-envoy-config", "false"),
                on(config, "enable-health-checking", "true") && on(config, "enable-endpoint-health-checking", "true"));
    }

    private static boolean on(Map<String, String> config, String key, String byDefault) {
        return config.getOrDefault(key, byDefault).equals("true");
    }

    /** The purposes, in the order in which their addresses are taken. */
    public List<Purpose> purposes() {
        List<Purpose> purposes = new ArrayList<>(List.of(Purpose.ROUTER));
        if (ingress) {
            purposes.add(Purpose.INGRESS);
        }
        if (health) {
            purposes.add(Purpose.HEALTH);
        }
        return purposes;
    }

    /** The number of addresses that they take of each family. */
    public int count() {
        return purposes().size();
    }

    /** The number of addresses of a node's CIDR that are left for pods; 0 if these do not fit. */
    public long slots(Cidr cidr) {
        return Math.max(0, HostAllocator.usable(cidr) - count());
    }

    /** The number of pods of a node that can have an address of each family: that of its smallest family. */
    public long slots(Collection<Cidr> cidrs) {
        return cidrs.stream().mapToLong(this::slots).min().orElse(0);
    }

    /**
     * The fatal error of an agent whose own addresses do not fit; empty if they do. The agent takes addresses purpose by
     * purpose, IPv4 before IPv6.
     *
     * @param cidrs the node's CIDRs, one of each family
     */
    public Optional<String> failure(Collection<Cidr> cidrs) {
        return cidrs.stream()
                .filter(cidr -> HostAllocator.usable(cidr) < count())
                .min(Comparator.comparing(this::firstMissing).thenComparing(Cidr::family))
                .map(cidr -> firstMissing(cidr).failure(cidr.family()));
    }

    private Purpose firstMissing(Cidr cidr) {
        return purposes().get((int) HostAllocator.usable(cidr));
    }
}
