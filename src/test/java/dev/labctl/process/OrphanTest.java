package dev.labctl.process;

import static dev.labctl.process.Children.later;
import static dev.labctl.process.Children.sh;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes that outlive the program and hold its output open. */
@Timeout(60)
class OrphanTest {
    private static final Limits LIMITS = new Limits(1 << 20, 1024, Duration.ofSeconds(60), Duration.ofSeconds(1));

    private final Heard heard = new Heard();
    private final JdkProcessRunner runner = new JdkProcessRunner(Children.ENVIRONMENT, LIMITS);
    private ProcessResult result;

    @AfterEach
    void endTheOrphan() throws InterruptedException {
        Children.told(result.stdout()).forEach(ProcessHandle::destroyForcibly);
        Children.await(() -> Children.told(result.stdout()).stream().noneMatch(Children::runs));
    }

    @Test
    void aSilentOneIsNotWaitedFor() {
        result = runner.run(sh("sleep 1000 & echo pid $!; echo out; echo err >&2"), later(), heard);

        assertThat(result).isInstanceOf(ProcessResult.Succeeded.class);
        assertThat(result.stdout().lines()).hasSize(2).endsWith("out");
        assertThat(result.stderr().text()).isEqualTo("err\n");
        assertThat(heard.lines(LineListener.Stream.STDOUT))
                .isEqualTo(result.stdout().lines());
        assertThat(Children.told(result.stdout())).as("left alone").hasSize(1).allMatch(Children::runs);
    }

    @Test
    void oneThatNeverStopsWritingIsNotWaitedFor() {
        result = runner.run(sh("yes >&2 & echo pid $!; exit 5"), later(), heard);

        assertThat(result).isInstanceOfSatisfying(ProcessResult.Failed.class, failed -> assertThat(failed.exitCode())
                .isEqualTo(5));
    }

    @Test
    void noLineIsToldAfterwards() throws InterruptedException {
        result = runner.run(sh("(sleep 2; echo late) & echo pid $!; echo early"), later(), heard);
        Children.await(() -> Children.told(result.stdout()).stream().noneMatch(Children::runs));
        Children.await(Children::noThreadIsLeft);

        assertThat(heard.lines(LineListener.Stream.STDOUT)).contains("early").doesNotContain("late");
    }
}
