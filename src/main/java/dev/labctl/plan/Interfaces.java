package dev.labctl.plan;

import dev.labctl.ipam.Attempt;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.Infrastructure;
import dev.labctl.ipam.InstanceType;
import dev.labctl.ipam.IpamTexts;
import dev.labctl.lab.Range;
import dev.labctl.plan.AddressPlan.CidrPlan;
import dev.labctl.plan.AddressPlan.NodePlan;
import dev.labctl.plan.AddressPlan.Reserved;
import dev.labctl.plan.Finding.Severity;
import dev.labctl.tree.Tree;
import dev.labctl.workload.NodeShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Addresses of the subnets that an instance's network interfaces are in: mode eni. How many an instance can have is known
 * by its type; which ones, and whether the subnet has as many, only AWS knows.
 */
final class Interfaces implements Supply {
    private final List<NodeShape> nodes;
    private final List<Attempt<InstanceType>> types;
    private final Infrastructure infrastructure;
    private final boolean prefixes;
    private final List<String> names;

    Interfaces(Scenario scenario, Infrastructure infrastructure) {
        this.nodes = scenario.nodes();
        this.infrastructure = infrastructure;
        this.prefixes =
                Tree.flag(scenario.values(), "eni", "awsEnablePrefixDelegation").orElse(false);
        List<String> own = EksNodes.instanceTypes(scenario.eks());
        this.names = IntStream.range(0, nodes.size())
                .mapToObj(node -> own.isEmpty() ? "" : own.get(Math.min(node, own.size() - 1)))
                .toList();
        this.types = names.stream().map(InstanceType::of).toList();
    }

    @Override
    public Range addresses(int workload, int node) {
        return Range.exactly(slots(node));
    }

    private int slots(int node) {
        return types.get(node)
                .value()
                .map(type -> type.slots(0, prefixes, infrastructure))
                .orElse(0);
    }

    @Override
    public boolean shared(int one, int other) {
        return true;
    }

    @Override
    public List<NodePlan> nodes() {
        return IntStream.range(0, nodes.size()).mapToObj(this::node).toList();
    }

    private NodePlan node(int node) {
        List<CidrPlan> cidrs = types.get(node).value().stream()
                .map(type -> new CidrPlan(
                        Optional.empty(),
                        List.of(),
                        type.name(),
                        Family.IPV4,
                        type.capacity(0, prefixes),
                        Reserved.of(infrastructure),
                        slots(node)))
                .toList();
        return new NodePlan(nodes.get(node).name(), cidrs, types.get(node).error());
    }

    @Override
    public List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (String name : names.stream().distinct().toList()) {
            Optional<InstanceType> type = InstanceType.of(name).value();
            if (type.isEmpty()) {
                findings.add(new Finding(
                        Severity.WARNING,
                        "INSTANCE_TYPE_UNKNOWN",
                        "labctl does not know how many addresses an instance of the type " + name + " can have",
                        "See https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AvailableIpPerENI.html."));
            } else if (prefixes && !type.get().prefixes()) {
                findings.add(new Finding(
                        Severity.WARNING,
                        "VALUE_IGNORED",
                        "eni.awsEnablePrefixDelegation has no effect on " + name + ", which is not a Nitro instance",
                        "Use a Nitro type, such as t3.medium."));
            }
        }
        return findings;
    }

    @Override
    public String text(int workload) {
        return IpamTexts.podEvent(SANDBOX, IpamTexts.NO_MORE_IPS);
    }
}
