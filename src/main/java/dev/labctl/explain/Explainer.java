package dev.labctl.explain;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.Observation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds out why something is not as it should be. The order is that of the facts: whether a node and its agent are there,
 * what block the agent has, whether it is used up, what the last event says, what the pools have.
 */
public final class Explainer {
    private final ClusterIndex clues;
    private final Map<Cause, List<KubeObject>> found = new LinkedHashMap<>();

    private Explainer(Observation seen, Knowledge lab) {
        this.clues = new ClusterIndex(seen, lab);
    }

    /** Everything that is not as it should be, worst first, each cause once; nothing of a healthy cluster. */
    public static List<Explanation> all(Observation seen, Knowledge lab) {
        Explainer explainer = new Explainer(seen, lab);
        explainer.look(object -> true);
        return explainer.explanations();
    }

    /**
     * The same of one object and of what it consists of: a workload's pods, a node's pods, a Service's, a namespace's.
     * Asked for by name, also what is no error is told, such as that something is scaled to zero.
     */
    public static List<Explanation> about(Observation seen, Knowledge lab, ObjectRef target) {
        Explainer explainer = new Explainer(seen, lab);
        Optional<KubeObject> object = seen.find(target);
        Set<ObjectRef> family = object.map(found -> Related.to(found, seen)).orElse(Set.of());
        explainer.look(one -> family.contains(one.ref()));
        object.ifPresent(explainer::notes);
        return explainer.explanations();
    }

    private void look(Predicate<KubeObject> meant) {
        Observation seen = clues.seen();
        collect(seen.list("Node"), meant, (node, all) -> all.nodeCause(node.name()));
        collect(seen.list("Pod"), meant, PodRules::of);
        WorkloadRules.MAKERS.stream().sorted().forEach(kind -> collect(seen.list(kind), meant, WorkloadRules::of));
        collect(seen.list("Service"), meant, ServiceRules::of);
        collect(seen.list("Node"), meant, NodeRules::lint);
        collect(seen.list("Namespace"), meant, PoolRules::ignored);
        collect(seen.list("Pod"), meant, PoolRules::ignored);
        collect(seen.list("CiliumPodIPPool"), meant, PoolRules::changed);
        collect(AddressesOutsideBlocks.among(clues), meant, (pod, all) -> Optional.of(new AddressesOutsideBlocks()));
    }

    private void collect(List<KubeObject> objects, Predicate<KubeObject> meant, Rule rule) {
        for (KubeObject object : objects) {
            if (meant.test(object)) {
                rule.of(object, clues).ifPresent(cause -> add(cause, object));
            }
        }
    }

    private void add(Cause cause, KubeObject object) {
        List<KubeObject> victims = found.computeIfAbsent(cause, any -> new ArrayList<>());
        victims.add(object);
    }

    /** What is no error, and only said to who asks. */
    private void notes(KubeObject object) {
        if (ScaledToZero.is(object)) {
            add(new ScaledToZero(object.ref()), object);
        }
        if (object.kind().equals("Node") && NodeCidrIgnored.is(object, clues)) {
            add(new NodeCidrIgnored(), object);
        }
    }

    private List<Explanation> explanations() {
        List<Explanation> explanations = new ArrayList<>();
        found.forEach((cause, victims) -> explanations.add(cause.tell(new AffectedObjects(victims), clues)));
        explanations.sort(Comparator.comparing(Explanation::severity)
                .thenComparing(
                        Comparator.comparingInt((Explanation one) -> one.about().size())
                                .reversed()));
        return explanations;
    }
}
