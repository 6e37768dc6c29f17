package dev.labctl.lease;

import dev.labctl.failure.FailureException;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.Connection;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.lab.ClusterName;
import dev.labctl.process.RunningProcesses;
import dev.labctl.time.Deadline;
import dev.labctl.time.Operation;
import dev.labctl.time.TimeSource;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Keeps other labctls off the clusters that one command changes, until it is closed. For one thread. */
public final class Exclusive implements AutoCloseable {
    /** Longer than any command. */
    private static final Duration EVER = Duration.ofDays(365);

    /** Answers that no later attempt changes: the command goes on without a lease, as before there were any. */
    private static final Set<ApiException.Kind> REFUSALS =
            EnumSet.of(ApiException.Kind.FORBIDDEN, ApiException.Kind.REFUSED, ApiException.Kind.UNKNOWN_KIND);

    /** This process, and those among which another holder may be. */
    private record Claim(Holder self, RunningProcesses processes) {}

    /** Empty for clusters that are kept exclusive by other means. */
    private final Optional<Claim> claim;

    /** Empty for a cluster whose lease could not be written. */
    private final Map<ClusterName, Optional<HeldLease>> leases = new LinkedHashMap<>();

    private Exclusive(Optional<Claim> claim) {
        this.claim = claim;
    }

    /** For a command of this process. */
    static Exclusive of(RunningProcesses processes, Holder self) {
        return new Exclusive(Optional.of(new Claim(self, processes)));
    }

    /** For clusters that are kept exclusive by other means. */
    public static Exclusive elsewhere() {
        return new Exclusive(Optional.empty());
    }

    /**
     * Waits until no other labctl changes the cluster, and keeps all others off it from then on. Where it is held already, makes
     * sure that it still is.
     *
     * @param connect connects to the cluster for an operation
     * @return whether others may have changed the cluster since the call, or deleted it
     * @throws FailureException with {@code CLUSTER_BUSY} where another labctl does not end in time, or has taken over
     */
    public boolean hold(ClusterName cluster, Function<Operation, Connection> connect, Operation operation) {
        if (claim.isEmpty() || leases.containsKey(cluster)) {
            require(cluster);
            return false;
        }
        try {
            return acquire(claim.get(), cluster, connect, operation);
        } catch (FailureException e) {
            if (!(e.getCause() instanceof ApiException answer) || !REFUSALS.contains(answer.kind())) {
                throw e;
            }
            leases.put(cluster, Optional.empty());
            operation
                    .progress()
                    .accept(
                            "nothing keeps another labctl off this cluster meanwhile, because its lease cannot be written: "
                                    + answer.getMessage());
            return false;
        }
    }

    private boolean acquire(
            Claim mine, ClusterName cluster, Function<Operation, Connection> connect, Operation operation) {
        TimeSource time = operation.deadline().time();
        Connection lasting = connect.apply(operation.with(Deadline.in(EVER, time)));
        KubeApi api = lasting.within(operation).api();
        Acquisition.Outcome outcome = new Acquisition(api, mine.processes(), mine.self(), time).await(operation);
        outcome.lease().ifPresent(lease -> {
            HeldLease held = new HeldLease(lasting, lease, mine.self().text(), time);
            leases.put(cluster, Optional.of(held.renewing()));
        });
        return outcome.waited();
    }

    /**
     * Returns if the cluster is still held, or never was.
     *
     * @throws FailureException with {@code CLUSTER_BUSY} where another labctl has taken over
     */
    public void require(ClusterName cluster) {
        leases.getOrDefault(cluster, Optional.empty()).ifPresent(HeldLease::require);
    }

    /** The cluster is deleted, and its lease with it. */
    public void deleted(ClusterName cluster) {
        Optional.ofNullable(leases.remove(cluster)).flatMap(lease -> lease).ifPresent(HeldLease::abandon);
    }

    @Override
    public void close() {
        leases.values().forEach(lease -> lease.ifPresent(HeldLease::release));
        leases.clear();
    }
}
