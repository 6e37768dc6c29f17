package dev.labctl.provider.rehearsal;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeApi.Execution;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.LogRange;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.provider.rehearsal.simulation.SimulatedCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The API of a simulated cluster. Safe for use by several threads. */
final class RehearsalApi implements KubeApi {
    private final SimulatedCluster cluster;
    private final Object lock;

    /**
     * The API of one cluster.
     *
     * @param lock held while the cluster is used
     */
    RehearsalApi(SimulatedCluster cluster, Object lock) {
        this.cluster = cluster;
        this.lock = lock;
    }

    @Override
    public String version() {
        return cluster.version();
    }

    @Override
    public Optional<Scope> scope(String apiVersion, String kind) {
        synchronized (lock) {
            return cluster.scope(apiVersion, kind);
        }
    }

    @Override
    public Optional<KubeObject> get(ObjectRef ref) {
        synchronized (lock) {
            return cluster.get(ref);
        }
    }

    @Override
    public List<KubeObject> list(
            String apiVersion, String kind, Optional<String> namespace, Map<String, String> labels) {
        synchronized (lock) {
            return cluster.list(apiVersion, kind, namespace, labels);
        }
    }

    @Override
    public KubeObject apply(KubeObject object, boolean force) {
        synchronized (lock) {
            return cluster.apply(object, force);
        }
    }

    @Override
    public boolean delete(ObjectRef ref) {
        synchronized (lock) {
            return cluster.delete(ref);
        }
    }

    /** One line that says why there are none. */
    @Override
    public List<String> logs(String namespace, String pod, String container, LogRange range) {
        return List.of("(a rehearsal has no logs: the container " + container + " does not run)");
    }

    @Override
    public Execution exec(String namespace, String pod, String container, List<String> argv, Duration timeout) {
        throw Failure.of(
                        Reason.NOT_IN_REHEARSAL,
                        "nothing runs in the containers of a rehearsal, so " + argv.get(0) + " cannot either",
                        "Try it on a real cluster.")
                .asException();
    }

    @Override
    public void close() {}
}
