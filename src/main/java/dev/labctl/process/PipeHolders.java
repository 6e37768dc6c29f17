package dev.labctl.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who else holds the pipes of a program that has ended: a process that outlives the one that started it has no parent by which
 * it could be found, but it holds what it inherited. A daemon lets go of them. Only Linux shows pipes, in {@code /proc};
 * elsewhere there are none here.
 *
 * @param pid of the program
 * @param pipes between this process and the program, as the system names them
 */
record PipeHolders(long pid, Set<String> pipes) {
    private static final Path PROC = Path.of("/proc");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final List<String> STREAMS = List.of("0", "1", "2");
    private static final Duration POLL = Duration.ofMillis(20);

    /** Those of a program that was started a moment ago: once it has ended, its pipes are not known any more. */
    static PipeHolders of(Process started) {
        Set<String> pipes = Stream.of("1", "2")
                .flatMap(stream -> target(started.pid(), stream).stream())
                .filter(target -> target.startsWith("pipe:"))
                .collect(Collectors.toUnmodifiableSet());
        return new PipeHolders(started.pid(), pipes);
    }

    /**
     * Ends them with their descendants.
     *
     * @param patience how long they may take to end by themselves
     * @param grace see {@link ProcessTree#end}
     */
    void end(Duration patience, Duration grace) {
        long start = System.nanoTime();
        List<ProcessHandle> left = find();
        while (!left.isEmpty() && System.nanoTime() - start < patience.toNanos()) {
            Uninterruptible.run(POLL, TimeUnit.NANOSECONDS::sleep);
            left = find();
        }
        if (!left.isEmpty()) {
            ProcessTree.end(left, grace);
        }
    }

    /** Descendants are younger than the program, and ids are given in order, but for the rare time that they begin again. */
    private List<ProcessHandle> find() {
        return pipes.isEmpty()
                ? List.of()
                : Stream.of(processes())
                        .filter(name -> NUMBER.matcher(name).matches())
                        .map(Long::parseLong)
                        .filter(other -> other > pid && inherited(other))
                        .flatMap(other -> ProcessHandle.of(other).stream())
                        .filter(ProcessTree::isRunning)
                        .toList();
    }

    /**
     * Whether a process has one of the pipes as a standard stream. As another file, a program that this JVM starts at this
     * moment has it as well, until it runs.
     */
    private boolean inherited(long other) {
        return STREAMS.stream()
                .flatMap(stream -> target(other, stream).stream())
                .anyMatch(pipes::contains);
    }

    /** Not with java.nio, which fails in an interrupted thread. */
    private static String[] processes() {
        String[] names = PROC.toFile().list();
        return names == null ? new String[0] : names;
    }

    /** Empty of a process that ended, or that is another user's. */
    private static Optional<String> target(long process, String stream) {
        try {
            return Optional.of(Files.readSymbolicLink(PROC.resolve(process + "/fd/" + stream))
                    .toString());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
