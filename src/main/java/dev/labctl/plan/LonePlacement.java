package dev.labctl.plan;

import dev.labctl.workload.NodeShape;
import dev.labctl.workload.Requirement;
import dev.labctl.workload.SchedulingConstraints;
import dev.labctl.workload.SchedulingConstraints.Spread;
import dev.labctl.workload.WorkloadSpec;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Where the pods of one workload are if no others are there but those that it keeps away from, by the scheduler's own filters:
 * as many as find a node.
 */
final class LonePlacement implements SchedulingConstraints.PodCounts {
    private final List<NodeShape> nodes;
    private final WorkloadSpec workload;
    private final BitSet candidates;
    private final int[] pods;
    private final Map<String, Map<String, Long>> domains = new HashMap<>();
    private final Map<Spread, Set<String>> values = new HashMap<>();
    private final Set<Rivals.Domain> taken;
    private long placed;

    /** With a pod of others in each of the taken domains. */
    LonePlacement(List<NodeShape> nodes, WorkloadSpec workload, Set<Rivals.Domain> taken) {
        this.nodes = nodes;
        this.workload = workload;
        this.taken = taken;
        this.pods = new int[nodes.size()];
        SchedulingConstraints rules = workload.template().rules();
        rules.spreads().forEach(spread -> addDomains(spread.topologyKey()));
        rules.antiAffinities().forEach(apart -> addDomains(apart.topologyKey()));
        this.candidates = new BitSet(nodes.size());
        IntStream.range(0, nodes.size())
                .filter(node -> workload.template().fits(nodes.get(node))
                        && keptOff(node).isEmpty())
                .forEach(candidates::set);
        place();
    }

    private void addDomains(String topologyKey) {
        Map<String, Long> values = domains.computeIfAbsent(topologyKey, key -> new HashMap<>());
        nodes.stream()
                .filter(node -> node.labels().containsKey(topologyKey))
                .forEach(node -> values.put(node.labels().get(topologyKey), 0L));
    }

    /** A pod on each node that takes one, again and again. */
    private void place() {
        int wanted = wanted();
        if (!workload.template().rules().dependOnPods()) {
            placed = Math.min(
                    wanted,
                    candidates.stream()
                            .mapToLong(node -> nodes.get(node).maxPods())
                            .sum());
            return;
        }
        long before = -1;
        while (placed < wanted && placed > before) {
            before = placed;
            for (int node : candidates.stream().toArray()) {
                if (placed < wanted
                        && pods[node] < nodes.get(node).maxPods()
                        && keptOff(node).isEmpty()) {
                    pods[node]++;
                    placed++;
                    domains.forEach((key, values) ->
                            values.computeIfPresent(nodes.get(node).labels().getOrDefault(key, ""), (v, n) -> n + 1));
                }
            }
        }
    }

    private Optional<String> keptOff(int node) {
        return workload.template()
                .rules()
                .keptOff(workload.template().labels(), nodes.get(node).labels(), this);
    }

    @Override
    public long inDomain(List<Requirement> selector, String topologyKey, String value) {
        long others = taken.contains(new Rivals.Domain(selector, topologyKey, value, false)) ? 1 : 0;
        return Requirement.all(selector, workload.template().labels())
                ? domains.get(topologyKey).getOrDefault(value, 0L) + others
                : others;
    }

    @Override
    public boolean avoided(Map<String, String> own, Map<String, String> node) {
        return taken.stream()
                .anyMatch(domain -> domain.avoided() && domain.value().equals(node.get(domain.topologyKey())));
    }

    @Override
    public long fewest(Spread spread) {
        return spread.fewest(values(spread), this);
    }

    /** The values of a spread's label that count. */
    Set<String> values(Spread spread) {
        return values.computeIfAbsent(spread, any -> nodes.stream()
                .filter(node -> workload.template().rules().counts(spread, node.name(), node.labels(), node.taints()))
                .flatMap(node -> Stream.ofNullable(node.labels().get(spread.topologyKey())))
                .collect(Collectors.toSet()));
    }

    WorkloadSpec workload() {
        return workload;
    }

    /** The nodes that the pods may be on. */
    BitSet candidates() {
        return candidates;
    }

    /** How many pods the workload wants to have. */
    int wanted() {
        return workload.onEveryNode() ? candidates.cardinality() : workload.replicas();
    }

    /** How many pods find a node. */
    long placed() {
        return placed;
    }

    /** The scheduler's report about the next pod. */
    String refusal() {
        return SchedulingConstraints.failure(IntStream.range(0, nodes.size())
                .mapToObj(node -> workload.template()
                        .closed(nodes.get(node))
                        .or(() -> keptOff(node))
                        .orElse(SchedulingConstraints.FULL))
                .toList());
    }
}
