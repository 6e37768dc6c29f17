package dev.labctl.kubernetes;

import static dev.labctl.kubernetes.ObjectStatus.CURRENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.ObjectStatus.Failed;
import dev.labctl.kubernetes.ObjectStatus.InProgress;
import dev.labctl.time.Deadline;
import dev.labctl.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WaitTest {
    private final VirtualTime time = new VirtualTime();
    private final Deadline deadline = Deadline.in(Duration.ofMinutes(5), time);
    private final List<String> said = new ArrayList<>();
    private final Wait wait = new Wait(deadline, said::add);

    private static Reason reason(Throwable e) {
        return ((FailureException) e).failure().reason();
    }

    @Test
    void saysWhatIsMissingEachTimeThatItChanges() {
        Iterator<ObjectStatus> looks = List.of(
                        new InProgress("one"),
                        new InProgress("one"),
                        new InProgress("two"),
                        new InProgress("one"),
                        CURRENT)
                .iterator();

        wait.until("it", Reason.OBJECT_FAILED, looks::next);

        assertThat(said).containsExactly("one", "two", "one");
        assertThat(deadline.remaining()).isEqualTo(Duration.ofSeconds(296));
    }

    @Test
    void whatIsThereTakesNoTime() {
        wait.until("it", Reason.OBJECT_FAILED, () -> CURRENT);

        assertThat(deadline.remaining()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void failsAtOnceOnWhatWillNotCome() {
        assertThatThrownBy(() -> wait.until("it", Reason.CILIUM_NOT_READY, () -> new Failed("no hope")))
                .satisfies(e -> assertThat(reason(e)).isEqualTo(Reason.CILIUM_NOT_READY))
                .hasMessageContaining("no hope");
        assertThatThrownBy(() -> wait.until(
                        "it",
                        Reason.CILIUM_NOT_READY,
                        () -> new Failed(Optional.of(Reason.NODE_CIDR_EXHAUSTED), "no block")))
                .satisfies(e -> assertThat(reason(e)).isEqualTo(Reason.NODE_CIDR_EXHAUSTED));
        assertThat(deadline.remaining()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void theDeadlineSaysWhatWasMissingLast() {
        assertThatThrownBy(() -> wait.until("the pods", Reason.OBJECT_FAILED, () -> new InProgress("2 of 3 ready")))
                .satisfies(e -> assertThat(reason(e)).isEqualTo(Reason.DEADLINE_PASSED))
                .hasMessageContaining("gave up waiting for the pods after 300 s: 2 of 3 ready");
    }

    @Test
    void aServerThatIsSilentForAWhileIsWaitedFor() {
        Iterator<Boolean> answers = List.of(false, false, false, true).iterator();

        wait.until("it", Reason.OBJECT_FAILED, () -> {
            if (!answers.next()) {
                throw new ApiException(ApiException.Kind.UNREACHABLE, 0, "Connection refused");
            }
            return CURRENT;
        });

        assertThat(said).containsExactly("Connection refused");
    }

    @Test
    void aServerThatStaysSilentEndsTheWaitLongBeforeTheDeadline() {
        assertThatThrownBy(() -> wait.until("it", Reason.OBJECT_FAILED, () -> {
                    throw new ApiException(ApiException.Kind.UNREACHABLE, 0, "Connection refused");
                }))
                .satisfies(e -> assertThat(reason(e)).isEqualTo(Reason.API_UNREACHABLE));
        assertThat(deadline.remaining()).isGreaterThan(Duration.ofMinutes(4));
    }

    @Test
    void whatTheServerRefusesIsNotAskedAgain() {
        List<Integer> asked = new ArrayList<>();

        assertThatThrownBy(() -> wait.until("it", Reason.OBJECT_FAILED, () -> {
                    asked.add(1);
                    throw new ApiException(ApiException.Kind.REFUSED, 403, "forbidden");
                }))
                .satisfies(e -> assertThat(reason(e)).isEqualTo(Reason.OBJECT_REFUSED));
        assertThat(asked).hasSize(1);
    }
}
