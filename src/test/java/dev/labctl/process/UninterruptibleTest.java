package dev.labctl.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UninterruptibleTest {
    private static final Duration LIMIT = Duration.ofMillis(50);

    @Test
    void anInterruptNeitherShortensTheWaitNorIsLost() {
        Thread.currentThread().interrupt();
        long start = System.nanoTime();

        Uninterruptible.run(LIMIT, TimeUnit.NANOSECONDS::sleep);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(LIMIT);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void withoutAnInterruptTheFlagStaysClear() {
        Uninterruptible.run(LIMIT, nanos -> {});

        assertThat(Thread.interrupted()).isFalse();
    }
}
