package dev.labctl.logs;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which logs a reader wants.
 *
 * @param targets {@code agent}, {@code operator}, {@code KIND/NAME}, or the name of a pod; none for agents and operator
 * @param namespace of the targets; empty for {@code default}, or whichever one has them
 * @param container empty for all of a pod; of agents and operator the one that their name stands for
 * @param lines how many of the newest ones of each container
 * @param since none that are older; empty for any age
 * @param previous of the containers that ran before the last restart
 */
public record LogQuery(
        List<String> targets,
        Optional<String> namespace,
        Optional<String> container,
        int lines,
        Optional<Duration> since,
        boolean previous) {
    public LogQuery {
        targets = List.copyOf(targets);
    }

    /** The newest lines of agents and operator. */
    public static LogQuery newest(int lines) {
        return new LogQuery(List.of(), Optional.empty(), Optional.empty(), lines, Optional.empty(), false);
    }
}
