package dev.labctl.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.lab.TestChapters;
import dev.labctl.provider.LabRecord;
import dev.labctl.steps.ClusterSteps.AwaitNodes;
import dev.labctl.steps.ClusterSteps.CreateCluster;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CreateClusterTest {
    private final ApiException noNamespace =
            new ApiException(ApiException.Kind.NAMESPACE_MISSING, 404, "namespaces \"kube-system\" not found");

    private static final String SLICE =
            """
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: kubernetes
              namespace: default
              labels: {kubernetes.io/service-name: kubernetes}
            """;

    @TempDir
    Path folder;

    private Stage stage;

    @BeforeEach
    void stage() {
        stage = new Stage(folder);
    }

    @Test
    void theRecordLiesInTheClusterFromItsFirstSecond() {
        assertThat(stage.run(new CreateCluster(stage.spec()))).isEqualTo(StepEnd.done("the API server answers"));
        assertThat(stage.provider().calls()).containsExactly("create cilium-book");
        assertThat(stage.record()).isEqualTo(LabRecord.of(stage.spec()));
        assertThat(stage.passed()).isZero();
    }

    @Test
    void theNamespaceOfTheRecordIsThereAMomentAfterTheServer() {
        stage.api().refuses("labctl", noNamespace);
        stage.api().beforeEachApply(api -> {
            if (stage.passed().equals(Duration.ofSeconds(2))) {
                api.accepts("labctl");
            }
        });

        stage.run(new CreateCluster(stage.spec()));

        assertThat(stage.record()).isEqualTo(LabRecord.of(stage.spec()));
        assertThat(stage.passed()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aServerThatNeverTakesItEndsTheWaitLongBeforeTheDeadline() {
        stage.api().refuses("labctl", noNamespace);

        Failure failure = stage.failureOf(new CreateCluster(stage.spec()));

        assertThat(failure.reason()).isEqualTo(Reason.OBJECT_REFUSED);
        assertThat(failure.message()).contains("the lab's record");
        assertThat(stage.passed()).isLessThan(Duration.ofMinutes(1));
    }

    /** Called earlier, the cilium CLI would have Cilium replace kube-proxy. */
    @Test
    void theStepEndsWhenKubeProxyIsDeployed() {
        stage.provider().withoutKubeProxy();
        stage.api().beforeEachGet(api -> {
            if (stage.passed().equals(Duration.ofSeconds(3))) {
                api.has(FakeProvider.KUBE_PROXY);
            }
        });

        stage.run(new CreateCluster(stage.spec()));

        assertThat(stage.passed()).isEqualTo(Duration.ofSeconds(3));
        assertThat(stage.said()).containsExactly("kube-proxy is not deployed yet");
    }

    /** Without kube-proxy, the cilium CLI sets the API server's address to the one in this slice. */
    @Test
    void withoutKubeProxyTheStepEndsWhenTheApiServerHasPublishedItsAddress() {
        stage.chapters()
                .file(
                        "common/kind.yaml",
                        TestChapters.KIND.replace("networking:", "networking:\n  kubeProxyMode: none"));
        stage.api().beforeEachList(api -> {
            if (stage.passed().equals(Duration.ofSeconds(2))) {
                stage.has(SLICE);
            }
        });

        stage.run(new CreateCluster(stage.spec()));

        assertThat(stage.passed()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void aClusterThatCouldNotBeMadeGetsNoRecord() {
        stage.provider().when("create", () -> {
            throw new FailureException(Reason.PORT_TAKEN, "port 80 is taken", "");
        });

        assertThat(stage.failureOf(new CreateCluster(stage.spec())).reason()).isEqualTo(Reason.PORT_TAKEN);
        assertThat(stage.api().applied()).isEmpty();
    }

    @Test
    void joiningTheNodesTellsHowMany() {
        assertThat(stage.run(new AwaitNodes(stage.spec()))).isEqualTo(StepEnd.done("2 nodes"));
        assertThat(stage.provider().calls()).containsExactly("awaitNodes cilium-book");
    }
}
