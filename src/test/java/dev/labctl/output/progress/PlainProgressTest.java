package dev.labctl.output.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.report.Report.StepOutcome;
import dev.labctl.report.Report.StepReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(bytes, false, StandardCharsets.UTF_8);

    private List<String> lines() {
        stream.flush();
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    private static StepReport ended(StepOutcome outcome, long millis, String detail) {
        return new StepReport("create cluster", outcome, Duration.ofMillis(millis), detail);
    }

    @Test
    void everythingIsALineOfItsOwn() {
        PlainProgress progress = new PlainProgress(stream, false);

        progress.said("before any step");
        progress.started("create cluster");
        progress.said("the API server does not answer yet");
        progress.output("Preparing nodes");
        progress.ended(ended(StepOutcome.DONE, 14_249, "the API server answers"));
        progress.said("after it");

        assertThat(lines())
                .containsExactly(
                        "before any step",
                        "create cluster ...",
                        "create cluster: the API server does not answer yet",
                        "create cluster: done in 14.2 s (the API server answers)",
                        "after it");
    }

    @Test
    void whatToolsAndClustersWriteDoesNotActOnTheTerminal() {
        PlainProgress progress = new PlainProgress(stream, true);

        progress.output("\u001b[1mPreparing\u001b[0m nodes\r");
        progress.said("Pod a\u202eb is not ready");
        progress.ended(ended(StepOutcome.UNCHANGED, 0, "a\u0007b"));

        assertThat(lines())
                .containsExactly("  | Preparing nodes?", "Pod a?b is not ready", "create cluster: nothing to do (a?b)");
    }

    @Test
    void theToolsAreHeardWhereTheReaderWantsIt() {
        PlainProgress progress = new PlainProgress(stream, true);

        progress.output("$ kind get clusters");
        progress.started("create cluster");
        progress.output("Preparing nodes");

        assertThat(lines()).containsExactly("  | $ kind get clusters", "create cluster ...", "  | Preparing nodes");
    }

    @ParameterizedTest
    @CsvSource({
        "DONE, create cluster: done in 0.0 s",
        "UNCHANGED, create cluster: nothing to do",
        "FAILED, create cluster: failed after 0.0 s",
        "REFUSED, create cluster: refused",
        "INTERRUPTED, create cluster: interrupted",
        "SKIPPED, create cluster: skipped"
    })
    void everyEndHasItsWords(StepOutcome outcome, String line) {
        new PlainProgress(stream, false).ended(ended(outcome, 0, ""));

        assertThat(lines()).containsExactly(line);
    }

    @ParameterizedTest
    @CsvSource({"0, 0.0", "49, 0.0", "50, 0.1", "950, 1.0", "74499, 74.5", "3600000, 3600.0"})
    void timesAreInSecondsWithATenth(long millis, String seconds) {
        new PlainProgress(stream, false).ended(ended(StepOutcome.DONE, millis, ""));

        assertThat(lines()).containsExactly("create cluster: done in " + seconds + " s");
    }
}
