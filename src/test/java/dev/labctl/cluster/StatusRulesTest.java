package dev.labctl.cluster;

import static dev.labctl.kubernetes.FakeApi.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.kubernetes.ObjectStatus.Current;
import dev.labctl.kubernetes.ObjectStatus.Failed;
import dev.labctl.kubernetes.ObjectStatus.InProgress;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.YamlReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private static ObjectStatus status(String apiVersion, String kind, String rest, KubeObject... pods) {
        return StatusRules.of(object(apiVersion, kind, "default", "x", yaml(rest)), List.of(pods), NOW);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> yaml(String text) {
        Problems problems = new Problems();
        List<dev.labctl.yaml.YamlNode> documents = YamlReader.read(Path.of("x"), text, problems);
        assertThat(problems.all()).isEmpty();
        return documents.isEmpty()
                ? Map.of()
                : (Map<String, Object>) documents.get(0).tree();
    }

    private static KubeObject pod(String rest) {
        return object("v1", "Pod", "default", "p1", yaml(rest));
    }

    /** Columns: what it is; the object after apiVersion, kind and metadata.name; how it stands. */
    @ParameterizedTest(name = "Deployment {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "not seen yet|{metadata: {generation: 1}, spec: {replicas: 2}}|InProgress: its controller has not seen",
                "an old status|{metadata: {generation: 2}, spec: {replicas: 2}, status: {observedGeneration: 1, replicas: 2,"
                        + " updatedReplicas: 2, readyReplicas: 2, availableReplicas: 2, conditions: [{type: Available,"
                        + " status: 'True'}]}}|InProgress: the last change is not seen yet",
                "pods missing|{metadata: {generation: 1}, spec: {replicas: 2}, status: {observedGeneration: 1, replicas: 1,"
                        + " updatedReplicas: 1}}|InProgress: 1 of 2 pods created",
                "old pods left|{metadata: {generation: 2}, spec: {replicas: 2}, status: {observedGeneration: 2, replicas: 3,"
                        + " updatedReplicas: 2, readyReplicas: 3, availableReplicas: 3}}|InProgress: 1 old pods are still there",
                "not all ready|{metadata: {generation: 1}, spec: {replicas: 2}, status: {observedGeneration: 1, replicas: 2,"
                        + " updatedReplicas: 2, readyReplicas: 1, availableReplicas: 1}}|InProgress: 1 of 2 pods ready",
                "ready, not available|{metadata: {generation: 1}, spec: {replicas: 1}, status: {observedGeneration: 1,"
                        + " replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 0}}|InProgress: 0 of 1 pods"
                        + " ready",
                "done|{metadata: {generation: 1}, spec: {replicas: 1}, status: {observedGeneration: 1, replicas: 1,"
                        + " updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1, conditions: [{type: Available, status:"
                        + " 'True'}]}}|Current",
                "replicas not given|{metadata: {generation: 1}, status: {observedGeneration: 1}}|InProgress: 0 of 1 pods created",
                "scaled to zero|{metadata: {generation: 1}, spec: {replicas: 0}, status: {observedGeneration: 1}}|Current",
                "out of its own time|{metadata: {generation: 1}, spec: {replicas: 1}, status: {observedGeneration: 1,"
                        + " conditions: [{type: Progressing, status: 'False', reason: ProgressDeadlineExceeded, message: late}]}}"
                        + "|Failed: late",
                "being deleted|{metadata: {deletionTimestamp: 2026-11-23T09:00:00Z}}|InProgress: being deleted"
            })
    void deployments(String what, String rest, String expected) {
        assertThat(described(status("apps/v1", "Deployment", rest))).contains(expected.split(": ", 2));
    }

    @ParameterizedTest(name = "DaemonSet {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "without nodes|{metadata: {generation: 1}, status: {observedGeneration: 1, desiredNumberScheduled: 0}}"
                        + "|Current",
                "not seen yet|{metadata: {generation: 1}, status: {desiredNumberScheduled: 3, numberReady: 3}}|InProgress:"
                        + " has not seen it yet",
                "old pods ready|{metadata: {generation: 2}, status: {observedGeneration: 2, desiredNumberScheduled: 3,"
                        + " currentNumberScheduled: 3, updatedNumberScheduled: 1, numberReady: 3, numberAvailable: 3}}"
                        + "|InProgress: 1 of 3 pods created",
                "not all ready|{metadata: {generation: 1}, status: {observedGeneration: 1, desiredNumberScheduled: 3,"
                        + " currentNumberScheduled: 3, updatedNumberScheduled: 3, numberReady: 2, numberAvailable: 2}}"
                        + "|InProgress: 2 of 3 pods ready",
                "done|{metadata: {generation: 1}, status: {observedGeneration: 1, desiredNumberScheduled: 3,"
                        + " currentNumberScheduled: 3, updatedNumberScheduled: 3, numberReady: 3, numberAvailable: 3}}|Current"
            })
    void daemonSets(String what, String rest, String expected) {
        assertThat(described(status("apps/v1", "DaemonSet", rest))).contains(expected.split(": ", 2));
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "apps/v1|StatefulSet|{metadata: {generation: 1}, spec: {replicas: 2}, status: {observedGeneration: 1,"
                        + " replicas: 2, readyReplicas: 2, currentRevision: a, updateRevision: b}}|InProgress",
                "apps/v1|StatefulSet|{metadata: {generation: 1}, spec: {replicas: 2}, status: {observedGeneration: 1,"
                        + " replicas: 2, readyReplicas: 2, currentRevision: b, updateRevision: b}}|Current",
                "apps/v1|StatefulSet|{metadata: {generation: 1}, spec: {replicas: 3, updateStrategy: {rollingUpdate:"
                        + " {partition: 2}}}, status: {observedGeneration: 1, replicas: 3, readyReplicas: 3, updatedReplicas: 1,"
                        + " currentRevision: a, updateRevision: b}}|Current",
                "apps/v1|StatefulSet|{metadata: {generation: 1}, spec: {replicas: 3, updateStrategy: {type: OnDelete}}}|Current",
                "apps/v1|ReplicaSet|{metadata: {generation: 1}, spec: {replicas: 2}, status: {observedGeneration: 1, replicas:"
                        + " 2, readyReplicas: 1, availableReplicas: 1}}|InProgress",
                "apps/v1|ReplicaSet|{metadata: {generation: 1}, spec: {replicas: 2}, status: {observedGeneration: 1, replicas:"
                        + " 2, readyReplicas: 2, availableReplicas: 2}}|Current",
                "batch/v1|Job|{status: {active: 1}}|InProgress",
                "batch/v1|Job|{status: {conditions: [{type: Complete, status: 'True'}]}}|Current",
                "batch/v1|Job|{status: {conditions: [{type: Failed, status: 'True', message: backoff}]}}|Failed",
                "v1|Pod|{status: {phase: Running, conditions: [{type: Ready, status: 'True'}]}}|Current",
                "v1|Pod|{status: {phase: Running, conditions: [{type: Ready, status: 'False'}]}}|InProgress",
                "v1|Pod|{status: {phase: Succeeded}}|Current",
                "v1|Pod|{status: {phase: Failed, reason: Evicted}}|Failed",
                "v1|Pod|{}|InProgress",
                "v1|Service|{spec: {type: ClusterIP, clusterIP: 10.96.0.5}}|Current",
                "v1|Service|{spec: {type: ClusterIP, clusterIP: None}}|Current",
                "v1|Service|{spec: {type: ClusterIP}}|InProgress",
                "v1|Service|{spec: {type: ExternalName}}|Current",
                "v1|Service|{spec: {type: LoadBalancer, clusterIP: 10.96.0.5}}|InProgress",
                "v1|Service|{spec: {type: LoadBalancer}, status: {loadBalancer: {ingress: [{ip: 10.0.0.1}]}}}|Current",
                "v1|PersistentVolumeClaim|{status: {phase: Pending}}|InProgress",
                "v1|PersistentVolumeClaim|{status: {phase: Bound}}|Current",
                "v1|Namespace|{status: {phase: Active}}|Current",
                "v1|Namespace|{status: {phase: Terminating}}|InProgress",
                "apiextensions.k8s.io/v1|CustomResourceDefinition|{}|InProgress",
                "apiextensions.k8s.io/v1|CustomResourceDefinition|{status: {conditions: [{type: NamesAccepted, status: 'False',"
                        + " message: taken}]}}|Failed",
                "apiextensions.k8s.io/v1|CustomResourceDefinition|{status: {conditions: [{type: Established, status: 'True'}]}}"
                        + "|Current",
                "cilium.io/v2alpha1|CiliumPodIPPool|{}|Current",
                "v1|ConfigMap|{}|Current",
                "example.org/v1|Thing|{status: {conditions: [{type: Ready, status: 'False', message: soon}]}}|InProgress",
                "example.org/v1|Thing|{status: {conditions: [{type: Ready, status: 'True'}]}}|Current",
                "example.org/v1|Thing|{metadata: {generation: 3}, status: {observedGeneration: 2}}|InProgress",
                "example.org/v1|Thing|{status: {conditions: [{type: Stalled, status: 'True', message: stuck}]}}|Failed",
                "example.org/v1|Thing|{status: {conditions: [{type: Reconciling, status: 'True', message: at it}]}}|InProgress"
            })
    void otherKinds(String apiVersion, String kind, String rest, String expected) {
        assertThat(described(status(apiVersion, kind, rest))).startsWith(expected);
    }

    private static final String ROLLED_OUT = "{metadata: {generation: 1}, spec: {replicas: 1}, status:"
            + " {observedGeneration: 1, replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1,"
            + " conditions: [{type: Available, status: 'True'}]}}";
    private static final String WAITING =
            "{metadata: {generation: 1}, spec: {replicas: 1}, status: {observedGeneration: 1, replicas: 1, updatedReplicas: 1}}";

    @Test
    void podsOfAnOldReplicaSetThatAreStillLeavingCount() {
        KubeObject leaving = pod("{metadata: {deletionTimestamp: 2026-11-23T09:59:59Z}}");

        assertThat(described(status("apps/v1", "Deployment", ROLLED_OUT, leaving)))
                .contains("1 old pods are still there");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{status: {containerStatuses: [{name: c, state: {waiting: {reason: InvalidImageName}}}]}}|Failed",
                "{status: {containerStatuses: [{name: c, restartCount: 1, state: {waiting: {reason: CrashLoopBackOff}}}]}}"
                        + "|InProgress",
                "{status: {containerStatuses: [{name: c, restartCount: 3, state: {waiting: {reason: CrashLoopBackOff}},"
                        + " lastState: {terminated: {exitCode: 7}}}]}}|Failed",
                "{status: {initContainerStatuses: [{name: c, restartCount: 4, state: {waiting: {reason: CrashLoopBackOff}}}]}}"
                        + "|Failed",
                "{status: {containerStatuses: [{name: c, image: a:1, state: {waiting: {reason: ErrImagePull, message: not"
                        + " found}}}]}}|InProgress",
                "{status: {containerStatuses: [{name: c, image: a:1, state: {waiting: {reason: ImagePullBackOff, message:"
                        + " 'a:1: not found'}}}]}}|Failed",
                "{status: {containerStatuses: [{name: c, image: a:1, state: {waiting: {reason: ImagePullBackOff, message:"
                        + " 'i/o timeout'}}}]}}|InProgress",
                "{status: {containerStatuses: [{name: c, state: {waiting: {reason: ContainerCreating}}}]}}|InProgress",
                "{status: {conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: 'no match',"
                        + " lastTransitionTime: 2026-11-23T09:59:00Z}]}}|Failed",
                "{status: {conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: 'no match',"
                        + " lastTransitionTime: 2026-11-23T09:59:50Z}]}}|InProgress",
                "{status: {conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message: '3 node(s) had"
                        + " untolerated taint', lastTransitionTime: 2026-11-23T09:00:00Z}]}}|InProgress"
            })
    void podsThatWaitingDoesNotMendEndTheWait(String rest, String expected) {
        KubeObject pod = pod(rest);

        assertThat(described(status("apps/v1", "Deployment", WAITING, pod))).startsWith(expected);
        assertThat(described(StatusRules.of(pod, List.of(), NOW))).startsWith(expected);
    }

    @Test
    void whatTheContainerSaysIsToldToTheReader() {
        KubeObject pod = pod("{status: {containerStatuses: [{name: web, image: 'nginx:9', state: {waiting: {reason:"
                + " ImagePullBackOff, message: 'nginx:9: not found'}}}]}}");

        assertThat(described(status("apps/v1", "Deployment", WAITING, pod)))
                .isEqualTo("Failed: Pod p1, container web: cannot pull nginx:9: nginx:9: not found");
    }

    private static String described(ObjectStatus status) {
        if (status instanceof InProgress progress) {
            return "InProgress: " + progress.why();
        }
        return status instanceof Failed failed ? "Failed: " + failed.why() : Current.class.getSimpleName();
    }
}
