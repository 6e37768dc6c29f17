package dev.labctl.workload;

import dev.labctl.tree.Tree;
import java.util.Map;
import java.util.Optional;

/** An object that makes pods, or is one; of a DaemonSet one per node that fits, whatever {@code replicas} says. */
public record WorkloadSpec(String kind, String namespace, String name, int replicas, PodTemplate template) {
    /** A Deployment that a manifest did not make. */
    public static WorkloadSpec deployment(String namespace, String name, int replicas, PodTemplate template) {
        return new WorkloadSpec("Deployment", namespace, name, replicas, template);
    }

    /** Reads an object; empty where it makes no pods, or none by itself, as a CronJob. */
    public static Optional<WorkloadSpec> of(Map<String, Object> object) {
        String kind = Tree.text(object, "kind").orElse("");
        return switch (kind) {
            case "Pod" -> Optional.of(workload(object, kind, 1, PodTemplate.of(object)));
            case "Deployment" ->
                Optional.of(
                        workload(object, kind, isPaused(object) ? 0 : replicas(object, "replicas"), template(object)));
            case "ReplicaSet", "StatefulSet", "ReplicationController" ->
                Optional.of(workload(object, kind, replicas(object, "replicas"), template(object)));
            case "DaemonSet" -> Optional.of(workload(object, kind, 0, template(object)));
            case "Job" -> Optional.of(workload(object, kind, parallelism(object), template(object)));
            default -> Optional.empty();
        };
    }

    private static WorkloadSpec workload(Map<String, Object> object, String kind, int replicas, PodTemplate template) {
        return new WorkloadSpec(
                kind,
                Tree.nonEmpty(object, "metadata", "namespace").orElse("default"),
                Tree.text(object, "metadata", "name").orElse(""),
                replicas,
                template);
    }

    private static int replicas(Map<String, Object> object, String key) {
        return Tree.integer(object, "spec", key)
                .map(number -> Math.max(0, number))
                .orElse(1);
    }

    /** Whether a new Deployment creates no pods until it is resumed. */
    public static boolean isPaused(Map<String, Object> object) {
        return Tree.has(object, "Deployment", "kind")
                && Tree.flag(object, "spec", "paused").orElse(false);
    }

    /** How many of a job's pods run at once; a job without completions is a queue that all of them work off. */
    private static int parallelism(Map<String, Object> job) {
        if (Tree.flag(job, "spec", "suspend").orElse(false)) {
            return 0;
        }
        int atOnce = replicas(job, "parallelism");
        return Tree.number(job, "spec", "completions").isEmpty()
                ? atOnce
                : Math.min(atOnce, replicas(job, "completions"));
    }

    private static PodTemplate template(Map<String, Object> object) {
        return PodTemplate.of(Tree.map(object, "spec", "template"));
    }

    public boolean onEveryNode() {
        return kind.equals("DaemonSet");
    }

    /** The same with another number of pods. */
    public WorkloadSpec scaledTo(int count) {
        return new WorkloadSpec(kind, namespace, name, count, template);
    }
}
