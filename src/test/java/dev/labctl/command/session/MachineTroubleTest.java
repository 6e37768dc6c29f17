package dev.labctl.command.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.provider.Halted;
import dev.labctl.provider.HaltedNodes.Condition;
import dev.labctl.steps.Stage;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The failure of a step tells what is broken below the cluster. */
class MachineTroubleTest {
    private static final Failure STOPPED =
            Halted.nodes(Condition.STOPPED, "docker start n1", "n1").failure(Stage.CLUSTER, true);

    @TempDir
    Path folder;

    private Stage stage;

    @BeforeEach
    void aStage() {
        stage = new Stage(folder);
    }

    private static Failure failed(Reason reason) {
        return Failure.of(reason, "the step failed", "try again");
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"API_UNREACHABLE", "DEADLINE_PASSED", "CILIUM_INSTALL_FAILED", "CLUSTER_CREATE_FAILED"})
    void aNodeThatWasStoppedMeanwhileIsTheReason(Reason symptom) {
        stage.provider().troubled(STOPPED);

        Failure behind = MachineTrouble.behind(failed(symptom), stage.session());

        assertThat(behind.reason()).isEqualTo(Reason.CLUSTER_STOPPED);
        assertThat(behind.message()).isEqualTo(STOPPED.message());
        assertThat(behind.details()).containsExactly("the step failed");
    }

    @Test
    void otherFailuresStayAsTheyAre() {
        assertThat(MachineTrouble.behind(failed(Reason.API_UNREACHABLE), stage.session()))
                .isEqualTo(failed(Reason.API_UNREACHABLE));

        stage.provider().troubled(STOPPED);
        assertThat(MachineTrouble.behind(failed(Reason.INTERRUPTED), stage.session()))
                .isEqualTo(failed(Reason.INTERRUPTED));
    }
}
