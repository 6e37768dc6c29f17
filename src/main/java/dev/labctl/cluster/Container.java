package dev.labctl.cluster;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.tree.Tree;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A container of a pod: its entry in {@code containerStatuses} or {@code initContainerStatuses}. */
public record Container(Object status) {
    /** Those of a pod, init containers first, in the order in which they run. */
    public static List<Container> of(KubeObject pod) {
        return Stream.of("initContainerStatuses", "containerStatuses")
                .flatMap(list -> pod.list("status", list).stream())
                .map(Container::new)
                .toList();
    }

    /** That of a name; as long as it has no status, the phase of its pod tells its state. */
    public static Container of(KubeObject pod, String name) {
        return of(pod).stream()
                .filter(container -> container.name().equals(name))
                .findFirst()
                .orElseGet(() -> {
                    String phase = pod.text("status", "phase").orElse("");
                    Map<String, Object> state = phase.equals("Running")
                            ? Map.of("running", Map.of())
                            : Map.of("waiting", Map.of("reason", phase));
                    return new Container(Map.of("name", name, "state", state));
                });
    }

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
        return is("waiting");
    }

    /** Why it waits, in one word, such as {@code CrashLoopBackOff}; empty where it does not wait or has no reason. */
    public String waitingReason() {
        return text("state", "waiting", "reason").orElse("");
    }

    public String waitingMessage() {
        return text("state", "waiting", "message").orElse("");
    }

    /** Whether it runs or has run, so that it may have a log. */
    public boolean hasStarted() {
        return is("running") || lastEnd().isPresent();
    }

    /** Whether it is {@code waiting}, {@code running} or {@code terminated}. */
    public boolean is(String state) {
        return Tree.at(status, "state", state).isPresent();
    }

    public Optional<Instant> startedAt() {
        return Tree.time(status, "state", "running", "startedAt");
    }

    /** How it ended the last time; empty where it never has. */
    public Optional<Object> lastEnd() {
        return Tree.at(status, "lastState", "terminated").or(() -> Tree.at(status, "state", "terminated"));
    }

    /** Whether it ended with an error, or is restarted again and again. */
    public boolean isCrashing() {
        boolean ended = Tree.at(status, "lastState", "terminated").isPresent();
        return waitingReason().equals("CrashLoopBackOff")
                || Tree.number(status, "state", "terminated", "exitCode").orElse(0L) != 0
                || (ended && restarts() > 0 && !isReady());
    }

    public Optional<String> text(String... path) {
        return Tree.text(status, path);
    }
}
