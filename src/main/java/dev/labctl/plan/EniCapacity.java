package dev.labctl.plan;

import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Eni;
import dev.labctl.ipam.EniAllocator;
import dev.labctl.ipam.EniDemand;
import dev.labctl.ipam.InstanceType;
import dev.labctl.ipam.VpcSplit;
import dev.labctl.ipam.VpcSubnet;
import dev.labctl.lab.Range;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How many addresses each node can have in mode eni: as many as its instance, or as its subnets have left. The operator is
 * played in the worst order for a node and in the best.
 *
 * @param wants how many addresses a node uses at most, its agent's with them
 */
record EniCapacity(EniNodes nodes, IntUnaryOperator wants) {
    /** Distance at which nodes' own addresses spoil the most prefixes. */
    private static final int PREFIX = 16;

    /** Nodes that cannot be told from each other. */
    private record Alike(InstanceType type, List<Cidr> subnets) {}

    /** The range of each node: from what the others leave to what it gets before them. */
    List<Range> ranges() {
        Map<Alike, Range> known = new LinkedHashMap<>();
        List<Range> ranges = new ArrayList<>();
        for (int i = 0; i < nodes.nodes().size(); i++) {
            int index = i;
            Optional<InstanceType> type = nodes.nodes().get(i).type().value();
            ranges.add(type.map(found -> nodes.subnets()
                            .map(split -> known.computeIfAbsent(
                                    new Alike(found, subnets(index, split)), any -> range(index, found, split)))
                            .orElse(Range.exactly(most(found))))
                    .orElse(Range.exactly(0)));
        }
        return ranges;
    }

    private int most(InstanceType type) {
        return type.capacity(nodes.demand().firstInterface(), nodes.demand().prefixDelegation());
    }

    private List<Cidr> subnets(int node, VpcSplit split) {
        return nodes.nodes().get(node).eks().subnets(split);
    }

    private Range range(int node, InstanceType type, VpcSplit split) {
        Cidr own = subnets(node, split).get(0);
        List<Integer> neighbours = IntStream.range(0, nodes.nodes().size())
                .filter(other -> nodes.nodes().get(other).type().value().isPresent())
                .filter(other -> subnets(other, split).contains(own))
                .boxed()
                .toList();
        if (ample(own, neighbours)) {
            return Range.exactly(most(type));
        }
        int first = play(node, neighbours, split, false);
        int last = play(node, neighbours, split, true);
        return new Range(Math.min(first, last), Math.max(first, last));
    }

    /** Whether the subnet has room for all that its nodes can have. */
    private boolean ample(Cidr subnet, List<Integer> neighbours) {
        VpcSubnet empty = new VpcSubnet(subnet);
        long places = 0;
        for (int node : neighbours) {
            InstanceType type = nodes.nodes().get(node).type().value().orElseThrow();
            places += (long) type.adapters() * type.ipv4();
        }
        return places <= (nodes.demand().prefixDelegation() ? empty.freePrefixes() : empty.free());
    }

    /** What a node has in the end, if the others have been served before it, or after. */
    private int play(int node, List<Integer> neighbours, VpcSplit split, boolean othersFirst) {
        Map<Cidr, VpcSubnet> vpc = new LinkedHashMap<>();
        Map<Integer, EniAllocator> operator = new LinkedHashMap<>();
        for (int place = 0; place < neighbours.size(); place++) {
            int one = neighbours.get(place);
            operator.put(one, allocator(one, othersFirst ? place : 0, split, vpc));
        }
        EniDemand demand = nodes.demand();
        if (!othersFirst) {
            fill(operator.get(node), demand, Integer.MAX_VALUE);
        }
        operator.forEach((one, allocator) -> {
            if (one != node) {
                fill(allocator, demand, wants.applyAsInt(one));
            }
        });
        fill(operator.get(node), demand, Integer.MAX_VALUE);
        return operator.get(node).available(demand);
    }

    /** With its own address, wherever that is least convenient if {@code spread}. */
    private EniAllocator allocator(int node, int spread, VpcSplit split, Map<Cidr, VpcSubnet> vpc) {
        List<VpcSubnet> zone = subnets(node, split).stream()
                .map(cidr -> vpc.computeIfAbsent(cidr, VpcSubnet::new))
                .collect(Collectors.toList());
        Cidr home = zone.get(0).cidr();
        long place = (long) PREFIX * spread;
        boolean spoils =
                spread > 0 && place < home.size().longValue() && zone.get(0).take(home.address(place));
        Eni first = spoils
                ? Eni.bare(0, home, home.address(place))
                : zone.get(0).take(1).stream()
                        .map(address -> Eni.bare(0, home, address))
                        .findFirst()
                        .orElseGet(() -> Eni.bare(0, home, home.first()));
        return new EniAllocator(nodes.nodes().get(node).type().value().orElseThrow(), zone, first);
    }

    private void fill(EniAllocator node, EniDemand demand, int used) {
        int before;
        do {
            before = node.available(demand);
            node.maintain(demand, Math.min(used, before), 0);
        } while (node.available(demand) > before);
    }
}
