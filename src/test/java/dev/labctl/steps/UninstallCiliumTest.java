package dev.labctl.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.provider.LabRecord;
import dev.labctl.steps.CiliumSteps.UninstallCilium;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UninstallCiliumTest {
    private static final ObjectRef AGENTS = ObjectRef.namespaced("apps/v1", "DaemonSet", "kube-system", "cilium");
    private static final ObjectRef SECRETS = ObjectRef.ofCluster("v1", "Namespace", "cilium-secrets");

    @TempDir
    Path folder;

    private Stage stage;
    private final Step uninstall = new UninstallCilium(Stage.CLUSTER, "an earlier install was cut off");

    @BeforeEach
    void anInstalledCilium() {
        stage = new Stage(folder)
                .has("apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: cilium, namespace: kube-system}\n"
                        + "---\napiVersion: v1\nkind: Namespace\nmetadata: {name: cilium-secrets}\n");
        stage.recorded(
                LabRecord.of(stage.spec()).withCilium(Optional.of(new LabRecord.Cilium("1.18.2", "fingerprint", 1))));
    }

    private void everythingIsGone() {
        stage.api().remove(AGENTS);
        stage.api().remove(SECRETS);
    }

    @Test
    void theRecordForgetsWhatIsGone() {
        stage.provider().when("uninstall", this::everythingIsGone);

        assertThat(stage.run(uninstall)).isEqualTo(StepEnd.done("an earlier install was cut off"));
        assertThat(stage.provider().calls()).containsExactly("uninstall cilium-book");
        assertThat(stage.record().cilium()).isEmpty();
        assertThat(stage.passed()).isZero();
    }

    @Test
    void whatGoesSlowlyIsWaitedForOrTheNextInstallWouldFailHalfWay() {
        stage.api().beforeEachGet(api -> {
            if (stage.passed().equals(Duration.ofSeconds(3))) {
                api.remove(AGENTS);
            }
            if (stage.passed().equals(Duration.ofSeconds(20))) {
                api.remove(SECRETS);
            }
        });

        stage.run(uninstall);

        assertThat(stage.said())
                .containsExactly(
                        "DaemonSet kube-system/cilium is still there", "Namespace cilium-secrets is still there");
        assertThat(stage.passed()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void whatNeverGoesIsToldAtTheDeadlineAndTheRecordKeepsIt() {
        Failure failure = stage.failureOf(uninstall);

        assertThat(failure.reason()).isEqualTo(Reason.DEADLINE_PASSED);
        assertThat(failure.message())
                .isEqualTo("gave up waiting for Cilium to be gone after 600 s:"
                        + " DaemonSet kube-system/cilium is still there");
        assertThat(stage.record().cilium()).isPresent();
    }

    @Test
    void byHandItIsOneLine() {
        assertThat(uninstall.equivalent(stage.provider().kind().commands())).containsExactly("uninstall cilium-book");
    }
}
