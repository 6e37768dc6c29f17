package dev.labctl.verify;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The workloads that make pods with certain labels.
 *
 * @param loose pods with these labels that no workload made
 */
record Makers(List<KubeObject> workloads, int loose) {
    private static final List<String> KINDS = List.of("Deployment", "DaemonSet", "StatefulSet", "ReplicaSet", "Job");

    static Makers of(VerificationContext scene, String namespace, Map<String, String> labels) {
        List<KubeObject> workloads = new ArrayList<>();
        for (String kind : KINDS) {
            scene.seen().list(kind).stream()
                    .filter(object ->
                            object.namespace().filter(namespace::equals).isPresent())
                    .filter(object -> object.list("metadata", "ownerReferences").isEmpty())
                    .filter(object -> object.texts("spec", "template", "metadata", "labels")
                            .entrySet()
                            .containsAll(labels.entrySet()))
                    .forEach(workloads::add);
        }
        long loose = scene.pods(namespace, labels).stream()
                .filter(pod -> pod.list("metadata", "ownerReferences").isEmpty())
                .count();
        return new Makers(workloads, (int) loose);
    }

    boolean none() {
        return workloads.isEmpty() && loose == 0;
    }

    /** How many pods there are to be. */
    long wanted() {
        return loose + workloads.stream().mapToLong(Makers::wanted).sum();
    }

    private static long wanted(KubeObject workload) {
        return switch (workload.kind()) {
            case "DaemonSet" -> workload.number("status", "desiredNumberScheduled");
            case "Job" -> Tree.number(workload.tree(), "spec", "parallelism").orElse(1L);
            default -> Tree.number(workload.tree(), "spec", "replicas").orElse(1L);
        };
    }

    /** Whether it is known already on how many nodes a DaemonSet's pods are to be. */
    boolean counted() {
        return workloads.stream()
                .filter(workload -> workload.kind().equals("DaemonSet"))
                .allMatch(workload ->
                        workload.text("status", "observedGeneration").isPresent());
    }

    ObjectRef[] refs() {
        return workloads.stream().map(KubeObject::ref).toArray(ObjectRef[]::new);
    }

    /** {@code Deployment default/nginx asks for 4 pods}. */
    String asks() {
        String names = workloads.isEmpty()
                ? "pods that nothing made"
                : workloads.stream().map(workload -> workload.ref().toString()).collect(Collectors.joining(", "));
        return names
                + (workloads.size() == 1 ? " asks for " : " ask for ")
                + wanted()
                + (wanted() == 1 ? " pod" : " pods");
    }
}
