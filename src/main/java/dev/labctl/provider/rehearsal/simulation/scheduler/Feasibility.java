package dev.labctl.provider.rehearsal.simulation.scheduler;

import dev.labctl.provider.rehearsal.simulation.nodes.Nodes;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedNode;
import dev.labctl.provider.rehearsal.simulation.nodes.TemplateRevision;
import dev.labctl.workload.Requirement;
import dev.labctl.workload.SchedulingConstraints;
import dev.labctl.workload.SchedulingConstraints.Spread;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which nodes can take a pod, and why the others cannot, by {@link SchedulingConstraints}. */
final class Feasibility {
    private static final String HOSTNAME = "kubernetes.io/hostname";

    private final Nodes nodes;
    private final PodCounts counts;
    private final Map<TemplateRevision, BitSet> open = new HashMap<>();
    private int openAt = -1;

    Feasibility(Nodes nodes, PodCounts counts) {
        this.nodes = nodes;
        this.counts = counts;
    }

    /** The nodes that can take one more pod of a template. */
    BitSet feasible(TemplateRevision template) {
        BitSet feasible = (BitSet) open(template).clone();
        feasible.andNot(counts.full());
        Domains domains = new Domains(template);
        if (template.rules().dependOnPods() || domains.mayBeAvoided()) {
            feasible.stream()
                    .filter(index -> keptOff(nodes.at(index), template, domains).isPresent())
                    .forEach(feasible::clear);
        }
        return feasible;
    }

    /** Those that let its pods in as long as they have room; it only changes when a node does. */
    private BitSet open(TemplateRevision template) {
        if (openAt != nodes.version()) {
            open.clear();
            openAt = nodes.version();
        }
        return open.computeIfAbsent(template, t -> {
            BitSet set = new BitSet();
            nodes.joined().stream().filter(node -> closed(node, t).isEmpty()).forEach(node -> set.set(node.index()));
            return set;
        });
    }

    private static Optional<String> closed(SimulatedNode node, TemplateRevision template) {
        return template.rules().closed(node.name(), node.labels(), node.taints());
    }

    private static Optional<String> keptOff(SimulatedNode node, TemplateRevision template, Domains domains) {
        return template.rules().keptOff(template.labels(), node.labels(), domains);
    }

    /** Of the nodes, those that the preferences of a pod dislike least. */
    BitSet preferred(BitSet candidates, TemplateRevision template) {
        Domains domains = new Domains(template);
        PodsPerNode disliked = new PodsPerNode();
        candidates.stream()
                .forEach(index -> disliked.count(
                        index, (int) template.rules().disliked(nodes.at(index).labels(), domains)));
        return disliked.least(candidates);
    }

    /** What kube-scheduler reports about a pod that no node can take. */
    String message(TemplateRevision template) {
        Domains domains = new Domains(template);
        return SchedulingConstraints.failureWithPreemption(nodes.joined().stream()
                .map(node -> closed(node, template)
                        .or(() -> node.full()
                                ? Optional.of(SchedulingConstraints.FULL)
                                : keptOff(node, template, domains))
                        .orElse(""))
                .toList());
    }

    /** The pods of a template's namespace; what is the same for all nodes is counted once. */
    private final class Domains implements SchedulingConstraints.PodCounts {
        private final TemplateRevision template;
        private final Map<Spread, Long> fewest = new HashMap<>();
        private final Map<TemplateRevision, PodsPerNode> others;

        Domains(TemplateRevision template) {
            this.template = template;
            this.others = counts.keepingAway(template.namespace());
            others.keySet()
                    .removeIf(other ->
                            other.rules().keepingAway(template.labels()).isEmpty());
        }

        boolean mayBeAvoided() {
            return !others.isEmpty();
        }

        @Override
        public boolean avoided(Map<String, String> own, Map<String, String> node) {
            return others.entrySet().stream().anyMatch(other -> other.getKey().rules().keepingAway(own).stream()
                    .anyMatch(term -> shares(term.topologyKey(), node.get(term.topologyKey()), other.getValue())));
        }

        private boolean shares(String topologyKey, String value, PodsPerNode pods) {
            return value != null
                    && nodes.joined().stream()
                            .anyMatch(
                                    node -> value.equals(node.labels().get(topologyKey)) && pods.of(node.index()) > 0);
        }

        @Override
        public long inDomain(List<Requirement> pods, String topologyKey, String value) {
            PodsPerNode perNode = counts.of(template.namespace(), pods);
            Optional<SimulatedNode> host = topologyKey.equals(HOSTNAME) ? nodes.get(value) : Optional.empty();
            return host.isPresent()
                    ? perNode.of(host.get().index())
                    : nodes.joined().stream()
                            .filter(node -> value.equals(node.labels().get(topologyKey)))
                            .mapToLong(node -> perNode.of(node.index()))
                            .sum();
        }

        @Override
        public long fewest(Spread spread) {
            return fewest.computeIfAbsent(spread, s -> {
                List<String> values = nodes.joined().stream()
                        .filter(node -> template.rules().counts(s, node.name(), node.labels(), node.taints()))
                        .flatMap(node -> Optional.ofNullable(node.labels().get(s.topologyKey())).stream())
                        .distinct()
                        .toList();
                return s.fewest(values, this);
            });
        }
    }
}
