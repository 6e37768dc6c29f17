package dev.labctl.verify;

import dev.labctl.cluster.Pod;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.kubernetes.ObjectStatus.InProgress;
import dev.labctl.lab.Expectation;
import java.util.List;
import java.util.Optional;

/** Whether pods that are meant to stay stuck are stuck, for the reason that the lab is about and for no other. */
public final class StuckPods {
    private StuckPods() {}

    /** Current once every pod of a workload runs or has the expected event, with as many of each as the lab says. */
    public static ObjectStatus status(Expectation.StuckPods expected, List<Pod> pods) {
        List<Pod> staying = pods.stream().filter(pod -> !pod.isDeleting()).toList();
        List<Pod> waiting = staying.stream().filter(pod -> !pod.isReady()).toList();
        Optional<Pod> undecided = waiting.stream()
                .filter(pod -> pod.events().stream()
                        .noneMatch(event -> event.text("message").orElse("").contains(expected.because())))
                .findFirst();
        if (undecided.isPresent()) {
            return new InProgress("Pod " + undecided.get().name() + " is not ready and has no event \""
                    + expected.because() + "\" yet");
        }
        if (staying.size() < pods.size()) {
            return new InProgress(pods.size() - staying.size() + " old pods are still there");
        }
        int running = staying.size() - waiting.size();
        return ObjectStatus.currentIf(
                expected.running().contains(running)
                        && waiting.size() >= expected.stuck().min(),
                running + " pods run and " + waiting.size() + " are stuck; the lab expects " + expected.running()
                        + " and " + expected.stuck());
    }
}
