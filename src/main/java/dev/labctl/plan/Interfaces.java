package dev.labctl.plan;

import dev.labctl.addresses.AddressMap.Reserved;
import dev.labctl.addresses.Block;
import dev.labctl.addresses.NodeMap;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.Infrastructure;
import dev.labctl.ipam.InstanceType;
import dev.labctl.ipam.IpamTexts;
import dev.labctl.lab.Range;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Addresses of the subnets that an instance's network interfaces are in: mode eni. How many an instance can have is known
 * by its type, and how many its subnet has by the range of the VPC; which ones, only AWS knows.
 *
 * @param capacity of each node, without what its agent takes
 */
record Interfaces(EniNodes nodes, Infrastructure infrastructure, List<Range> capacity) {
    static Supply of(Scenario scenario, List<SchedulingDemand> demands, Infrastructure infrastructure) {
        EniNodes nodes = EniNodes.of(scenario);
        List<Range> capacity = new EniCapacity(nodes, node -> wants(demands, node, infrastructure)).ranges();
        Interfaces interfaces = new Interfaces(nodes, infrastructure, capacity);
        return new Supply(
                IntStream.range(0, capacity.size()).mapToObj(interfaces::node).toList(),
                List.of(),
                List.of(),
                EniLint.of(scenario, nodes, capacity, demands, infrastructure),
                Range.exactly(0),
                workload -> IpamTexts.podEvent(Supply.SANDBOX, IpamTexts.NO_MORE_IPS),
                (workload, node) -> interfaces.slots(node));
    }

    private static int wants(List<SchedulingDemand> demands, int node, Infrastructure infrastructure) {
        long pods = demands.stream()
                .filter(SchedulingDemand::needsAddress)
                .mapToLong(demand -> demand.most(node))
                .sum();
        return (int) Math.min(Integer.MAX_VALUE, infrastructure.count() + pods);
    }

    private Range slots(int node) {
        return new Range(
                slots(node, capacity.get(node).min()),
                slots(node, capacity.get(node).max()));
    }

    /** An agent does not start before its node has as many addresses as are kept free (Cilium 1.18 {@code pkg/ipam/crd.go}). */
    private int slots(int node, int addresses) {
        boolean starts = nodes.nodes()
                .get(node)
                .type()
                .value()
                .filter(type -> addresses >= type.preAllocation())
                .isPresent();
        return starts ? Math.max(0, addresses - infrastructure.count()) : 0;
    }

    private NodeMap node(int index) {
        EniNodes.Node node = nodes.nodes().get(index);
        List<Block> blocks =
                node.type().value().map(type -> block(index, type)).stream().toList();
        return new NodeMap(
                node.eks().shape().name(), blocks, List.of(), node.type().error());
    }

    private Block block(int node, InstanceType type) {
        return Block.predicted(
                Optional.empty(),
                nodes.subnets()
                        .map(split -> List.of(nodes.nodes()
                                .get(node)
                                .eks()
                                .subnets(split)
                                .get(0)
                                .toString()))
                        .orElse(List.of()),
                type.name(),
                Family.IPV4,
                capacity.get(node).max(),
                Reserved.of(infrastructure),
                slots(node).max());
    }
}
