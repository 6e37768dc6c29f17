package dev.labctl.provider.rehearsal;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.lab.ClusterName;
import dev.labctl.time.Deadline;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps other labctls off the clusters that this command works on. All locks are on one file, a byte of it for each name, so
 * that nothing is left of a cluster that is deleted. Two names may share a byte: then one command waits for the other.
 */
final class ClusterLock implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final StateFolder folder;
    private final Map<Long, FileLock> held = new HashMap<>();
    private FileChannel channel;

    ClusterLock(StateFolder folder) {
        this.folder = folder;
    }

    /**
     * Waits until no other labctl works on the cluster.
     *
     * @param deadline on the machine's own time
     */
    void acquire(ClusterName cluster, Deadline deadline) {
        long place = cluster.value().hashCode() & 0x7FFF_FFFFL;
        if (held.containsKey(place)) {
            return;
        }
        Path file = folder.lockFile();
        try {
            if (channel == null) {
                channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            }
            FileLock lock = attempt(place);
            while (lock == null) {
                if (deadline.passed()) {
                    throw busy(cluster);
                }
                deadline.pause(POLL, "waiting for another labctl");
                lock = attempt(place);
            }
            held.put(place, lock);
        } catch (IOException e) {
            throw new FailureException(
                    Reason.IO_FAILED,
                    file + " cannot be locked: " + e.getMessage(),
                    "Check its permissions, or name another place with XDG_STATE_HOME.",
                    e);
        }
    }

    /** The lock; null while another holder has it, in this process or another. */
    private FileLock attempt(long place) throws IOException {
        try {
            return channel.tryLock(place, 1, false);
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static FailureException busy(ClusterName cluster) {
        return new FailureException(
                Reason.CLUSTER_BUSY,
                "another labctl is at work on the rehearsal " + cluster,
                "Wait until it is done, or give this lab another name with --cluster.");
    }

    @Override
    public void close() {
        held.clear();
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing was written to it, and the end of the process unlocks it.
            channel = null;
        }
    }
}
