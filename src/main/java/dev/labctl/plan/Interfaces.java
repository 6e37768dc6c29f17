package dev.labctl.plan;

import dev.labctl.addresses.AddressMap.Block;
import dev.labctl.addresses.AddressMap.Reserved;
import dev.labctl.addresses.Finding;
import dev.labctl.addresses.NodeMap;
import dev.labctl.ipam.Attempt;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.Infrastructure;
import dev.labctl.ipam.InstanceType;
import dev.labctl.ipam.IpamTexts;
import dev.labctl.lab.EksctlConfig;
import dev.labctl.lab.Range;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Addresses of the subnets that an instance's network interfaces are in: mode eni. How many an instance can have is known
 * by its type; which ones, and whether the subnet has as many, only AWS knows.
 *
 * @param types by node
 * @param prefixes {@code eni.awsEnablePrefixDelegation}
 */
record Interfaces(
        Scenario scenario, List<Attempt<InstanceType>> types, Infrastructure infrastructure, boolean prefixes) {
    static Supply of(Scenario scenario, Infrastructure infrastructure) {
        List<String> own =
                scenario.cluster() instanceof EksctlConfig config ? EksNodes.instanceTypes(config) : List.of();
        List<String> names = IntStream.range(0, scenario.nodes().size())
                .mapToObj(node -> own.isEmpty() ? "" : own.get(Math.min(node, own.size() - 1)))
                .toList();
        Interfaces interfaces = new Interfaces(
                scenario,
                names.stream().map(InstanceType::of).toList(),
                infrastructure,
                Tree.flag(scenario.values(), "eni", "awsEnablePrefixDelegation").orElse(false));
        return new Supply(
                IntStream.range(0, names.size()).mapToObj(interfaces::node).toList(),
                List.of(),
                List.of(),
                interfaces.findings(names),
                workload -> IpamTexts.podEvent(Supply.SANDBOX, IpamTexts.NO_MORE_IPS),
                (workload, node) -> Range.exactly(interfaces.slots(node)));
    }

    private int slots(int node) {
        return types.get(node)
                .value()
                .map(type -> type.slots(0, prefixes, infrastructure))
                .orElse(0);
    }

    private NodeMap node(int node) {
        List<Block> cidrs = types.get(node).value().stream()
                .map(type -> Block.predicted(
                        Optional.empty(),
                        List.of(),
                        type.name(),
                        Family.IPV4,
                        type.capacity(0, prefixes),
                        Reserved.of(infrastructure),
                        slots(node)))
                .toList();
        return new NodeMap(
                scenario.nodes().get(node).name(),
                cidrs,
                List.of(),
                types.get(node).error());
    }

    private List<Finding> findings(List<String> names) {
        List<Finding> findings = new ArrayList<>();
        for (String name : names.stream().distinct().toList()) {
            Optional<InstanceType> type = InstanceType.of(name).value();
            if (type.isEmpty()) {
                findings.add(Finding.warning(
                        "INSTANCE_TYPE_UNKNOWN",
                        "labctl does not know how many addresses an instance of the type " + name + " can have",
                        "See https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/AvailableIpPerENI.html."));
            } else if (prefixes && !type.get().prefixes()) {
                findings.add(Finding.warning(
                        "VALUE_IGNORED",
                        "eni.awsEnablePrefixDelegation has no effect on " + name + ", which is not a Nitro instance",
                        "Use a Nitro type, such as t3.medium."));
            }
        }
        return findings;
    }
}
