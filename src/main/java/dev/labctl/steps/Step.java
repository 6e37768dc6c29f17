package dev.labctl.steps;

import dev.labctl.provider.Equivalents;
import java.util.List;

/** One thing that a command does. Steps are values: what they need to know is in them, what they work with is handed in. */
public interface Step {
    /** As the reader sees it, a verb first: {@code create cluster}. */
    String name();

    /**
     * Does it.
     *
     * @throws dev.labctl.failure.FailureException when it cannot be done
     */
    StepEnd run(Session session);

    /** Whether it changes something inside a cluster that exists: meanwhile, no other labctl may. */
    boolean changesCluster();

    /** The lines that do the same by hand; none where there is nothing to type. */
    default List<String> equivalent(Equivalents equivalents) {
        return List.of();
    }
}
