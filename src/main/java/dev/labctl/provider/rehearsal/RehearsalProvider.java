package dev.labctl.provider.rehearsal;

import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.ipam.IpamMode;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.ClusterName;
import dev.labctl.provider.Activity;
import dev.labctl.provider.CiliumRequest;
import dev.labctl.provider.ClusterObserver;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.Equivalents;
import dev.labctl.provider.Provider;
import dev.labctl.provider.cilium.CiliumDefaults;
import dev.labctl.provider.rehearsal.simulation.DamagedRecordingException;
import dev.labctl.provider.rehearsal.simulation.Recording;
import dev.labctl.provider.rehearsal.simulation.SimulatedCluster;
import dev.labctl.provider.rehearsal.simulation.nodes.Blueprint;
import dev.labctl.time.Deadline;
import dev.labctl.time.TimeSource;
import dev.labctl.tree.Tree;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * Rehearsals: clusters in the user's state folder instead of in containers. While a command works on one, no other command
 * does; at its end the cluster is kept as it is then. Between two commands its time stands still.
 */
public final class RehearsalProvider implements Provider {
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final ObjectRef SECRETS = ObjectRef.ofCluster("v1", "Namespace", "cilium-secrets");
    private static final Set<String> MODES =
            Set.of(IpamMode.KUBERNETES.word(), IpamMode.CLUSTER_POOL.word(), IpamMode.MULTI_POOL.word());

    private final StateFolder folder;
    private final OptionalLong seed;
    private final TimeSource wall;
    private final Equivalents equivalents;
    private final ClusterLock locks;
    private final RehearsalTime time;
    private final Map<String, SimulatedCluster> open = new TreeMap<>();

    /**
     * The rehearsals of a user.
     *
     * @param stateFolder labctl's, see {@link StateFolder#of}
     * @param seed decides all that chance decides in the clusters that it makes; without one each is different
     * @param wall the machine's time, at which a command's virtual time begins
     * @param equivalents what a rehearsal stands for
     */
    public RehearsalProvider(Path stateFolder, OptionalLong seed, TimeSource wall, Equivalents equivalents) {
        this.folder = new StateFolder(stateFolder);
        this.seed = seed;
        this.wall = wall;
        this.equivalents = equivalents;
        this.locks = new ClusterLock(folder);
        this.time = new RehearsalTime(wall.now().truncatedTo(ChronoUnit.MILLIS), this, open::values);
    }

    @Override
    public String name() {
        return "rehearsal";
    }

    @Override
    public boolean usesMachine() {
        return false;
    }

    @Override
    public List<String> limits() {
        return RehearsalLimits.lines();
    }

    @Override
    public TimeSource time() {
        return time;
    }

    @Override
    public ClusterState inspect(ClusterName cluster, Activity activity) {
        return find(cluster, activity)
                .map(found -> ClusterObserver.observe(new RehearsalApi(found, this), true))
                .orElseGet(ClusterState.Absent::new);
    }

    @Override
    public List<ClusterName> made(Activity activity) {
        return folder.clusters();
    }

    @Override
    public void create(ClusterSpec spec, Activity activity) {
        lock(spec.name(), activity);
        if (find(spec.name(), activity).isPresent()) {
            throw Failure.of(
                            Reason.CLUSTER_CREATE_FAILED,
                            "there is a rehearsal " + spec.name() + " already",
                            "Run the same command again: it looks at what is there first.")
                    .asException();
        }
        SimulatedCluster cluster = SimulatedCluster.create(
                Blueprint.of(spec), seed.orElseGet(() -> wall.now().toEpochMilli()), time.now());
        open.put(spec.name().value(), cluster);
        try {
            pass(cluster.untilAnswer(), "making the cluster " + spec.name(), activity);
        } catch (FailureException e) {
            open.remove(spec.name().value());
            throw e;
        }
        synchronized (this) {
            cluster.boot();
        }
    }

    @Override
    public void complete(ClusterSpec spec, Activity activity) {
        SimulatedCluster cluster = require(spec.name(), activity);
        while (!isComplete(cluster)) {
            pass(POLL, "making the cluster " + spec.name(), activity);
        }
    }

    private synchronized boolean isComplete(SimulatedCluster cluster) {
        return cluster.complete();
    }

    /** Also of what is damaged, or of a newer labctl: nothing of it is read. */
    @Override
    public void delete(ClusterName cluster, Activity activity) {
        if (folder.exists()) {
            lock(cluster, activity);
            open.remove(cluster.value());
            folder.delete(cluster);
        }
    }

    @Override
    public KubeApi connect(ClusterName cluster, Activity activity) {
        return new RehearsalApi(require(cluster, activity), this);
    }

    @Override
    public void installCilium(CiliumRequest request, Activity activity) {
        SimulatedCluster cluster = require(request.cluster(), activity);
        if (hasCilium(cluster)) {
            throw Failure.of(
                            Reason.CILIUM_INSTALL_FAILED,
                            "cannot reuse a name that is still in use: Cilium is installed on " + request.cluster(),
                            "Run the same command again: it looks at what is there first.")
                    .asException();
        }
        KubeApi api = connect(request.cluster(), activity);
        while (api.get(SECRETS).isPresent()) {
            activity.said().accept("a namespace of the Cilium before is still going away");
            pass(POLL, "installing Cilium", activity);
        }
        deploy(cluster, request);
    }

    @Override
    public void upgradeCilium(CiliumRequest request, Activity activity) {
        deploy(require(request.cluster(), activity), request);
    }

    private synchronized void deploy(SimulatedCluster cluster, CiliumRequest request) {
        boolean kubeProxy = cluster.get(ObjectRef.namespaced("apps/v1", "DaemonSet", "kube-system", "kube-proxy"))
                .isPresent();
        Map<String, Object> values = Tree.merge(
                CiliumDefaults.onKind(request.cluster(), request.values().tree(), kubeProxy),
                request.values().treeFor(request.cluster()));
        IpamSettings settings = IpamSettings.ofValues(values);
        if (!MODES.contains(settings.mode())) {
            throw Failure.of(
                            Reason.NOT_IN_REHEARSAL,
                            "the IPAM mode " + settings.mode() + " cannot be rehearsed",
                            "Rehearse a lab with the mode kubernetes, cluster-pool or multi-pool, or run this one for real.")
                    .asException();
        }
        cluster.deployCilium(values, request.version());
    }

    private synchronized boolean hasCilium(SimulatedCluster cluster) {
        return cluster.hasCilium();
    }

    @Override
    public void uninstallCilium(ClusterName cluster, Activity activity) {
        SimulatedCluster found = require(cluster, activity);
        synchronized (this) {
            found.removeCilium();
        }
    }

    @Override
    public String useContext(ClusterName cluster, Activity activity) {
        throw Failure.of(
                        Reason.NOT_IN_REHEARSAL,
                        "the rehearsal " + cluster
                                + " has no context: no API server listens, so kubectl cannot reach it",
                        "Look at it with `labctl status`, or make the lab for real: `labctl up` without --rehearse.")
                .asException();
    }

    @Override
    public Equivalents equivalents() {
        return equivalents;
    }

    /** Keeps what has changed, and lets other commands at it. */
    @Override
    public void close() {
        try (locks) {
            synchronized (this) {
                open.forEach((name, cluster) -> {
                    if (cluster.changed()) {
                        folder.write(new ClusterName(name), cluster.recording());
                    }
                });
                open.clear();
            }
        }
    }

    /** The cluster, replayed from its file unless it is open already; from now on its time is this command's. */
    private synchronized Optional<SimulatedCluster> find(ClusterName cluster, Activity activity) {
        SimulatedCluster before = open.get(cluster.value());
        if (before != null || !folder.exists()) {
            return Optional.ofNullable(before);
        }
        lock(cluster, activity);
        Optional<SimulatedCluster> found = folder.read(cluster).map(recording -> replay(cluster, recording));
        found.ifPresent(replayed -> open.put(cluster.value(), replayed));
        return found;
    }

    private SimulatedCluster replay(ClusterName cluster, Recording recording) {
        try {
            return SimulatedCluster.replay(recording, time.now());
        } catch (DamagedRecordingException e) {
            throw folder.damaged(cluster, e);
        }
    }

    private SimulatedCluster require(ClusterName cluster, Activity activity) {
        return find(cluster, activity).orElseThrow(() -> Failure.of(
                        Reason.CLUSTER_MISSING,
                        "there is no rehearsal " + cluster,
                        "Make it: `labctl up CHAPTER --use-case USE_CASE --rehearse`.")
                .asException());
    }

    /** Others are waited for in real time: theirs does not pass while this one stands. */
    private void lock(ClusterName cluster, Activity activity) {
        locks.acquire(cluster, Deadline.in(activity.deadline().remaining(), wall));
    }

    private void pass(Duration duration, String what, Activity activity) {
        if (activity.deadline().remaining().compareTo(duration) < 0) {
            throw Failure.of(
                            Reason.DEADLINE_PASSED,
                            what + " was not done when the command's time was up",
                            "Run the same command again, or give it longer with --timeout.")
                    .asException();
        }
        try {
            time.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.interrupted(what).asException();
        }
    }
}
