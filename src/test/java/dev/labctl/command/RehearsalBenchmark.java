package dev.labctl.command;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.TestChapters;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Prints what rehearsals of growing size cost: from nothing to all pods running, with all that the steps look at, and kept in
 * the file. Not a test; run it alone, for instance with {@code -Xmx512m}.
 *
 * <pre>java -cp target/test-classes:target/classes:… dev.labctl.command.RehearsalBenchmark 1000</pre>
 */
final class RehearsalBenchmark {
    private static final int PODS_PER_NODE = 50;
    private static final long MEBIBYTE = 1 << 20;

    private RehearsalBenchmark() {}

    public static void main(String[] sizes) throws IOException {
        for (String size : sizes.length == 0 ? new String[] {"10", "100", "1000"} : sizes) {
            measure(Integer.parseInt(size));
        }
    }

    private static void measure(int nodes) throws IOException {
        Path folder = Files.createTempDirectory("rehearsal-");
        Path chapters = chapters(folder, nodes).root();
        Rehearsed rehearsed = new Rehearsed(folder, 1, chapters, new ClusterName("large"));
        Instant start = Instant.now();
        long cpu = cpu();
        rehearsed.run(LabRef.of("chapter04", "large"));
        Duration elapsed = Duration.between(start, Instant.now());
        long used = cpu() - cpu;
        Path file = folder.resolve("rehearsals").resolve("large.json");
        Instant again = Instant.now();
        long running = rehearsed.look(api -> api.list("v1", "Pod", Optional.of("default"), Map.of()).stream()
                .filter(pod -> new KubeObject(pod.tree()).conditionTrue("Ready"))
                .count());
        System.out.printf(
                "%5d nodes, %6d pods running: %6d ms, %6d ms of CPU, heap peak %4d MiB, file %5.1f MiB; read again in %d ms%n",
                nodes,
                running,
                elapsed.toMillis(),
                used / 1_000_000,
                peak() / MEBIBYTE,
                (double) Files.size(file) / MEBIBYTE,
                Duration.between(again, Instant.now()).toMillis());
    }

    private static TestChapters chapters(Path folder, int nodes) {
        StringBuilder kind = new StringBuilder("kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n"
                + "networking:\n  disableDefaultCNI: true\n  podSubnet: 10.128.0.0/10\n"
                + "  serviceSubnet: 10.96.0.0/16\nnodes:\n  - role: control-plane\n");
        for (int i = 0; i < nodes; i++) {
            kind.append("  - role: worker\n");
        }
        return new TestChapters(folder)
                .file("common/kind.yaml", kind.toString())
                .file("chapter04/large/values.yaml", "ipam:\n  mode: cluster-pool\n")
                .file(
                        "chapter04/large/manifests/nginx.yaml",
                        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: nginx}\nspec:\n  replicas: "
                                + nodes * PODS_PER_NODE + "\n  selector: {matchLabels: {app: nginx}}\n"
                                + "  template:\n    metadata: {labels: {app: nginx}}\n"
                                + "    spec: {containers: [{name: nginx, image: nginx:1.29}]}\n");
    }

    /** Of all threads, the compiler's and the collector's among them. */
    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static long peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }
}
