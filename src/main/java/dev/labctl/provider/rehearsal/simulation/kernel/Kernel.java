package dev.labctl.provider.rehearsal.simulation.kernel;

import dev.labctl.provider.rehearsal.simulation.kernel.VirtualClock.Turn;
import dev.labctl.tree.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What all parts of one simulated cluster share: its time, its chance, its objects but the pods, and its events. */
public record Kernel(VirtualClock time, Randomness random, ObjectStore store, EventLog events) {
    /**
     * Of a new cluster, without anything in it.
     *
     * @param seed decides all that chance decides in it
     */
    public static Kernel create(long seed, Instant birth) {
        VirtualClock time = new VirtualClock(birth);
        return new Kernel(time, new Randomness(seed), new ObjectStore(time, seed), new EventLog(time));
    }

    /** Enters a turn after a delay by chance, and returns the age of the cluster then. */
    public long enterAfter(Delay delay, Turn turn, long id) {
        long due = time.in(delay.draw(random));
        time.enter(due, turn, id);
        return due;
    }

    /** A condition of an object's status that changes now. */
    public Map<String, Object> condition(String type, boolean holds, String reason, String message) {
        return condition(type, holds, time.now(), reason, message);
    }

    /**
     * A condition of an object's status.
     *
     * @param since when it changed last, as {@link VirtualClock#text} writes it
     * @param reason and {@code message} are left out where they are null
     */
    public static Map<String, Object> condition(
            String type, boolean holds, String since, String reason, String message) {
        return Tree.of(
                "type", type,
                "status", holds ? "True" : "False",
                "lastTransitionTime", since,
                "reason", reason,
                "message", message);
    }

    /** The object with the condition in the place of the one of its type; a status that stays keeps its time. */
    public static Map<String, Object> withCondition(Map<String, Object> object, Map<String, Object> condition) {
        List<Object> conditions = new ArrayList<>(Tree.list(object, "status", "conditions"));
        for (int i = 0; i < conditions.size(); i++) {
            if (conditions.get(i) instanceof Map<?, ?> old && old.get("type").equals(condition.get("type"))) {
                boolean same = old.get("status").equals(condition.get("status"));
                Object since = (same ? old : condition).get("lastTransitionTime");
                conditions.set(i, Tree.with(condition, since, "lastTransitionTime"));
                return Tree.with(object, conditions, "status", "conditions");
            }
        }
        conditions.add(condition);
        return Tree.with(object, conditions, "status", "conditions");
    }
}
