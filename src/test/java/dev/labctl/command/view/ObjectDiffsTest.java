package dev.labctl.command.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.Permitted;
import dev.labctl.report.DiffView.Conflict;
import dev.labctl.report.DiffView.ObjectDiff;
import dev.labctl.report.DiffView.State;
import dev.labctl.steps.Stage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectDiffsTest {
    private static final String LAB =
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: one}
            data: {key: value}
            """;
    private static final String LIVE =
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: one, namespace: default, resourceVersion: "7", uid: x, managedFields: [{manager: kubectl}]}
            data: {key: by hand, theirs: stays}
            """;

    @TempDir
    Path folder;

    private Stage stage;

    @BeforeEach
    void aLabWithOneObject() {
        stage = new Stage(folder).manifest("10-one.yaml", LAB);
    }

    private ObjectDiff diff() {
        List<ObjectDiff> all = new ObjectDiffs(new Permitted(stage.api())).ofLab(stage.lab());
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @Test
    void whatIsNotThereWouldBeCreated() {
        assertThat(diff()).isEqualTo(new ObjectDiff("ConfigMap default/one", State.CREATED, ""));
    }

    @Test
    void whatApplyingWouldChangeIsShownWithoutTheServersBookkeeping() {
        stage.has(LIVE);

        assertThat(diff().state()).isEqualTo(State.CHANGED);
        assertThat(diff().diff())
                .containsExactly(
                        "@@ -1,6 +1,6 @@",
                        " apiVersion: v1",
                        " data:",
                        "-  key: by hand",
                        "+  key: value",
                        "   theirs: stays",
                        " kind: ConfigMap",
                        " metadata:");
        assertThat(stage.api().applied()).isEmpty();
    }

    @Test
    void fieldsOfOthersWithTheLabsValuesAreNoDifference() {
        stage.has(LIVE.replace("by hand", "value"));

        assertThat(diff()).isEqualTo(new ObjectDiff("ConfigMap default/one", State.UNCHANGED, ""));
    }

    @Test
    void aConflictNamesFieldAndManagerAndShowsWhatForcingWouldDo() {
        stage.has(LIVE);
        stage.api()
                .refuses(
                        "one",
                        new ApiException(
                                ApiException.Kind.CONFLICT,
                                409,
                                "Apply failed with 1 conflict",
                                ".data.key: conflict with \"kubectl-edit\" using v1"));

        assertThat(diff().state()).isEqualTo(State.CONFLICT);
        assertThat(diff().conflicts()).containsExactly(new Conflict(".data.key", "kubectl-edit"));
        assertThat(diff().diff()).contains("-  key: by hand", "+  key: value");
    }

    @Test
    void aMissingRightIsNamedAndWhatIsNotAcceptedAsWell() {
        stage.has(LIVE);
        stage.api().refuses("one", new ApiException(ApiException.Kind.FORBIDDEN, 403, "User \"x\" cannot patch"));
        assertThat(diff()).isEqualTo(new ObjectDiff("ConfigMap default/one", State.UNKNOWN, "User \"x\" cannot patch"));

        stage.api().refuses("one", new ApiException(ApiException.Kind.REFUSED, 422, "field is immutable"));
        assertThat(diff()).isEqualTo(new ObjectDiff("ConfigMap default/one", State.REFUSED, "field is immutable"));
    }

    @Test
    void aSecretShowsThatItChangedAndNotHow() {
        stage.manifest(
                        "10-one.yaml",
                        "apiVersion: v1\nkind: Secret\nmetadata: {name: one}\ndata: {a: b25l, b: c2FtZQ==}\n")
                .has("apiVersion: v1\nkind: Secret\nmetadata: {name: one, namespace: default}\n"
                        + "data: {a: dHdv, b: c2FtZQ==}\n");

        assertThat(diff().diff())
                .contains("-  a: (redacted)", "+  a: (redacted, changed)", "   b: (redacted)")
                .noneMatch(line -> line.contains("b25l") || line.contains("dHdv") || line.contains("c2FtZQ"));
    }
}
