package dev.labctl.provider.rehearsal.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.cluster.StatusRules;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The controllers of workloads make, replace and delete pods as Kubernetes' own, with the statuses that the waits read. */
class WorkloadsTest {
    private final Simulated simulated = Simulated.ready();

    private ObjectStatus status(KubeObject object, String app) {
        return StatusRules.of(object, simulated.pods(app), Simulated.PRESENT.plusSeconds(3600));
    }

    private KubeObject deployment(String name) {
        return simulated.get("apps/v1", "Deployment", name);
    }

    @Test
    void aDeploymentGetsCurrent() {
        simulated.applies(Simulated.deployment("web", 4, ""));
        assertThat(deployment("web").text("status", "observedGeneration")).isEmpty();

        simulated.passes(10);

        KubeObject web = deployment("web");
        assertThat(status(web, "web")).isEqualTo(ObjectStatus.CURRENT);
        assertThat(web.number("status", "observedGeneration")).isEqualTo(1);
        assertThat(web.number("status", "availableReplicas")).isEqualTo(4);
        assertThat(web.condition("Progressing").orElseThrow().reason()).isEqualTo("NewReplicaSetAvailable");
        assertThat(simulated.pods("web")).hasSize(4).allSatisfy(pod -> {
            assertThat(pod.name()).matches("web-[b-z2-9]{10}-[b-z2-9]{5}");
            assertThat(pod.text("status", "phase")).contains("Running");
            assertThat(pod.labels()).containsKey("pod-template-hash");
        });
    }

    /** Whether the API server takes them or not, nothing fails that computes with them. */
    @ParameterizedTest
    @CsvSource({
        "progressDeadlineSeconds: 1e308",
        "progressDeadlineSeconds: 99999999999",
        "progressDeadlineSeconds: abc",
        "progressDeadlineSeconds: -1e308",
        "minReadySeconds: 1e308",
        "revisionHistoryLimit: abc",
        "'strategy: {rollingUpdate: {maxSurge: 99999999999%, maxUnavailable: 1e308}}'"
    })
    void numbersOfADeploymentMayNotFit(String field) {
        String strange = Simulated.deployment("web", 2, "").replace("spec:\n", "spec:\n  " + field + "\n");
        assertThat(strange).contains(field);
        try {
            simulated.applies(strange);
        } catch (ApiException e) {
            return;
        }

        simulated.passes(20);

        assertThat(Simulated.ready(simulated.pods("web"))).isEqualTo(2);
    }

    /** The same for what its pods have. */
    @ParameterizedTest
    @CsvSource({
        "terminationGracePeriodSeconds: 9223372036854775807",
        "terminationGracePeriodSeconds: -9223372036854775808",
        "activeDeadlineSeconds: 1e308"
    })
    void numbersOfPodsMayNotFit(String field) {
        try {
            simulated.applies(Simulated.deployment("web", 2, field));
        } catch (ApiException e) {
            return;
        }

        simulated.passes(10).cluster().delete(simulated.pods("web").get(0).ref());
        simulated.passes(60);

        assertThat(Simulated.ready(simulated.pods("web"))).isEqualTo(2);
    }

    @Test
    void anotherCountKeepsThePodsThatCanStay() {
        simulated.applies(Simulated.deployment("web", 4, "")).passes(10);
        Set<String> before = names("web");

        simulated.applies(Simulated.deployment("web", 2, "")).passes(10);
        assertThat(before).containsAll(names("web")).hasSize(4);
        assertThat(names("web")).hasSize(2);

        simulated.applies(Simulated.deployment("web", 6, "")).passes(10);
        assertThat(names("web")).hasSize(6);
        assertThat(status(deployment("web"), "web")).isEqualTo(ObjectStatus.CURRENT);
        assertThat(simulated.list("apps/v1", "ReplicaSet").stream()
                        .filter(set -> set.name().startsWith("web-")))
                .hasSize(1);
    }

    private Set<String> names(String app) {
        return simulated.pods(app).stream().map(KubeObject::name).collect(Collectors.toSet());
    }

    /** Three of four stay available, at most five are there: 25 % each way. */
    @Test
    void anotherTemplateRollsOverWithinItsLimits() {
        simulated.applies(Simulated.deployment("web", 4, "")).passes(10);
        Set<String> before = names("web");
        simulated.applies(Simulated.deployment("web", 4, "").replace("image: one", "image: two"));

        for (int i = 0; i < 60; i++) {
            simulated.passes(1);
            List<KubeObject> staying = simulated.pods("web").stream()
                    .filter(pod -> !pod.deleting())
                    .toList();
            assertThat(Simulated.ready(staying)).isGreaterThanOrEqualTo(3);
            assertThat(staying).hasSizeLessThanOrEqualTo(5);
        }

        assertThat(names("web")).hasSize(4).doesNotContainAnyElementsOf(before);
        assertThat(status(deployment("web"), "web")).isEqualTo(ObjectStatus.CURRENT);
        assertThat(deployment("web").number("metadata", "generation")).isEqualTo(2);
    }

    @Test
    void recreateTakesTheOldPodsAwayFirst() {
        String recreate =
                Simulated.deployment("web", 3, "").replace("replicas: 3", "replicas: 3\n  strategy: {type: Recreate}");
        simulated.applies(recreate).passes(10);
        Set<String> before = names("web");
        simulated.applies(recreate.replace("image: one", "image: two"));

        for (int i = 0; i < 30; i++) {
            simulated.passes(1);
            Set<String> now = names("web");
            boolean old = now.stream().anyMatch(before::contains);
            boolean fresh = now.stream().anyMatch(name -> !before.contains(name));
            assertThat(old && fresh).isFalse();
        }
        assertThat(names("web")).hasSize(3).doesNotContainAnyElementsOf(before);
    }

    /** Kubernetes' own default, after which a wait must not go on. */
    @Test
    void withoutProgressForTenMinutesADeploymentFails() {
        simulated
                .applies(Simulated.deployment("web", 1, "nodeSelector: {disk: none}"))
                .passes(598);
        assertThat(deployment("web").condition("Progressing").orElseThrow().reason())
                .isEqualTo("ReplicaSetUpdated");

        simulated.passes(4);
        KubeObject.Condition late = deployment("web").condition("Progressing").orElseThrow();
        assertThat(late.reason()).isEqualTo("ProgressDeadlineExceeded");
        assertThat(late.message()).matches("ReplicaSet \"web-.*\" has timed out progressing\\.");
        assertThat(late.isTrue()).isFalse();

        simulated.passes(1200);
        assertThat(deployment("web").condition("Progressing").orElseThrow().reason())
                .isEqualTo("ProgressDeadlineExceeded");
        simulated.applies(Simulated.deployment("web", 1, "")).passes(30);
        assertThat(status(deployment("web"), "web")).isEqualTo(ObjectStatus.CURRENT);
    }

    @Test
    void aDeletedPodIsReplaced() {
        simulated.applies(Simulated.deployment("web", 2, "")).passes(10);
        String gone = simulated.pods("web").get(0).name();

        assertThat(simulated.delete("v1", "Pod", gone)).isTrue();
        simulated.passes(10);

        assertThat(names("web")).hasSize(2).doesNotContain(gone);
    }

    @Test
    void aDeletedDeploymentTakesItsPodsAlong() {
        simulated.applies(Simulated.deployment("web", 3, "")).passes(10);

        assertThat(simulated.delete("apps/v1", "Deployment", "web")).isTrue();
        assertThat(deployment("web").deleting()).isTrue();
        simulated.passes(10);

        assertThat(simulated.find("apps/v1", "Deployment", "web")).isEmpty();
        assertThat(simulated.pods("web")).isEmpty();
        assertThat(simulated.list("apps/v1", "ReplicaSet"))
                .noneMatch(set -> set.name().startsWith("web"));
        assertThat(simulated.delete("apps/v1", "Deployment", "web")).isFalse();
    }

    @Test
    void aDaemonSetHasAPodOnEveryNodeThatTakesIt() {
        String set = Simulated.deployment("each", 0, "")
                .replace("kind: Deployment", "kind: DaemonSet")
                .replace("\n  replicas: 0", "");
        simulated.applies(set).passes(10);

        assertThat(simulated.pods("each"))
                .extracting(pod -> pod.text("spec", "nodeName").orElse(""))
                .containsExactlyInAnyOrder("c-worker", "c-worker2");
        KubeObject each = simulated.get("apps/v1", "DaemonSet", "each");
        assertThat(status(each, "each")).isEqualTo(ObjectStatus.CURRENT);
        assertThat(each.number("status", "desiredNumberScheduled")).isEqualTo(2);

        simulated
                .applies(set.replace("spec: {containers", "spec: {tolerations: [{operator: Exists}], containers"))
                .passes(60);
        assertThat(simulated.pods("each")).hasSize(3);
        assertThat(status(simulated.get("apps/v1", "DaemonSet", "each"), "each"))
                .isEqualTo(ObjectStatus.CURRENT);
    }

    private static String statefulSet(int replicas, String image) {
        return Simulated.deployment("db", replicas, "")
                .replace("kind: Deployment", "kind: StatefulSet")
                .replace("\n  replicas", "\n  serviceName: db\n  replicas")
                .replace("image: one", "image: " + image);
    }

    /** One after the other, and from the end when they go. */
    @Test
    void aStatefulSetNumbersItsPods() {
        simulated.applies(statefulSet(3, "one"));
        List<Set<String>> grown = watched(25);
        assertThat(grown).doesNotContain(Set.of("db-0", "db-2"), Set.of("db-1"), Set.of("db-2"));
        assertThat(names("db")).containsExactlyInAnyOrder("db-0", "db-1", "db-2");
        assertThat(status(simulated.get("apps/v1", "StatefulSet", "db"), "db")).isEqualTo(ObjectStatus.CURRENT);

        simulated.applies(statefulSet(1, "one"));
        assertThat(watched(25)).doesNotContain(Set.of("db-0", "db-2"));
        assertThat(names("db")).containsExactly("db-0");

        simulated.applies(statefulSet(1, "two")).passes(25);
        assertThat(simulated.get("v1", "Pod", "db-0").toString()).contains("image=two");
        assertThat(status(simulated.get("apps/v1", "StatefulSet", "db"), "db")).isEqualTo(ObjectStatus.CURRENT);
    }

    private List<Set<String>> watched(int seconds) {
        List<Set<String>> seen = new ArrayList<>();
        for (int i = 0; i < seconds; i++) {
            simulated.passes(1);
            seen.add(names("db"));
        }
        return seen;
    }

    @Test
    void aJobRunsToItsEndAndGivesItsAddressesBack() {
        simulated.applies("apiVersion: batch/v1\nkind: Job\nmetadata: {name: once}\nspec:\n  completions: 3\n"
                + "  parallelism: 2\n  template:\n    metadata: {labels: {app: once}}\n"
                + "    spec: {restartPolicy: Never, containers: [{name: one, image: one}]}\n");
        simulated.passes(4);
        assertThat(status(simulated.get("batch/v1", "Job", "once"), "")).isInstanceOf(ObjectStatus.InProgress.class);
        assertThat(simulated.pods("once")).hasSize(2);

        simulated.passes(60);

        KubeObject job = simulated.get("batch/v1", "Job", "once");
        assertThat(status(job, "")).isEqualTo(ObjectStatus.CURRENT);
        assertThat(job.number("status", "succeeded")).isEqualTo(3);
        assertThat(simulated.pods("once")).hasSize(3).allSatisfy(pod -> assertThat(pod.text("status", "phase"))
                .contains("Succeeded"));
        assertThat(simulated.list("cilium.io/v2", "CiliumEndpoint"))
                .noneMatch(endpoint -> endpoint.name().startsWith("once"));
    }

    @Test
    void aBarePodRunsAndIsNotReplaced() {
        String pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: alone, labels: {app: alone}}\n"
                + "spec: {containers: [{name: one, image: one}]}\n";
        simulated.applies(pod).passes(10);
        assertThat(status(simulated.get("v1", "Pod", "alone"), "")).isEqualTo(ObjectStatus.CURRENT);
        String version = simulated.get("v1", "Pod", "alone").resourceVersion();
        assertThat(simulated.applies(pod).get("v1", "Pod", "alone").resourceVersion())
                .isEqualTo(version);
        assertThat(simulated.refusal(pod.replace("image: one", "image: two")).code())
                .isEqualTo(422);

        simulated.delete("v1", "Pod", "alone");
        simulated.passes(10);
        assertThat(simulated.find("v1", "Pod", "alone")).isEmpty();
    }

    @Test
    void aReadinessProbeDelaysReadiness() {
        simulated
                .applies(Simulated.deployment("slow", 1, "")
                        .replace(
                                "image: one",
                                "image: one, readinessProbe: {tcpSocket: {port: 80}, initialDelaySeconds: 20}"))
                .passes(15);
        assertThat(simulated.pods("slow")).singleElement().satisfies(pod -> assertThat(pod.text("status", "phase"))
                .contains("Running"));
        assertThat(Simulated.ready(simulated.pods("slow"))).isZero();

        simulated.passes(15);
        assertThat(Simulated.ready(simulated.pods("slow"))).isEqualTo(1);
    }

    @Test
    void aNamespaceHasAnAccountAndTakesAllAlongWhenItGoes() {
        simulated.applies("apiVersion: v1\nkind: Namespace\nmetadata: {name: team}\n");
        simulated.passes(1);
        simulated
                .applies(Simulated.deployment("web", 2, "")
                        .replace("{name: web}\nspec", "{name: web, namespace: team}\nspec"))
                .passes(10);
        assertThat(simulated.cluster().list("v1", "ServiceAccount", Optional.of("team"), Map.of()))
                .hasSize(1);
        assertThat(simulated.pods("web")).hasSize(2);

        simulated.delete("v1", "Namespace", "team");
        assertThat(simulated.get("v1", "Namespace", "team").text("status", "phase"))
                .contains("Terminating");
        simulated.passes(15);

        assertThat(simulated.find("v1", "Namespace", "team")).isEmpty();
        assertThat(simulated.pods("web")).isEmpty();
        assertThat(simulated.cluster().list("apps/v1", "Deployment", Optional.of("team"), Map.of()))
                .isEmpty();
    }
}
