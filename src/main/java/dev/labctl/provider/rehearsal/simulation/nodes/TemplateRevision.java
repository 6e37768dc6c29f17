package dev.labctl.provider.rehearsal.simulation.nodes;

import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.CompactMap;
import dev.labctl.tree.Tree;
import dev.labctl.tree.TreeBuilder;
import dev.labctl.workload.SchedulingConstraints;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What all pods of one revision of a workload have in common, read once. A bare pod has a template of its own. No two are
 * equal.
 *
 * @param key identifies it among the templates that pods have at one time
 * @param ownerReferences {@code metadata.ownerReferences} of its pods; null without an owner
 * @param tree {@code metadata} and {@code spec} of its pods
 * @param spec of its pods, but for their node
 * @param fixedNode the node that the spec itself names, without asking the scheduler
 */
@SuppressWarnings("ArrayRecordComponent") // keys that the maps of pods share; equality is identity
public record TemplateRevision(
        String key,
        String namespace,
        Optional<Owner> owner,
        List<Object> ownerReferences,
        Map<String, Object> tree,
        Map<String, String> labels,
        Map<String, String> annotations,
        Map<String, Object> spec,
        String[] specKeys,
        Optional<String> fixedNode,
        SchedulingConstraints rules,
        boolean hostNetwork,
        Role role) {
    /** The controller of a pod, which is deleted with it. */
    public record Owner(ObjectRef ref, String uid) {
        /** {@code metadata.ownerReferences} of what it owns. */
        public List<Object> references() {
            return List.of(new TreeBuilder()
                    .put("apiVersion", ref.apiVersion())
                    .put("kind", ref.kind())
                    .put("name", ref.name())
                    .put("uid", uid)
                    .put("controller", true)
                    .put("blockOwnerDeletion", true)
                    .build());
        }
    }

    /** What the simulation has to know about a pod of Cilium's. */
    public enum Role {
        ANY,
        AGENT,
        OPERATOR
    }

    private static final int DEFAULT_GRACE = 30;

    /** Reads a template. */
    public static TemplateRevision of(String key, String namespace, Optional<Owner> owner, Map<String, Object> tree) {
        Map<String, String> labels = Tree.texts(tree, "metadata", "labels");
        Map<String, Object> spec = Tree.without(Tree.map(tree, "spec"), "nodeName");
        return new TemplateRevision(
                key,
                namespace,
                owner,
                owner.map(Owner::references).orElse(null),
                tree,
                labels,
                Tree.texts(tree, "metadata", "annotations"),
                spec,
                Stream.concat(spec.keySet().stream(), Stream.of("nodeName")).toArray(String[]::new),
                Tree.nonEmpty(tree, "spec", "nodeName"),
                SchedulingConstraints.of(spec),
                Tree.flag(spec, "hostNetwork").orElse(false),
                role(namespace, owner, labels));
    }

    private static Role role(String namespace, Optional<Owner> owner, Map<String, String> labels) {
        if (owner.isEmpty() || !namespace.equals("kube-system")) {
            return Role.ANY;
        }
        if ("cilium".equals(labels.get("k8s-app")) && owner.get().ref().kind().equals("DaemonSet")) {
            return Role.AGENT;
        }
        return "operator".equals(labels.get("io.cilium/app")) ? Role.OPERATOR : Role.ANY;
    }

    /** The spec of a pod on a node; the node's name is empty where it has none. */
    Map<String, Object> spec(String node) {
        if (node.isEmpty()) {
            return spec;
        }
        Object[] values = spec.values().toArray(new Object[specKeys.length]);
        values[specKeys.length - 1] = node;
        return new CompactMap(specKeys, values);
    }

    /** Whether its containers end by themselves: those of a Job. */
    boolean finite() {
        return owner.filter(controller -> controller.ref().kind().equals("Job")).isPresent();
    }

    /** The longest time that a container is given to end, in seconds. */
    long grace() {
        return Math.max(0, Tree.integer(spec, "terminationGracePeriodSeconds").orElse(DEFAULT_GRACE));
    }

    /** The delay of the first readiness probe, in seconds, the longest of all containers'. */
    long readinessDelay() {
        return Tree.list(spec, "containers").stream()
                .mapToLong(container -> Tree.integer(container, "readinessProbe", "initialDelaySeconds")
                        .orElse(0))
                .max()
                .orElse(0);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
