package dev.labctl.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.kubernetes.FakeApi;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.kubernetes.ObjectStatus.Failed;
import dev.labctl.kubernetes.ObjectStatus.InProgress;
import dev.labctl.kubernetes.Observation;
import dev.labctl.steps.Stage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndlessWaitsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final String NODE = "apiVersion: v1\nkind: Node\nmetadata: {name: a}\n";

    /** How an object is that the lab waits for: the cluster has it, a node a, and perhaps something else. */
    private static ObjectStatus status(String apiVersion, String kind, String rest, String... others) {
        FakeApi api = new FakeApi();
        String object = "apiVersion: " + apiVersion + "\nkind: " + kind
                + "\nmetadata: {name: x, namespace: default, uid: u, generation: 1, creationTimestamp: "
                + "2026-11-23T09:59:00Z}\n" + rest;
        Stage.objects(NODE).forEach(api::has);
        Stage.objects(object).forEach(api::has);
        for (String other : others) {
            Stage.objects(other).forEach(api::has);
        }
        Observation seen = new Observation(NOW, "", api.list(apiVersion, kind, Optional.empty(), Map.of()));
        Observation complete = EndlessWaits.complete(seen, api);
        return Cluster.of(complete).status(complete.list(kind).get(0));
    }

    private static String event(String reason, String message, String first) {
        return "apiVersion: v1\nkind: Event\nmetadata: {name: e, namespace: default}\ninvolvedObject: {uid: u}\nreason: "
                + reason + "\nmessage: '" + message + "'\nfirstTimestamp: " + first
                + "\nlastTimestamp: 2026-11-23T09:59:59Z\n";
    }

    private static String described(ObjectStatus status) {
        if (status instanceof InProgress progress) {
            return "InProgress: " + progress.why();
        }
        return status instanceof Failed failed ? "Failed: " + failed.why() : "Current";
    }

    /** A paused Deployment scales what it has (Kubernetes 1.33 pkg/controller/deployment/sync.go). */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "new|{replicas: 2, paused: true}|{observedGeneration: 1}|Failed: Deployment default/x is paused",
                "another template|{replicas: 2, paused: true}|{observedGeneration: 1, replicas: 2, readyReplicas: 2,"
                        + " availableReplicas: 2}|Failed: Deployment default/x is paused",
                "half rolled out|{replicas: 2, paused: true}|{observedGeneration: 1, replicas: 3, updatedReplicas: 1,"
                        + " readyReplicas: 3}|Failed: Deployment default/x is paused",
                "being scaled|{replicas: 3, paused: true}|{observedGeneration: 1, replicas: 2, updatedReplicas: 2}"
                        + "|InProgress: Deployment default/x: 2 of 3 pods created",
                "complete|{replicas: 1, paused: true}|{observedGeneration: 1, replicas: 1, updatedReplicas: 1, readyReplicas:"
                        + " 1, availableReplicas: 1, conditions: [{type: Available, status: 'True'}]}|Current",
                "of no pods|{replicas: 0, paused: true}|{observedGeneration: 1}|Current",
                "not seen yet|{replicas: 2, paused: true}|{observedGeneration: 0}|InProgress",
                "not paused|{replicas: 2}|{observedGeneration: 1}|InProgress: Deployment default/x: 0 of 2 pods created"
            })
    void aPausedDeployment(String what, String spec, String status, String expected) {
        assertThat(described(status("apps/v1", "Deployment", "spec: " + spec + "\nstatus: " + status)))
                .startsWith(expected);
    }

    @ParameterizedTest(name = "{0}, {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "Deployment|pods \"x\" is forbidden: exceeded quota: pods, requested: pods=1|2026-11-23T09:59:00Z|Failed",
                "ReplicaSet|pods \"x\" is forbidden: exceeded quota: pods, requested: pods=1|2026-11-23T09:59:00Z|Failed",
                "Deployment|pods \"x\" is forbidden: exceeded quota: pods, requested: pods=1|2026-11-23T09:59:50Z|InProgress",
                "Deployment|failed calling webhook \"hook\": connection refused|2026-11-23T09:59:00Z|InProgress"
            })
    void podsThatAreRefused(String kind, String message, String since, String expected) {
        String status =
                "spec: {replicas: 2}\nstatus: {observedGeneration: 1, conditions: [{type: ReplicaFailure, status:"
                        + " 'True', reason: FailedCreate, message: '" + message + "', lastTransitionTime: " + since
                        + "}]}\n";

        assertThat(described(status("apps/v1", kind, status)))
                .isEqualTo(expected + ": " + kind + " default/x: its pods cannot be created: " + message);
    }

    /** Kinds without a condition for it: the newest event counts. */
    @ParameterizedTest(name = "{0}, {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "apps/v1|StatefulSet|FailedCreate|2026-11-23T09:59:00Z|Failed",
                "apps/v1|StatefulSet|FailedCreate|2026-11-23T09:59:50Z|InProgress",
                "apps/v1|StatefulSet|SuccessfulCreate|2026-11-23T09:59:00Z|InProgress",
                "apps/v1|DaemonSet|FailedCreate|2026-11-23T09:59:00Z|Failed",
                "batch/v1|Job|FailedCreate|2026-11-23T09:59:00Z|Failed"
            })
    void podsThatAreRefusedAccordingToEvents(
            String apiVersion, String kind, String reason, String first, String expected) {
        String object = kind.equals("DaemonSet")
                ? "status: {observedGeneration: 1, desiredNumberScheduled: 3}\n"
                : "spec: {replicas: 2}\nstatus: {observedGeneration: 1}\n";

        assertThat(described(status(apiVersion, kind, object, event(reason, "exceeded quota: pods", first))))
                .startsWith(expected);
    }

    private static final String USER = "apiVersion: v1\nkind: Pod\nmetadata: {name: user, namespace: default}\n"
            + "spec: {volumes: [{name: v, persistentVolumeClaim: {claimName: x}}]}\n";

    /** The texts are those of Kubernetes 1.33 pkg/controller/volume/persistentvolume/pv_controller.go. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "WaitForFirstConsumer|waiting for first consumer to be created before binding|none|Current",
                "WaitForFirstConsumer|waiting for first consumer to be created before binding|user|InProgress",
                "FailedBinding|no persistent volumes available for this claim and no storage class is set|none|Failed",
                "ProvisioningFailed|storageclass.storage.k8s.io \"fast\" not found|none|Failed",
                "ProvisioningFailed|failed to provision volume: timed out|none|InProgress",
                "ExternalProvisioning|Waiting for a volume to be created|none|InProgress"
            })
    void aClaimWithoutAVolume(String reason, String message, String pod, String expected) {
        String event = event(reason, message, "2026-11-23T09:59:00Z");
        List<String> others = pod.equals("user") ? List.of(event, USER) : List.of(event);

        assertThat(described(status(
                        "v1", "PersistentVolumeClaim", "status: {phase: Pending}\n", others.toArray(String[]::new))))
                .startsWith(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "never seen by a kubelet|spec: {nodeName: b}|status: {phase: Pending}|Failed: Pod x is bound to node b"
                        + " (spec.nodeName), which the cluster does not have",
                "bound a moment ago|spec: {nodeName: a}|status: {phase: Pending}|InProgress",
                "on a node that was deleted|spec: {nodeName: b}|status: {phase: Running, startTime: 2026-11-23T09:00:00Z}"
                        + "|InProgress"
            })
    void aPodOnANodeThatIsNotThere(String what, String spec, String status, String expected) {
        assertThat(described(status("v1", "Pod", spec + "\n" + status + "\n"))).startsWith(expected);
    }
}
