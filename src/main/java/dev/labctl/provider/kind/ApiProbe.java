package dev.labctl.provider.kind;

import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.Connection;
import dev.labctl.lab.ClusterName;
import dev.labctl.provider.ClusterObserver;
import dev.labctl.provider.ClusterState;
import dev.labctl.time.Deadline;
import dev.labctl.time.Operation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the API server of a cluster that is there says of it, or that it says nothing. */
final class ApiProbe {
    private static final Duration POLL = Duration.ofSeconds(1);

    /** A server whose machine is busy, or whose nodes were just started, answers within this time. */
    private static final Duration SILENCE = Duration.ofSeconds(30);

    private final KindCalls calls;
    private final Connections connections;

    ApiProbe(KindCalls calls, Connections connections) {
        this.calls = calls;
        this.connections = connections;
    }

    /**
     * Asks, and asks again for a while where all nodes run.
     *
     * @param ours whether labctl made the cluster
     */
    ClusterState of(ClusterName cluster, boolean ours, Operation operation) {
        Deadline patience = operation.deadline().atMost(SILENCE);
        boolean said = false;
        while (true) {
            String why;
            try {
                Optional<Connection> connection = connections.open(cluster, operation);
                if (connection.isEmpty()) {
                    return new ClusterState.Unreachable(
                            ours, "its control plane does not run", calls.stopped(cluster, operation));
                }
                return ClusterObserver.observe(connection.get().api(), ours);
            } catch (ApiException e) {
                if (e.kind() != ApiException.Kind.UNREACHABLE) {
                    throw e;
                }
                why = e.getMessage();
            }
            List<String> stopped = calls.stopped(cluster, operation);
            if (!stopped.isEmpty() || patience.passed()) {
                return new ClusterState.Unreachable(ours, why, stopped);
            }
            if (!said) {
                operation.progress().accept("the API server does not answer yet: " + why);
                said = true;
            }
            operation.pause(POLL, "looking at the cluster");
        }
    }
}
