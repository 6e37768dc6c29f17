package dev.labctl.provider.kind;

import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.Connection;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.kubernetes.Wait;
import dev.labctl.lab.ClusterName;
import dev.labctl.process.ProcessResult;
import dev.labctl.process.ProcessRunner;
import dev.labctl.process.RunningProcesses;
import dev.labctl.provider.ClusterKind;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.HaltedNodes;
import dev.labctl.provider.Provider;
import dev.labctl.time.Deadline;
import dev.labctl.time.Operation;
import dev.labctl.time.TimeSource;
import dev.labctl.tools.Tools;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Clusters by kind, on this machine or on that of a remote container engine. */
public final class KindProvider implements Provider {
    private static final String CREATING = "creating the cluster";
    private static final Duration POLL = Duration.ofSeconds(1);

    /** Until the cluster has its mark, a labctl that is killed leaves one behind that no one owns. */
    private static final Duration MARK_POLL = Duration.ofMillis(200);

    private static final Duration CLEANUP = Duration.ofSeconds(30);

    private final ClusterKind kind;
    private final KindCalls calls;
    private final CreatorProcesses creators;
    private final Connections connections;
    private final ApiProbe answer;
    private Optional<BackgroundCreation> creation = Optional.empty();

    /** The cluster that another process created while this command began to. */
    private Optional<ClusterName> taken = Optional.empty();

    public KindProvider(
            Tools tools,
            ProcessRunner runner,
            RunningProcesses processes,
            Map<String, String> environment,
            TimeSource time) {
        KindHost host = KindHost.of(tools, environment);
        this.kind = new ClusterKind("kind", List.of(), time, new KindEquivalents(host));
        this.calls = new KindCalls(tools, runner, environment, host, new KubeconfigLock(processes));
        this.connections = new Connections(calls);
        this.answer = new ApiProbe(calls, connections);
        this.creators = new CreatorProcesses(processes);
    }

    @Override
    public ClusterKind kind() {
        return kind;
    }

    @Override
    public ClusterState inspect(ClusterName cluster, Operation operation) {
        if (!calls.clusters(operation).contains(cluster.value())) {
            return creators.beginning(cluster).orElseGet(ClusterState.Absent::new);
        }
        Optional<ClusterMarker> mark = calls.mark(cluster, operation);
        if (mark.filter(found -> !found.complete()).isPresent()) {
            return creators.unfinished(cluster, mark.get().creator());
        }
        if (mark.isEmpty() && !calls.clusters(operation).contains(cluster.value())) {
            return new ClusterState.Absent();
        }
        return answer.of(cluster, mark.isPresent(), operation);
    }

    /** kind allows names that labctl does not, such as {@code my.cluster}: those are never labctl's. */
    @Override
    public List<ClusterName> list(Operation operation) {
        return calls.clusters(operation).stream()
                .filter(ClusterName::isValid)
                .map(ClusterName::new)
                .filter(cluster -> calls.mark(cluster, operation).isPresent())
                .toList();
    }

    @Override
    public Optional<String> exposure(ClusterSpec spec) {
        return calls.host().exposure(spec.kind());
    }

    @Override
    public void create(ClusterSpec spec, Operation operation) {
        creators.endOrphans(spec.name());
        BackgroundCreation begun = BackgroundCreation.start(calls, spec, creators.owner(), operation);
        creation = Optional.of(begun);
        try {
            awaitApi(begun, operation);
        } catch (FailureException e) {
            abandon(begun, operation);
            throw e;
        }
    }

    /** The API server answers some seconds before kind has joined the workers: what follows need not wait for them. */
    private void awaitApi(BackgroundCreation begun, Operation operation) {
        ClusterName cluster = begun.spec().name();
        Wait wait = new Wait(operation.deadline(), line -> {});
        wait.every(MARK_POLL).until(CREATING, Reason.CLUSTER_CREATE_FAILED, () -> {
            requireRunning(begun);
            return ObjectStatus.currentIf(
                    calls.mark(cluster, marker(begun.spec()), operation), "there is no control-plane node yet");
        });
        wait.until(CREATING, Reason.CLUSTER_CREATE_FAILED, () -> {
            requireRunning(begun);
            return ObjectStatus.currentIf(answers(cluster, operation), "the API server does not answer yet");
        });
    }

    private ClusterMarker marker(ClusterSpec spec) {
        return creators.begun(calls.host().exposedAddress(spec.kind()));
    }

    private void requireRunning(BackgroundCreation begun) {
        begun.result().filter(result -> !created(result)).ifPresent(result -> {
            throw failure(begun.spec(), result);
        });
    }

    /** Whether the cluster exists, even if kind could not write the reader's kubeconfig. */
    private static boolean created(ProcessResult result) {
        return result instanceof ProcessResult.Succeeded || KindFailure.isKubeconfigLocked(result);
    }

    private boolean answers(ClusterName cluster, Operation operation) {
        try {
            Optional<Connection> connection = connections.probe(cluster, operation);
            connection.ifPresent(open -> open.api().version());
            return connection.isPresent();
        } catch (ApiException e) {
            connections.close(cluster);
            return false;
        }
    }

    @Override
    public void awaitNodes(ClusterSpec spec, Operation operation) {
        BackgroundCreation begun = creation.orElseThrow(() -> new IllegalStateException("no creation was begun"));
        ProcessResult result;
        try {
            result = begun.await();
            if (!created(result)) {
                throw failure(spec, result);
            }
        } catch (FailureException e) {
            abandon(begun, operation);
            throw e;
        }
        calls.markAll(spec.name(), marker(spec).finished(), operation);
        creation = Optional.empty();
        if (!(result instanceof ProcessResult.Succeeded)) {
            calls.exportKubeconfig(spec.name(), operation);
        }
    }

    private FailureException failure(ClusterSpec spec, ProcessResult result) {
        return result.failure(failed -> KindFailure.explain(
                        Reason.CLUSTER_CREATE_FAILED,
                        "creating the cluster " + spec.name(),
                        failed,
                        calls.host().troubles()))
                .asException();
    }

    /**
     * Removes what a creation that will not be finished has created. Nothing was there before it began, unless kind says
     * so. Clears the thread's interruption meanwhile, which is mostly what leads here.
     */
    private void abandon(BackgroundCreation begun, Operation operation) {
        boolean interrupted = Thread.interrupted();
        ClusterName cluster = begun.spec().name();
        begun.cancel();
        creation = Optional.empty();
        connections.close(cluster);
        try {
            if (begun.result().filter(KindFailure::inTheWay).isPresent()) {
                taken = Optional.of(cluster);
            } else {
                operation.progress().accept("removing the incomplete cluster");
                sweep(
                        cluster,
                        operation.with(Deadline.in(CLEANUP, operation.deadline().time())));
            }
        } catch (FailureException e) {
            operation.progress().accept("could not remove it: " + e.failure().message() + "; `labctl down` does");
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** More than once: a container that Docker was asked for may appear after its kind is gone. */
    private void sweep(ClusterName cluster, Operation operation) {
        Wait.of(operation)
                .poll(
                        () -> {
                            calls.delete(cluster, operation);
                            operation.deadline().pause(POLL, CREATING);
                            return calls.clusters(operation);
                        },
                        left -> !left.contains(cluster.value()));
    }

    @Override
    public Instant start(HaltedNodes halted, Operation operation) {
        return calls.start(halted, operation);
    }

    @Override
    public Optional<Failure> trouble(ClusterName cluster, Operation operation) {
        try {
            return answer.trouble(cluster, operation);
        } catch (FailureException e) {
            return Optional.of(e.failure()).filter(failure -> failure.reason() == Reason.DOCKER_UNREACHABLE);
        }
    }

    /** Never a cluster that was created meanwhile, which {@code run --down} would clean up after its failure. */
    @Override
    public void delete(ClusterName cluster, Operation operation) {
        if (taken.equals(Optional.of(cluster))) {
            throw new FailureException(
                    Reason.CLUSTER_NOT_OURS,
                    "another process created the cluster " + cluster + " meanwhile, so it is left alone",
                    "`labctl status --cluster " + cluster + "` shows whose it is.");
        }
        connections.close(cluster);
        creators.endOrphans(cluster);
        calls.delete(cluster, operation);
    }

    @Override
    public Connection connect(ClusterName cluster, Operation operation) {
        return connections.require(cluster, operation);
    }

    @Override
    public String useContext(ClusterName cluster, Operation operation) {
        calls.exportKubeconfig(cluster, operation);
        return KindCli.context(cluster);
    }

    /**
     * A creation that is still under way belongs to a command that ended early: interrupted, it is removed; otherwise it
     * is finished, for an incomplete cluster is of no use.
     */
    @Override
    public void close() {
        creation.ifPresent(begun -> {
            Operation last = new Operation(Deadline.in(CLEANUP, TimeSource.system()), said -> {}, line -> {});
            if (Thread.currentThread().isInterrupted()) {
                abandon(begun, last);
            } else {
                finish(begun, last);
            }
        });
        connections.close();
    }

    private void finish(BackgroundCreation begun, Operation last) {
        try {
            awaitNodes(begun.spec(), last);
        } catch (FailureException | ApiException e) {
            // The command reports a failure of its own; the marker tells the state of the cluster.
            creation = Optional.empty();
        }
    }
}
