package dev.labctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.command.session.CommandContext;
import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.LabRef;
import dev.labctl.report.Report;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandRunnerTest {
    /** A command that ends with an exception. */
    private record Failing(RuntimeException exception) implements Command {
        @Override
        public String name() {
            return "apply";
        }

        @Override
        public Optional<LabRef> lab() {
            return Optional.empty();
        }

        @Override
        public Optional<ClusterName> cluster() {
            return Optional.empty();
        }

        @Override
        public Report run(CommandContext context) {
            throw exception;
        }
    }

    @Test
    void aDefectIsReportedWithTheFailureBeforeIt() {
        IllegalStateException defect = new IllegalStateException("no such node");
        defect.addSuppressed(new FailureException(Reason.OBJECT_FAILED, "nginx does not run", "See its pods."));

        Failure failure =
                CommandRunner.run(new Failing(defect), null, false).failure().orElseThrow();

        assertThat(failure.reason()).isEqualTo(Reason.BUG);
        assertThat(failure.message()).contains("no such node");
        assertThat(failure.details()).containsExactly("failure before it: OBJECT_FAILED: nginx does not run");
    }
}
