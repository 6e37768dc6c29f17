package dev.labctl.verify;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.lab.Expectation;
import java.util.List;
import java.util.Optional;

/** Whether pods that are meant to stay stuck are stuck, for the reason that the lab is about and for no other. */
public final class StuckPods {
    private StuckPods() {}

    /**
     * Current once every pod runs or has the expected event, with as many of each as the lab says.
     *
     * @param pods the workload's pods
     * @param events of their namespace
     */
    public static ObjectStatus judge(Expectation.Pods expected, List<KubeObject> pods, List<KubeObject> events) {
        List<KubeObject> staying = pods.stream().filter(pod -> !pod.deleting()).toList();
        int running =
                (int) staying.stream().filter(pod -> pod.conditionTrue("Ready")).count();
        List<KubeObject> waiting =
                staying.stream().filter(pod -> !pod.conditionTrue("Ready")).toList();
        Optional<KubeObject> undecided = waiting.stream()
                .filter(pod -> events.stream().noneMatch(event -> tells(event, pod, expected.because())))
                .findFirst();
        if (undecided.isPresent()) {
            return new ObjectStatus.InProgress(
                    "Pod " + undecided.get().name() + " neither runs nor says \"" + expected.because() + "\" yet");
        }
        if (staying.size() < pods.size()) {
            return new ObjectStatus.InProgress(pods.size() - staying.size() + " old pods are still there");
        }
        if (!expected.running().contains(running)
                || waiting.size() < expected.stuck().min()) {
            return new ObjectStatus.InProgress(running + " pods run and " + waiting.size()
                    + " are stuck; the lab expects " + expected.running() + " and " + expected.stuck());
        }
        return ObjectStatus.CURRENT;
    }

    private static boolean tells(KubeObject event, KubeObject pod, String text) {
        return event.isAbout(pod)
                && event.text("message")
                        .filter(message -> message.contains(text))
                        .isPresent();
    }
}
