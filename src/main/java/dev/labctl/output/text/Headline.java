package dev.labctl.output.text;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.StuckPod;
import dev.labctl.addresses.WorkloadPods;
import dev.labctl.failure.Severity;
import dev.labctl.failure.Wording;
import dev.labctl.lab.Range;
import dev.labctl.report.IpamView;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a reader wants to know first: whether everything runs, and what prevents it. */
public final class Headline {
    private final AddressMap view;
    private final List<WorkloadPods> own;
    private final List<WorkloadPods> system;

    /** Whether the pods belong to a lab: those of any other cluster are anyone's. */
    private final boolean lab;

    private Headline(AddressMap view, boolean lab) {
        this.view = view;
        this.lab = lab;
        Map<Boolean, List<WorkloadPods>> bySystem =
                view.workloads().stream().collect(Collectors.partitioningBy(WorkloadPods::system));
        this.own = bySystem.get(false);
        this.system = bySystem.get(true);
    }

    /** Of what was observed. */
    public static String of(IpamView map) {
        return of(map.addresses(), map.ofLab());
    }

    /** Of a lab. */
    public static String of(AddressMap view) {
        return of(view, true);
    }

    private static String of(AddressMap view, boolean lab) {
        Headline headline = new Headline(view, lab);
        return String.join(" ", headline.own(), headline.system(), headline.nodes(), headline.findings())
                .strip()
                .replaceAll(" +", " ");
    }

    /** A count that may vary; {@code long}, for it is a sum. */
    private record Sum(long min, long max) {
        static Sum of(List<WorkloadPods> workloads, Function<WorkloadPods, Range> counts) {
            List<Range> ranges = workloads.stream().map(counts).toList();
            return new Sum(
                    ranges.stream().mapToLong(Range::min).sum(),
                    ranges.stream().mapToLong(Range::max).sum());
        }

        /** The same with another minimum where that is more. */
        Sum from(long least) {
            return new Sum(Math.max(min, least), max);
        }

        @Override
        public String toString() {
            return min == max ? Wording.grouped(min) : Wording.grouped(min) + "-" + Wording.grouped(max);
        }
    }

    private static long wanted(List<WorkloadPods> workloads) {
        return workloads.stream().mapToLong(WorkloadPods::wanted).sum();
    }

    private String own() {
        long wanted = wanted(own);
        Sum stuck = stuck(own);
        Sum running = Sum.of(own, WorkloadPods::running).from(view.observed() ? 0 : wanted - stuck.max());
        long missing = view.observed() ? wanted - running.max() - stuck.max() : 0;
        if (stuck.max() == 0 && missing <= 0) {
            return allRun(wanted);
        }
        String why = cause(own).map(words -> ": \"" + words + "\".").orElse(".");
        if (stuck.min() == 0 && stuck.max() > 0) {
            return together()
                    ? "Up to " + Wording.grouped(view.stuckAtOnce()) + " of " + pods(wanted) + " and the system's "
                            + wanted(system) + " may stay stuck" + why
                    : "Up to " + Wording.grouped(stuck.max()) + " of " + pods(wanted) + " may stay stuck" + why;
        }
        if (stuck.min() == wanted) {
            return (wanted == 1 ? onePod() + " does not run" : "None of " + pods(wanted) + " runs") + why;
        }
        return "Of " + pods(wanted) + ", " + running
                + (running.max() == 1 ? " runs" : " run")
                + " and " + stuck + stuckWord(stuck, !why.equals(".")) + why
                + (missing > 0 ? " " + Wording.grouped(missing) + (missing == 1 ? " is" : " are") + " missing." : "");
    }

    private String allRun(long wanted) {
        if (wanted == 0) {
            return lab ? "The lab has no pods of its own." : "There are no pods but the system's.";
        }
        return wanted == 1
                ? onePod() + " runs."
                : "All " + Wording.grouped(wanted) + (lab ? " pods of the lab run." : " pods run.");
    }

    private String onePod() {
        return lab ? "The lab's one pod" : "The one pod";
    }

    private String pods(long wanted) {
        return (lab ? "the lab's " : "") + Wording.counted(wanted, "pod");
    }

    private String stuckWord(Sum stuck, boolean caused) {
        boolean one = stuck.max() == 1;
        if (!view.observed()) {
            return one ? " stays stuck" : " stay stuck";
        }
        return (one ? " is" : " are") + (caused ? " stuck" : " not ready");
    }

    /** As many as can be stuck at once. */
    private Sum stuck(List<WorkloadPods> workloads) {
        Sum stuck = Sum.of(workloads, WorkloadPods::stuck);
        return new Sum(stuck.min(), Math.max(stuck.min(), Math.min(stuck.max(), view.stuckAtOnce())));
    }

    /** Whether it may be pods of the lab or of the system that are stuck, and not all of both. */
    private boolean together() {
        Sum labs = stuck(own);
        Sum systems = stuck(system);
        return labs.min() + systems.min() == 0
                && labs.max() > 0
                && systems.max() > 0
                && view.stuckAtOnce() < labs.max() + systems.max();
    }

    private String system() {
        Sum stuck = stuck(system);
        if (stuck.max() == 0 || together()) {
            return "";
        }
        String ofAll = " of the system's " + Wording.counted(wanted(system), "pod");
        return stuck.min() == 0
                ? "Up to " + stuck.max() + ofAll + " may stay stuck."
                : stuck + ofAll + stuckWord(stuck, cause(system).isPresent()) + ".";
    }

    /** What the pods report of the workload with most stuck ones. */
    private static Optional<String> cause(List<WorkloadPods> workloads) {
        return workloads.stream()
                .filter(pods -> pods.stuck().max() > 0 && !pods.text().isEmpty())
                .max(Comparator.comparing(pods -> pods.stuck().max()))
                .map(pods -> StuckPod.words(pods.text()).replace("\"", "'"));
    }

    private String nodes() {
        List<String> errors =
                view.nodes().stream().flatMap(node -> node.error().stream()).toList();
        return !view.observed() || errors.isEmpty()
                ? ""
                : Wording.counted(errors.size(), "node") + (errors.size() == 1 ? " has" : " have") + " an error: \""
                        + errors.get(0) + "\".";
    }

    /** A prediction in which every pod runs can have errors all the same. */
    private String findings() {
        long errors = view.findings().stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .count();
        if (view.observed() || errors == 0 || !view.everyPodRuns()) {
            return "";
        }
        return errors == 1 ? "One finding is an error." : Wording.grouped(errors) + " findings are errors.";
    }
}
