package dev.labctl.steps.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.failure.ExitCode;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.lab.TestChapters;
import dev.labctl.steps.Stage;
import dev.labctl.steps.StepEnd;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AwaitObjectsTest {
    private static final String DEPLOYMENT =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: nginx}
            spec:
              replicas: 3
              selector: {matchLabels: {app: nginx}}
              template: {metadata: {labels: {app: nginx, tier: web}}}
            """;
    private static final String EXPECTING_STUCK_PODS =
            """
            title: exhausted
            expectations:
              - says: Most get no address.
                pods:
                  selector: app=nginx
                  running: {min: 1, max: 2}
                  stuck: {min: 1, max: 2}
                  because: range is full
            """;

    @TempDir
    Path folder;

    private Stage stage;

    @BeforeEach
    void stage() {
        stage = new Stage(folder);
    }

    private StepEnd await() {
        return stage.run(new AwaitObjects(stage.lab()));
    }

    private Failure failure() {
        return stage.failureOf(new AwaitObjects(stage.lab()));
    }

    /** The Deployment as its controller reports it. */
    private static String live(int ready, String conditions) {
        return DEPLOYMENT.replace(
                        "metadata: {name: nginx}", "metadata: {name: nginx, namespace: default, generation: 1}")
                + "status: {observedGeneration: 1, replicas: 3, updatedReplicas: 3, readyReplicas: " + ready
                + ", availableReplicas: " + ready + ", conditions: [" + conditions + "]}\n";
    }

    private static String rolledOut() {
        return live(3, "{type: Available, status: 'True'}");
    }

    private static String deadlineExceeded(int ready) {
        return live(
                ready,
                "{type: Progressing, status: 'False', reason: ProgressDeadlineExceeded,"
                        + " message: has timed out progressing}");
    }

    private static String pod(String name, boolean ready) {
        return "apiVersion: v1\nkind: Pod\nmetadata: {name: " + name + ", namespace: default, uid: uid-" + name
                + ", labels: {app: nginx, tier: web}}\n"
                + "status: {conditions: [{type: Ready, status: '" + (ready ? "True" : "False") + "'}]}\n";
    }

    private static String event(String pod, String message) {
        return "apiVersion: v1\nkind: Event\nmetadata: {name: of-" + pod + ", namespace: default}\n"
                + "involvedObject: {uid: uid-" + pod + "}\nmessage: " + message + "\n";
    }

    private void twoRunAndOneIsStuck() {
        stage.has(pod("p1", true)).has(pod("p2", true)).has(pod("p3", false));
        stage.has(event("p3", "failed to allocate, range is full"));
    }

    @Test
    void whatIsThereTakesNoTime() {
        stage.manifest("one.yaml", TestChapters.CONFIG_MAP)
                .has(TestChapters.CONFIG_MAP.replace("name: one", "name: one\n  namespace: default"));

        assertThat(await()).isEqualTo(StepEnd.unchanged("1 object is ready"));
        assertThat(stage.passed()).isZero();
        assertThat(stage.said()).isEmpty();
    }

    @Test
    void eachObjectIsWaitedForInTheOrderOfTheFiles() {
        stage.manifest("10.yaml", DEPLOYMENT)
                .manifest("20.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n")
                .has(live(1, ""))
                .has("apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: default}\n");
        stage.api().beforeEachList(api -> {
            if (stage.passed().equals(Duration.ofSeconds(5))) {
                stage.has(rolledOut());
            }
            if (stage.passed().equals(Duration.ofSeconds(8))) {
                stage.has("apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: default}\n"
                        + "spec: {clusterIP: 10.96.0.7}\n");
            }
        });

        assertThat(await()).isEqualTo(StepEnd.done("2 objects are ready"));
        assertThat(stage.said())
                .containsExactly(
                        "Deployment default/nginx: 1 of 3 pods ready", "Service default/web has no cluster IP yet");
        assertThat(stage.passed()).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void anObjectThatIsNotThereFailsAtOnce() {
        stage.manifest("10.yaml", DEPLOYMENT)
                .manifest("20.yaml", TestChapters.CONFIG_MAP)
                .has(live(1, ""));

        Failure failure = failure();

        assertThat(failure.reason()).isEqualTo(Reason.OBJECT_FAILED);
        assertThat(failure.message()).isEqualTo("ConfigMap one does not exist: run `labctl apply`");
        assertThat(stage.passed()).isZero();
    }

    @Test
    void anObjectOfAnotherNamespaceIsAnother() {
        stage.manifest("one.yaml", TestChapters.CONFIG_MAP)
                .has(TestChapters.CONFIG_MAP.replace("name: one", "name: one\n  namespace: other"));

        assertThat(failure().message()).contains("ConfigMap one does not exist");
    }

    @Test
    void anObjectOfTheClusterHasNoNamespace() {
        String namespace = "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n";
        stage.manifest("ns.yaml", namespace).has(namespace + "status: {phase: Active}\n");

        assertThat(await()).isEqualTo(StepEnd.unchanged("1 object is ready"));
    }

    @Test
    void afterTheDeadlineItIsSaidWhatWasMissing() {
        stage.manifest("10.yaml", DEPLOYMENT).has(live(1, ""));

        Failure failure = failure();

        assertThat(failure.reason()).isEqualTo(Reason.DEADLINE_PASSED);
        assertThat(failure.reason().exitCode()).isEqualTo(ExitCode.DEADLINE);
        assertThat(failure.message())
                .isEqualTo("gave up waiting for the lab's objects after 600 s:"
                        + " Deployment default/nginx: 1 of 3 pods ready");
        assertThat(failure.next()).contains("--timeout");
    }

    @Test
    void aDeploymentThatGaveUpFailsAtOnce() {
        stage.manifest("10.yaml", DEPLOYMENT).has(deadlineExceeded(2));
        twoRunAndOneIsStuck();

        Failure failure = failure();

        assertThat(failure.reason()).isEqualTo(Reason.OBJECT_FAILED);
        assertThat(failure.message()).isEqualTo("Deployment default/nginx: has timed out progressing");
        assertThat(stage.passed()).isZero();
    }

    @Test
    void podsThatAreMeantToStayStuckAreAsTheyShouldBe() {
        stage.lab(EXPECTING_STUCK_PODS).manifest("10.yaml", DEPLOYMENT).has(live(2, ""));
        twoRunAndOneIsStuck();

        assertThat(await()).isEqualTo(StepEnd.unchanged("1 object is ready; 1 pod is stuck, as the lab expects"));
        assertThat(stage.passed()).isZero();
    }

    @Test
    void theProgressDeadlineOfAWorkloadWithSuchPodsDoesNotCount() {
        stage.lab(EXPECTING_STUCK_PODS).manifest("10.yaml", DEPLOYMENT).has(deadlineExceeded(2));
        twoRunAndOneIsStuck();

        assertThat(await()).isEqualTo(StepEnd.unchanged("1 object is ready; 1 pod is stuck, as the lab expects"));
    }

    @Test
    void theReasonOfTheStuckPodsIsWaitedFor() {
        stage.lab(EXPECTING_STUCK_PODS).manifest("10.yaml", DEPLOYMENT).has(deadlineExceeded(2));
        stage.has(pod("p1", true)).has(pod("p2", true)).has(pod("p3", false));
        stage.api().beforeEachList(api -> {
            if (stage.passed().equals(Duration.ofSeconds(4))) {
                stage.has(event("p3", "range is full"));
            }
        });

        await();

        assertThat(stage.said()).containsExactly("Pod p3 is not ready and has no event \"range is full\" yet");
        assertThat(stage.passed()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void allPodsHaveToBeMadeBeforeTheyAreCounted() {
        stage.lab(EXPECTING_STUCK_PODS).manifest("10.yaml", DEPLOYMENT).has(live(2, ""));
        stage.has(pod("p1", true)).has(pod("p2", true));

        assertThat(failure().message()).endsWith(": Deployment default/nginx: 2 of 3 pods created");
    }

    @Test
    void allPodsThatRunAreFineEvenWhereSomeMayBeStuck() {
        stage.lab(EXPECTING_STUCK_PODS).manifest("10.yaml", DEPLOYMENT).has(rolledOut());

        assertThat(await()).isEqualTo(StepEnd.unchanged("1 object is ready"));
    }

    @Test
    void theExpectationIsOfOneWorkloadAndNotOfAnother() {
        stage.lab(EXPECTING_STUCK_PODS.replace("app=nginx", "app=other"))
                .manifest("10.yaml", DEPLOYMENT)
                .has(deadlineExceeded(2));
        twoRunAndOneIsStuck();

        assertThat(failure().message()).contains("has timed out progressing");
    }

    @Test
    void anExpectationOfRunningPodsAloneLeavesTheProgressDeadlineAsItIs() {
        stage.lab(
                """
                title: all run
                expectations:
                  - says: All run.
                    pods: {selector: app=nginx, running: 3}
                """);
        stage.manifest("10.yaml", DEPLOYMENT).has(deadlineExceeded(2));
        twoRunAndOneIsStuck();

        assertThat(failure().message()).contains("has timed out progressing");
    }

    /** An image that nobody has does not appear, whatever the lab expects of the addresses. */
    @Test
    void aHopelessPodFailsAtOnceEvenWhereSomeMayBeStuck() {
        stage.lab(EXPECTING_STUCK_PODS).manifest("10.yaml", DEPLOYMENT).has(live(2, ""));
        stage.has(pod("p1", true)).has(pod("p2", true));
        stage.has(pod("p3", false)
                .replace(
                        "status: {",
                        "status: {containerStatuses: [{name: nginx, image: 'ngimx',"
                                + " state: {waiting: {reason: ImagePullBackOff, message: 'ngimx: not found'}}}], "));

        Failure failure = failure();

        assertThat(failure.reason()).isEqualTo(Reason.OBJECT_FAILED);
        assertThat(failure.message()).isEqualTo("Pod p3, container nginx: cannot pull ngimx: ngimx: not found");
        assertThat(stage.passed()).isZero();
    }
}
