package dev.labctl.plan;

import dev.labctl.workload.NodeShape;
import dev.labctl.workload.PodTemplate;
import dev.labctl.workload.Requirement;
import dev.labctl.workload.SchedulingConstraints.AntiAffinity;
import dev.labctl.workload.WorkloadSpec;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntToLongFunction;

/**
 * The other workloads whose pods a workload's pods must keep away from, by required anti-affinity of either. Where they are, and
 * which of both is there first, is not known.
 */
final class Rivals {
    /**
     * The nodes with a value of a label, and what is counted there.
     *
     * @param avoided whether it is the pods there that keep away
     */
    record Domain(List<Requirement> pods, String topologyKey, String value, boolean avoided) {}

    /** Another workload and a term of its own, or of the workload. */
    private record Rival(AntiAffinity term, LonePlacement pods, boolean avoids) {
        Domain domain(String value) {
            return new Domain(term.pods(), term.topologyKey(), value, avoids);
        }
    }

    private final List<NodeShape> nodes;
    private final LonePlacement own;
    private final List<Rival> rivals = new ArrayList<>();

    Rivals(List<NodeShape> nodes, LonePlacement own, List<LonePlacement> all) {
        this.nodes = nodes;
        this.own = own;
        WorkloadSpec workload = own.workload();
        if (workload.template().nodeName().isEmpty()) {
            all.stream()
                    .filter(other -> other != own
                            && workload.namespace().equals(other.workload().namespace()))
                    .forEach(this::add);
        }
    }

    private void add(LonePlacement other) {
        PodTemplate mine = own.workload().template();
        PodTemplate theirs = other.workload().template();
        mine.rules().keepingAway(theirs.labels()).forEach(term -> rivals.add(new Rival(term, other, false)));
        theirs.rules().keepingAway(mine.labels()).forEach(term -> rivals.add(new Rival(term, other, true)));
    }

    boolean none() {
        return rivals.isEmpty();
    }

    /**
     * The domains that they take in the worst case: each of their pods one, those with the greatest worth first.
     *
     * @param worth of a node for the workload
     */
    Set<Domain> taken(IntToLongFunction worth) {
        Set<Domain> taken = new HashSet<>();
        for (Rival rival : rivals) {
            worths(rival, worth).entrySet().stream()
                    .filter(domain -> !taken.contains(domain.getKey()))
                    .sorted(Map.Entry.<Domain, Long>comparingByValue().reversed())
                    .limit(rival.pods().wanted())
                    .toList()
                    .forEach(domain -> taken.add(domain.getKey()));
        }
        return taken;
    }

    private Map<Domain, Long> worths(Rival rival, IntToLongFunction worth) {
        Map<Domain, Long> worths = new TreeMap<>(Comparator.comparing(Domain::value));
        rival.pods().candidates().stream()
                .forEach(node -> domain(node, rival).ifPresent(domain -> worths.put(domain, 0L)));
        own.candidates().stream().forEach(node -> domain(node, rival)
                .ifPresent(domain -> worths.computeIfPresent(domain, (any, sum) -> sum + worth.applyAsLong(node))));
        return worths;
    }

    /** The nodes that they leave to the workload in that case. */
    BitSet open(IntToLongFunction worth) {
        Set<Domain> taken = taken(worth);
        BitSet open = (BitSet) own.candidates().clone();
        for (Rival rival : rivals) {
            own.candidates().stream()
                    .filter(node -> domain(node, rival).filter(taken::contains).isPresent())
                    .forEach(open::clear);
        }
        return open;
    }

    private Optional<Domain> domain(int node, Rival rival) {
        return Optional.ofNullable(nodes.get(node).labels().get(rival.term().topologyKey()))
                .map(rival::domain);
    }
}
