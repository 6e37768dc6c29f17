package dev.labctl.lease;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.kubernetes.ObjectStatus.InProgress;
import dev.labctl.kubernetes.Wait;
import dev.labctl.process.RunningProcesses;
import dev.labctl.time.Operation;
import dev.labctl.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The attempts to get the lease of one cluster. As in client-go, a lease has expired when it was seen unchanged for its length by
 * the clock of this machine, whatever times it names: clocks of machines differ.
 */
final class Acquisition {
    /** A cluster whose API server has been silent for so long, while another labctl works on it, may be deleted. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final KubeApi api;
    private final RunningProcesses processes;
    private final Holder self;
    private final TimeSource time;
    private Optional<KubeObject> mine = Optional.empty();
    private Optional<LeaseState> others = Optional.empty();
    private Instant seenSince;
    private Instant answered;
    private String waiting = "";

    Acquisition(KubeApi api, RunningProcesses processes, Holder self, TimeSource time) {
        this.api = api;
        this.processes = processes;
        this.self = self;
        this.time = time;
        seenSince = time.now();
        answered = seenSince;
    }

    /**
     * What came of it.
     *
     * @param lease empty where the API server fell silent while another labctl had it
     * @param waited whether others may have changed the cluster meanwhile
     */
    record Outcome(Optional<KubeObject> lease, boolean waited) {}

    /**
     * Waits for the lease.
     *
     * @throws FailureException with {@code CLUSTER_BUSY} where another labctl keeps it until the operation's deadline
     */
    Outcome await(Operation operation) {
        try {
            boolean atOnce = Wait.of(operation)
                    .until("the lease of the cluster", Reason.CLUSTER_BUSY, this::attemptUnlessDeleted);
            return new Outcome(mine, !atOnce);
        } catch (FailureException e) {
            throw others.isPresent() && e.failure().reason() == Reason.DEADLINE_PASSED ? busy(others.get()) : e;
        }
    }

    private ObjectStatus attemptUnlessDeleted() {
        try {
            ObjectStatus status = attempt();
            answered = time.now();
            return status;
        } catch (ApiException e) {
            boolean deleted = others.isPresent()
                    && e.kind() == ApiException.Kind.UNREACHABLE
                    && Duration.between(answered, time.now()).compareTo(SILENCE) >= 0;
            if (deleted) {
                return ObjectStatus.CURRENT;
            }
            throw e;
        }
    }

    private ObjectStatus attempt() {
        mine = api.create(LeaseState.first(self.text(), time.now()));
        if (mine.isPresent()) {
            return ObjectStatus.CURRENT;
        }
        Optional<KubeObject> found = api.get(LeaseState.REF);
        if (found.isEmpty()) {
            return new InProgress("another labctl gave up the lease of the cluster just now");
        }
        LeaseState lease = LeaseState.of(found.get());
        if (lease.holder().equals(self.text())) {
            // The answer to an earlier attempt was lost.
            mine = found;
            return ObjectStatus.CURRENT;
        }
        watch(lease);
        if (free(lease)) {
            mine = api.replace(lease.takenOver(self.text(), time.now()));
        }
        return mine.isPresent() ? ObjectStatus.CURRENT : new InProgress(waiting);
    }

    private void watch(LeaseState lease) {
        Optional<String> before = others.map(LeaseState::holder);
        if (!others.equals(Optional.of(lease))) {
            seenSince = time.now();
            others = Optional.of(lease);
        }
        if (!before.equals(Optional.of(lease.holder()))) {
            waiting = "waiting for " + lease.who()
                    + age(lease)
                            .filter(age -> age.toSeconds() > 0)
                            .map(age -> ", which has worked on this cluster for " + words(age))
                            .orElse("");
        }
    }

    /** The clock of another machine is only compared with itself. */
    private Optional<Duration> age(LeaseState lease) {
        boolean sameClock = self.space().isPresent()
                && Holder.parse(lease.holder()).flatMap(Holder::space).equals(self.space());
        return sameClock ? lease.acquired().map(start -> Duration.between(start, time.now())) : lease.age();
    }

    private static String words(Duration age) {
        return age.toMinutes() < 2 ? age.toSeconds() + " s" : age.toMinutes() + " min";
    }

    private boolean free(LeaseState lease) {
        return lease.holder().isEmpty()
                || Holder.parse(lease.holder())
                        .filter(holder -> holder.ended(processes, self.user()))
                        .isPresent()
                || Duration.between(seenSince, time.now()).compareTo(lease.length()) >= 0;
    }

    private static FailureException busy(LeaseState lease) {
        return new FailureException(
                Reason.CLUSTER_BUSY,
                lease.who() + " is still at work on this cluster, so nothing was changed",
                "Wait until it is done, or end it; then run the same command again. --timeout makes labctl wait longer.");
    }
}
