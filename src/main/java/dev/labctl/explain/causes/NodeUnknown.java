package dev.labctl.explain.causes;

import dev.labctl.cluster.Kind;
import dev.labctl.cluster.Pod;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.explain.facts.Evidence;
import dev.labctl.failure.Wording;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.ClusterName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A pod is bound to a node that the cluster does not have: its manifest names it (the scheduler is not asked then), or the node was
 * deleted. Kubernetes deletes such pods after a while (Kubernetes 1.33 {@code pkg/controller/podgc}).
 */
public record NodeUnknown(String node) implements Cause {
    /** The cause, for a pod on a node that is not there. */
    public static Optional<Cause> of(Pod pod, ClusterIndex cluster) {
        return pod.node().filter(name -> cluster.view().node(name).isEmpty()).map(NodeUnknown::new);
    }

    @Override
    public Set<String> concludesFromAbsence() {
        return Set.of("Node");
    }

    @Override
    public void explain(ExplanationBuilder it) {
        List<String> nodes =
                it.cluster().list(Kind.NODE).stream().map(KubeObject::name).toList();
        ObjectRef owner = it.pods().get(0).rootOwner().ref();
        it.error("NODE_UNKNOWN")
                .podSymptom("does not run")
                .cause("The cluster has no node " + node + ", to which "
                        + (it.pods().size() == 1 ? "it is" : "they are")
                        + " bound: the manifest names it in nodeName, or it was deleted. Kubernetes will delete the "
                        + (it.pods().size() == 1 ? "pod." : "pods."))
                .evidence(Evidence.field(it.first().ref(), "spec.nodeName", node))
                .evidence("nodes: " + Wording.namesOrNone(nodes))
                .fix("Replace nodeName in the manifest of " + owner
                        + " by a nodeSelector: labels are the same whatever the cluster is named");
        ClusterName.ofKindNode(node)
                .filter(name -> nodes.stream().allMatch(known -> ClusterName.ofKindNode(known)
                        .filter(other -> !other.equals(name))
                        .isPresent()))
                .ifPresent(name -> it.fix(
                        "Or create the cluster under the name that the manifest expects",
                        it.lab().upAs(name)));
    }
}
