package dev.labctl.kubernetes;

import dev.labctl.time.Operation;
import java.time.Duration;
import java.util.Optional;

/** A connection to a cluster, with the credentials that other tools can use for it; empty where none can reach it. */
public record Connection(KubeApi api, Optional<Kubeconfig> kubeconfig) {
    /** The same connection, whose requests end with an operation; reads that the server puts off are sent again. */
    public Connection within(Operation operation) {
        return new Connection(new BoundedApi(api, operation, BoundedApi.TOLERANCE), kubeconfig);
    }

    /** The same for who asks again and again anyway. */
    public Connection onceWithin(Operation operation) {
        return new Connection(new BoundedApi(api, operation, Duration.ZERO), kubeconfig);
    }
}
