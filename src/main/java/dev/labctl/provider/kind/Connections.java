package dev.labctl.provider.kind;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.Fabric8Api;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.Kubeconfig;
import dev.labctl.lab.ClusterName;
import dev.labctl.provider.Activity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The connections to clusters that one command needs, each made once. */
final class Connections {
    /** A live connection and the credentials that it was made with. */
    private record Connection(Kubeconfig kubeconfig, KubeApi api) {}

    private final KindCalls calls;
    private final Map<ClusterName, Connection> open = new HashMap<>();

    Connections(KindCalls calls) {
        this.calls = calls;
    }

    /** The cluster's API; empty where kind has no credentials for it. Whether it answers, the first call tells. */
    Optional<KubeApi> open(ClusterName cluster, Activity activity) {
        return connection(cluster, activity).map(Connection::api);
    }

    private Optional<Connection> connection(ClusterName cluster, Activity activity) {
        Connection before = open.get(cluster);
        if (before != null) {
            return Optional.of(before);
        }
        return calls.kubeconfig(cluster, activity).map(text -> {
            Kubeconfig kubeconfig = Kubeconfig.local(text, KindCli.context(cluster));
            Connection made = new Connection(kubeconfig, Fabric8Api.connect(kubeconfig));
            open.put(cluster, made);
            return made;
        });
    }

    KubeApi require(ClusterName cluster, Activity activity) {
        return required(cluster, activity).api();
    }

    Kubeconfig credentials(ClusterName cluster, Activity activity) {
        return required(cluster, activity).kubeconfig();
    }

    private Connection required(ClusterName cluster, Activity activity) {
        return connection(cluster, activity).orElseThrow(() -> Failure.of(
                        Reason.API_UNREACHABLE,
                        "the cluster " + cluster + " gives no credentials: its control plane does not run",
                        "Start its nodes (`docker start`), or make it anew with --recreate.")
                .asException());
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
