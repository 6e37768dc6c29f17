package dev.labctl.provider.rehearsal.simulation.kernel;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.LongConsumer;

/**
 * The time of one simulated cluster, and what is due when. It is counted in milliseconds from the cluster's birth, its age, and
 * shown as if it had been born that long before the present: while no command runs, a cluster does not age.
 */
public final class VirtualClock {
    /** Everything happens at a multiple of this, so that what happens about the same time is dealt with at once. */
    public static final long TICK = 100;

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

    private final Instant birth;
    private final Map<Long, String> texts = new HashMap<>();
    private final PriorityQueue<Entry> entries = new PriorityQueue<>(Entry.ORDER);
    private final Map<Turn, LongConsumer> called = new EnumMap<>(Turn.class);
    private long age;

    public VirtualClock(Instant birth) {
        // Seconds are the finest that Kubernetes shows.
        this.birth = birth.truncatedTo(ChronoUnit.SECONDS);
    }

    public long age() {
        return age;
    }

    /** Sets what is called on a turn of a kind, with the id of the entry. */
    public void onTurn(Turn turn, LongConsumer call) {
        called.put(turn, call);
    }

    /** An entry may be out of date when its time comes, so the called component checks whether it really is due. */
    public void enter(long at, Turn turn, long id) {
        entries.add(new Entry(at, turn, id));
    }

    /** When the next entry is due; {@link Long#MAX_VALUE} where there is none. */
    public long next() {
        Entry first = entries.peek();
        return first == null ? Long.MAX_VALUE : first.at();
    }

    /** Moves to an age that is no earlier, and calls all components whose turn has come by then. */
    public void moveTo(long laterAge) {
        age = laterAge;
        while (next() <= age) {
            Entry due = entries.poll();
            called.get(due.turn()).accept(due.id());
        }
    }

    /** The age after a delay in milliseconds, at the next tick. */
    public long in(long millis) {
        return Math.floorDiv(age + millis + TICK - 1, TICK) * TICK;
    }

    /** An age as Kubernetes shows instants: {@code 2026-11-23T10:00:00Z}. */
    public String text(long when) {
        return texts.computeIfAbsent(
                Math.floorDiv(when, 1000), seconds -> birth.plusSeconds(seconds).toString());
    }

    public String now() {
        return text(age);
    }

    /** The age, in seconds, that a text stands for. */
    public long seconds(String text) {
        return Duration.between(birth, Instant.parse(text)).toSeconds();
    }
}
