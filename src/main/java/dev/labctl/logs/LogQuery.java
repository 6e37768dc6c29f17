package dev.labctl.logs;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The logs that the user requests.
 *
 * @param targets {@code agent}, {@code operator}, {@code KIND/NAME}, or the name of a pod; empty for agents and operator
 * @param namespace of the targets; empty for {@code default}, or the only one that has them
 * @param container empty for all containers of a pod; for agents and operator, the main one
 * @param lines the number of the newest lines of each container
 * @param since the maximum age of a line; empty for any age
 * @param previous whether to read the containers before their last restart
 */
public record LogQuery(
        List<String> targets,
        Optional<String> namespace,
        Optional<String> container,
        int lines,
        Optional<Duration> since,
        boolean previous) {
    /** The newest lines of agents and operator. */
    public static LogQuery newest(int lines) {
        return new LogQuery(List.of(), Optional.empty(), Optional.empty(), lines, Optional.empty(), false);
    }
}
