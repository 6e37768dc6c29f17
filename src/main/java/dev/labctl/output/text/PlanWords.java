package dev.labctl.output.text;

import dev.labctl.ipam.IpamTexts;
import dev.labctl.lab.Range;
import dev.labctl.plan.AddressPlan;
import dev.labctl.plan.AddressPlan.PoolPlan;
import dev.labctl.plan.AddressPlan.WorkloadPlan;
import dev.labctl.plan.Finding;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a plan says in a few words, the same in text and in pictures. */
public final class PlanWords {
    /** What the scheduler says where no node takes a pod (Kubernetes 1.33 {@code pkg/scheduler/framework/types.go}). */
    private static final String SCHEDULER_SAYS = " nodes are available: ";

    private PlanWords() {}

    /** What a reader wants first: whether everything runs. */
    public static String headline(AddressPlan plan) {
        List<WorkloadPlan> own =
                plan.workloads().stream().filter(pods -> !pods.system()).toList();
        List<WorkloadPlan> system =
                plan.workloads().stream().filter(WorkloadPlan::system).toList();
        return String.join(" ", own(own), system(system), errors(plan)).strip().replaceAll(" +", " ");
    }

    private static String system(List<WorkloadPlan> system) {
        Range stuck = stuck(system);
        if (stuck.max() == 0) {
            return "";
        }
        String ofAll = " of the system's " + wanted(system) + " pods ";
        return stuck.min() == 0
                ? "Up to " + stuck.max() + ofAll + "may stay stuck."
                : range(stuck) + ofAll + "stay stuck.";
    }

    /** That pods run is not the whole of it. */
    private static String errors(AddressPlan plan) {
        long errors = plan.findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .count();
        if (errors == 0 || !plan.everyPodRuns()) {
            return "";
        }
        return errors == 1 ? "One finding is an error." : errors + " findings are errors.";
    }

    private static String own(List<WorkloadPlan> own) {
        long wanted = wanted(own);
        Range stuck = stuck(own);
        if (wanted == 0) {
            return "The lab has no pods of its own.";
        }
        if (stuck.max() == 0) {
            return wanted == 1 ? "The lab's one pod runs." : "All " + wanted + " pods of the lab run.";
        }
        String why = cause(own).map(words -> ": \"" + words + "\".").orElse(".");
        if (stuck.min() == 0) {
            return "Up to " + stuck.max() + " of the lab's " + wanted + " pods may stay stuck" + why;
        }
        return stuck.min() == wanted
                ? "None of the lab's " + wanted + " pods runs" + why
                : "Of the lab's " + wanted + " pods " + range(running(own)) + " run and " + range(stuck) + " stay stuck"
                        + why;
    }

    static long wanted(List<WorkloadPlan> workloads) {
        return workloads.stream().mapToLong(WorkloadPlan::wanted).sum();
    }

    private static Range stuck(List<WorkloadPlan> workloads) {
        return workloads.stream().map(WorkloadPlan::stuck).reduce(Range.exactly(0), PlanWords::sum);
    }

    private static Range running(List<WorkloadPlan> workloads) {
        return workloads.stream().map(WorkloadPlan::running).reduce(Range.exactly(0), PlanWords::sum);
    }

    private static Range sum(Range one, Range other) {
        return new Range(capped(one.min(), other.min()), capped(one.max(), other.max()));
    }

    private static int capped(long one, long other) {
        return (int) Math.min(one + other, Integer.MAX_VALUE);
    }

    /** What the agent answers where most pods are stuck, as {@code range is full}. */
    private static Optional<String> cause(List<WorkloadPlan> workloads) {
        return workloads.stream()
                .filter(pods -> pods.stuck().max() > 0
                        && IpamTexts.agentError(pods.text()).isPresent())
                .max(Comparator.comparing(pods -> pods.stuck().max()))
                .flatMap(pods -> IpamTexts.agentError(pods.text()))
                .map(words -> words.replace("\"", "'"));
    }

    /** {@code 4}, {@code 1-4}. */
    static String range(Range range) {
        return range.min() == range.max() ? String.valueOf(range.min()) : range.min() + "-" + range.max();
    }

    /** The pods that come to nodes at all: those that the scheduler finds no place for take no address and miss none. */
    static int placed(WorkloadPlan pods) {
        return pods.text().contains(SCHEDULER_SAYS) ? pods.running().max() : pods.wanted();
    }

    public static String name(WorkloadPlan pods) {
        return pods.namespace() + "/" + pods.name();
    }

    /** Where a workload's pods go, and whether it is the system's. */
    static String where(WorkloadPlan pods) {
        if (pods.system()) {
            return pods.node().map(node -> "system, " + node).orElse("system");
        }
        return pods.node().orElse(pods.kind().equals("DaemonSet") ? "one a node" : "where they fit");
    }

    /** {@code 65,536 blocks of /24, 1 stays free}. */
    public static String blocks(PoolPlan pool) {
        if (pool.blocks() == 0) {
            return "no block of /" + pool.maskSize() + " fits in";
        }
        String free = pool.free() == 0 ? "none" : grouped(pool.free());
        return counted(pool.blocks(), "block") + " of /" + pool.maskSize() + ", " + free
                + (pool.free() > 1 ? " stay free" : " stays free");
    }

    /** {@code 65,536 blocks of /24, 65,533 free}. */
    public static String freeBlocks(PoolPlan pool) {
        return pool.blocks() == 0
                ? blocks(pool)
                : counted(pool.blocks(), "block") + " of /" + pool.maskSize() + ", "
                        + (pool.free() == 0 ? "none" : grouped(pool.free())) + " free";
    }

    /** {@code 1 node}, {@code 1,000 nodes}. */
    public static String counted(long count, String thing) {
        return grouped(count) + " " + thing + (count == 1 ? "" : "s");
    }

    /** {@code 65,536}. */
    public static String grouped(long count) {
        StringBuilder digits = new StringBuilder(String.valueOf(count));
        for (int i = digits.length() - 3; i > 0; i -= 3) {
            digits.insert(i, ',');
        }
        return digits.toString();
    }
}
