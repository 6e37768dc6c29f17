package dev.labctl.verify;

import static dev.labctl.kubernetes.FakeApi.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.cluster.Cluster;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.kubernetes.ObjectStatus.InProgress;
import dev.labctl.kubernetes.Observation;
import dev.labctl.lab.Expectation;
import dev.labctl.lab.Range;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StuckPodsTest {
    private static final Expectation.StuckPods EXPECTED = new Expectation.StuckPods(
            "default", Map.of("app", "nginx"), new Range(1, 4), new Range(6, 9), "range is full");

    private final List<KubeObject> objects = new ArrayList<>();

    private void pod(String name, boolean ready) {
        objects.add(object(
                "v1",
                "Pod",
                "default",
                name,
                Map.of(
                        "metadata", Map.of("uid", "uid-" + name),
                        "status",
                                Map.of(
                                        "conditions",
                                        List.of(Map.of("type", "Ready", "status", ready ? "True" : "False"))))));
    }

    private void event(String pod, String message) {
        objects.add(object(
                "v1",
                "Event",
                "default",
                "event-" + objects.size(),
                Map.of("involvedObject", Map.of("uid", "uid-" + pod), "message", message)));
    }

    private void runningAndStuck(int running, int stuck) {
        for (int i = 0; i < running; i++) {
            pod("r" + i, true);
        }
        for (int i = 0; i < stuck; i++) {
            pod("s" + i, false);
            event("s" + i, "(combined from similar events): … postIpamFailure \"range is full\"");
        }
    }

    private ObjectStatus status() {
        return Verifier.status(
                EXPECTED,
                Cluster.of(new Observation(Instant.EPOCH, "", objects)).pods());
    }

    private String why() {
        return ((InProgress) status()).why();
    }

    @Test
    void stuckForTheExpectedReason() {
        runningAndStuck(4, 6);

        assertThat(status()).isEqualTo(ObjectStatus.CURRENT);
    }

    @Test
    void aPodWithoutTheEventMayStillRun() {
        runningAndStuck(3, 6);
        pod("new", false);

        assertThat(why()).isEqualTo("Pod new is not ready and has no event \"range is full\" yet");
    }

    @Test
    void anotherReasonIsNotTheLabs() {
        runningAndStuck(3, 6);
        pod("other", false);
        event("other", "Failed to pull image");
        event("nobody", "range is full");

        assertThat(why()).contains("Pod other is not ready");
    }

    @Test
    void countsOutsideTheRanges() {
        runningAndStuck(4, 2);
        assertThat(why()).isEqualTo("4 pods run and 2 are stuck; the lab expects 1 to 4 and 6 to 9");
        objects.clear();
        runningAndStuck(0, 10);
        assertThat(why()).contains("0 pods run and 10 are stuck");
    }

    /** A reader may scale the exhausted workload up: more pods are stuck then, and for the same reason. */
    @Test
    void moreStuckPodsThanTheLabHasAreNoReasonToWait() {
        runningAndStuck(4, 96);

        assertThat(status()).isEqualTo(ObjectStatus.CURRENT);
    }

    @Test
    void podsOnTheirWayOutAreWaitedFor() {
        runningAndStuck(4, 6);
        objects.add(object(
                "v1",
                "Pod",
                "default",
                "old",
                Map.of("metadata", Map.of("deletionTimestamp", "2026-11-23T10:00:00Z"))));

        assertThat(why()).isEqualTo("1 old pods are still there");
    }
}
