package dev.labctl.command.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.report.Report;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FailureExplainerTest {
    private static final Report FAILED = Report.failed(
            "apply",
            Optional.empty(),
            Optional.empty(),
            Failure.of(Reason.OBJECT_FAILED, "nginx does not run", "See its pods."));

    @Test
    void aDefectOfTheExplanationSurfacesWithTheFailureThatCameFirst() {
        assertThatThrownBy(() -> FailureExplainer.explain(FAILED, () -> {
                    throw new IllegalStateException("no such node");
                }))
                .isInstanceOf(IllegalStateException.class)
                .satisfies(defect -> assertThat(defect.getSuppressed())
                        .singleElement()
                        .isInstanceOfSatisfying(
                                FailureException.class,
                                first -> assertThat(first.failure().reason()).isEqualTo(Reason.OBJECT_FAILED)));
    }

    @Test
    void withoutACauseTheReportStaysAsItIs() {
        assertThat(FailureExplainer.explain(FAILED, List::of)).isSameAs(FAILED);
    }
}
