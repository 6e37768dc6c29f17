package dev.labctl.provider.rehearsal.simulation;

import dev.labctl.kubernetes.ApplyPhase;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.provider.rehearsal.simulation.nodes.Blueprint;
import dev.labctl.provider.rehearsal.simulation.nodes.Nodes;
import dev.labctl.tree.Tree;
import dev.labctl.tree.TreeBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Supplier;

/**
 * All that is kept of a cluster between commands: what it was created from, and what was asked of it when. Played again, the
 * calls lead to the same cluster, as long as the simulation is the same.
 *
 * @param seed of all randomness in it
 * @param age of the cluster in milliseconds
 */
public record Recording(Blueprint blueprint, long seed, long age, List<Call> calls) {
    /** What should be the recording of a cluster is none. */
    public static final class DamagedException extends Exception {
        private static final long serialVersionUID = 1L;

        DamagedException(String message) {
            super(message);
        }
    }

    private static final Comparator<Call> BY_PHASE_AND_NAME = Comparator.comparing(
                    (Call call) -> ApplyPhase.of(applied(call)))
            .thenComparing(call -> applied(call).ref().toString());

    public Recording {
        calls = inOneOrder(calls);
    }

    /**
     * Several threads apply the objects of a phase at the same moment of virtual time. Their calls are kept in one order,
     * whichever thread came first: the order of the phases, and of the names within each.
     */
    private static List<Call> inOneOrder(List<Call> calls) {
        List<Call> ordered = new ArrayList<>(calls);
        int start = 0;
        for (int end = 1; end <= ordered.size(); end++) {
            if (end == ordered.size() || !appliedTogether(ordered.get(start), ordered.get(end))) {
                ordered.subList(start, end).sort(BY_PHASE_AND_NAME);
                start = end;
            }
        }
        return List.copyOf(ordered);
    }

    private static boolean appliedTogether(Call first, Call second) {
        return first instanceof Call.Apply && second instanceof Call.Apply && first.at() == second.at();
    }

    private static KubeObject applied(Call call) {
        return new KubeObject(((Call.Apply) call).object());
    }

    /** As it is written to a file. */
    public Map<String, Object> toTree() {
        return new TreeBuilder()
                .put("blueprint", blueprint.toTree())
                .put("seed", seed)
                .put("age", age)
                .put("calls", calls.stream().map(Call::toTree).toList())
                .build();
    }

    /** Reads what {@link #toTree} has written. */
    public static Recording of(Map<String, Object> tree) throws DamagedException {
        Blueprint blueprint = read("the blueprint", () -> Blueprint.of(Tree.map(tree, "blueprint")));
        if (Nodes.refusal(blueprint).isPresent()) {
            throw new DamagedException("the networks of the blueprint cannot be read");
        }
        long seed = read("the seed", () -> Tree.number(tree, "seed").orElseThrow());
        long age = read("the age", () -> Tree.number(tree, "age").orElseThrow());
        List<Call> calls = new ArrayList<>();
        long last = 0;
        for (Object entry : Tree.list(tree, "calls")) {
            String name = "call " + (calls.size() + 1);
            Call call = read(name, () -> Call.of(entry));
            if (call.at() < last || call.at() > age) {
                throw new DamagedException(name + " is out of order");
            }
            last = call.at();
            calls.add(call);
        }
        return new Recording(blueprint, seed, age, calls);
    }

    private static <T> T read(String what, Supplier<T> reader) throws DamagedException {
        try {
            return reader.get();
        } catch (NoSuchElementException e) {
            throw new DamagedException(what + " cannot be read");
        }
    }
}
