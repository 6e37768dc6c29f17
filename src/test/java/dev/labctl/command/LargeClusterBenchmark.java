package dev.labctl.command;

import dev.labctl.cilium.CiliumState;
import dev.labctl.command.view.StatusReader;
import dev.labctl.explain.Explainer;
import dev.labctl.explain.LargeClusterTest;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.json.Json;
import dev.labctl.kubernetes.Observation;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.KindConfig;
import dev.labctl.provider.ClusterFacts;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.ClusterState.Managed;
import dev.labctl.provider.LabRecord;
import dev.labctl.report.Report.Origin;
import dev.labctl.report.StatusView;
import dev.labctl.steps.Stage;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Prints what it costs to tell of 500 nodes and 12,000 pods, half of them stuck, beside what it costs to write down what was
 * seen of them. Not a test; run it alone.
 *
 * <pre>java -cp target/test-classes:target/classes:… dev.labctl.command.LargeClusterBenchmark</pre>
 */
final class LargeClusterBenchmark {
    private LargeClusterBenchmark() {}

    public static void main(String[] args) {
        Observation seen = LargeClusterTest.large();
        double yardstick = measure("written as JSON", 0, () -> Json.write(seen.tree()));
        measure("status", yardstick, () -> status(seen));
        measure("explain", yardstick, () -> Explainer.all(seen, LabFacts.NONE));
    }

    private static StatusView status(Observation seen) {
        KindConfig kind =
                new KindConfig(Path.of("kind.yaml"), Map.of(), List.of(), KindConfig.IpFamily.IPV4, true, List.of());
        LabRecord record = LabRecord.of(new ClusterSpec(ClusterName.BOOK, Stage.REF, kind, Stage.IMAGE));
        Managed made = new Managed(record, new ClusterFacts(1, 499, "v1.33.12", "ipv4", true, false), CiliumState.NONE);
        return new StatusReader(ClusterName.BOOK, new Origin("kind", false), made, seen, Optional.empty())
                .read(List.of(), List.of(), Optional.empty());
    }

    private static double measure(String what, double yardstick, Supplier<Object> work) {
        long cpu = cpu();
        Objects.requireNonNull(work.get());
        double used = cpu() - cpu;
        System.out.printf(
                "%-16s %6.0f ms of CPU%s%n",
                what, used / 1_000_000, yardstick == 0 ? "" : String.format(", ratio %.2f", used / yardstick));
        return used;
    }

    /** Of all threads, the compiler's and the collector's among them. */
    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
