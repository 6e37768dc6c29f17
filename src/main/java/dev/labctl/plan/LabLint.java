package dev.labctl.plan;

import dev.labctl.addresses.Finding;
import dev.labctl.failure.Severity;
import dev.labctl.failure.Wording;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.ClusterSubnets;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpamMode;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.ipam.MultiPoolSettings;
import dev.labctl.lab.KindConfig;
import dev.labctl.lab.KubeadmConfig;
import dev.labctl.tree.Tree;
import dev.labctl.workload.NodeShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Helm values that do not do what they look like, and ranges of addresses that get into each other's way. */
final class LabLint {
    /** Docker takes its networks, kind's with them, from here unless configured otherwise ({@code default-address-pools}). */
    private static final Cidr DOCKER = Cidr.parse("172.16.0.0/12");

    /** The mode in which a setting below {@code ipam.operator} means something; all others ignore it. */
    private static final Map<String, IpamMode> READ_IN = Map.of(
            "clusterPoolIPv4PodCIDRList", IpamMode.CLUSTER_POOL,
            "clusterPoolIPv4MaskSize", IpamMode.CLUSTER_POOL,
            "clusterPoolIPv6PodCIDRList", IpamMode.CLUSTER_POOL,
            "clusterPoolIPv6MaskSize", IpamMode.CLUSTER_POOL,
            "autoCreateCiliumPodIPPools", IpamMode.MULTI_POOL);

    private final List<Finding> findings = new ArrayList<>();

    private LabLint() {}

    static List<Finding> of(Scenario scenario, Supply supply) {
        LabLint lint = new LabLint();
        lint.values(scenario);
        lint.nodeConfigs(scenario);
        scenario.kind().ifPresent(kind -> {
            lint.families(kind, scenario.settings());
            lint.patches(kind.kubeadm());
            supply.ranges().forEach(range -> lint.range(range, supply.taken(), kind.subnets(), scenario.settings()));
        });
        return lint.findings;
    }

    private void values(Scenario scenario) {
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
    }

    /** Settings that reach an agent only when it starts, which it has when Cilium's own kinds can be applied. */
    private void nodeConfigs(Scenario scenario) {
        if (!scenario.settings().is(IpamMode.MULTI_POOL)) {
            return;
        }
        Map<String, List<String>> nodes = new TreeMap<>();
        for (NodeShape node : scenario.nodes()) {
            Optional.ofNullable(
                            scenario.nodeConfigs().on(node.labels(), Map.of()).get(MultiPoolSettings.DEFAULT_POOL_KEY))
                    .ifPresent(pool -> nodes.computeIfAbsent(pool, key -> new ArrayList<>())
                            .add(node.name()));
        }
        nodes.forEach((pool, names) -> findings.add(Finding.warning(
                "NODE_CONFIG_NEEDS_RESTART",
                "a CiliumNodeConfig makes " + pool + " the default pool of " + Wording.names(names)
                        + ", and an agent reads it only when it starts: until then, and in this plan, pods there that name no"
                        + " pool have the other nodes' default pool",
                "Restart the agents after it is applied:"
                        + " kubectl -n kube-system rollout restart daemonset/cilium")));
    }

    /**
     * Kubernetes may lack a family that Cilium is configured to use: the nodes have no address, and in mode kubernetes no
     * block, of that family, and the agents wait for one for ever (Cilium 1.18 {@code daemon/k8s/init.go}).
     */
    private void families(KindConfig kind, IpamSettings settings) {
        settings.families().stream()
                .filter(family -> !kind.ipFamily().families().contains(family))
                .forEach(family -> findings.add(Finding.error(
                        "FAMILY_MISMATCH",
                        "Cilium is configured to use " + family
                                + ", but the cluster has none: the agents wait for it and never become ready",
                        "Set " + family.key() + ".enabled: false, or ipFamily: dual in kind.yaml.")));
    }

    /** Patches of kind.yaml that kubeadm never sees, and labels that a patch takes away. */
    private void patches(KubeadmConfig kubeadm) {
        kubeadm.withoutEffect()
                .forEach(sentence -> findings.add(Finding.warning(
                        "PATCH_IGNORED",
                        sentence,
                        "Move it to the node or the configuration that it is meant for, or remove it.")));
        if (!kubeadm.withoutLabels().isEmpty()) {
            findings.add(Finding.warning(
                    "NODE_LABELS_REPLACED",
                    "the labels in kind.yaml of " + Wording.names(kubeadm.withoutLabels())
                            + " are lost: kind writes them to the argument node-labels, which a patch replaces",
                    "Write all labels into `labels`, or all into the patch."));
        }
    }

    /**
     * Checks a range that pods' addresses are cut from.
     *
     * @param taken the blocks that will really be given; those of pools that grow as needed are not known
     */
    private void range(Cidr range, List<Cidr> taken, ClusterSubnets subnets, IpamSettings settings) {
        Optional<Cidr> around = subnets.servicesAround(range);
        around.ifPresentOrElse(
                services -> findings.add(inside(range, services, settings)), () -> subnets.services().stream()
                        .filter(range::overlaps)
                        .forEach(other -> findings.add(services(range, other, taken))));
        if (range.family() == Family.IPV4 && range.overlaps(DOCKER)) {
            findings.add(Finding.warning(
                    "DOCKER_NETWORK_OVERLAP",
                    "pod addresses come from " + range + ", and Docker takes its networks from " + DOCKER
                            + ": if the nodes' network is part of it, pods and nodes cannot reach each other",
                    "Use a range outside of " + DOCKER
                            + ", or check that `docker network inspect kind` shows another one."));
        }
    }

    private static Finding inside(Cidr range, Cidr services, IpamSettings settings) {
        return Finding.error(
                "SERVICE_CIDR_OVERLAP",
                "the pods' range " + range + " is inside the Service range " + services
                        + (settings.is(IpamMode.KUBERNETES)
                                ? ": Kubernetes gives nodes no CIDR that overlaps it, so none gets one"
                                : ": a pod and a Service may get the same address"),
                "Use a range for pods outside of " + services + ".");
    }

    private static Finding services(Cidr range, Cidr services, List<Cidr> taken) {
        Optional<Cidr> block =
                taken.stream().filter(one -> one.overlaps(services)).findFirst();
        if (block.isPresent()) {
            return Finding.error(
                    "SERVICE_CIDR_OVERLAP",
                    "the pods' block " + block.get() + " overlaps the Service range " + services
                            + ": a pod and a Service may get the same address",
                    "Use a range for pods that does not overlap " + services + ".");
        }
        return new Finding(
                Severity.NOTE,
                "SERVICE_CIDR_INSIDE",
                "the pods' range " + range + " contains the Service range " + services
                        + "; no block of this plan is part of it",
                "");
    }
}
