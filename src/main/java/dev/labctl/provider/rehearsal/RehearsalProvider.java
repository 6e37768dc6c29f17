package dev.labctl.provider.rehearsal;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.Connection;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.kubernetes.Wait;
import dev.labctl.lab.ClusterName;
import dev.labctl.provider.ClusterKind;
import dev.labctl.provider.ClusterObserver;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.Equivalents;
import dev.labctl.provider.Provider;
import dev.labctl.provider.rehearsal.simulation.Recording;
import dev.labctl.provider.rehearsal.simulation.SimulatedCluster;
import dev.labctl.provider.rehearsal.simulation.nodes.Blueprints;
import dev.labctl.time.Deadline;
import dev.labctl.time.Operation;
import dev.labctl.time.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Rehearsals: clusters in the user's state folder instead of in containers. While a command works on one, no other command
 * does; at its end the cluster is kept as it is then. Between two commands its time does not pass.
 */
public final class RehearsalProvider implements Provider {
    /** What a rehearsal does not show, a line each. */
    private static final List<String> LIMITS = List.of(
            "traffic: no packet flows, so nothing answers on any address, and there is no DNS",
            "policies: network policies are kept and shown, and do nothing",
            "images and containers: every image is there, nothing runs, no container fails, there are no logs",
            "CPU and memory: the scheduler counts pods, and nothing else",
            "probes, pod affinity, priorities and disruption budgets: only readiness delays, node affinity, pod"
                    + " anti-affinity and topology spread count",
            "storage: a claim is bound when a pod uses it, and there is nothing behind it",
            "rules in CEL: those of Cilium's definitions count, those of other definitions do not",
            "references: pods of a workload start without the service account, priority class, ConfigMap, Secret or claim that"
                    + " they name",
            "quotas and host ports: they are kept and shown, and keep no pod away",
            "CronJobs and autoscalers: they are kept and shown, and do nothing",
            "load balancers and Ingress: no Service gets an external address",
            "encryption, cluster mesh, BGP: their settings are taken and do nothing",
            "IPAM modes other than kubernetes, cluster-pool, multi-pool and, on EKS, eni: they are refused");

    /**
     * The time of the rehearsals: it begins with the command, at the machine's present, and passes only while a thread sleeps;
     * the open clusters advance by as much. The sleep itself does not block.
     */
    private final class VirtualTime implements TimeSource {
        private Instant now = wall.now().truncatedTo(ChronoUnit.MILLIS);

        @Override
        public Instant now() {
            synchronized (RehearsalProvider.this) {
                return now;
            }
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            synchronized (RehearsalProvider.this) {
                open.values().forEach(cluster -> cluster.advance(duration));
                now = now.plus(duration);
            }
        }
    }

    /**
     * What a reader would type for a real cluster in place of a rehearsal. Nothing that deletes: pasted, it would delete from a
     * real cluster of the same name.
     */
    record RehearsalEquivalents(Equivalents real) implements Equivalents {
        @Override
        public String context(ClusterName cluster) {
            return real.context(cluster);
        }

        @Override
        public List<String> create(ClusterSpec spec) {
            return real.create(spec);
        }

        @Override
        public List<String> createNodes(ClusterSpec spec) {
            return real.createNodes(spec);
        }

        @Override
        public List<String> delete(ClusterName cluster) {
            return List.of("labctl down" + (cluster.equals(ClusterName.BOOK) ? "" : " --cluster " + cluster));
        }

        @Override
        public List<String> useContext(ClusterName cluster) {
            return List.of();
        }

        @Override
        public List<String> uninstallCilium(ClusterName cluster) {
            return List.of();
        }

        @Override
        public List<String> deleteObjects(ClusterName cluster, List<Path> files) {
            return List.of();
        }

        @Override
        public String deleteObject(ClusterName cluster, ObjectRef ref) {
            return "# " + ref + " is deleted";
        }
    }

    private final StateFolder folder;
    private final OptionalLong seed;
    private final TimeSource wall;
    private final ClusterLock locks;
    private final TimeSource time;
    private final ClusterKind kind;
    private final Map<String, SimulatedCluster> open = new TreeMap<>();

    /**
     * The rehearsals of a user.
     *
     * @param stateFolder labctl's, see {@link StateFolder#of}
     * @param seed decides all that chance decides in the clusters that it makes; without one each is different
     * @param wall the machine's time, at which a command's virtual time begins
     * @param real the commands for the real clusters that the rehearsals stand for
     */
    public RehearsalProvider(Path stateFolder, OptionalLong seed, TimeSource wall, Equivalents real) {
        this.folder = new StateFolder(stateFolder);
        this.seed = seed;
        this.wall = wall;
        this.locks = new ClusterLock(folder);
        this.time = new VirtualTime();
        this.kind = new ClusterKind("rehearsal", LIMITS, time, new RehearsalEquivalents(real));
    }

    @Override
    public ClusterKind kind() {
        return kind;
    }

    @Override
    public ClusterState inspect(ClusterName cluster, Operation operation) {
        return find(cluster, operation)
                .<ClusterState>map(found -> ClusterObserver.observe(found, true))
                .orElseGet(ClusterState.Absent::new);
    }

    @Override
    public List<ClusterName> list(Operation operation) {
        return folder.clusters();
    }

    @Override
    public void create(ClusterSpec spec, Operation operation) {
        lock(spec.name(), operation);
        if (find(spec.name(), operation).isPresent()) {
            throw new FailureException(
                    Reason.CLUSTER_CREATE_FAILED,
                    "there is a rehearsal " + spec.name() + " already",
                    "Run the same command again: it checks what is there first.");
        }
        SimulatedCluster cluster = SimulatedCluster.create(
                Blueprints.of(spec), seed.orElseGet(() -> wall.now().toEpochMilli()), time.now());
        open.put(spec.name().value(), cluster);
        try {
            pass(cluster.untilAnswer(), "creating the cluster " + spec.name(), operation);
        } catch (FailureException e) {
            open.remove(spec.name().value());
            throw e;
        }
        cluster.boot();
    }

    @Override
    public void awaitNodes(ClusterSpec spec, Operation operation) {
        SimulatedCluster cluster = require(spec.name(), operation);
        cluster.createNodes();
        Wait.of(operation)
                .until(
                        "the nodes to join",
                        Reason.CLUSTER_CREATE_FAILED,
                        () -> ObjectStatus.currentIf(cluster.complete(), "not all nodes have joined yet"));
    }

    /** Also of what is damaged, or of a newer labctl: nothing of it is read. */
    @Override
    public void delete(ClusterName cluster, Operation operation) {
        if (folder.exists()) {
            lock(cluster, operation);
            open.remove(cluster.value());
            folder.delete(cluster);
        }
    }

    @Override
    public Connection connect(ClusterName cluster, Operation operation) {
        return new Connection(require(cluster, operation), Optional.empty());
    }

    @Override
    public String useContext(ClusterName cluster, Operation operation) {
        throw new FailureException(
                Reason.NOT_IN_REHEARSAL,
                "the rehearsal " + cluster + " has no context: no API server listens, so kubectl cannot reach it",
                "Look at it with `labctl status`, or create a real cluster: `labctl up` without --rehearse.");
    }

    /** Saves what has changed, and unlocks it for other commands. */
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
    private synchronized Optional<SimulatedCluster> find(ClusterName cluster, Operation operation) {
        SimulatedCluster before = open.get(cluster.value());
        if (before != null || !folder.exists()) {
            return Optional.ofNullable(before);
        }
        lock(cluster, operation);
        Optional<SimulatedCluster> found = folder.read(cluster).map(recording -> replay(cluster, recording));
        found.ifPresent(replayed -> open.put(cluster.value(), replayed));
        return found;
    }

    private SimulatedCluster replay(ClusterName cluster, Recording recording) {
        try {
            return SimulatedCluster.replay(recording, time.now());
        } catch (Recording.DamagedException e) {
            throw folder.damaged(cluster, e);
        }
    }

    SimulatedCluster require(ClusterName cluster, Operation operation) {
        return find(cluster, operation)
                .orElseThrow(() -> new FailureException(
                        Reason.CLUSTER_MISSING,
                        "there is no rehearsal " + cluster,
                        "Create it: `labctl up CHAPTER --use-case USE_CASE --rehearse`."));
    }

    /** Others are waited for in real time: theirs does not pass while this one stands. */
    private void lock(ClusterName cluster, Operation operation) {
        locks.acquire(cluster, Deadline.in(operation.deadline().remaining(), wall));
    }

    private void pass(Duration duration, String what, Operation operation) {
        if (operation.deadline().remaining().compareTo(duration) < 0) {
            throw new FailureException(
                    Reason.DEADLINE_PASSED,
                    what + " was not done when the command's time was up",
                    "Run the same command again, or give it longer with --timeout.");
        }
        time.pause(duration, what);
    }
}
