package dev.labctl.provider.rehearsal.simulation;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.LogRange;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.provider.rehearsal.simulation.api.ApiServer;
import dev.labctl.provider.rehearsal.simulation.cilium.CiliumChart;
import dev.labctl.provider.rehearsal.simulation.kernel.VirtualClock;
import dev.labctl.provider.rehearsal.simulation.nodes.Blueprint;
import dev.labctl.provider.rehearsal.simulation.nodes.Nodes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A simulated cluster: its objects, the controllers that work on them, and virtual time. The same seed and the same calls at
 * the same times lead to the same cluster. Safe for use by several threads.
 */
public final class SimulatedCluster implements KubeApi {
    private final Blueprint blueprint;
    private final long seed;
    private final Components parts;
    private final List<Call> calls = new ArrayList<>();
    private boolean changed;

    private SimulatedCluster(Blueprint blueprint, long seed, Instant birth) {
        this.blueprint = blueprint;
        this.seed = seed;
        this.parts = new Components(blueprint, seed, birth);
    }

    /**
     * A cluster whose creation begins now.
     *
     * @throws dev.labctl.failure.FailureException where kubeadm would refuse to create it
     */
    public static SimulatedCluster create(Blueprint blueprint, long seed, Instant present) {
        Nodes.refusal(blueprint).ifPresent(why -> {
            throw new FailureException(
                    Reason.CLUSTER_CREATE_FAILED,
                    "kubeadm would refuse the networks of kind.yaml: " + why,
                    "Fix podSubnet or serviceSubnet in the lab's kind.yaml.");
        });
        return new SimulatedCluster(blueprint, seed, present);
    }

    /**
     * The cluster as it was when {@link #recording} was called, at the same age.
     *
     * @throws Recording.DamagedException where the cluster refuses a call of the recording: accepted ones alone are recorded
     */
    public static SimulatedCluster replay(Recording recording, Instant present) throws Recording.DamagedException {
        SimulatedCluster cluster =
                new SimulatedCluster(recording.blueprint(), recording.seed(), present.minusMillis(recording.age()));
        cluster.advance(cluster.untilAnswer());
        cluster.boot();
        for (Call call : recording.calls()) {
            cluster.advance(
                    Duration.ofMillis(call.at() - cluster.parts.kernel.time().age()));
            cluster.replay(call);
        }
        cluster.advance(
                Duration.ofMillis(recording.age() - cluster.parts.kernel.time().age()));
        cluster.calls.clear();
        cluster.calls.addAll(recording.calls());
        cluster.changed = false;
        return cluster;
    }

    private void replay(Call call) throws Recording.DamagedException {
        try {
            if (call instanceof Call.Apply apply) {
                parts.api.apply(new KubeObject(apply.object()), FIELD_MANAGER, apply.force());
            } else if (call instanceof Call.Delete delete) {
                parts.api.delete(delete.ref());
            } else if (call instanceof Call.DeployCilium deploy) {
                parts.helm.deploy(deploy.chart());
            } else if (call instanceof Call.CreateNodes) {
                parts.nodes.start();
            } else {
                parts.helm.remove();
            }
        } catch (ApiException e) {
            if (call instanceof Call.DeployCilium) {
                return;
            }
            throw new Recording.DamagedException("the API server refuses what it accepted before: " + e.getMessage());
        }
    }

    /** What {@link #replay} needs. */
    public synchronized Recording recording() {
        return new Recording(blueprint, seed, parts.kernel.time().age(), calls);
    }

    private void record(Call call) {
        calls.add(call);
        changed = true;
    }

    /** Lets time pass. */
    public synchronized void advance(Duration duration) {
        long end = parts.kernel.time().age() + duration.toMillis();
        if (end <= parts.kernel.time().age()) {
            return;
        }
        changed = true;
        parts.settle();
        VirtualClock time = parts.kernel.time();
        while (time.next() <= end) {
            time.moveTo(Math.max(time.age(), time.next()));
            parts.settle();
        }
        time.moveTo(end);
    }

    /** Whether it changed since it was created or replayed. */
    public synchronized boolean changed() {
        return changed;
    }

    /** How long it takes from now until the API server of a new cluster answers. */
    public synchronized Duration untilAnswer() {
        return Duration.ofMillis(
                Math.max(0, parts.nodes.answers() - parts.kernel.time().age()));
    }

    /** Puts everything into a new cluster that is there from the first moment on. */
    public synchronized void boot() {
        parts.bootstrap.objects();
        parts.kernel.time().moveTo(parts.kernel.time().age());
        parts.settle();
    }

    /** Begins to create the nodes that do not come with the control plane, where there are any. */
    public synchronized void createNodes() {
        if (parts.nodes.waiting()) {
            record(new Call.CreateNodes(parts.kernel.time().age()));
            parts.nodes.start();
        }
    }

    /** Whether its nodes are instances of EC2. */
    public boolean hasInstances() {
        return blueprint.vpc().isPresent();
    }

    /** Whether all nodes have joined. */
    public synchronized boolean complete() {
        return parts.nodes.complete();
    }

    @Override
    public String version() {
        return blueprint.version();
    }

    @Override
    public synchronized Optional<Scope> scope(String apiVersion, String kind) {
        return parts.api.scope(apiVersion, kind);
    }

    @Override
    public synchronized Optional<KubeObject> get(ObjectRef ref) {
        return parts.api.get(ref);
    }

    @Override
    public synchronized List<KubeObject> list(
            String apiVersion, String kind, Optional<String> namespace, Map<String, String> labels) {
        return parts.api.list(apiVersion, kind, namespace, labels);
    }

    @Override
    public synchronized List<KubeObject> contents(String namespace) {
        return parts.api.contents(namespace);
    }

    @Override
    public synchronized KubeObject preview(KubeObject object, boolean force) {
        Call.Apply call = new Call.Apply(parts.kernel.time().age(), object.tree(), force);
        return parts.api.preview(new KubeObject(call.object()), FIELD_MANAGER, force);
    }

    @Override
    public synchronized KubeObject apply(KubeObject object, boolean force) {
        Call.Apply call = new Call.Apply(parts.kernel.time().age(), object.tree(), force);
        ApiServer.Applied applied = parts.api.apply(new KubeObject(call.object()), FIELD_MANAGER, force);
        if (applied.changed()) {
            record(call);
        }
        return applied.object();
    }

    @Override
    public synchronized boolean delete(ObjectRef ref) {
        boolean found = parts.api.delete(ref);
        if (found) {
            record(new Call.Delete(parts.kernel.time().age(), ref));
        }
        return found;
    }

    @Override
    public synchronized Optional<KubeObject> create(KubeObject object) {
        return get(object.ref()).isPresent() ? Optional.empty() : Optional.of(apply(object, true));
    }

    @Override
    public synchronized Optional<KubeObject> replace(KubeObject object) {
        return unchanged(object) ? Optional.of(apply(object, true)) : Optional.empty();
    }

    @Override
    public synchronized boolean deleteUnchanged(KubeObject object) {
        return unchanged(object) && delete(object.ref());
    }

    private boolean unchanged(KubeObject before) {
        return get(before.ref())
                .filter(now -> now.resourceVersion().equals(before.resourceVersion()))
                .isPresent();
    }

    /** What Cilium's operator says of network interfaces; of any other container one line that says why there are none. */
    @Override
    public synchronized List<String> logs(String namespace, String pod, String container, LogRange range) {
        List<String> lines = parts.operator.logs(namespace, pod);
        if (lines.isEmpty()) {
            return List.of("(a rehearsal has no logs: the container " + container + " does not run)");
        }
        int newest = range.newest().orElse(lines.size());
        return lines.subList(Math.max(0, lines.size() - newest), lines.size());
    }

    @Override
    public Execution exec(String namespace, String pod, String container, List<String> argv, Duration timeout) {
        throw new FailureException(
                Reason.NOT_IN_REHEARSAL,
                "nothing runs in the containers of a rehearsal, so " + argv.get(0) + " cannot either",
                "Try it on a real cluster.");
    }

    /** There is no connection to close: the cluster goes on. */
    @Override
    public void close() {}

    /** Whether Cilium is installed. */
    public synchronized boolean hasCilium() {
        return parts.helm.installed();
    }

    /**
     * Installs Cilium, or brings it to other values.
     *
     * @param values with what the cilium CLI adds to them
     * @param version without a leading {@code v}
     */
    public synchronized void deployCilium(Map<String, Object> values, String version) {
        Call.DeployCilium call = new Call.DeployCilium(parts.kernel.time().age(), new CiliumChart(values, version));
        // Recorded even if an object is rejected: those before it are there.
        record(call);
        parts.helm.deploy(call.chart());
    }

    /** Begins to take Cilium away. */
    public synchronized void removeCilium() {
        parts.helm.remove();
        record(new Call.RemoveCilium(parts.kernel.time().age()));
    }
}
