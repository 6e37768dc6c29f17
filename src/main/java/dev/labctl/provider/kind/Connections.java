package dev.labctl.provider.kind;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.Connection;
import dev.labctl.kubernetes.Fabric8Api;
import dev.labctl.kubernetes.KindKubeconfig;
import dev.labctl.kubernetes.Kubeconfig;
import dev.labctl.lab.ClusterName;
import dev.labctl.time.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The connections to clusters that one command needs, each made once. */
final class Connections {
    private final KindCalls calls;
    private final Map<ClusterName, Connection> open = new HashMap<>();

    Connections(KindCalls calls) {
        this.calls = calls;
    }

    /** A connection; empty where kind has no credentials. Whether the server answers, the first call tells. */
    Optional<Connection> open(ClusterName cluster, Operation operation) {
        return opened(cluster, operation).map(connection -> connection.within(operation));
    }

    /** The same for who asks a server that is starting, again and again. */
    Optional<Connection> probe(ClusterName cluster, Operation operation) {
        return opened(cluster, operation).map(connection -> connection.onceWithin(operation));
    }

    private Optional<Connection> opened(ClusterName cluster, Operation operation) {
        Connection existing = open.get(cluster);
        if (existing != null) {
            return Optional.of(existing);
        }
        return calls.kubeconfig(cluster, operation).map(text -> {
            Kubeconfig kubeconfig = KindKubeconfig.read(
                    text, KindCli.context(cluster), host -> calls.allowed(cluster, host, operation));
            Connection connection = new Connection(Fabric8Api.connect(kubeconfig), Optional.of(kubeconfig));
            open.put(cluster, connection);
            return connection;
        });
    }

    Connection require(ClusterName cluster, Operation operation) {
        return open(cluster, operation)
                .orElseThrow(() -> new FailureException(
                        Reason.API_UNREACHABLE,
                        "kind has no credentials for the cluster " + cluster + ": its control plane is not running",
                        "Start its nodes (`" + calls.host().engine().program()
                                + " start`), or recreate it with --recreate."));
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
}
