package dev.labctl.command;

import dev.labctl.explain.LargeClusterTest;
import dev.labctl.kubernetes.FakeApi;
import dev.labctl.kubernetes.HttpApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.Observation;
import dev.labctl.tree.Tree;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Prints how long {@code status}, {@code ipam} and {@code explain} take for 500 nodes and 10,000 pods, two of five stuck, that
 * are served over HTTP, in a JVM of 512 MiB, beside one that only fetches the same lists. Not a test; run it alone.
 *
 * <pre>java -cp target/test-classes:target/classes:… dev.labctl.command.ServedClusterBenchmark</pre>
 */
final class ServedClusterBenchmark {
    private static final int ROUNDS = 3;
    private static final long POLL_MILLIS = 10;
    private static final String MEMORY = "-Xmx512m";
    private static final List<String> LISTS = List.of(
            "/api/v1/nodes",
            "/api/v1/pods",
            "/api/v1/events",
            "/apis/apps/v1/replicasets",
            "/apis/cilium.io/v2/ciliumnodes");

    private ServedClusterBenchmark() {}

    /** Without arguments the benchmark; with a URL, what it is measured against. */
    public static void main(String[] args) throws Exception {
        if (args.length > 0) {
            fetch(args[0]);
            return;
        }
        try (HttpApi server = new HttpApi(api()).freeze()) {
            Path kubeconfig = Files.writeString(Files.createTempFile("large", ".yaml"), server.kubeconfig("large"));
            // Renders the answers, once for all.
            fetch(server.url());
            double yardstick = measure(
                    "lists fetched", 0, kubeconfig, List.of(ServedClusterBenchmark.class.getName(), server.url()));
            for (String command : List.of("status", "ipam", "explain")) {
                measure(command, yardstick, kubeconfig, List.of("dev.labctl.Main", command, "--context", "large"));
            }
            Files.delete(kubeconfig);
        }
    }

    private static FakeApi api() {
        Observation seen = LargeClusterTest.large();
        FakeApi api = new FakeApi();
        int version = 0;
        Map<String, Integer> ofPod = new HashMap<>();
        for (Object tree : Tree.list(seen.tree(), "objects")) {
            KubeObject object = new KubeObject(Tree.map(tree));
            if (object.name().matches("nginx-[0-9]+-2[0-3]")
                    || (ofPod.merge(object.text("involvedObject", "uid").orElse(""), 1, Integer::sum) > 3
                            && object.kind().equals("Event"))) {
                continue;
            }
            boolean event = object.kind().equals("Event");
            String name = event ? "event-" + version++ : object.name();
            api.has(new KubeObject(Tree.with(
                    Tree.with(object.tree(), name, "metadata", "name"),
                    managers(event ? 4 : 16),
                    "metadata",
                    "managedFields")));
        }
        return api;
    }

    /** The book-keeping of two field managers, about as long as a real object's: 3 KB for a pod, less for an event. */
    private static List<Object> managers(int owned) {
        Map<String, Object> fields = new TreeMap<>();
        for (int i = 0; i < owned; i++) {
            fields.put("f:fieldOfAPodThatSomeoneOwns" + i, Map.of("f:name", Map.of(), "f:value", Map.of()));
        }
        Map<String, Object> manager =
                Tree.of("manager", "kubelet", "operation", "Update", "apiVersion", "v1", "fieldsV1", fields);
        return Collections.nCopies(2, manager);
    }

    private static void fetch(String url) throws IOException, InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        long bytes = 0;
        for (String list : LISTS) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url + list)).build();
            bytes += client.send(request, HttpResponse.BodyHandlers.ofByteArray())
                    .body()
                    .length;
        }
        System.out.println(bytes / 1_000_000 + " MB");
    }

    private static double measure(String what, double yardstick, Path kubeconfig, List<String> arguments)
            throws IOException, InterruptedException {
        List<Double> times = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        Duration used = Duration.ZERO;
        Path output = Files.createTempFile("large", ".txt");
        for (int round = 0; round < ROUNDS; round++) {
            List<String> java = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    MEMORY,
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"));
            ProcessBuilder builder = new ProcessBuilder(
                            Stream.concat(java.stream(), arguments.stream()).toList())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().put("KUBECONFIG", kubeconfig.toString());
            long start = System.nanoTime();
            Process process = builder.start();
            while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                used = process.info().totalCpuDuration().orElse(used);
            }
            int code = process.exitValue();
            times.add((System.nanoTime() - start) / 1e9);
            cpu.add(used.toMillis() / 1e3);
            if (code != 0) {
                throw new IllegalStateException(what + " ended with " + code + ": " + Files.readString(output));
            }
        }
        double best = Collections.min(cpu);
        System.out.printf(
                "%-16s %5.2f s, %5.2f s of CPU%s, %s%n",
                what,
                Collections.min(times),
                best,
                yardstick == 0 ? "" : String.format(", ratio %.1f", best / yardstick),
                Files.readAllLines(output).stream()
                        .filter(line -> !line.isBlank())
                        .findFirst()
                        .orElse(""));
        Files.delete(output);
        return best;
    }
}
