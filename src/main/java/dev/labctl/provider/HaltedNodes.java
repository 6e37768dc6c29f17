package dev.labctl.provider;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.failure.Wording;
import dev.labctl.lab.ClusterName;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The nodes of a cluster whose machines do not run. The API server reports such a node as Ready for most of a minute, and pods on
 * it as running for longer.
 *
 * @param start the shell commands that bring back those that can be brought back
 */
public record HaltedNodes(List<Node> nodes, List<String> start) {
    public static final HaltedNodes NONE = new HaltedNodes(List.of(), List.of());

    /** What became of a node's machine. */
    public enum Condition {
        STOPPED("stopped"),
        PAUSED("paused"),
        /** It was deleted, with everything on it. */
        GONE("gone");

        private final String word;

        Condition(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    public record Node(String name, Condition condition) {}

    public HaltedNodes {
        nodes = List.copyOf(nodes);
        start = List.copyOf(start);
    }

    public boolean isEmpty() {
        return nodes.isEmpty();
    }

    /** Whether there are some, and all of them can be started again. */
    public boolean startable() {
        return !nodes.isEmpty() && names(Condition.GONE).isEmpty();
    }

    /** What became of a node; empty where it runs. */
    public Optional<Condition> of(String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .map(Node::condition);
    }

    public List<String> names(Condition condition) {
        return nodes.stream()
                .filter(node -> node.condition() == condition)
                .map(Node::name)
                .toList();
    }

    /** {@code the nodes a and b are stopped, and the node c is gone}. */
    public String words() {
        return Arrays.stream(Condition.values())
                .filter(condition -> !names(condition).isEmpty())
                .map(condition -> words(condition, names(condition)))
                .collect(Collectors.joining(", and "));
    }

    private static String words(Condition condition, List<String> names) {
        return "the " + (names.size() == 1 ? "node " : "nodes ") + Wording.names(names) + " "
                + Wording.agree(names.size(), "is " + condition.word());
    }

    /**
     * Why nothing can be done on the cluster.
     *
     * @param ours whether labctl created it
     */
    public Failure failure(ClusterName cluster, boolean ours) {
        if (!startable()) {
            return Failure.of(
                    Reason.CLUSTER_DIFFERS,
                    "the cluster " + cluster + " is not complete: " + words(),
                    ours
                            ? "A node that is gone cannot be brought back: replace the cluster with `labctl up … --recreate`."
                            : "Give the lab another name with --cluster: labctl did not create this one.");
        }
        String commands = String.join("; ", start);
        return Failure.of(
                Reason.CLUSTER_STOPPED,
                "in the cluster " + cluster + " " + words(),
                ours
                        ? "Run `labctl up …` with the cluster's lab, which starts them (" + commands + ")."
                        : "Start them: " + commands
                                + "; or give the lab another name with --cluster: labctl did not create this"
                                + " one.");
    }
}
