package dev.labctl.cluster;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An object that creates pods and that no other one owns, or a pod without an owner; how many pods it asks for, and
 * those that have not ended.
 *
 * @param running the pods that are ready and stay
 * @param stuck the pods that are not ready and stay
 */
public record Workload(KubeObject object, int wanted, List<Pod> pods, List<Pod> running, List<Pod> stuck) {
    /** The namespaces of what comes with a kind cluster. */
    public static final Set<String> SYSTEM_NAMESPACES = Set.of("kube-system", "local-path-storage");

    /** Looks at each pod once: most views of a large cluster ask which of them run. */
    static Workload of(KubeObject object, int wanted, List<Pod> pods) {
        return new Workload(
                object,
                wanted,
                pods,
                pods.stream().filter(Pod::isRunning).toList(),
                pods.stream().filter(Pod::isStuck).toList());
    }

    public ObjectRef ref() {
        return object.ref();
    }

    /** Whether it comes with the cluster. */
    public boolean isSystem() {
        return SYSTEM_NAMESPACES.contains(object.namespace().orElse(""));
    }

    /** Whether it is a pod that no workload owns. */
    public boolean isBarePod() {
        return Kind.POD.isOf(object);
    }

    /** Whether its pods use the network of their nodes. */
    public boolean isHostNetwork() {
        return object.has("true", "spec", "hostNetwork")
                || object.has("true", "spec", "template", "spec", "hostNetwork");
    }

    /** Whether {@link #wanted} is known: of a DaemonSet only once its controller has counted the nodes. */
    public boolean isCounted() {
        return !Kind.DAEMON_SET.isOf(object)
                || object.text("status", "observedGeneration").isPresent();
    }

    /** The labels of the pods that it creates. */
    public Map<String, String> podLabels() {
        return isBarePod() ? object.labels() : object.texts("spec", "template", "metadata", "labels");
    }

    /** Where all pods that stay are, if that is one node. */
    public Optional<String> node() {
        List<Optional<String>> nodes = pods.stream()
                .filter(pod -> !pod.isDeleting())
                .map(Pod::node)
                .distinct()
                .toList();
        return nodes.size() == 1 ? nodes.get(0) : Optional.empty();
    }

    /** The text of the newest warning of its first stuck pod that has one; empty where none has. */
    public String lastWarning() {
        return stuck.stream()
                .flatMap(pod -> pod.lastWarning().stream())
                .flatMap(event -> event.text("message").stream())
                .findFirst()
                .orElse("");
    }
}
