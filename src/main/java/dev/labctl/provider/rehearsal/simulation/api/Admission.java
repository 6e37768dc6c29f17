package dev.labctl.provider.rehearsal.simulation.api;

import dev.labctl.ipam.Cidr;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which objects the API server accepts, beyond the types of their fields: what is wrong with one, in its words and, as far as
 * several things are, in its order. Pure.
 *
 * @param subnets of the cluster's Services, the primary one first
 */
public record Admission(List<Cidr> subnets) {
    /** No more than a rehearsal can hold. */
    private static final long MOST_PODS = 200_000;

    /** The fields of {@code spec} that are numbers of pods. */
    private static final Map<String, List<String>> COUNTS = Map.of(
            "Deployment", List.of("replicas"),
            "StatefulSet", List.of("replicas"),
            "ReplicaSet", List.of("replicas"),
            "Job", List.of("completions", "parallelism"));

    /**
     * What is wrong with an object as it would be stored.
     *
     * @param before as it is
     * @param schema of its kind, where that has one
     * @param services those that are there
     */
    List<String> problems(
            KubeObject object, Optional<KubeObject> before, Optional<Schema> schema, List<KubeObject> services) {
        String kind = object.kind();
        List<String> problems = new ArrayList<>(ObjectRules.name(object));
        boolean custom = schema.map(Schema::custom).orElse(true);
        problems.addAll(custom ? FieldRules.check("*", object.tree(), "") : FieldRules.ofObject(kind, object.tree()));
        schema.ifPresent(types -> problems.addAll(types.problems(object, before)));
        if (custom) {
            return problems;
        }
        COUNTS.getOrDefault(kind, List.of()).stream()
                .filter(field -> object.number("spec", field) > MOST_PODS)
                .forEach(field -> problems.add(
                        "spec." + field + ": Invalid value: in a rehearsal it must be at most " + MOST_PODS));
        if (kind.equals("Service")) {
            List<KubeObject> others = services.stream()
                    .filter(other -> !other.ref().equals(object.ref()))
                    .toList();
            problems.addAll(ServiceRules.problems(object, before, others, subnets));
        }
        problems.addAll(ObjectRules.problems(object, before));
        List<String> selector = WorkloadRules.ofSelector(object, before);
        problems.addAll(selector);
        if (selector.stream().noneMatch(problem -> problem.endsWith(WorkloadRules.INVALID_SELECTOR))) {
            problems.addAll(FieldRules.ofTemplate(kind, object.tree()));
            FieldRules.podSpec(kind)
                    .ifPresent(path ->
                            problems.addAll(PodRules.problems(Tree.map(object.tree(), path.split("\\.", -1)), path)));
        }
        problems.addAll(WorkloadRules.problems(object, before));
        return problems;
    }
}
