package dev.labctl.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    private final VirtualTime time = new VirtualTime();

    @Test
    void remainingTimeIsNeverNegative() throws InterruptedException {
        Deadline deadline = Deadline.in(Duration.ofSeconds(10), time);

        deadline.pause(Duration.ofSeconds(4), "a test");
        assertThat(deadline.remaining()).isEqualTo(Duration.ofSeconds(6));
        assertThat(deadline.passed()).isFalse();

        deadline.pause(Duration.ofSeconds(60), "a test");
        assertThat(time.now()).isEqualTo(deadline.end());
        assertThat(deadline.passed()).isTrue();

        time.sleep(Duration.ofSeconds(1));
        assertThat(deadline.remaining()).isEqualTo(Duration.ZERO);
        assertThat(deadline.length()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void aPartNeverEndsAfterTheWhole() {
        Deadline deadline = Deadline.in(Duration.ofSeconds(10), time);

        assertThat(deadline.atMost(Duration.ofSeconds(3)).remaining()).isEqualTo(Duration.ofSeconds(3));
        assertThat(deadline.atMost(Duration.ofSeconds(30))).isSameAs(deadline);
    }

    @Test
    void theMachinesClockAdvances() throws InterruptedException {
        var before = TimeSource.system().now();
        TimeSource.system().sleep(Duration.ofMillis(5));

        assertThat(TimeSource.system().now()).isAfter(before);
    }
}
