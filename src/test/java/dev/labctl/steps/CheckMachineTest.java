package dev.labctl.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.doctor.Needs;
import dev.labctl.doctor.Needs.Part;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.steps.ClusterSteps.CheckMachine;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The machine of the stage has no tools at all. */
class CheckMachineTest {
    @TempDir
    Path folder;

    private Stage stage;

    @BeforeEach
    void stage() {
        stage = new Stage(folder);
    }

    private static CheckMachine check(Part... parts) {
        return new CheckMachine(new Needs(Set.of(parts), OptionalInt.empty(), List.of(), 3));
    }

    @Test
    void aMachineThatWillDoIsDone() {
        assertThat(stage.run(check())).isEqualTo(StepEnd.done(""));
        assertThat(stage.said()).isEmpty();
    }

    @Test
    void aWarningIsSaidAndDoesNotStop() {
        assertThat(stage.run(check(Part.KUBECTL))).isEqualTo(StepEnd.done(""));
        assertThat(stage.said())
                .containsExactly("kubectl is not on the PATH;"
                        + " https://kubernetes.io/docs/tasks/tools/install-kubectl-linux");
    }

    @Test
    void theFirstErrorIsTheReasonAndTheOthersAreTold() {
        Failure failure = stage.failureOf(check(Part.ENGINE, Part.KIND, Part.KUBECTL));

        assertThat(failure.reason()).isEqualTo(Reason.TOOL_MISSING);
        assertThat(failure.message()).isEqualTo("docker is not on the PATH");
        assertThat(failure.next()).isEqualTo("https://docs.docker.com/engine/install");
        assertThat(failure.details()).singleElement().asString().startsWith("kind is not on the PATH: go install");
    }
}
