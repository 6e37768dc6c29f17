package dev.labctl.e2e;

import dev.labctl.fault.KillCase;
import dev.labctl.fault.KillCase.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Ends commands on a real cluster by signals at seeded moments, calls them again, and prints a table of what came of it: the end
 * must be that of an undisturbed call, object by object, and no process, container or file may
 * be left. It takes a minute or two a case, so it is no part of the e2e tier. After {@code ./mvnw package -DskipUnitTests=true}:
 *
 * <pre>
 * java -cp 'target/test-classes:target/classes:target/lib/*' dev.labctl.e2e.KillHarness FIRST CASES
 * </pre>
 */
final class KillHarness {
    /** Programs that labctl starts for this cluster. */
    private static final String CHILDREN = "pgrep -af -- '[-]-name " + KilledCluster.NAME + "|[-]-(kube-)?context kind-"
            + KilledCluster.NAME + "' || true";

    private static final Pattern OWNER = Pattern.compile("labctl-([0-9]{1,9})-");

    /**
     * What a call that was ended came to.
     *
     * @param at the last line of progress before the signal
     * @param again exit code of the same call afterwards
     * @param state {@code the same} as after an undisturbed call, or the difference
     * @param left {@code nothing}, or processes and files
     */
    private record Row(KillCase killed, String at, int exit, int again, String state, String left) {
        boolean holds() {
            return again == 0 && state.equals("the same") && left.equals("nothing");
        }

        @Override
        public String toString() {
            return "| `" + killed.call().command() + "` | " + killed.lab() + " | SIG" + killed.signal() + " | "
                    + at.replace("|", "\\|") + " | " + exit + " | exit " + again + " | " + state + " | " + left + " |";
        }
    }

    private final Path folder;
    private final Shell shell;
    private final KilledCluster cluster;

    /** Temporary files that were there before. */
    private final List<String> others;

    private KillHarness(Path folder) throws IOException {
        this.folder = folder;
        this.others = temporaryFiles();
        this.shell = new Shell(folder).with("CLUSTER", KilledCluster.NAME);
        this.cluster = new KilledCluster(shell);
    }

    /** The number of the first case, and how many. */
    public static void main(String... arguments) throws IOException, InterruptedException {
        Shell.needs("docker", "kind", "cilium", "helm", "kubectl", "bash", "pgrep", "jq");
        KillHarness harness = new KillHarness(Files.createTempDirectory("kills"));
        harness.shell.needsNoCluster(KilledCluster.NAME);
        long first = Long.parseLong(arguments[0]);
        List<KillCase> left = new ArrayList<>(LongStream.range(0, Long.parseLong(arguments[1]))
                .mapToObj(number -> KillCase.of(first + number))
                .toList());
        Map<Long, Row> rows = new TreeMap<>();
        System.out.println(
                "| command | lab | signal | ended at | exit | the same call again | state at the end | left behind |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        while (!left.isEmpty()) {
            KillCase next = harness.next(left);
            left.remove(next);
            rows.put(next.number(), harness.run(next));
        }
        harness.shell.deleteCluster(KilledCluster.NAME);
        System.exit(rows.values().stream().allMatch(Row::holds) ? 0 : 1);
    }

    /** One that goes on with what is there, if there is one: making a cluster for each would take an hour more. */
    private KillCase next(List<KillCase> left) {
        return left.stream()
                .filter(killed -> cluster.isReadyFor(killed.call(), killed.lab()))
                .findFirst()
                .orElse(left.get(0));
    }

    private Row run(KillCase killed) throws IOException, InterruptedException {
        Set<String> expected = cluster.expected(killed.call(), killed.lab());
        cluster.prepare(killed.call(), killed.lab());
        Path progress = folder.resolve("progress");
        Process labctl = start(killed, progress);
        while (labctl.isAlive() && lines(progress).size() < killed.afterLines()) {
            Thread.sleep(5);
        }
        // Steps of real clusters take seconds: the moment is anywhere within one.
        Thread.sleep(killed.afterMillis() * 40L);
        String at = lastLine(progress);
        shell.run("kill -s " + killed.signal() + " " + labctl.pid() + " || true");
        if (!labctl.waitFor(Patience.MINUTES, TimeUnit.MINUTES)) {
            throw new IllegalStateException(killed + " does not end");
        }
        Shell.Ended again = cluster.again(killed.call());
        Set<String> end = cluster.objects();
        List<String> behind = left();
        Row row = new Row(
                killed,
                at,
                labctl.exitValue(),
                again.exit(),
                end.equals(expected) ? "the same" : difference(expected, end),
                behind.isEmpty() ? "nothing" : String.join(", ", behind));
        System.out.println(row + (again.exit() == 0 ? "" : "\n" + again.err()));
        return row;
    }

    /** In a process group of its own; the launcher becomes the Java process. */
    private Process start(KillCase killed, Path progress) throws IOException {
        List<String> line = new ArrayList<>(List.of("setsid", "env", "--default-signal=INT,TERM,HUP", "labctl"));
        line.addAll(Call.arguments(killed.call().command(), killed.lab()));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().putAll(shell.environment());
        return builder.redirectError(progress.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readString(file).lines().toList();
    }

    private static String lastLine(Path progress) throws IOException {
        List<String> lines = lines(progress);
        return lines.isEmpty() ? "start" : lines.get(lines.size() - 1);
    }

    private static String difference(Set<String> expected, Set<String> end) {
        Set<String> missing = new TreeSet<>(expected);
        missing.removeAll(end);
        Set<String> more = new TreeSet<>(end);
        more.removeAll(expected);
        return "missing " + missing + ", more " + more;
    }

    private List<String> left() throws IOException {
        List<String> left = new ArrayList<>(shell.run(CHILDREN).out().lines().toList());
        left.addAll(temporaryFiles());
        left.removeAll(others);
        return left;
    }

    /** Those of a labctl that still runs, for another cluster, are its own business. */
    private static List<String> temporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("labctl-"))
                    .filter(name -> !isOfRunningProcess(name))
                    .toList();
        }
    }

    private static boolean isOfRunningProcess(String name) {
        Matcher owner = OWNER.matcher(name);
        return owner.lookingAt()
                && ProcessHandle.of(Long.parseLong(owner.group(1))).isPresent();
    }
}
