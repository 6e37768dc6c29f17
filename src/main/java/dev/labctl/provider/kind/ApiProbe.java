package dev.labctl.provider.kind;

import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.Wait;
import dev.labctl.lab.ClusterName;
import dev.labctl.provider.ClusterObserver;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.HaltedNodes;
import dev.labctl.time.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asks the API server of an existing cluster for its state. */
record ApiProbe(KindCalls calls, Connections connections) {
    private static final String NO_CREDENTIALS = "its control plane does not run";

    /** The label by which a node has its name (kind names containers and nodes alike). */
    private static final String HOSTNAME = "kubernetes.io/hostname";

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
            return new ClusterState.Unreachable(true, e.failure().message());
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
                || !unreachable.halted().isEmpty()
                || unreachable.why().equals(NO_CREDENTIALS);
    }

    private ClusterState once(ClusterName cluster, boolean ours, Operation operation) {
        NodeContainers containers = calls.containers(cluster, operation);
        if (!containers.controlPlaneRuns(cluster)) {
            return new ClusterState.Unreachable(
                    ours, NO_CREDENTIALS, halted(containers, cluster, List.of(cluster.controlPlane())));
        }
        try {
            return connections
                    .open(cluster, operation)
                    .map(connection -> with(ClusterObserver.observe(connection.api(), ours), containers, cluster))
                    .orElseGet(() ->
                            new ClusterState.Unreachable(ours, NO_CREDENTIALS, halted(containers, cluster, List.of())));
        } catch (ApiException e) {
            if (e.kind() != ApiException.Kind.UNREACHABLE) {
                throw e;
            }
            return new ClusterState.Unreachable(ours, e.getMessage(), halted(containers, cluster, List.of()));
        }
    }

    /** What keeps nodes from running, of a cluster that labctl works on. */
    Optional<Failure> trouble(ClusterName cluster, Operation operation) {
        NodeContainers containers = calls.containers(cluster, operation);
        List<String> known = containers.status().isEmpty() ? List.of() : List.of(cluster.controlPlane());
        return Optional.of(halted(containers, cluster, known))
                .filter(halted -> !halted.isEmpty())
                .map(halted -> halted.failure(cluster, true));
    }

    /** With the machines of the nodes that the API server knows. */
    private ClusterState with(ClusterState.Reachable here, NodeContainers containers, ClusterName cluster) {
        List<String> known = here.facts().labels().stream()
                .flatMap(labels -> Optional.ofNullable(labels.get(HOSTNAME)).stream())
                .toList();
        return here.with(halted(containers, cluster, known));
    }

    private HaltedNodes halted(NodeContainers containers, ClusterName cluster, List<String> known) {
        return containers.halted(cluster, known, new KindEquivalents(calls.host()));
    }
}
