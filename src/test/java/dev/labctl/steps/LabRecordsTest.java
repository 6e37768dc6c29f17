package dev.labctl.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.cilium.CiliumRequest;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.TestChapters;
import dev.labctl.provider.LabRecord;
import dev.labctl.report.Report.StepOutcome;
import dev.labctl.steps.CiliumSteps.InstallCilium;
import dev.labctl.steps.CiliumSteps.UninstallCilium;
import dev.labctl.steps.CiliumSteps.UpgradeCilium;
import dev.labctl.steps.objects.ApplyManifests;
import dev.labctl.steps.objects.DeleteObjects;
import dev.labctl.steps.objects.Removal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That a lab was seen as it should be is true until somebody changes something, and not a moment longer. */
class LabRecordsTest {
    private static final Instant SEEN = Instant.parse("2026-11-23T09:00:00Z");
    private static final ObjectRef ONE = ObjectRef.namespaced("v1", "ConfigMap", "default", "one");

    @TempDir
    Path folder;

    private Stage stage;

    @BeforeEach
    void aVerifiedLab() {
        stage = new Stage(folder).manifest("10-one.yaml", TestChapters.CONFIG_MAP);
        stage.api().hasServiceAccount("default");
        stage.recorded(LabRecord.of(stage.spec()));
        stage.run(apply(false));
        LabRecords.change(stage.api(), record -> record.withVerified(Optional.of(SEEN)));
        assertThat(verified()).contains(SEEN);
    }

    private Optional<Instant> verified() {
        return stage.record().verified();
    }

    private ApplyManifests apply(boolean force) {
        return new ApplyManifests(Stage.CLUSTER, stage.lab(), force);
    }

    private CiliumRequest cilium() {
        return new CiliumRequest(Stage.CLUSTER, Stage.REF, "1.18.2", stage.lab().values());
    }

    @Test
    void applyingWhatIsThereAlreadyChangesNothing() {
        assertThat(stage.run(apply(false)).outcome()).isEqualTo(StepOutcome.UNCHANGED);

        assertThat(verified()).contains(SEEN);
    }

    @Test
    void anObjectThatChangesTakesItAway() {
        stage.manifest("10-one.yaml", TestChapters.CONFIG_MAP.replace("value", "other"));
        stage.run(apply(false));

        assertThat(verified()).isEmpty();
    }

    @Test
    void theSameObjectsForAnotherLabAreAnotherLab() {
        stage.api().has(stage.record().withLab(LabRef.of("chapter05")).toConfigMap());
        stage.run(apply(false));

        assertThat(verified()).isEmpty();
    }

    /** Whoever is killed here has left objects changed. */
    @Test
    void itIsGoneBeforeTheFirstObjectIsApplied() {
        stage.api().refuses("one", new ApiException(ApiException.Kind.REFUSED, 422, "no"));
        stage.failureOf(apply(false));

        assertThat(verified()).isEmpty();
    }

    @Test
    void itIsGoneBeforeCiliumIsTouched() {
        for (Step step : List.of(
                new InstallCilium(cilium()),
                new UpgradeCilium(cilium(), "the values differ"),
                new UninstallCilium(Stage.CLUSTER, ""))) {
            LabRecords.change(stage.api(), record -> record.withVerified(Optional.of(SEEN)));
            for (String call : List.of("install", "upgrade", "uninstall")) {
                stage.provider().when(call, () -> {
                    assertThat(verified()).isEmpty();
                    throw new FailureException(Reason.TOOL_FAILED, "cut off", "");
                });
            }

            assertThat(stage.failureOf(step).message()).isEqualTo("cut off");
            assertThat(verified()).as(step.name()).isEmpty();
        }
    }

    @Test
    void deletingObjectsTakesItAway() {
        stage.run(new DeleteObjects(Stage.CLUSTER, List.of(ONE), List.of(), Removal.NOTHING));

        assertThat(verified()).isEmpty();
    }

    @Test
    void deletingWhatIsNotThereChangesNothing() {
        ObjectRef two = ObjectRef.namespaced("v1", "ConfigMap", "default", "two");
        stage.run(new DeleteObjects(Stage.CLUSTER, List.of(two), List.of(), Removal.NOTHING));

        assertThat(verified()).contains(SEEN);
    }
}
