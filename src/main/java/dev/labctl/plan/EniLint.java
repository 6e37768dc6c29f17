package dev.labctl.plan;

import dev.labctl.addresses.Finding;
import dev.labctl.failure.Severity;
import dev.labctl.failure.Wording;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Infrastructure;
import dev.labctl.ipam.InstanceType;
import dev.labctl.ipam.VpcSplit;
import dev.labctl.ipam.VpcSubnet;
import dev.labctl.lab.EksctlConfig;
import dev.labctl.lab.Nearest;
import dev.labctl.lab.Range;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What the reader of a lab in mode eni should know before the cluster costs money. */
record EniLint(Scenario scenario, EniNodes nodes, List<Range> capacity, Infrastructure infrastructure) {
    private static final String LIMITS = "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AvailableIpPerENI.html";

    static List<Finding> of(
            Scenario scenario,
            EniNodes nodes,
            List<Range> capacity,
            List<SchedulingDemand> demands,
            Infrastructure infrastructure) {
        EniLint lint = new EniLint(scenario, nodes, capacity, infrastructure);
        List<Finding> findings = new ArrayList<>();
        nodes.typeNames().forEach(name -> lint.type(name, findings));
        nodes.refusal()
                .ifPresent(text -> findings.add(Finding.error(
                        "CLUSTER_REFUSED",
                        "eksctl refuses to create the cluster: " + text,
                        "Fix availabilityZones in eksctl.yaml.")));
        nodes.subnets().ifPresent(split -> lint.subnets(split, findings));
        lint.order(findings);
        lint.maxPods(demands, findings);
        return findings;
    }

    private void type(String name, List<Finding> findings) {
        InstanceType.of(name)
                .value()
                .ifPresentOrElse(
                        type -> {
                            if (nodes.demand().prefixDelegation() && !type.prefixes()) {
                                findings.add(Finding.warning(
                                        "VALUE_IGNORED",
                                        "eni.awsEnablePrefixDelegation has no effect on " + name
                                                + ", which is not a Nitro instance",
                                        "Use a Nitro type, such as t3.medium."));
                            }
                        },
                        () -> findings.add(Finding.warning(
                                "INSTANCE_TYPE_UNKNOWN",
                                "labctl does not know how many addresses an instance of the type " + name
                                        + " can have; its table has "
                                        + InstanceType.names().size() + " types",
                                Nearest.question(name, InstanceType.names())
                                                .map(question -> question + " ")
                                                .orElse("")
                                        + "See " + LIMITS + ".")));
    }

    /** Subnets in which a node may get fewer addresses than its instance can have. */
    private void subnets(VpcSplit split, List<Finding> findings) {
        Map<Cidr, List<Integer>> bySubnet = new LinkedHashMap<>();
        IntStream.range(0, nodes.nodes().size())
                .filter(node -> capacity.get(node).min() < most(node))
                .forEach(node -> bySubnet.computeIfAbsent(
                                nodes.nodes().get(node).eks().subnets(split).get(0), any -> new ArrayList<>())
                        .add(node));
        if (!bySubnet.isEmpty()) {
            findings.add(tooSmall(split.vpc(), bySubnet));
        }
    }

    private int most(int node) {
        return nodes.nodes()
                .get(node)
                .type()
                .value()
                .map(type -> type.capacity(
                        nodes.demand().firstInterface(), nodes.demand().prefixDelegation()))
                .orElse(0);
    }

    /** All subnets are of one size. */
    private Finding tooSmall(Cidr vpc, Map<Cidr, List<Integer>> bySubnet) {
        List<Cidr> cidrs = List.copyOf(bySubnet.keySet());
        List<Integer> affected =
                bySubnet.values().stream().flatMap(List::stream).toList();
        VpcSubnet empty = new VpcSubnet(cidrs.get(0));
        int fewest = affected.stream()
                .mapToInt(node -> capacity.get(node).min())
                .min()
                .orElse(0);
        String blocks = empty.freePrefixes() == 0
                ? " and no whole /28 block"
                : " and " + Wording.counted(empty.freePrefixes(), "whole /28 block");
        String has = (cidrs.size() == 1
                        ? "the subnet " + cidrs.get(0) + " has "
                        : "the subnets " + cidrs.get(0) + " to " + cidrs.get(cidrs.size() - 1) + " each have ")
                + Wording.counted(empty.free(), "address")
                + (nodes.demand().prefixDelegation() ? blocks : "");
        return Finding.warning(
                "SUBNET_TOO_SMALL",
                has + ", for " + Wording.counted(affected.size(), "node") + " in all: a node may get no more than "
                        + Wording.counted(fewest, "address") + ", where its instance can have "
                        + most(affected.get(0)),
                vpc.prefixLength() > VpcSplit.DEFAULT_VPC.prefixLength()
                        ? "Use a larger vpc.cidr in eksctl.yaml: eksctl cuts " + vpc + " into these subnets."
                        : "Use fewer nodes, or a larger VPC of your own.");
    }

    /** A node that had single addresses from AWS' own plugin before Cilium came gets no prefixes. */
    private void order(List<Finding> findings) {
        if (scenario.cluster() instanceof EksctlConfig config
                && EniPlan.singleIfNodesFirst(config)
                && nodes.demand().prefixDelegation()) {
            nodes.types().stream()
                    .filter(InstanceType::prefixes)
                    .findFirst()
                    .ifPresent(type -> findings.add(new Finding(
                            Severity.NOTE,
                            "ORDER_DECIDES",
                            "labctl installs Cilium before the nodes start, so that they get prefixes; a node that"
                                    + " starts first has single addresses from aws-node and keeps to them: "
                                    + type.slots(nodes.demand().firstInterface(), false, infrastructure)
                                    + " pods on a " + type.name(),
                            "")));
        }
    }

    /** The scheduler counts the kubelet's limit, not the addresses. */
    private void maxPods(List<SchedulingDemand> demands, List<Finding> findings) {
        for (int i = 0; i < nodes.nodes().size(); i++) {
            int node = i;
            int slots = Math.max(0, capacity.get(node).min() - infrastructure.count());
            long host = demands.stream()
                    .filter(demand -> !demand.needsAddress())
                    .mapToLong(demand -> demand.least(node))
                    .sum();
            int limit = scenario.nodes().get(node).maxPods();
            if (nodes.nodes().get(node).type().value().isPresent() && limit - host > slots) {
                findings.add(new Finding(
                        Severity.NOTE,
                        "MAX_PODS_ABOVE_ADDRESSES",
                        "the kubelet of a " + nodes.nodes().get(node).eks().instanceType() + " allows " + limit
                                + " pods, but there are addresses for " + slots
                                + ": the scheduler does not know that, and pods beyond them stay without an address",
                        "Set maxPodsPerNode in eksctl.yaml to " + (slots + host) + "."));
                return;
            }
        }
    }
}
