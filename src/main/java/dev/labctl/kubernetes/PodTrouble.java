package dev.labctl.kubernetes;

import dev.labctl.tree.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Why a pod does not get ready, from its own status.
 *
 * @param terminal whether waiting will not mend it
 */
public record PodTrouble(String why, boolean terminal) {
    /** A first crash is often a race with something that starts later; the third is not. */
    private static final int CRASHES = 3;

    /** Nodes get their taints removed within this time of being added. */
    private static final Duration UNSCHEDULABLE = Duration.ofSeconds(30);

    private static final Set<String> NEVER = Set.of(
            "InvalidImageName",
            "ErrImageNeverPull",
            "CreateContainerConfigError",
            "CreateContainerError",
            "RunContainerError");

    /** The first trouble of a pod; empty while it is on its way or well. */
    public static Optional<PodTrouble> of(KubeObject pod, Instant now) {
        return unschedulable(pod, now).or(() -> containers(pod).stream()
                .flatMap(container -> container(pod, container).stream())
                .findFirst());
    }

    private static Optional<PodTrouble> unschedulable(KubeObject pod, Instant now) {
        if (pod.text("spec", "nodeName").isPresent()) {
            return Optional.empty();
        }
        return pod.condition("PodScheduled")
                .filter(condition -> condition.reason().equals("Unschedulable"))
                .map(condition -> {
                    boolean old = condition
                            .since()
                            .filter(since -> since.plus(UNSCHEDULABLE).isBefore(now))
                            .isPresent();
                    // A taint is often taken away by whoever set it; a missing label or missing memory stays missing.
                    boolean retryable = condition.message().contains("untolerated taint");
                    return new PodTrouble(
                            "Pod " + pod.name() + " cannot be scheduled: " + condition.message(), old && !retryable);
                });
    }

    private static List<Object> containers(KubeObject pod) {
        List<Object> containers = new ArrayList<>(pod.list("status", "initContainerStatuses"));
        containers.addAll(pod.list("status", "containerStatuses"));
        return containers;
    }

    private static Optional<PodTrouble> container(KubeObject pod, Object container) {
        if (Tree.at(container, "state", "waiting").isEmpty()) {
            return Optional.empty();
        }
        String name = Tree.text(container, "name").orElse("");
        String reason = Tree.text(container, "state", "waiting", "reason").orElse("");
        String message = Tree.text(container, "state", "waiting", "message").orElse("");
        String where = "Pod " + pod.name() + ", container " + name + ": ";
        long restarts = Tree.number(container, "restartCount").orElse(0L);
        if (NEVER.contains(reason)) {
            return Optional.of(new PodTrouble(where + reason + " " + message, true));
        }
        if (reason.equals("CrashLoopBackOff")) {
            String exit =
                    Tree.text(container, "lastState", "terminated", "exitCode").orElse("?");
            return Optional.of(new PodTrouble(
                    where + "crashed " + restarts + " times, last with exit code " + exit, restarts >= CRASHES));
        }
        if (reason.equals("ErrImagePull") || reason.equals("ImagePullBackOff")) {
            String image = Tree.text(container, "image").orElse("its image");
            return Optional.of(new PodTrouble(
                    where + "cannot pull " + image + ": " + message,
                    reason.equals("ImagePullBackOff") && absent(message)));
        }
        return Optional.empty();
    }

    /** Registries that are busy or unreachable come back; an image that they do not have does not appear. */
    private static boolean absent(String message) {
        String text = message.toLowerCase(Locale.ROOT);
        return text.contains("not found") || text.contains("does not exist") || text.contains("manifest unknown");
    }
}
