package dev.labctl.workload;

import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a pod's spec says about where it may run, and kube-scheduler's filters that read it, in its order and with its words
 * (Kubernetes 1.33 {@code pkg/scheduler/framework/plugins}). Plan and rehearsal both ask here.
 *
 * @param nodes those that it may be on, whatever runs there
 * @param spreads {@code topologySpreadConstraints}
 * @param antiAffinities {@code podAntiAffinity}
 */
public record SchedulingConstraints(NodeChoice nodes, List<Spread> spreads, List<AntiAffinity> antiAffinities) {
    /** A node has as many pods as its kubelet takes. */
    public static final String FULL = "Too many pods";

    static final String SELECTOR = "node(s) didn't match Pod's node affinity/selector";
    private static final String SPREAD = "node(s) didn't match pod topology spread constraints";
    private static final String NO_LABEL = SPREAD + " (missing required label)";
    private static final String ANTI_AFFINITY = "node(s) didn't match pod anti-affinity rules";
    private static final String EXISTING = "node(s) didn't satisfy existing pods anti-affinity rules";
    private static final String REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution";
    private static final String PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution";

    /**
     * Pods like these must, or should, be spread evenly over the values of a node label.
     *
     * @param minDomains with fewer values than these the fewest pods of a value count as none
     * @param anyNode whether nodes count whose labels the pod does not want ({@code nodeAffinityPolicy: Ignore})
     * @param openNodes whether nodes do not count whose taints the pod does not tolerate ({@code nodeTaintsPolicy: Honor})
     */
    public record Spread(
            String topologyKey,
            long maxSkew,
            boolean required,
            List<Requirement> pods,
            long minDomains,
            boolean anyNode,
            boolean openNodes) {
        /** With Kubernetes' defaults. */
        public Spread(String topologyKey, long maxSkew, boolean required, List<Requirement> pods) {
            this(topologyKey, maxSkew, required, pods, 1, false, false);
        }

        /** The fewest pods that any of these values of the label has, by the counts of where pods are. */
        public long fewest(Collection<String> values, PodCounts counts) {
            return values.size() < minDomains
                    ? 0
                    : values.stream()
                            .mapToLong(value -> counts.inDomain(pods, topologyKey, value))
                            .min()
                            .orElse(0);
        }
    }

    /** Pods like these must not, or should not, share the value of a node label. */
    public record AntiAffinity(String topologyKey, boolean required, List<Requirement> pods) {}

    /** Where the pods of the pod's namespace are. */
    public interface PodCounts {
        /** How many that a selector chooses are on nodes with this value of a label. */
        long inDomain(List<Requirement> pods, String topologyKey, String value);

        /** Whether a pod that must keep away from pods with such labels shares the value of its label with a node. */
        boolean avoided(Map<String, String> own, Map<String, String> node);

        /** The fewest that any value of a spread's label has, of the nodes that {@link #counts count}. */
        long fewest(Spread spread);
    }

    /** From a pod's {@code spec}. */
    public static SchedulingConstraints of(Object spec) {
        List<AntiAffinity> antiAffinities = new ArrayList<>();
        Tree.list(spec, "affinity", "podAntiAffinity", REQUIRED)
                .forEach(term -> antiAffinities.add(antiAffinity(term, true)));
        Tree.list(spec, "affinity", "podAntiAffinity", PREFERRED)
                .forEach(weighted -> antiAffinities.add(antiAffinity(Tree.map(weighted, "podAffinityTerm"), false)));
        return new SchedulingConstraints(
                NodeChoice.of(spec),
                Tree.list(spec, "topologySpreadConstraints").stream()
                        .map(SchedulingConstraints::spread)
                        .toList(),
                antiAffinities);
    }

    private static Spread spread(Object constraint) {
        return new Spread(
                Tree.text(constraint, "topologyKey").orElse(""),
                Tree.number(constraint, "maxSkew").orElse(1L),
                !Tree.text(constraint, "whenUnsatisfiable").orElse("").equals("ScheduleAnyway"),
                Requirement.selector(Tree.map(constraint, "labelSelector")),
                Tree.number(constraint, "minDomains").orElse(1L),
                Tree.has(constraint, "Ignore", "nodeAffinityPolicy"),
                Tree.has(constraint, "Honor", "nodeTaintsPolicy"));
    }

    private static AntiAffinity antiAffinity(Object term, boolean required) {
        return new AntiAffinity(
                Tree.text(term, "topologyKey").orElse(""),
                required,
                Requirement.selector(Tree.map(term, "labelSelector")));
    }

    /** The terms by which pods like these keep others away, as those keep away from them. */
    public List<AntiAffinity> keepingAway(Map<String, String> others) {
        return antiAffinities.stream()
                .filter(apart -> apart.required() && Requirement.all(apart.pods(), others))
                .toList();
    }

    /** Whether a node's value of a spread's label counts. */
    public boolean counts(Spread spread, String node, Map<String, String> labels, List<Taint> taints) {
        return (spread.anyNode() || nodes.accepts(node, labels))
                && (!spread.openNodes() || nodes.repelledBy(taints).isEmpty());
    }

    /** Whether it depends on which pods are where. */
    public boolean dependOnPods() {
        return !spreads.isEmpty() || !antiAffinities.isEmpty();
    }

    /** Why a node does not take the pod, however few pods are on it; empty where it does. */
    public Optional<String> closed(String node, Map<String, String> labels, List<Taint> taints) {
        return nodes.repelledBy(taints)
                .map(Taint::refusal)
                .or(() -> nodes.accepts(node, labels) ? Optional.empty() : Optional.of(SELECTOR));
    }

    /**
     * Why the pods that are there keep this one off a node; empty where they do not.
     *
     * @param own the pod's labels
     * @param node the node's labels
     */
    public Optional<String> keptOff(Map<String, String> own, Map<String, String> node, PodCounts counts) {
        for (Spread spread : spreads) {
            if (!spread.required()) {
                continue;
            }
            String value = node.get(spread.topologyKey());
            if (value == null) {
                return Optional.of(NO_LABEL);
            }
            long here = counts.inDomain(spread.pods(), spread.topologyKey(), value);
            long self = Requirement.all(spread.pods(), own) ? 1 : 0;
            if (here + self - counts.fewest(spread) > spread.maxSkew()) {
                return Optional.of(SPREAD);
            }
        }
        for (AntiAffinity apart : antiAffinities) {
            if (apart.required() && inDomain(apart.pods(), apart.topologyKey(), node, counts) > 0) {
                return Optional.of(ANTI_AFFINITY);
            }
        }
        return counts.avoided(own, node) ? Optional.of(EXISTING) : Optional.empty();
    }

    /** How many pods are where preferences would not have them, if this one went to a node. */
    public long disliked(Map<String, String> node, PodCounts counts) {
        long sum = 0;
        for (Spread spread : spreads) {
            sum += spread.required() ? 0 : inDomain(spread.pods(), spread.topologyKey(), node, counts);
        }
        for (AntiAffinity apart : antiAffinities) {
            sum += apart.required() ? 0 : inDomain(apart.pods(), apart.topologyKey(), node, counts);
        }
        return sum;
    }

    private static long inDomain(
            List<Requirement> pods, String topologyKey, Map<String, String> node, PodCounts counts) {
        String value = node.get(topologyKey);
        return value == null ? 0 : counts.inDomain(pods, topologyKey, value);
    }

    /** Whether preemption could help with a refusal, by the scheduler's reckoning. */
    private static boolean preemptible(String refusal) {
        return Set.of(FULL, SPREAD, ANTI_AFFINITY, EXISTING).contains(refusal);
    }

    /**
     * What the scheduler reports about a pod that fits no node, in the event {@code FailedScheduling}, without what follows on
     * preemption (Kubernetes 1.33 {@code pkg/scheduler/framework/types.go}).
     *
     * @param refusals why each node refuses the pod
     */
    public static String failure(List<String> refusals) {
        return available(refusals, refusals.size());
    }

    /** The same with what follows on preemption. */
    public static String failureWithPreemption(List<String> refusals) {
        List<String> preemption = refusals.stream()
                .map(refusal -> preemptible(refusal)
                        ? "No preemption victims found for incoming pod"
                        : "Preemption is not helpful for scheduling")
                .toList();
        return failure(refusals) + " preemption: " + available(preemption, refusals.size());
    }

    /** As {@code FitError} does it: the counts with their reasons as texts, in the order of texts. */
    private static String available(List<String> reasons, int nodes) {
        Map<String, Integer> counts = new TreeMap<>();
        reasons.forEach(reason -> counts.merge(reason, 1, Integer::sum));
        return "0/" + nodes + " nodes are available: "
                + counts.entrySet().stream()
                        .map(reason -> reason.getValue() + " " + reason.getKey())
                        .sorted()
                        .collect(Collectors.joining(", "))
                + ".";
    }
}
