package dev.labctl.output;

import dev.labctl.json.Json;
import dev.labctl.output.page.IpamPage;
import dev.labctl.output.picture.AddressSvg;
import dev.labctl.output.text.AddressText;
import dev.labctl.output.text.Style;
import dev.labctl.report.IpamView;
import dev.labctl.report.Report;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Prints what it costs to show address maps of growing size, in a JVM that has done nothing yet, as the reader's. Not a test;
 * run it alone, with the number of nodes, of 20 pods each.
 *
 * <pre>java -cp target/test-classes:target/classes:… dev.labctl.output.IpamBenchmark 500</pre>
 */
final class IpamBenchmark {
    private IpamBenchmark() {}

    public static void main(String[] sizes) {
        for (String size : sizes.length == 0 ? new String[] {"500"} : sizes) {
            IpamView view = Maps.large(Integer.parseInt(size));
            System.out.println(size + " nodes");
            measure("text", () -> AddressText.of(view, Style.PLAIN));
            measure("svg", () -> AddressSvg.of(view, Maps.SOURCE));
            measure("html", () -> IpamPage.of(view, Maps.SOURCE));
            measure(
                    "json",
                    () -> Json.write(Report.of("ipam", Optional.empty(), view).tree()));
        }
    }

    private static void measure(String what, Supplier<String> work) {
        long start = System.nanoTime();
        long cpu = cpu();
        String text = work.get();
        System.out.printf(
                "  %-4s %6d ms, %6d ms of CPU, %9d characters, %d lines%n",
                what,
                (System.nanoTime() - start) / 1_000_000,
                (cpu() - cpu) / 1_000_000,
                text.length(),
                text.lines().count());
    }

    /** Of all threads, the compiler's and the collector's among them. */
    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
