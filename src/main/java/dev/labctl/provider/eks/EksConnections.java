package dev.labctl.provider.eks;

import dev.labctl.kubernetes.Connection;
import dev.labctl.kubernetes.Fabric8Api;
import dev.labctl.lab.ClusterName;
import dev.labctl.time.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The connections to clusters that one command needs, each made once; their tokens are renewed before AWS's expire. */
final class EksConnections {
    private final EksCalls calls;
    private final Map<ClusterName, Connection> open = new HashMap<>();

    EksConnections(EksCalls calls) {
        this.calls = calls;
    }

    /** A connection; whether the server answers, the first call tells. */
    Connection open(ClusterName cluster, ControlPlane plane, String region, Caller caller, Operation operation) {
        return open.computeIfAbsent(cluster, name -> {
            Supplier<String> token = new Token(() -> calls.token(cluster, region, operation), operation);
            return new Connection(
                    Fabric8Api.connect(plane.kubeconfig(cluster, region, caller.user(), token.get()), token),
                    Optional.of(plane.kubeconfig(cluster, region, caller.user())));
        });
    }

    Optional<Connection> existing(ClusterName cluster) {
        return Optional.ofNullable(open.get(cluster));
    }

    void close(ClusterName cluster) {
        Connection closed = open.remove(cluster);
        if (closed != null) {
            closed.api().close();
        }
    }

    void close() {
        List.copyOf(open.keySet()).forEach(this::close);
    }

    /** A token that is asked for again when it is old; the client may ask from any thread. */
    private static final class Token implements Supplier<String> {
        /** AWS's tokens are good for 15 minutes (AWS CLI {@code customizations/eks/get_token.py}). */
        private static final Duration AGE = Duration.ofMinutes(10);

        private final Supplier<String> renew;
        private final Operation operation;
        private String token = "";
        private Instant until = Instant.MIN;

        Token(Supplier<String> renew, Operation operation) {
            this.renew = renew;
            this.operation = operation;
        }

        @Override
        public synchronized String get() {
            Instant now = operation.deadline().time().now();
            if (now.isAfter(until)) {
                token = renew.get();
                until = now.plus(AGE);
            }
            return token;
        }
    }
}
