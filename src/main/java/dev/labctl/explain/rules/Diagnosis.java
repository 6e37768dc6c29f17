package dev.labctl.explain.rules;

import dev.labctl.cluster.Kind;
import dev.labctl.cluster.Pod;
import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.kubernetes.KubeObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A cluster, and why its nodes accept no pods, by name: found first, because it affects their pods as well. */
record Diagnosis(ClusterIndex cluster, Map<String, Cause> nodes) {
    static Diagnosis of(ClusterIndex cluster) {
        Map<String, Cause> nodes = new LinkedHashMap<>();
        for (KubeObject node : cluster.list(Kind.NODE)) {
            NodeRules.blocking(node, cluster).ifPresent(cause -> nodes.put(node.name(), cause));
        }
        return new Diagnosis(cluster, nodes);
    }

    Optional<Cause> ofNode(String name) {
        return Optional.ofNullable(nodes.get(name));
    }

    /** The cause of the node that a pod is on. */
    Optional<Cause> ofNodeOf(Pod pod) {
        return pod.node().flatMap(this::ofNode);
    }
}
