package dev.labctl.provider.rehearsal.simulation.nodes;

import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.provider.rehearsal.simulation.kernel.CompactMap;
import dev.labctl.tree.Tree;
import dev.labctl.workload.SchedulingConstraints;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What all pods of one revision of a workload have in common, read once. A bare pod has a template of its own. */
public final class TemplateRevision {
    /** The controller of a pod, which is deleted with it. */
    public record Owner(ObjectRef ref, String uid) {}

    /** What the simulation has to know about a pod of Cilium's. */
    public enum Role {
        ANY,
        AGENT,
        OPERATOR
    }

    private static final long DEFAULT_GRACE = 30;

    private final String key;
    private final String namespace;
    private final Optional<Owner> owner;
    private final Map<String, Object> tree;
    private final Map<String, String> labels;
    private final Map<String, String> annotations;
    private final Map<String, Object> spec;
    private final Optional<String> fixedNode;
    private final String[] specKeys;
    private final SchedulingConstraints rules;
    private final boolean hostNetwork;
    private final Role role;

    /**
     * Reads a template.
     *
     * @param key identifies it among all templates
     * @param tree {@code metadata} and {@code spec} of its pods
     */
    public TemplateRevision(String key, String namespace, Optional<Owner> owner, Map<String, Object> tree) {
        this.key = key;
        this.namespace = namespace;
        this.owner = owner;
        this.tree = tree;
        this.labels = Tree.texts(tree, "metadata", "labels");
        this.annotations = Tree.texts(tree, "metadata", "annotations");
        this.spec = Tree.without(Tree.map(tree, "spec"), "nodeName");
        this.fixedNode = Tree.text(tree, "spec", "nodeName");
        List<String> keys = new ArrayList<>(spec.keySet());
        keys.add("nodeName");
        this.specKeys = keys.toArray(String[]::new);
        this.rules = SchedulingConstraints.of(spec);
        this.hostNetwork = Tree.flag(spec, "hostNetwork").orElse(false);
        this.role = role(namespace, owner, labels);
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

    public String key() {
        return key;
    }

    public String namespace() {
        return namespace;
    }

    public Optional<Owner> owner() {
        return owner;
    }

    public Map<String, Object> tree() {
        return tree;
    }

    public Map<String, String> labels() {
        return labels;
    }

    public Map<String, String> annotations() {
        return annotations;
    }

    /** The spec of its pods, but for their node. */
    public Map<String, Object> spec() {
        return spec;
    }

    /** The node that the spec itself names, without asking the scheduler. */
    public Optional<String> fixedNode() {
        return fixedNode;
    }

    /** The spec of a pod on a node; the node's name is empty where it has none. */
    public Map<String, Object> spec(String node) {
        if (node.isEmpty()) {
            return spec;
        }
        Object[] values = spec.values().toArray(new Object[specKeys.length]);
        values[specKeys.length - 1] = node;
        return new CompactMap(specKeys, values);
    }

    public SchedulingConstraints rules() {
        return rules;
    }

    public boolean hostNetwork() {
        return hostNetwork;
    }

    public Role role() {
        return role;
    }

    /** Whether its containers end by themselves: those of a Job. */
    boolean finite() {
        return owner.filter(made -> made.ref().kind().equals("Job")).isPresent();
    }

    /** The longest time that a container is given to end, in seconds. */
    long grace() {
        return Tree.number(spec, "terminationGracePeriodSeconds").orElse(DEFAULT_GRACE);
    }

    /** The delay of the first readiness probe, in seconds, the longest of all containers'. */
    long readinessDelay() {
        return Tree.list(spec, "containers").stream()
                .mapToLong(container -> Tree.number(container, "readinessProbe", "initialDelaySeconds")
                        .orElse(0L))
                .max()
                .orElse(0);
    }
}
