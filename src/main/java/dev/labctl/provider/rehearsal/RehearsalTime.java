package dev.labctl.provider.rehearsal;

import dev.labctl.provider.rehearsal.simulation.SimulatedCluster;
import dev.labctl.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Supplier;

/**
 * The time of a rehearsal: it begins with the command, at the machine's present, and passes only while a thread sleeps; the
 * open clusters advance by as much. The sleep itself does not block.
 */
final class RehearsalTime implements TimeSource {
    private final Object lock;
    private final Supplier<Collection<SimulatedCluster>> clusters;
    private Instant now;

    /**
     * A time that begins now.
     *
     * @param lock held while a cluster is used
     * @param clusters those that are open
     */
    RehearsalTime(Instant start, Object lock, Supplier<Collection<SimulatedCluster>> clusters) {
        this.now = start;
        this.lock = lock;
        this.clusters = clusters;
    }

    @Override
    public Instant now() {
        synchronized (lock) {
            return now;
        }
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        synchronized (lock) {
            clusters.get().forEach(cluster -> cluster.advance(duration));
            now = now.plus(duration);
        }
    }
}
