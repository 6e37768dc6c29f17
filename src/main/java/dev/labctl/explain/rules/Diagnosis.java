package dev.labctl.explain.rules;

import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.kubernetes.KubeObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A cluster with the causes of its nodes, which are found first, because they affect the nodes' pods as well.
 *
 * @param nodes why nodes accept no pods, by their names
 */
record Diagnosis(ClusterIndex cluster, Map<String, Cause> nodes) {
    static Diagnosis of(ClusterIndex cluster) {
        Map<String, Cause> nodes = new LinkedHashMap<>();
        cluster.observation().list("Node").forEach(node -> NodeRules.blocking(node, cluster)
                .ifPresent(cause -> nodes.put(node.name(), cause)));
        return new Diagnosis(cluster, nodes);
    }

    Optional<Cause> ofNode(String name) {
        return Optional.ofNullable(nodes.get(name));
    }

    /** The cause of the node that a pod is on. */
    Optional<Cause> ofNodeOf(KubeObject pod) {
        return ClusterIndex.nodeName(pod).flatMap(this::ofNode);
    }
}
