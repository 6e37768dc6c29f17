package dev.labctl.plan;

import dev.labctl.lab.Range;
import dev.labctl.workload.NodeShape;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How many pods of a workload run, and what the others wait for. Some nodes may stay closed, because Cilium's agents on them
 * never become ready. Which ones is not known: the worst case for a workload is that the nodes are closed that it may use, the
 * best that these are open.
 */
record Outlook(SchedulingDemand demand, RunningPods pods) {
    /** With all nodes open there is one way for pods to run; else the best and the worst are among these. */
    static List<Outlook> of(
            List<NodeShape> nodes, List<SchedulingDemand> demands, SchedulingDemand demand, Supply supply) {
        if (supply.closed().max() == 0) {
            return List.of(new Outlook(demand, new RunningPods(nodes, demands, supply.capacity())));
        }
        ClosedNodes all = new ClosedNodes(nodes, demands, supply.capacity());
        List<Integer> own = demand.candidates().stream().boxed().toList();
        List<Integer> others = IntStream.range(0, nodes.size())
                .filter(node -> !demand.candidates().get(node))
                .boxed()
                .toList();
        return IntStream.of(supply.closed().min(), supply.closed().max())
                .distinct()
                .boxed()
                .flatMap(count -> Stream.of(
                                Stream.concat(others.stream(), own.stream()),
                                Stream.concat(own.stream(), others.stream()))
                        .map(order -> order.limit(count).toList()))
                .distinct()
                .map(all::without)
                .map(pods -> new Outlook(pods.demands().get(demands.indexOf(demand)), pods))
                .toList();
    }

    Range running() {
        return pods.running(demand);
    }

    Range stuck() {
        Range running = running();
        return new Range(demand.wanted() - running.max(), demand.wanted() - running.min());
    }

    /** Whether pods that do not run find no node; else they lack an address. */
    boolean lacksNodes() {
        return running().equals(pods.scheduled(demand));
    }

    /** Whether a pod may be stuck. */
    boolean lacks() {
        return stuck().max() > 0;
    }
}
