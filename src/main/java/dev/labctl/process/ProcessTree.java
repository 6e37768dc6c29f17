package dev.labctl.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Ends processes with their descendants. The descendants are listed before any process is ended, because a child of an ended
 * parent can no longer be found. Works on handles, because {@link Process#destroy} would close streams that are still read.
 */
final class ProcessTree {
    private static final Duration POLL = Duration.ofMillis(20);

    /** The kernel ends a killed process immediately, unless it is blocked in a system call, which is not awaited. */
    private static final Duration AFTER_KILL = Duration.ofSeconds(2);

    private final Set<ProcessHandle> members;

    private ProcessTree(Collection<ProcessHandle> roots) {
        members = new LinkedHashSet<>(roots);
    }

    /**
     * Sends a termination request to all of them, and kills those that remain after the grace period. An interrupt does not
     * shorten it.
     *
     * @param roots processes that this JVM started
     */
    static void end(Collection<ProcessHandle> roots, Duration grace) {
        ProcessTree tree = new ProcessTree(roots);
        tree.addDescendants();
        // Roots first: a shell whose command ends before itself would start the next one.
        tree.members.forEach(ProcessHandle::destroy);
        // A process that starts only now cleans up for one that is ending: it also gets the grace period.
        tree.awaitEnd(grace, running -> {});
        tree.awaitEnd(AFTER_KILL, ProcessHandle::destroyForcibly);
    }

    private void awaitEnd(Duration limit, Consumer<ProcessHandle> toEachRunning) {
        long start = System.nanoTime();
        List<ProcessHandle> running = running();
        while (!running.isEmpty() && System.nanoTime() - start < limit.toNanos()) {
            running.forEach(toEachRunning);
            Uninterruptible.run(POLL, TimeUnit.NANOSECONDS::sleep);
            addDescendants();
            running = running();
        }
    }

    /** Only of running processes: the id of an ended process may have been reused. */
    private void addDescendants() {
        running().forEach(member -> member.descendants().forEach(members::add));
    }

    private List<ProcessHandle> running() {
        return members.stream().filter(ProcessTree::isRunning).toList();
    }

    /**
     * Unlike {@link ProcessHandle#isAlive}, false for a zombie: in a container whose first process does not reap orphans, they
     * remain zombies.
     */
    static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && !isZombie(process);
    }

    private static boolean isZombie(ProcessHandle process) {
        // Not with java.nio, which fails in an interrupted thread.
        try (InputStream in = new FileInputStream("/proc/" + process.pid() + "/stat")) {
            String stat = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            // The program's name precedes it, and may contain anything, including parentheses.
            return stat.startsWith(") Z", stat.lastIndexOf(')'));
        } catch (IOException e) {
            return false;
        }
    }
}
