package dev.labctl.cluster;

import dev.labctl.ipam.IpAddress;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A pod of a cluster. */
public record Pod(KubeObject object, Cluster cluster) {
    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

    public ObjectRef ref() {
        return object.ref();
    }

    public String name() {
        return object.name();
    }

    public String namespace() {
        return object.namespace().orElse("default");
    }

    /** {@code namespace/name}, as Cilium's agent names the owner of an address. */
    public String fullName() {
        return namespace() + "/" + name();
    }

    /** Where it is; empty while the scheduler has found no node for it. */
    public Optional<String> node() {
        return Tree.nonEmpty(object.tree(), "spec", "nodeName");
    }

    public boolean isReady() {
        return object.conditionTrue("Ready");
    }

    /** Whether its containers have ended and will not run again. */
    public boolean hasEnded() {
        return ENDED.contains(object.text("status", "phase").orElse(""));
    }

    public boolean isDeleting() {
        return object.deleting();
    }

    /** Whether it is ready and stays. */
    public boolean isRunning() {
        return isReady() && !isDeleting();
    }

    /** Whether it should run and does not: neither ready nor ended nor being deleted. */
    public boolean isStuck() {
        return !isReady() && !hasEnded() && !isDeleting();
    }

    /** Whether it uses its node's network and address. */
    public boolean isHostNetwork() {
        return object.has("true", "spec", "hostNetwork");
    }

    /** Whether it has, or needs, an address of its own. */
    public boolean takesAddress() {
        return !isHostNetwork() && !hasEnded();
    }

    /** Its addresses, of each family one at most. */
    public List<IpAddress> addresses() {
        return object.list("status", "podIPs").stream()
                .flatMap(entry -> Tree.text(entry, "ip").flatMap(IpAddress::read).stream())
                .toList();
    }

    public boolean hasAddress() {
        return !object.list("status", "podIPs").isEmpty();
    }

    public Map<String, String> annotations() {
        return object.texts("metadata", "annotations");
    }

    public boolean hasLabels(Map<String, String> labels) {
        return object.hasLabels(labels);
    }

    /** Its containers, init containers first, in the order in which they run. */
    public List<Container> containers() {
        return Container.of(object);
    }

    /** The workload that the pod belongs to, not its ReplicaSet; the pod itself where it has no owner in the cluster. */
    public KubeObject rootOwner() {
        return cluster.rootOwner(object);
    }

    /** What happened to it, oldest first. */
    public List<KubeObject> events() {
        return cluster.observation().events(object);
    }

    /** The newest event of type Warning. */
    public Optional<KubeObject> lastWarning() {
        return cluster.lastWarning(object);
    }

    /** What keeps it from getting ready, as far as its status and its events say; empty while it is starting or well. */
    public Optional<PodProblem> problem() {
        return PodProblem.of(this);
    }
}
