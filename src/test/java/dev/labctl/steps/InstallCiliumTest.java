package dev.labctl.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.cilium.CiliumRequest;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.lab.LabRef;
import dev.labctl.provider.LabRecord;
import dev.labctl.steps.CiliumSteps.InstallCilium;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallCiliumTest {
    @TempDir
    Path folder;

    private Stage stage;
    private CiliumRequest request;
    private Step install;

    @BeforeEach
    void aClusterWithARecord() {
        stage = new Stage(folder).recorded();
        request = new CiliumRequest(
                Stage.CLUSTER, stage.lab().ref(), "1.18.2", stage.lab().values());
        install = new InstallCilium(request);
    }

    private void helmLeaves(int revision, String status) {
        stage.provider()
                .when(
                        "install",
                        () -> stage.has("apiVersion: v1\nkind: Secret\nmetadata: {name: sh.helm.release.v1.cilium.v"
                                + revision + ", namespace: kube-system, labels: {owner: helm, name: cilium, version: '"
                                + revision + "', status: " + status + "}}\n"));
    }

    @Test
    void whatIsInstalledIsRecordedWithHelmsNumberOfIt() {
        helmLeaves(1, "deployed");

        assertThat(stage.run(install)).isEqualTo(StepEnd.done("1.18.2"));
        assertThat(stage.provider().calls()).containsExactly("install 1.18.2");
        assertThat(stage.record().cilium()).contains(new LabRecord.Cilium("1.18.2", request.fingerprint(), 1));
    }

    @Test
    void theClusterHoldsTheLabWhoseValuesItHas() {
        LabRef other = LabRef.of("chapter05", "other");
        helmLeaves(1, "deployed");

        stage.run(new InstallCilium(
                new CiliumRequest(Stage.CLUSTER, other, "1.18.2", stage.lab().values())));

        assertThat(stage.record().lab()).isEqualTo(other);
    }

    @Test
    void aReleaseThatIsNotDeployedIsNotRecordedAsInstalled() {
        helmLeaves(1, "pending-install");

        stage.run(install);

        assertThat(stage.record().cilium()).isEmpty();
    }

    @Test
    void aFailedInstallIsNotRecorded() {
        stage.provider().when("install", () -> {
            throw new FailureException(Reason.CILIUM_INSTALL_FAILED, "helm said no", "");
        });

        assertThat(stage.failureOf(install).reason()).isEqualTo(Reason.CILIUM_INSTALL_FAILED);
        assertThat(stage.record().cilium()).isEmpty();
    }

    @Test
    void aClusterThatLabctlDidNotCreateGetsARecordThatSaysSo() {
        stage.api().remove(LabRecord.REF);
        helmLeaves(1, "deployed");

        stage.run(install);

        assertThat(stage.api().peek(LabRecord.REF).flatMap(LabRecord::of))
                .hasValueSatisfying(record -> assertThat(record.adopted()).isTrue());
    }
}
