package dev.labctl.steps.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.failure.ExitCode;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.steps.LabRecords;
import dev.labctl.steps.Stage;
import dev.labctl.steps.Step;
import dev.labctl.steps.StepEnd;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeleteObjectsTest {
    private static final ObjectRef NAMESPACE = ObjectRef.ofCluster("v1", "Namespace", "a");
    private static final ObjectRef CONFIG = ObjectRef.namespaced("v1", "ConfigMap", "a", "config");
    private static final ObjectRef WEB = ObjectRef.namespaced("apps/v1", "Deployment", "a", "web");
    private static final String CONFIG_YAML =
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: config, namespace: a}\n";
    private static final String YAML = "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n---\n" + CONFIG_YAML
            + "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: a}\n";
    private static final Step DELETE = new DeleteObjects(
            Stage.CLUSTER,
            List.of(NAMESPACE, CONFIG, WEB),
            List.of(Path.of("/labs/10-a.yaml"), Path.of("/labs/20-web.yaml")),
            Removal.NOTHING);

    @TempDir
    Path folder;

    private Stage stage;

    @BeforeEach
    void stage() {
        stage = new Stage(folder);
    }

    @Test
    void objectsGoInTheReverseOrderOfApplying() {
        stage.has(YAML).recorded(NAMESPACE, CONFIG, WEB);

        assertThat(stage.run(DELETE)).isEqualTo(StepEnd.done("3 deleted"));
        assertThat(stage.api().deleted()).containsExactly("Deployment a/web", "ConfigMap a/config", "Namespace a");
        assertThat(stage.said())
                .containsExactly("Deployment a/web deleted", "ConfigMap a/config deleted", "Namespace a deleted");
        assertThat(stage.record().applied()).isEmpty();
    }

    @Test
    void whatLabctlDidNotMakeStaysAndANamespaceThatHoldsItAsWell() {
        stage.has(YAML).recorded(NAMESPACE, CONFIG, WEB);
        LabRecords.change(stage.api(), record -> record.withPreexisting(Set.of(CONFIG)));

        assertThat(stage.run(DELETE)).isEqualTo(StepEnd.done("1 deleted, 2 left"));

        assertThat(stage.api().deleted()).containsExactly("Deployment a/web");
        assertThat(stage.said())
                .containsExactly(
                        "Deployment a/web deleted",
                        "ConfigMap a/config stays: it was there before labctl applied it",
                        "Namespace a stays: it holds what labctl did not make: ConfigMap a/config");
        assertThat(stage.record().applied()).containsExactly(NAMESPACE);
    }

    @Test
    void whatIsGoneAlreadyIsNotCounted() {
        stage.has(CONFIG_YAML).recorded(NAMESPACE, CONFIG, WEB);

        assertThat(stage.run(DELETE)).isEqualTo(StepEnd.done("1 deleted"));
        assertThat(stage.said()).containsExactly("ConfigMap a/config deleted");
    }

    @Test
    void aSecondDeletionFindsNothingAndClearsTheRecordAllTheSame() {
        stage.recorded(NAMESPACE, CONFIG, WEB);

        assertThat(stage.run(DELETE)).isEqualTo(StepEnd.unchanged("none of them is there"));
        assertThat(stage.record().applied()).isEmpty();
    }

    @Test
    void whatHangsIsWaitedForAndStaysInTheRecord() {
        stage.has(YAML).recorded(NAMESPACE, CONFIG, WEB);
        stage.api().beforeEachGet(api -> {
            if (api.deleted().contains("ConfigMap a/config")) {
                stage.has(CONFIG_YAML);
            }
        });

        Failure failure = stage.failureOf(DELETE);

        assertThat(failure.reason()).isEqualTo(Reason.DEADLINE_PASSED);
        assertThat(failure.reason().exitCode()).isEqualTo(ExitCode.DEADLINE);
        assertThat(failure.message())
                .isEqualTo("gave up waiting for ConfigMap a/config to be gone after 600 s:"
                        + " ConfigMap a/config is still being deleted");
        assertThat(stage.api().deleted()).as("the namespace comes after it").doesNotContain("Namespace a");
        assertThat(stage.record().applied()).contains(CONFIG);
    }

    @Test
    void anObjectThatTheServerDoesNotWantToDeleteIsNamed() {
        stage.has(YAML);
        stage.api().refusesToDelete("web", new ApiException(ApiException.Kind.REFUSED, 403, "not yours"));

        Failure failure = stage.failureOf(DELETE);

        assertThat(failure.reason()).isEqualTo(Reason.OBJECT_REFUSED);
        assertThat(failure.message()).isEqualTo("the API server did not accept Deployment a/web: not yours");
    }

    @Test
    void byHandItIsDoneByFile() {
        assertThat(DELETE.equivalent(stage.provider().kind().commands()))
                .containsExactly("delete objects of 10-a.yaml", "delete objects of 20-web.yaml");
    }
}
