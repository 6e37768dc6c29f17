package dev.labctl.cluster;

import dev.labctl.ipam.IpamTexts;
import dev.labctl.ipam.IpamTrouble;
import dev.labctl.kubernetes.KubeObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What keeps a pod from getting ready.
 *
 * @param pod its name
 * @param predicate the sentence whose subject is the pod, from what separates the two on
 * @param terminal whether waiting will not help
 * @param ipam what Cilium's IPAM says where the pod gets no address
 */
public record PodProblem(Type type, String pod, String predicate, boolean terminal, Optional<IpamTrouble> ipam) {
    /** What kind of problem it is, in the order of a pod's life. */
    public enum Type {
        /** Its manifest names a node that the cluster does not have. */
        NODE_UNKNOWN,
        /** No node suits it. */
        UNSCHEDULABLE,
        /** Its sandbox cannot be created: the network gives it no address, or is not there. */
        SANDBOX,
        IMAGE_PULL,
        /** The runtime refuses to create or start a container. */
        CANNOT_START,
        CRASH_LOOP
    }

    /** A first crash is often a race with something that starts later; the third is not. */
    private static final int CRASHES = 3;

    /** Nodes get their taints removed within this time of being added. */
    private static final Duration UNSCHEDULABLE = Duration.ofSeconds(30);

    private static final Set<String> CANNOT_START = Set.of(
            "InvalidImageName",
            "ErrImageNeverPull",
            "CreateContainerConfigError",
            "CreateContainerError",
            "RunContainerError");

    /** The sentence with its subject. */
    public String message() {
        return "Pod " + pod + predicate;
    }

    static Optional<PodProblem> of(Pod pod) {
        return nodeUnknown(pod)
                .or(() -> unschedulable(pod, pod.cluster().at()))
                .or(() -> pod.containers().stream()
                        .flatMap(container -> container(pod, container).stream())
                        .findFirst())
                .or(() -> sandbox(pod));
    }

    /** A pod on a node that was deleted had a kubelet before; its workload gets another one. */
    private static Optional<PodProblem> nodeUnknown(Pod pod) {
        Cluster cluster = pod.cluster();
        return pod.node()
                .filter(name -> !cluster.nodes().isEmpty() && cluster.node(name).isEmpty())
                .filter(name -> EndlessWaits.isUntouched(pod.object()))
                .map(name -> of(
                        Type.NODE_UNKNOWN,
                        pod,
                        " is bound to node " + name + " (spec.nodeName), which the cluster does not have",
                        true));
    }

    private static Optional<PodProblem> unschedulable(Pod pod, Instant now) {
        if (pod.node().isPresent()) {
            return Optional.empty();
        }
        return pod.object()
                .condition("PodScheduled")
                .filter(condition -> condition.reason().equals("Unschedulable"))
                .map(condition -> {
                    boolean old = condition
                            .since()
                            .filter(since -> since.plus(UNSCHEDULABLE).isBefore(now))
                            .isPresent();
                    // A taint is often removed by the controller that set it; a missing label or missing memory stays
                    // missing.
                    boolean retryable = condition.message().contains("untolerated taint");
                    return of(
                            Type.UNSCHEDULABLE, pod, " cannot be scheduled: " + condition.message(), old && !retryable);
                });
    }

    private static Optional<PodProblem> container(Pod pod, Container container) {
        String where = ", container " + container.name() + ": ";
        String reason = container.waitingReason();
        String message = container.waitingMessage();
        if (CANNOT_START.contains(reason)) {
            return Optional.of(of(Type.CANNOT_START, pod, where + reason + " " + message, true));
        }
        if (reason.equals("CrashLoopBackOff")) {
            String crashes = "crashed " + container.restarts() + " times, last with exit code "
                    + container.text("lastState", "terminated", "exitCode").orElse("?");
            return Optional.of(of(Type.CRASH_LOOP, pod, where + crashes, container.restarts() >= CRASHES));
        }
        if (reason.equals("ErrImagePull") || reason.equals("ImagePullBackOff")) {
            String image = container.image().isEmpty() ? "its image" : container.image();
            return Optional.of(of(
                    Type.IMAGE_PULL,
                    pod,
                    where + "cannot pull " + image + ": " + message,
                    reason.equals("ImagePullBackOff") && isAbsent(message)));
        }
        return Optional.empty();
    }

    /** Registries that are busy or unreachable come back; an image that they do not have does not appear. */
    private static boolean isAbsent(String message) {
        String text = message.toLowerCase(Locale.ROOT);
        return text.contains("not found") || text.contains("does not exist") || text.contains("manifest unknown");
    }

    /** Whether its addresses may still come depends on its node's blocks; the pod alone does not say it. */
    private static Optional<PodProblem> sandbox(Pod pod) {
        if (pod.isHostNetwork() || pod.hasAddress() || pod.hasEnded()) {
            return Optional.empty();
        }
        Optional<KubeObject> warning = pod.lastWarning();
        String text = warning.flatMap(event -> event.text("message")).orElse("");
        Optional<IpamTrouble> trouble = IpamTrouble.in(text).stream().findFirst();
        boolean sandbox = warning.filter(event -> event.has(IpamTexts.POD_EVENT_REASON, "reason"))
                .isPresent();
        return sandbox || trouble.isPresent()
                ? Optional.of(new PodProblem(
                        Type.SANDBOX,
                        pod.name(),
                        ": " + trouble.map(PodProblem::words).orElse("its sandbox cannot be created"),
                        false,
                        trouble))
                : Optional.empty();
    }

    private static PodProblem of(Type type, Pod pod, String predicate, boolean terminal) {
        return new PodProblem(type, pod.name(), predicate, terminal, Optional.empty());
    }

    private static String words(IpamTrouble trouble) {
        String pool = trouble.pool().map(name -> " of pool " + name).orElse("");
        return switch (trouble.kind()) {
            case RANGE_FULL -> "range is full";
            case POOL_NOT_YET_AVAILABLE -> "its node has no block" + pool + " yet";
            case POOL_EXHAUSTED -> "its node's blocks" + pool + " are used up";
            case POOL_MISSING -> "no such pool";
            case POOL_EMPTY -> "no block left" + pool;
            case ALLOCATOR_FULL -> "allocator full";
            case NO_MORE_IPS -> "no more IPs available";
        };
    }
}
