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
 * Ends processes together with their descendants. The descendants are listed before anything is ended: once a parent is
 * gone, nothing connects its children to it. Works on handles, as {@link Process#destroy} would close the streams that
 * the pumps still read.
 */
final class ProcessTree {
    private static final Duration POLL = Duration.ofMillis(20);

    /** The kernel ends a killed process at once, unless it is stuck in a system call; that is not waited for. */
    private static final Duration AFTER_KILL = Duration.ofSeconds(2);

    private final Set<ProcessHandle> members;

    private ProcessTree(Collection<ProcessHandle> roots) {
        members = new LinkedHashSet<>(roots);
    }

    /**
     * Asks all of them to end, and kills what is left after the grace. Not cut short by an interrupt.
     *
     * @param roots processes that this JVM started
     */
    static void end(Collection<ProcessHandle> roots, Duration grace) {
        ProcessTree tree = new ProcessTree(roots);
        tree.addDescendants();
        // Roots first: a shell whose command ends before itself would start the next one.
        tree.members.forEach(ProcessHandle::destroy);
        // Who appears only now cleans up for one who was asked to end: it has the grace, too.
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

    /** Only of the running ones: the id of an ended one may meanwhile be a stranger's. */
    private void addDescendants() {
        running().forEach(member -> member.descendants().forEach(members::add));
    }

    private List<ProcessHandle> running() {
        return members.stream().filter(ProcessTree::isRunning).toList();
    }

    /**
     * Unlike {@link ProcessHandle#isAlive}, not true for a zombie: in a container whose first process does not reap,
     * each ended orphan stays one for ever.
     */
    static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && !isZombie(process);
    }

    private static boolean isZombie(ProcessHandle process) {
        // Not by java.nio: that fails in a thread whose interrupt flag is set.
        try (InputStream in = new FileInputStream("/proc/" + process.pid() + "/stat")) {
            String stat = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            // The name before it is the program's own and may hold anything, parentheses, too.
            return stat.startsWith(") Z", stat.lastIndexOf(')'));
        } catch (IOException e) {
            return false;
        }
    }
}
