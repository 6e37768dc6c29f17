package dev.labctl.verify;

import dev.labctl.cluster.Pod;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.lab.Expectation;
import dev.labctl.lab.LabState;
import java.util.List;
import java.util.Optional;

/** From what the book says and what the cluster is like to verdicts. */
public final class Verifier {
    private Verifier() {}

    /** The expectations that are about that state of a lab, with their sentences for it. */
    public static List<Expectation> in(LabState state, List<Expectation> all) {
        return all.stream()
                .filter(expectation ->
                        expectation.only().filter(other -> other != state).isEmpty())
                .map(expectation -> expectation.in(state))
                .toList();
    }

    /** The objects that expectations name, as they are written, perhaps without their namespace. */
    public static List<ObjectRef> objects(List<Expectation> expectations) {
        return expectations.stream()
                .flatMap(expectation -> Check.of(expectation).object().stream())
                .toList();
    }

    /** A verdict for each expectation, in their order. */
    public static List<Verdict> verdicts(List<Expectation> expectations, VerificationContext context) {
        return expectations.stream().map(one -> verdict(one, context)).toList();
    }

    private static Verdict verdict(Expectation expectation, VerificationContext context) {
        Check check = Check.of(expectation);
        Findings findings = new Findings();
        check.check(context, findings);
        return new Verdict(
                expectation, findings.outcome(), check.expected(context.state()), findings.seen(), findings.about());
    }

    /** What pods are to ask now: nothing of a Service that could not answer anyway. */
    public static List<Probe> probes(List<Expectation> expectations, VerificationContext context) {
        return expectations.stream()
                .flatMap(expectation -> Check.of(expectation).probes(context).stream())
                .distinct()
                .toList();
    }

    /** The status of all of them together: a broken one is a failure at once. */
    public static ObjectStatus status(List<Verdict> verdicts) {
        return ObjectStatus.worst(verdicts.stream().map(Verdict::status).toList());
    }

    /** Current once every pod of a workload runs or is stuck for the expected reason alone, with as many of each as the lab says. */
    public static ObjectStatus status(Expectation.StuckPods expected, List<Pod> pods) {
        List<Pod> staying = pods.stream().filter(pod -> !pod.isDeleting()).toList();
        List<Pod> waiting = staying.stream().filter(pod -> !pod.isReady()).toList();
        Optional<Pod> undecided = waiting.stream()
                .filter(pod -> pod.events().stream()
                        .noneMatch(event -> event.text("message").orElse("").contains(expected.because())))
                .findFirst();
        if (undecided.isPresent()) {
            return new ObjectStatus.InProgress("Pod " + undecided.get().name() + " is not ready and has no event \""
                    + expected.because() + "\" yet");
        }
        if (staying.size() < pods.size()) {
            return new ObjectStatus.InProgress(pods.size() - staying.size() + " old pods are still there");
        }
        int running = staying.size() - waiting.size();
        return ObjectStatus.currentIf(
                expected.running().contains(running)
                        && waiting.size() >= expected.stuck().min(),
                running + " pods run and " + waiting.size() + " are stuck; the lab expects " + expected.running()
                        + " and " + expected.stuck());
    }
}
