package dev.labctl.provider.rehearsal.simulation.scheduler;

import dev.labctl.provider.rehearsal.simulation.nodes.Nodes;
import dev.labctl.provider.rehearsal.simulation.nodes.SchedulingRules.Apart;
import dev.labctl.provider.rehearsal.simulation.nodes.SchedulingRules.Spread;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedNode;
import dev.labctl.provider.rehearsal.simulation.nodes.TemplateRevision;
import dev.labctl.workload.NodeChoice;
import dev.labctl.workload.Requirement;
import dev.labctl.workload.Taint;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which nodes can take a pod, and why the others cannot, in kube-scheduler's order of filters and with its words (Kubernetes
 * 1.33 {@code pkg/scheduler/framework/plugins}).
 */
final class Feasibility {
    private static final String SELECTOR = "node(s) didn't match Pod's node affinity/selector";
    private static final String FULL = "Too many pods";
    private static final String SPREAD = "node(s) didn't match pod topology spread constraints";
    private static final String NO_LABEL = SPREAD + " (missing required label)";
    private static final String APART = "node(s) didn't match pod anti-affinity rules";

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
        if (template.placement().looksAtPods()) {
            Map<Spread, Long> least = leastSpread(template);
            feasible.stream()
                    .filter(index -> apart(nodes.at(index), template, least).isPresent())
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
        NodeChoice choice = template.placement().nodes();
        return choice.repelledBy(node.taints())
                .map(Taint::refusal)
                .or(() -> choice.accepts(node.name(), node.labels()) ? Optional.empty() : Optional.of(SELECTOR));
    }

    /** For each required spread, the least that any of its domains has. */
    private Map<Spread, Long> leastSpread(TemplateRevision template) {
        Map<Spread, Long> least = new HashMap<>();
        for (Spread spread : template.placement().spread()) {
            PodsPerNode loads = counts.of(template.namespace(), spread.pods());
            least.put(
                    spread,
                    nodes.joined().stream()
                            .filter(node -> node.labels().containsKey(spread.topologyKey()))
                            .filter(node -> template.placement().nodes().accepts(node.name(), node.labels()))
                            .mapToLong(node -> domain(loads, spread.topologyKey(), node))
                            .min()
                            .orElse(0));
        }
        return least;
    }

    private Optional<String> apart(SimulatedNode node, TemplateRevision template, Map<Spread, Long> least) {
        for (Spread spread : template.placement().spread()) {
            if (!spread.required()) {
                continue;
            }
            if (!node.labels().containsKey(spread.topologyKey())) {
                return Optional.of(NO_LABEL);
            }
            long here = domain(counts.of(template.namespace(), spread.pods()), spread.topologyKey(), node);
            long self = Requirement.all(spread.pods(), template.labels()) ? 1 : 0;
            if (here + self - least.get(spread) > spread.maxSkew()) {
                return Optional.of(SPREAD);
            }
        }
        for (Apart apart : template.placement().apart()) {
            if (apart.required() && near(node, template, apart) > 0) {
                return Optional.of(APART);
            }
        }
        return Optional.empty();
    }

    /** How much a node is against what the pod would like, where that is a wish and no rule. */
    long unwished(int index, TemplateRevision template) {
        SimulatedNode node = nodes.at(index);
        long sum = 0;
        for (Spread spread : template.placement().spread()) {
            sum += spread.required()
                    ? 0
                    : domain(counts.of(template.namespace(), spread.pods()), spread.topologyKey(), node);
        }
        for (Apart apart : template.placement().apart()) {
            sum += apart.required() ? 0 : near(node, template, apart);
        }
        return sum;
    }

    private long near(SimulatedNode node, TemplateRevision template, Apart apart) {
        return domain(counts.of(template.namespace(), apart.pods()), apart.topologyKey(), node);
    }

    /** How many pods are on the nodes that share a label's value with this one. */
    private long domain(PodsPerNode loads, String topologyKey, SimulatedNode node) {
        if (topologyKey.equals("kubernetes.io/hostname")) {
            return loads.of(node.index());
        }
        String value = node.labels().get(topologyKey);
        return nodes.joined().stream()
                .filter(other -> value != null && value.equals(other.labels().get(topologyKey)))
                .mapToLong(other -> loads.of(other.index()))
                .sum();
    }

    /** What kube-scheduler says of a pod that no node can take. */
    String message(TemplateRevision template) {
        Collection<SimulatedNode> all = nodes.joined();
        Map<Spread, Long> least = leastSpread(template);
        Map<String, Integer> reasons = new TreeMap<>();
        int helpless = 0;
        for (SimulatedNode node : all) {
            String reason = closed(node, template)
                    .or(() -> node.full() ? Optional.of(FULL) : apart(node, template, least))
                    .orElse("");
            reasons.merge(reason, 1, Integer::sum);
            helpless += reason.equals(FULL) || reason.equals(SPREAD) || reason.equals(APART) ? 0 : 1;
        }
        String available = "0/" + all.size() + " nodes are available: ";
        Map<String, Integer> preemption = new TreeMap<>();
        preemption.put("Preemption is not helpful for scheduling", helpless);
        preemption.put("No preemption victims found for incoming pod", all.size() - helpless);
        return available + counted(reasons) + " preemption: " + available + counted(preemption);
    }

    /** As {@code FitError} does it: the counts with their reasons as texts, in the order of texts. */
    private static String counted(Map<String, Integer> reasons) {
        return reasons.entrySet().stream()
                        .filter(reason -> reason.getValue() > 0)
                        .map(reason -> reason.getValue() + " " + reason.getKey())
                        .sorted()
                        .collect(java.util.stream.Collectors.joining(", "))
                + ".";
    }
}
