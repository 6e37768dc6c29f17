package dev.labctl.provider.rehearsal.simulation.kernel;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.LongConsumer;

/**
 * What is due when. It is not kept between commands: whoever has something due knows it by itself and enters it again. An
 * entry may be out of date when its time comes, so whoever is called looks whether it really is due.
 */
public final class EventQueue {
    /** Who is called, in this order where several are due at the same time. */
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

    /** Who takes the turns of a kind; it is given the id of the entry. */
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

    /** Calls everybody whose turn has come by now. */
    public void call(long now) {
        while (next() <= now) {
            Entry due = entries.poll();
            called.get(due.turn()).accept(due.id());
        }
    }
}
