package dev.labctl.command.planner;

import static dev.labctl.lab.TestChapters.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.failure.ExitCode;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DesiredStateTest {
    @ParameterizedTest
    @CsvSource({"1.18.2, 1.18.2", "v1.18.2, 1.18.2", "v1.19.0-rc.1, 1.19.0-rc.1", "1.20.0-pre, 1.20.0-pre"})
    void aVersionIsKeptWithoutItsV(String text, String version) {
        assertThat(DesiredState.ciliumVersion(Optional.of(text), Versions.PINNED)
                        .text())
                .isEqualTo(version);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "banana",
                "",
                "1.18",
                "vv1.18.2",
                "1.18.2 ",
                "1.18.2-",
                "latest",
                "1.18.2; rm -rf /",
                "01.18.2",
                "1.18.99999999999",
                "1.18.x"
            })
    void anyOtherTextIsWrongUsage(String text) {
        Failure failure = failureOf(() -> DesiredState.ciliumVersion(Optional.of(text), Versions.PINNED));

        assertThat(failure.reason()).isEqualTo(Reason.USAGE);
        assertThat(failure.reason().exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(failure.message()).isEqualTo("\"" + text + "\" is not a version of Cilium");
    }
}
