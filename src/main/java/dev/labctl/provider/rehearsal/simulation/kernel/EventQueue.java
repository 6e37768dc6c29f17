package dev.labctl.provider.rehearsal.simulation.kernel;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.LongConsumer;

/**
 * What is due when. An
 * entry may be out of date when its time comes, so the called component checks whether it really is due.
 */
public final class EventQueue {
    /** The components that are called, in this order if several are due at the same time. */
    public enum Turn {
        NODE,
        OPERATOR,
        AGENT,
        POOLS,
        POD,
        WORKLOAD,
        NAMESPACE
    }

    private record Entry(long at, Turn turn, long id) {
        static final Comparator<Entry> ORDER =
                Comparator.comparingLong(Entry::at).thenComparing(Entry::turn).thenComparingLong(Entry::id);
    }

    private final PriorityQueue<Entry> entries = new PriorityQueue<>(Entry.ORDER);
    private final Map<Turn, LongConsumer> called = new EnumMap<>(Turn.class);

    /** Sets what is called on a turn of a kind, with the id of the entry. */
    public void onTurn(Turn turn, LongConsumer call) {
        called.put(turn, call);
    }

    public void enter(long at, Turn turn, long id) {
        entries.add(new Entry(at, turn, id));
    }

    /** When the next entry is due; {@link Long#MAX_VALUE} where there is none. */
    public long next() {
        Entry first = entries.peek();
        return first == null ? Long.MAX_VALUE : first.at();
    }

    /** Calls all components whose turn has come by now. */
    public void call(long now) {
        while (next() <= now) {
            Entry due = entries.poll();
            called.get(due.turn()).accept(due.id());
        }
    }
}
