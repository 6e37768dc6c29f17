package dev.labctl.explain.facts;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.tree.Tree;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the kubelet reports of one container: an entry of a pod's {@code status.containerStatuses}. */
public record ContainerStatus(Object tree) {
    /** The containers of a pod, its init containers first. */
    public static List<ContainerStatus> of(KubeObject pod) {
        return Stream.of("initContainerStatuses", "containerStatuses")
                .flatMap(list -> pod.list("status", list).stream())
                .map(ContainerStatus::new)
                .toList();
    }

    public String name() {
        return text("name");
    }

    public String image() {
        return text("image");
    }

    public boolean ready() {
        return Tree.flag(tree, "ready").orElse(false);
    }

    public long restarts() {
        return Tree.number(tree, "restartCount").orElse(0L);
    }

    /** Whether it is {@code waiting}, {@code running} or {@code terminated}. */
    public boolean is(String state) {
        return Tree.at(tree, "state", state).isPresent();
    }

    /** Why it waits, such as {@code ImagePullBackOff}; empty where it does not wait or no reason is given. */
    public String waitingReason() {
        return text("state", "waiting", "reason");
    }

    public String waitingMessage() {
        return text("state", "waiting", "message");
    }

    public Optional<Instant> startedAt() {
        return Tree.text(tree, "state", "running", "startedAt").map(Instant::parse);
    }

    /** How it ended the last time; empty where it never has. */
    public Optional<Object> lastEnd() {
        return Tree.at(tree, "lastState", "terminated").or(() -> Tree.at(tree, "state", "terminated"));
    }

    /** Whether it ended with an error and is restarted again and again. */
    public boolean crashes() {
        return waitingReason().equals("CrashLoopBackOff")
                || Tree.number(tree, "state", "terminated", "exitCode").orElse(0L) != 0
                || (restarts() > 0
                        && !ready()
                        && Tree.at(tree, "lastState", "terminated").isPresent());
    }

    public String text(String... path) {
        return Tree.text(tree, path).orElse("");
    }
}
