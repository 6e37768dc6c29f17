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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Ends commands on real clusters by signals at seeded moments, calls them again, and prints a table of what came of it: the end
 * must be that of an undisturbed call, object by object, and no process, container or file may be left. It takes some minutes a
 * case, so it is no part of the e2e tier. After {@code ./mvnw package -DskipUnitTests=true}:
 *
 * <pre>
 * java -cp 'target/test-classes:target/classes:target/lib/*' dev.labctl.e2e.KillHarness FIRST CASES
 * </pre>
 */
final class KillHarness {
    private static final String CLUSTER = "cilium-book";

    /** Programs that labctl starts for this cluster. */
    private static final String CHILDREN =
            "pgrep -af -- '[-]-name " + CLUSTER + "|[-]-(kube-)?context kind-" + CLUSTER + "' || true";

    private static final Pattern OWNER = Pattern.compile("labctl-([0-9]{1,9})-");

    private final Map<String, Set<String>> undisturbed = new TreeMap<>();
    private final Path folder;
    private final Shell shell;

    /** Temporary files that were there before. */
    private final List<String> others;

    private KillHarness(Path folder) throws IOException {
        this.folder = folder;
        this.others = temporaryFiles();
        this.shell = new Shell(folder).with("CLUSTER", CLUSTER);
    }

    /** The number of the first case, and how many. */
    public static void main(String... arguments) throws IOException, InterruptedException {
        Shell.needs("docker", "kind", "cilium", "helm", "kubectl", "bash", "pgrep");
        Path folder = Files.createTempDirectory("kills");
        KillHarness harness = new KillHarness(folder);
        harness.shell.needsNoCluster(CLUSTER);
        long first = Long.parseLong(arguments[0]);
        System.out.println("| case | command | lab | signal | killed at | exit | again | end state | left behind |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        boolean well = true;
        for (long number = first; number < first + Long.parseLong(arguments[1]); number++) {
            well &= harness.run(KillCase.of(number));
        }
        harness.shell.deleteCluster(CLUSTER);
        System.exit(well ? 0 : 1);
    }

    private boolean run(KillCase killed) throws IOException, InterruptedException {
        Set<String> expected = expected(killed);
        prepare(killed);
        Path progress = folder.resolve("progress");
        int exit = kill(killed, progress);
        String at = lastLine(progress);
        Shell.Ended again = call(killed.call().command(), killed.lab());
        Set<String> end = end();
        List<String> left = left();
        System.out.printf(
                "| %d | %s | %s | SIG%s | %s | %d | %d | %s | %s |%n",
                killed.number(),
                killed.call().command(),
                killed.lab(),
                killed.signal(),
                at,
                exit,
                again.exit(),
                end.equals(expected) ? "the same" : difference(expected, end),
                left.isEmpty() ? "nothing" : String.join(", ", left));
        if (again.exit() != 0) {
            System.out.println(again.err());
        }
        return again.exit() == 0 && end.equals(expected) && left.isEmpty();
    }

    private Set<String> expected(KillCase killed) {
        String key = killed.call() + " " + killed.lab();
        if (!undisturbed.containsKey(key)) {
            prepare(killed);
            call(killed.call().command(), killed.lab()).succeeds();
            undisturbed.put(key, end());
        }
        return undisturbed.get(key);
    }

    private void prepare(KillCase killed) {
        shell.deleteCluster(CLUSTER);
        killed.call().before().forEach(command -> call(command, killed.lab()).succeeds());
    }

    private Shell.Ended call(String command, String lab) {
        return shell.run("labctl " + String.join(" ", Call.arguments(command, lab)));
    }

    /** Ends the call at its moment, in a process group of its own; the launcher becomes the Java process. */
    private int kill(KillCase killed, Path progress) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("setsid", "env", "--default-signal=INT,TERM,HUP", "labctl"));
        line.addAll(Call.arguments(killed.call().command(), killed.lab()));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().putAll(shell.environment());
        Process labctl = builder.redirectError(progress.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        while (labctl.isAlive() && lines(progress).size() < killed.afterLines()) {
            Thread.sleep(5);
        }
        // Steps of real clusters take seconds: the moment is anywhere within one.
        Thread.sleep(killed.afterMillis() * 40L);
        shell.run("kill -s " + killed.signal() + " " + labctl.pid() + " || true");
        if (!labctl.waitFor(Patience.MINUTES, TimeUnit.MINUTES)) {
            throw new IllegalStateException(killed + " does not end");
        }
        return labctl.exitValue();
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readString(file).lines().toList();
    }

    private static String lastLine(Path progress) throws IOException {
        List<String> lines = lines(progress);
        return lines.isEmpty() ? "start" : lines.get(lines.size() - 1).replace('|', '/');
    }

    /** What is there once all that comes has come: objects without the letters that the controllers make up, and containers. */
    private Set<String> end() {
        Set<String> end = new TreeSet<>(
                shell.run("docker ps --all --format '{{.Names}} {{.State}}' | grep ^" + CLUSTER + " || true")
                        .out()
                        .lines()
                        .toList());
        if (!shell.run("kind get clusters").out().lines().toList().contains(CLUSTER)) {
            return end;
        }
        Kubectl kubectl = new Kubectl(shell, CLUSTER);
        end.addAll(Stream.of(
                        "deployments",
                        "daemonsets",
                        "services",
                        "namespaces",
                        "nodes",
                        "configmaps",
                        "ciliumpodippools")
                .flatMap(kind -> shell.run("kubectl --context kind-" + CLUSTER + " get " + kind
                                + " -A --ignore-not-found -o custom-columns=N:.metadata.namespace,K:.kind,M:.metadata.name"
                                + " --no-headers || true")
                        .out()
                        .lines())
                .map(line -> line.replaceAll(" +", " "))
                .collect(Collectors.toSet()));
        end.add("values "
                + shell.run("helm --kube-context kind-" + CLUSTER
                                + " -n kube-system get values cilium -o json 2>/dev/null || true")
                        .out());
        end.add("record "
                + kubectl.out("-n kube-system get configmap labctl --ignore-not-found -o jsonpath={.data.lab}"));
        return end;
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
