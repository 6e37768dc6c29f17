package dev.labctl.output.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.output.text.Style;
import dev.labctl.report.Report.StepOutcome;
import dev.labctl.report.Report.StepReport;
import dev.labctl.time.VirtualTime;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a terminal shows while steps run, and what stays. The painter draws when it likes: nothing here depends on it. */
class LiveProgressTest {
    private static final Style ASCII = new Style(false, false, true, 60);
    private static final Style UNICODE = new Style(false, true, true, 60);

    private final Screen screen = new Screen();
    private final VirtualTime time = new VirtualTime();
    private LiveProgress progress = live(ASCII, false);

    private LiveProgress live(Style style, boolean verbose) {
        if (progress != null) {
            progress.close();
        }
        progress = new LiveProgress(new PrintStream(screen, false, StandardCharsets.UTF_8), style, verbose, time);
        return progress;
    }

    @AfterEach
    void close() {
        progress.close();
    }

    private static StepReport ended(StepOutcome outcome, String detail) {
        return new StepReport("create cluster", outcome, Duration.ofMillis(14_249), detail);
    }

    @Test
    void aStepThatEndedStaysAsALine() throws InterruptedException {
        progress.started("create cluster");
        screen.await("create cluster");
        progress.ended(ended(StepOutcome.DONE, "the API server answers"));
        progress.started("join nodes");
        screen.await("join nodes");
        progress.ended(new StepReport("join nodes", StepOutcome.UNCHANGED, Duration.ZERO, ""));
        progress.close();

        assertThat(screen.lines())
                .containsExactly(
                        "+ create cluster: done in 14.2 s (the API server answers)", "+ join nodes: nothing to do", "");
    }

    @Test
    void theStepThatRunsTellsItsTimeAndWhatItIsAt() throws InterruptedException {
        progress.started("create cluster");
        time.sleep(Duration.ofSeconds(75));
        progress.said("the API server does not answer yet");

        screen.await(" create cluster  75 s  the API server does not");
        progress.close();
        assertThat(screen.drawn()).anyMatch(line -> line.matches("[|/\\\\-] create cluster  75 s  the API server.*"));
    }

    @Test
    void theSpinnerTurns() throws InterruptedException {
        progress.started("create cluster");

        for (String frame : new String[] {"|", "/", "-", "\\"}) {
            screen.await(frame + " create cluster  0 s");
        }
    }

    @Test
    void closingInTheMiddleOfAStepClearsItsLine() throws InterruptedException {
        progress.started("create cluster");
        screen.await("create cluster");
        progress.close();

        assertThat(screen.lines()).containsExactly("");
    }

    @Test
    void closingTwiceOrWithoutAStepWritesNothing() {
        progress.close();
        progress.close();

        assertThat(screen.raw()).isEmpty();
    }

    @Test
    void aLineThatIsTooLongIsCutForItWouldBreak() throws InterruptedException {
        progress.started("create cluster");
        progress.said("a very long sentence about what is still missing, which no terminal of this width can show");
        screen.await("a very long sentence");
        progress.close();

        assertThat(screen.drawn()).allSatisfy(line -> assertThat(line).hasSizeLessThan(60));
        assertThat(screen.drawn()).anyMatch(line -> line.endsWith("~"));
    }

    /** Nodes and webhooks tell their errors in several lines; those that are not cleared would pile up. */
    @Test
    void aMessageOfSeveralLinesStaysInItsLine() throws InterruptedException {
        progress.started("create cluster");
        progress.said("the webhook says:\nno");
        screen.await("the webhook says:");
        progress.ended(ended(StepOutcome.DONE, ""));
        progress.close();

        assertThat(screen.lines()).containsExactly("+ create cluster: done in 14.2 s", "");
    }

    @Test
    void whatIsSaidOutsideOfStepsStays() {
        progress.said("looking");
        progress.started("create cluster");
        progress.ended(ended(StepOutcome.DONE, ""));
        progress.said("done");
        progress.close();

        assertThat(screen.lines()).containsExactly("looking", "+ create cluster: done in 14.2 s", "done", "");
    }

    @Test
    void theToolsAreHeardAboveTheSpinnerWhereTheReaderWantsIt() throws InterruptedException {
        live(ASCII, true);
        progress.started("create cluster");
        screen.await("create cluster");
        progress.output("Preparing nodes");
        progress.ended(ended(StepOutcome.DONE, ""));
        progress.close();

        assertThat(screen.lines()).containsExactly("  | Preparing nodes", "+ create cluster: done in 14.2 s", "");
    }

    @Test
    void theToolsAreNotHeardElsewhere() {
        progress.started("create cluster");
        progress.output("Preparing nodes");
        progress.ended(ended(StepOutcome.DONE, ""));
        progress.close();

        assertThat(screen.raw()).doesNotContain("Preparing nodes");
    }

    @ParameterizedTest
    @CsvSource({
        "DONE, '✓ create cluster: done in 14.2 s', '+ create cluster: done in 14.2 s'",
        "UNCHANGED, '✓ create cluster: nothing to do', '+ create cluster: nothing to do'",
        "FAILED, '✗ create cluster: failed after 14.2 s', 'x create cluster: failed after 14.2 s'",
        "REFUSED, '✗ create cluster: refused', 'x create cluster: refused'",
        "INTERRUPTED, '✗ create cluster: interrupted', 'x create cluster: interrupted'",
        "SKIPPED, '- create cluster: skipped', '- create cluster: skipped'"
    })
    void theSignOfAnEndDoesNotNeedColours(StepOutcome outcome, String unicode, String ascii) {
        live(UNICODE, false).ended(ended(outcome, ""));
        live(ASCII, false).ended(ended(outcome, ""));
        progress.close();

        assertThat(screen.lines()).containsExactly(unicode, ascii, "");
    }

    @Test
    void colours() {
        live(new Style(true, true, true, 60), false).ended(ended(StepOutcome.FAILED, ""));
        progress.close();

        assertThat(screen.raw()).contains("\u001B[31m✗\u001B[0m create cluster: failed");
    }
}
