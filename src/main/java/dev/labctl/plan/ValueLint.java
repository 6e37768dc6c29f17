package dev.labctl.plan;

import dev.labctl.addresses.Finding;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpamMode;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Helm values that do not do what they look like. */
final class ValueLint {
    /** The mode in which a setting below {@code ipam.operator} means something; all others ignore it. */
    private static final Map<String, IpamMode> READ_IN = Map.of(
            "clusterPoolIPv4PodCIDRList", IpamMode.CLUSTER_POOL,
            "clusterPoolIPv4MaskSize", IpamMode.CLUSTER_POOL,
            "clusterPoolIPv6PodCIDRList", IpamMode.CLUSTER_POOL,
            "clusterPoolIPv6MaskSize", IpamMode.CLUSTER_POOL,
            "autoCreateCiliumPodIPPools", IpamMode.MULTI_POOL);

    private ValueLint() {}

    static List<Finding> of(Scenario scenario) {
        List<Finding> findings = new ArrayList<>();
        IpamSettings settings = scenario.settings();
        if (IpamMode.of(settings.mode()).isEmpty()) {
            findings.add(Finding.error(
                    "IPAM_MODE_UNKNOWN",
                    "ipam.mode is " + settings.mode() + ", which Cilium 1.18 does not have",
                    "Use one of kubernetes, cluster-pool, multi-pool, eni."));
        }
        Tree.map(scenario.values(), "ipam", "operator").keySet().stream()
                .sorted()
                .filter(key -> Optional.ofNullable(READ_IN.get(key))
                        .filter(mode -> !settings.is(mode))
                        .isPresent())
                .forEach(key -> findings.add(Finding.warning(
                        "VALUE_IGNORED",
                        "ipam.operator." + key + " is read in mode "
                                + READ_IN.get(key).word() + " only; the mode is " + settings.mode(),
                        "Remove it, or set ipam.mode: " + READ_IN.get(key).word() + ".")));
        scenario.kind().ifPresent(kind -> settings.families().stream()
                .filter(family -> !kind.ipFamily().families().contains(family))
                .forEach(family -> findings.add(missing(family))));
        return findings;
    }

    /**
     * Kubernetes lacks a family that Cilium is configured to use: the nodes have no address, and in mode kubernetes no
     * block, of that family, and the agents wait for one for ever (Cilium 1.18 {@code daemon/k8s/init.go}).
     */
    private static Finding missing(Family family) {
        return Finding.error(
                "FAMILY_MISMATCH",
                "Cilium is configured to use " + family
                        + ", but the cluster has none: the agents wait for it and never become ready",
                "Set " + family.key() + ".enabled: false, or ipFamily: dual in kind.yaml.");
    }
}
