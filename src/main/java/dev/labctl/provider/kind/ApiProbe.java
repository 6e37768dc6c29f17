package dev.labctl.provider.kind;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.Wait;
import dev.labctl.lab.ClusterName;
import dev.labctl.provider.ClusterObserver;
import dev.labctl.provider.ClusterState;
import dev.labctl.time.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asks the API server of an existing cluster for its state. */
record ApiProbe(KindCalls calls, Connections connections) {
    private static final String NO_CREDENTIALS = "its control plane does not run";

    /** A server whose machine is busy, or whose nodes were just started, answers within this time. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * The state of a cluster; where all nodes run, the server is asked again for a while.
     *
     * @param ours whether labctl created the cluster
     */
    ClusterState of(ClusterName cluster, boolean ours, Operation operation) {
        try {
            return patiently(cluster, ours, operation);
        } catch (FailureException e) {
            if (!ours || e.failure().reason() != Reason.KUBECONFIG_UNSAFE) {
                throw e;
            }
            // It can still be deleted.
            return new ClusterState.Unreachable(true, e.failure().message(), Optional.empty());
        }
    }

    private ClusterState patiently(ClusterName cluster, boolean ours, Operation operation) {
        ClusterState first = once(cluster, ours, operation);
        if (isFinal(first)) {
            return first;
        }
        String why = ((ClusterState.Unreachable) first).why();
        operation.progress().accept("the API server does not answer yet: " + why);
        return Wait.of(operation).atMost(PATIENCE).poll(() -> once(cluster, ours, operation), ApiProbe::isFinal);
    }

    /** A server whose nodes are stopped will not answer. */
    private static boolean isFinal(ClusterState state) {
        return !(state instanceof ClusterState.Unreachable unreachable)
                || unreachable.start().isPresent()
                || unreachable.why().equals(NO_CREDENTIALS);
    }

    private ClusterState once(ClusterName cluster, boolean ours, Operation operation) {
        try {
            return connections
                    .open(cluster, operation)
                    .map(connection -> ClusterObserver.observe(connection.api(), ours))
                    .orElseGet(() -> unreachable(cluster, ours, NO_CREDENTIALS, operation));
        } catch (ApiException e) {
            if (e.kind() != ApiException.Kind.UNREACHABLE) {
                throw e;
            }
            return unreachable(cluster, ours, e.getMessage(), operation);
        }
    }

    private ClusterState unreachable(ClusterName cluster, boolean ours, String why, Operation operation) {
        List<String> stopped = calls.stopped(cluster, operation);
        return new ClusterState.Unreachable(
                ours,
                why,
                stopped.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new KindEquivalents(calls.host()).startNodes(stopped)));
    }
}
