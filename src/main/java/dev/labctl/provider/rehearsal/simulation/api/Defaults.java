package dev.labctl.provider.rehearsal.simulation.api;

import dev.labctl.tree.Tree;
import java.util.Map;
import java.util.Set;

/** What the API server fills in where an object says nothing. Pure. */
final class Defaults {
    private static final Set<String> WORKLOADS = Set.of("Deployment", "StatefulSet", "ReplicaSet", "DaemonSet", "Job");
    private static final Set<String> REPLICATED = Set.of("Deployment", "StatefulSet", "ReplicaSet");

    private Defaults() {}

    /** The object with what the server fills in. */
    static Map<String, Object> in(Map<String, Object> tree) {
        String kind = Tree.text(tree, "kind").orElse("");
        Map<String, Object> filled = tree;
        if (REPLICATED.contains(kind)) {
            filled = Tree.withDefault(filled, 1L, "spec", "replicas");
        }
        if (kind.equals("Deployment")) {
            filled = Tree.withDefault(filled, "RollingUpdate", "spec", "strategy", "type");
            filled = Tree.withDefault(filled, 600L, "spec", "progressDeadlineSeconds");
        }
        if (WORKLOADS.contains(kind)) {
            filled = Tree.with(filled, pod(Tree.map(filled, "spec", "template", "spec")), "spec", "template", "spec");
        } else if (kind.equals("Pod")) {
            filled = Tree.with(filled, pod(Tree.map(filled, "spec")), "spec");
        } else if (kind.equals("Service")) {
            filled = Tree.withDefault(filled, "ClusterIP", "spec", "type");
        }
        return filled;
    }

    private static Map<String, Object> pod(Map<String, Object> spec) {
        Map<String, Object> filled = Tree.withDefault(spec, "Always", "restartPolicy");
        filled = Tree.withDefault(filled, 30L, "terminationGracePeriodSeconds");
        filled = Tree.withDefault(filled, "ClusterFirst", "dnsPolicy");
        filled = Tree.withDefault(filled, "default", "serviceAccountName");
        return Tree.withDefault(filled, "default-scheduler", "schedulerName");
    }
}
