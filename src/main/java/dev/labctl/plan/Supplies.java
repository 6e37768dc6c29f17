package dev.labctl.plan;

import dev.labctl.addresses.Finding;
import dev.labctl.addresses.NodeMap;
import dev.labctl.ipam.Attempt;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.ClusterPoolAllocator;
import dev.labctl.ipam.ClusterSubnets;
import dev.labctl.ipam.Infrastructure;
import dev.labctl.ipam.IpamMode;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.ipam.IpamTexts;
import dev.labctl.ipam.MultiPoolSettings;
import dev.labctl.ipam.NodeCidrAllocator;
import dev.labctl.ipam.RangeAllocator;
import dev.labctl.lab.KindConfig;
import dev.labctl.lab.Range;
import dev.labctl.plan.NodeBlocks.Source;
import java.util.List;
import java.util.Optional;

/** Finds where a scenario's addresses come from. */
final class Supplies {
    private static final Source OPERATOR = new Source(
            "cluster",
            IpamTexts.ALLOCATOR_FULL,
            0,
            "Add a CIDR to the list, or make the blocks smaller with a longer mask.",
            "Make the blocks larger with a shorter mask.");

    private final Scenario scenario;
    private final List<SchedulingDemand> demands;
    private final IpamSettings settings;
    private final Infrastructure infrastructure;

    private Supplies(Scenario scenario, List<SchedulingDemand> demands) {
        this.scenario = scenario;
        this.demands = demands;
        this.settings = scenario.settings();
        this.infrastructure = Infrastructure.ofValues(scenario.values());
    }

    static Supply of(Scenario scenario, List<SchedulingDemand> demands) {
        return new Supplies(scenario, demands).supply();
    }

    private Supply supply() {
        List<String> refusals =
                scenario.kind().map(kind -> kind.kubeadm().refusals()).orElse(List.of());
        if (!refusals.isEmpty()) {
            return nothing(
                    "CLUSTER_REFUSED",
                    "kind cannot create the cluster: " + String.join("; ", refusals),
                    "Fix kind.yaml.");
        }
        if (settings.is(IpamMode.CLUSTER_POOL)) {
            return clusterPool();
        }
        if (settings.is(IpamMode.KUBERNETES)) {
            return kubernetes();
        }
        if (settings.is(IpamMode.MULTI_POOL)) {
            return multiPool();
        }
        if (settings.is(IpamMode.ENI)) {
            return Interfaces.of(scenario, demands, infrastructure);
        }
        return nothing(
                "IPAM_MODE_NOT_PLANNED",
                "labctl cannot predict addresses in mode " + settings.mode(),
                "It predicts kubernetes, cluster-pool, multi-pool and eni.");
    }

    private Supply clusterPool() {
        Attempt<ClusterPoolAllocator> operator = ClusterPoolAllocator.of(settings.pools());
        return operator.value()
                .map(allocator -> blocks(allocator, OPERATOR))
                .orElseGet(() -> nothing(
                        "OPERATOR_FAILS",
                        "Cilium's operator exits with: " + operator.error().orElse(""),
                        "Fix ipam.operator in the values."));
    }

    private Supply kubernetes() {
        Optional<ClusterSubnets> subnets = scenario.kind().map(KindConfig::subnets);
        if (subnets.isEmpty()) {
            return nothing(
                    "IPAM_MODE_NOT_PLANNED", "the lab does not determine the pod CIDRs of this cluster's nodes", "");
        }
        // A block may be skipped: one is wasted where a node is processed twice at the same time.
        return RangeAllocator.of(subnets.get())
                .value()
                .map(allocator -> blocks(allocator, controllerManager(subnets.get())))
                .orElseGet(() -> nothing("CLUSTER_REFUSED", "no node gets a pod CIDR", "Fix kind.yaml."));
    }

    private Supply multiPool() {
        Attempt<MultiPoolSettings> read = MultiPoolSettings.ofValues(scenario.values());
        return read.value()
                .map(found -> PoolBlocks.of(scenario, demands, found, infrastructure))
                .orElseGet(() -> nothing(
                        "AGENTS_FAIL",
                        "Cilium's agents exit with: " + read.error().orElse(""),
                        "Fix ipam.multiPoolPreAllocation in the values.",
                        scenario.nodes().size()));
    }

    private Source controllerManager(ClusterSubnets subnets) {
        Optional<Cidr> services = subnets.pods().stream()
                .flatMap(range -> subnets.servicesAround(range).stream())
                .findFirst();
        return new Source(
                "kubernetes",
                IpamTexts.CIDR_NOT_AVAILABLE,
                scenario.nodes().size(),
                services.map(range -> "Use a networking.podSubnet outside of the Service range " + range + ".")
                        .orElse("Use a larger networking.podSubnet in kind.yaml, or smaller node CIDRs (a larger"
                                + " node-cidr-mask-size of the controller manager, in kubeadmConfigPatches)."),
                "Make the node CIDRs larger: a smaller node-cidr-mask-size of the controller manager, in"
                        + " kubeadmConfigPatches of kind.yaml.");
    }

    private Supply blocks(NodeCidrAllocator allocator, Source source) {
        return new NodeBlocks(scenario.nodes(), allocator, settings.families(), infrastructure, source).supply();
    }

    /** No addresses at all, because Cilium does not come up. Its operator is not there either, which would close the nodes. */
    private Supply nothing(String reason, String message, String fix) {
        return nothing(reason, message, fix, 0);
    }

    /** The same with closed nodes. */
    private Supply nothing(String reason, String message, String fix, int closed) {
        return new Supply(
                scenario.nodes().stream()
                        .map(node -> new NodeMap(node.name(), List.of(), List.of(), Optional.of(message)))
                        .toList(),
                List.of(),
                List.of(),
                List.of(Finding.error(reason, message, fix)),
                Range.exactly(closed),
                workload -> IpamTexts.noAgent(Supply.SANDBOX),
                (workload, node) -> Range.exactly(0));
    }
}
