package dev.labctl.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.labctl.addresses.AddressMap;
import dev.labctl.cluster.Cluster;
import dev.labctl.explain.Explainer;
import dev.labctl.explain.Recordings;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.kubernetes.Observation;
import dev.labctl.time.Deadline;
import dev.labctl.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A clock that jumps: the machine's own is not looked at again, and one of a cluster may differ from it. */
class ClockJumpTest {
    /** Long ago and far ahead of what the objects say of themselves. */
    @ParameterizedTest
    @CsvSource({
        "small-exhausted, -P1D",
        "small-exhausted, P4000D",
        "multi-pool-troubles, -P1D",
        "multi-pool-troubles, P4000D",
        "agent-crashes-node-down, -P1D",
        "agent-crashes-node-down, P4000D",
        "workload-troubles, -P1D",
        "workload-troubles, P4000D"
    })
    void aClusterWhoseClockDiffersIsExplainedAllTheSame(String recording, Duration ahead) {
        Observation seen = Recordings.read(recording);
        Observation other = new Observation(
                seen.at().plus(ahead),
                seen.kubernetes(),
                seen.objects().stream().toList());

        assertThat(Explainer.all(ClusterIndex.of(other, LabFacts.NONE))).isNotEmpty();
        assertThatCode(() -> AddressMap.of(Cluster.of(other))).doesNotThrowAnyException();
    }

    @Test
    void theTimeOfACommandOnlyGoesForward() {
        TimeSource time = TimeSource.system();
        Deadline deadline = Deadline.in(Duration.ofMinutes(1), time);
        Instant before = time.now();

        deadline.pause(Duration.ofMillis(2), "a test");

        assertThat(time.now()).isAfter(before);
        assertThat(deadline.remaining()).isPositive().isLessThan(Duration.ofMinutes(1));
    }
}
