package dev.labctl.explain.causes;

import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.kubernetes.KubeObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A node whose machine does not run: stopped, paused or gone. The API server has it as Ready for most of a minute. */
public record NodeHalted(String condition) implements Cause {
    /** As the container engine says it. */
    public static Optional<Cause> of(KubeObject node, ClusterIndex cluster) {
        return Optional.ofNullable(cluster.lab().halted().get(node.name())).map(NodeHalted::new);
    }

    @Override
    public void explain(ExplanationBuilder it) {
        List<KubeObject> nodes = it.nodes();
        String names = nodes.stream().map(KubeObject::name).collect(Collectors.joining(", "));
        it.error("NODE_NOT_READY")
                .nodeSymptom(nodes, "does not run")
                .cause("The container of " + (nodes.size() == 1 ? "the node " : "each of the nodes ") + names + " is "
                        + condition + ".")
                .conditions(nodes, "Ready", 1);
        if (condition.equals("gone")) {
            it.fix("Replace the cluster: the node cannot be brought back", it.labctl("up", "--recreate"));
        } else {
            it.fix("Start it again", it.labctl("up"), "The node and its pods are ready again a minute later.");
        }
    }
}
