package dev.labctl.lease;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.failure.ExitCode;
import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.Connection;
import dev.labctl.kubernetes.FakeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.TestChapters;
import dev.labctl.process.FakeProcesses;
import dev.labctl.process.RunningProcesses.Identity;
import dev.labctl.time.Deadline;
import dev.labctl.time.Operation;
import dev.labctl.time.TimeSource;
import dev.labctl.time.VirtualTime;
import dev.labctl.tree.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One labctl at a time changes a cluster. */
class ExclusiveTest {
    private static final ClusterName CLUSTER = ClusterName.BOOK;
    private static final Instant STARTED = Instant.parse("2026-11-23T09:59:00.120Z");
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final FakeApi api = new FakeApi();
    private final Timeline time = new Timeline();
    private final FakeProcesses processes = new FakeProcesses();
    private final List<String> said = new ArrayList<>();

    /** A clock on which things happen while someone waits. */
    private static final class Timeline implements TimeSource {
        private final VirtualTime clock = new VirtualTime();
        private final Instant start = clock.now();
        private final Map<Duration, Runnable> events = new java.util.TreeMap<>();

        @Override
        public Instant now() {
            return clock.now();
        }

        @Override
        public void sleep(Duration duration) {
            clock.sleep(duration);
            List<Duration> due = events.keySet().stream()
                    .filter(moment -> moment.compareTo(passed()) <= 0)
                    .toList();
            due.forEach(moment -> events.remove(moment).run());
        }

        private Duration passed() {
            return Duration.between(start, now());
        }

        private void at(int seconds, Runnable event) {
            events.put(Duration.ofSeconds(seconds), event);
        }
    }

    private static Holder holder(String user, long pid) {
        return new Holder(
                "apply",
                user,
                new Identity("laptop", pid, Optional.of(STARTED)),
                Holder.self(new FakeProcesses(), user, "").space());
    }

    private Exclusive labctl(Holder self) {
        processes.with(self.process());
        return Exclusive.of(processes, self);
    }

    private Operation operation(Duration timeout) {
        return new Operation(Deadline.in(timeout, time), said::add, line -> {});
    }

    private boolean hold(Exclusive labctl, Duration timeout) {
        return labctl.hold(
                CLUSTER, operation -> new Connection(api, Optional.empty()).within(operation), operation(timeout));
    }

    private boolean hold(Exclusive labctl) {
        return hold(labctl, TIMEOUT);
    }

    private Failure failureOf(Exclusive labctl) {
        return TestChapters.failureOf(() -> hold(labctl));
    }

    private Optional<LeaseState> lease() {
        return api.peek(LeaseState.REF).map(LeaseState::of);
    }

    private String heldBy() {
        return lease().map(LeaseState::who).orElse("no one");
    }

    /** A lease as its holder left it when it was killed. */
    private void left(Holder holder, Duration clockOfHolder) {
        api.create(LeaseState.first(holder.text(), time.now().plus(clockOfHolder)));
    }

    @Test
    void theLeaseHasTheFieldsOfClientGo() {
        hold(labctl(holder("ann", 4711)));

        assertThat(api.peek(LeaseState.REF).orElseThrow().tree())
                .containsEntry("apiVersion", "coordination.k8s.io/v1")
                .containsEntry("kind", "Lease")
                .containsEntry(
                        "spec",
                        Map.of(
                                "holderIdentity",
                                "labctl apply of ann@laptop (pid 4711), started 2026-11-23T09:59:00.120Z, space "
                                        + holder("ann", 1).space().orElseThrow(),
                                "leaseDurationSeconds",
                                30L,
                                "acquireTime",
                                "2026-11-23T10:00:00.000000Z",
                                "renewTime",
                                "2026-11-23T10:00:00.000000Z",
                                "leaseTransitions",
                                0L));
    }

    @Test
    void nothingIsLeftOfALeaseThatIsReleased() {
        Exclusive labctl = labctl(holder("ann", 4711));
        assertThat(hold(labctl)).as("whether it had to wait").isFalse();

        labctl.close();

        assertThat(heldBy()).isEqualTo("no one");
        assertThat(said).isEmpty();
    }

    @Test
    void theSecondWaitsSaysForWhomAndGoesOnWhenTheFirstIsDone() {
        Exclusive first = labctl(holder("ann", 4711));
        hold(first);
        time.sleep(Duration.ofSeconds(7));
        for (int second = 10; second < 50; second += 5) {
            time.at(second, () -> api.replace(lease().orElseThrow().renewedAt(time.now())));
        }
        time.at(12, () -> said.add("12 s"));
        time.at(47, first::close);
        // The renewals above make the object another one than the first has seen last.

        boolean waited = hold(labctl(holder("bob", 4712)));

        assertThat(waited).isTrue();
        assertThat(heldBy()).isEqualTo("labctl apply of bob@laptop (pid 4712)");
        assertThat(time.passed()).isEqualTo(Duration.ofSeconds(47));
        assertThat(said)
                .containsExactly(
                        "waiting for labctl apply of ann@laptop (pid 4711), which has worked on this cluster for 7 s",
                        "12 s");
    }

    @Test
    void theWaitingSaysHowLongTheOtherHasWorkedByTheOthersOwnClock() {
        Holder elsewhere = new Holder("apply", "ann", holder("ann", 4711).process(), Optional.of("another"));
        LeaseState lease =
                LeaseState.of(LeaseState.first(elsewhere.text(), time.now().plusSeconds(3600)));
        api.create(lease.renewedAt(time.now().plusSeconds(3640)));

        hold(labctl(holder("bob", 4712)));

        assertThat(said)
                .containsExactly("waiting for labctl apply of ann@laptop (pid 4711), which has worked on this cluster"
                        + " for 40 s");
    }

    @Test
    void whoWaitsLongerThanItsTimeoutIsRefused() {
        hold(labctl(holder("ann", 4711)));
        for (int second = 10; second < 400; second += 10) {
            time.at(second, () -> api.replace(lease().orElseThrow().renewedAt(time.now())));
        }

        Failure failure = failureOf(labctl(holder("bob", 4712)));

        assertThat(failure.reason()).isEqualTo(Reason.CLUSTER_BUSY);
        assertThat(failure.reason().exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(failure.message()).startsWith("labctl apply of ann@laptop (pid 4711) is still at work");
        assertThat(time.passed()).isEqualTo(TIMEOUT);
        assertThat(heldBy()).contains("ann");
    }

    /** Its times are never compared with this machine's. */
    @ParameterizedTest
    @ValueSource(ints = {-3600, 0, 3600})
    void aHolderElsewhereThatRenewsNoMoreIsTakenOverAfterItsDurationWhateverItsClockSays(int skew) {
        Holder elsewhere = new Holder("run", "ann", holder("ann", 4711).process(), Optional.of("another"));
        left(elsewhere, Duration.ofSeconds(skew));

        assertThat(hold(labctl(holder("ann", 4712)))).isTrue();

        assertThat(time.passed()).isEqualTo(Duration.ofSeconds(30));
        assertThat(lease().orElseThrow().transitions()).isEqualTo(1);
        assertThat(heldBy()).isEqualTo("labctl apply of ann@laptop (pid 4712)");
    }

    @Test
    void aHolderOfThisMachineWhoseProcessIsGoneIsTakenOverAtOnce() {
        left(holder("ann", 4711), Duration.ZERO);

        assertThat(hold(labctl(holder("ann", 4712)))).isFalse();

        assertThat(time.passed()).isZero();
        assertThat(said).isEmpty();
        assertThat(lease().orElseThrow().transitions()).isEqualTo(1);
    }

    @Test
    void aProcessThatGotTheSameIdLaterIsNotTheHolder() {
        Holder later = new Holder(
                "apply",
                "ann",
                new Identity("laptop", 4711, Optional.of(STARTED.plusSeconds(600))),
                holder("ann", 1).space());
        processes.with(later.process());
        left(holder("ann", 4711), Duration.ZERO);

        hold(labctl(holder("ann", 4712)));

        assertThat(time.passed()).isZero();
    }

    /** Processes of others may be hidden, and those of another container or machine of the same name are not seen. */
    @ParameterizedTest
    @ValueSource(strings = {"another user", "another machine", "no space", "no labctl"})
    void aHolderOfWhichThisProcessCannotKnowIsWaitedFor(String which) {
        Holder ann = holder("ann", 4711);
        Holder left =
                switch (which) {
                    case "another user" -> holder("bob", 4711);
                    case "another machine" -> new Holder("apply", "ann", ann.process(), Optional.of("other"));
                    default -> new Holder("apply", "ann", ann.process(), Optional.empty());
                };
        KubeObject lease = LeaseState.first(which.equals("no labctl") ? "a script" : left.text(), time.now());
        api.create(lease);

        hold(labctl(holder("ann", 4712)));

        assertThat(time.passed()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void ofManyThatFindTheSameDeadHolderAtOnceExactlyOneGetsTheLease() throws Exception {
        left(holder("ann", 4711), Duration.ZERO);
        List<Exclusive> all = new ArrayList<>();
        for (int pid = 1; pid <= 8; pid++) {
            all.add(labctl(holder("ann", pid)));
        }
        ExecutorService threads = Executors.newFixedThreadPool(all.size());
        try {
            List<Callable<Boolean>> attempts = all.stream()
                    .<Callable<Boolean>>map(labctl -> () -> {
                        try {
                            hold(labctl, Duration.ZERO);
                            return true;
                        } catch (FailureException e) {
                            return false;
                        }
                    })
                    .toList();
            int winners = 0;
            for (Future<Boolean> attempt : threads.invokeAll(attempts)) {
                winners += attempt.get() ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aLeaseThatSomeoneElseHasTakenOverIsNeitherHeldNorReleased() {
        Exclusive slept = labctl(holder("ann", 4711));
        hold(slept);
        Holder other = new Holder("run", "bob", new Identity("desk", 5, Optional.empty()), Optional.empty());
        time.sleep(Duration.ofHours(1));
        api.replace(lease().orElseThrow().takenOver(other.text(), time.now()));

        Failure failure = TestChapters.failureOf(() -> slept.require(CLUSTER));
        slept.close();

        assertThat(failure.reason()).isEqualTo(Reason.CLUSTER_BUSY);
        assertThat(failure.message()).startsWith("labctl run of bob@desk (pid 5) has taken over this cluster");
        assertThat(heldBy()).isEqualTo("labctl run of bob@desk (pid 5)");
    }

    @Test
    void aLeaseThatSomeoneDeletedOrChangedIsStillHeld() {
        Exclusive labctl = labctl(holder("ann", 4711));
        hold(labctl);

        api.remove(LeaseState.REF);
        time.sleep(Duration.ofSeconds(11));
        labctl.require(CLUSTER);
        assertThat(heldBy()).contains("ann");

        KubeObject found = api.peek(LeaseState.REF).orElseThrow();
        api.replace(new KubeObject(Tree.with(found.tree(), Map.of("a", "b"), "metadata", "labels")));
        time.sleep(Duration.ofSeconds(11));
        labctl.require(CLUSTER);
        assertThat(lease().orElseThrow().renewed()).contains(time.now());

        labctl.close();
        assertThat(heldBy()).isEqualTo("no one");
    }

    @Test
    void whoseAnswerWasLostHoldsTheLeaseAllTheSame() {
        left(holder("ann", 4711), Duration.ZERO);

        assertThat(hold(labctl(holder("ann", 4711)))).isFalse();
        assertThat(time.passed()).isZero();
    }

    @Test
    void whoMayNotWriteLeasesGoesOnWithoutAndSaysSoOnce() {
        api.answers(
                LeaseState.REF,
                new ApiException(ApiException.Kind.FORBIDDEN, 403, "User \"eve\" cannot create resource \"leases\""));
        Exclusive labctl = labctl(holder("eve", 4711));

        assertThat(hold(labctl)).isFalse();
        assertThat(hold(labctl)).isFalse();
        labctl.close();

        assertThat(said)
                .containsExactly("nothing keeps another labctl off this cluster meanwhile, because its lease cannot be"
                        + " written: User \"eve\" cannot create resource \"leases\"");
    }

    @Test
    void aClusterThatFallsSilentWhileAnotherWorksOnItMayBeDeletedByIt() {
        hold(labctl(holder("ann", 4711)));
        time.at(
                3,
                () -> api.answers(
                        LeaseState.REF,
                        new ApiException(ApiException.Kind.UNREACHABLE, 0, "the connection is refused")));

        assertThat(hold(labctl(holder("bob", 4712)))).isTrue();

        assertThat(time.passed()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(15));
    }

    @Test
    void anInterruptedCommandReleasesItsLeaseAndStaysInterrupted() {
        Exclusive labctl = labctl(holder("ann", 4711));
        hold(labctl);
        Thread.currentThread().interrupt();
        try {
            labctl.close();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(heldBy()).isEqualTo("no one");
    }

    @Test
    void aDeletedClusterHasNoLeaseToReturn() {
        Exclusive labctl = labctl(holder("ann", 4711));
        hold(labctl);
        labctl.deleted(CLUSTER);
        left(holder("bob", 4712), Duration.ZERO);

        labctl.require(CLUSTER);
        labctl.close();

        assertThat(lease()).isPresent();
    }

    @Test
    void whatIsExclusiveByOtherMeansHasNoLease() {
        assertThat(hold(Exclusive.elsewhere())).isFalse();
        assertThat(lease()).isEmpty();
    }

    @Test
    void theLeaseIsRenewedByItself() throws InterruptedException {
        KubeObject first = api.create(LeaseState.first("me", Instant.EPOCH)).orElseThrow();
        HeldLease held = new HeldLease(new Connection(api, Optional.empty()), first, "me", TimeSource.system());

        held.renewing(Duration.ofMillis(5));

        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (lease().orElseThrow().renewed().equals(Optional.of(Instant.EPOCH))) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(1);
        }
        held.release();
        assertThat(lease()).isEmpty();
    }
}
