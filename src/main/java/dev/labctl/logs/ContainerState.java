package dev.labctl.logs;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.tree.Tree;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The state of a container that matters for its log.
 *
 * @param started whether it runs or has run
 * @param restarts the number of restarts
 * @param waiting why it does not run; may be empty
 */
public record ContainerState(boolean started, long restarts, String waiting) {
    public static ContainerState of(KubeObject pod, String container) {
        Optional<Object> status = Stream.of("initContainerStatuses", "containerStatuses")
                .flatMap(list -> pod.list("status", list).stream())
                .filter(entry ->
                        Tree.text(entry, "name").filter(container::equals).isPresent())
                .findFirst();
        if (status.isEmpty()) {
            boolean runs = pod.text("status", "phase").filter("Running"::equals).isPresent();
            return new ContainerState(runs, 0, pod.text("status", "phase").orElse(""));
        }
        Object entry = status.get();
        return new ContainerState(
                Tree.at(entry, "state", "running").isPresent()
                        || Tree.at(entry, "state", "terminated").isPresent()
                        || Tree.at(entry, "lastState", "terminated").isPresent(),
                Tree.number(entry, "restartCount").orElse(0L),
                Tree.text(entry, "state", "waiting", "reason").orElse(""));
    }
}
