package dev.labctl.cluster;

import dev.labctl.tree.Tree;
import java.util.Optional;

/**
 * A container of a pod.
 *
 * @param status its entry in the pod's {@code containerStatuses} or {@code initContainerStatuses}
 */
public record Container(Object status) {
    public String name() {
        return text("name").orElse("");
    }

    public String image() {
        return text("image").orElse("");
    }

    public boolean isReady() {
        return Tree.flag(status, "ready").orElse(false);
    }

    public long restarts() {
        return Tree.number(status, "restartCount").orElse(0L);
    }

    public boolean isWaiting() {
        return Tree.at(status, "state", "waiting").isPresent();
    }

    /** Why it waits, in one word, such as {@code CrashLoopBackOff}; empty where it does not wait or has no reason. */
    public String waitingReason() {
        return text("state", "waiting", "reason").orElse("");
    }

    public String waitingMessage() {
        return text("state", "waiting", "message").orElse("");
    }

    /** The exit code of its last run; empty where this is its first. */
    public Optional<String> lastExitCode() {
        return text("lastState", "terminated", "exitCode");
    }

    private Optional<String> text(String... path) {
        return Tree.text(status, path);
    }
}
