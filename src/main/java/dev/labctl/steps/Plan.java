package dev.labctl.steps;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a command will do.
 *
 * @param steps one after the other; the first failure ends them
 * @param lastly done in any case but an interruption: cleaning up after
 */
public record Plan(List<Step> steps, List<Step> lastly) {
    public Plan {
        steps = List.copyOf(steps);
        lastly = List.copyOf(lastly);
    }

    public static Plan of(Step... steps) {
        return new Plan(List.of(steps), List.of());
    }

    public static Plan of(List<Step> steps) {
        return new Plan(steps, List.of());
    }

    public Plan lastly(Step step) {
        return new Plan(steps, List.of(step));
    }

    public List<Step> all() {
        return Stream.concat(steps.stream(), lastly.stream()).toList();
    }
}
