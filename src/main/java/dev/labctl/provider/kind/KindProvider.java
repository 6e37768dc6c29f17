package dev.labctl.provider.kind;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.lab.ClusterName;
import dev.labctl.process.ProcessResult;
import dev.labctl.process.ProcessRunner;
import dev.labctl.process.RunningProcesses;
import dev.labctl.provider.Activity;
import dev.labctl.provider.CiliumRequest;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.Equivalents;
import dev.labctl.provider.Provider;
import dev.labctl.provider.ToolResults;
import dev.labctl.provider.cilium.CiliumCalls;
import dev.labctl.time.Deadline;
import dev.labctl.time.TimeSource;
import dev.labctl.tools.Platform;
import dev.labctl.tools.Tools;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Clusters by kind on this machine. */
public final class KindProvider implements Provider {
    private static final String MAKING = "making the cluster";
    private static final Duration POLL = Duration.ofSeconds(1);

    /** Until the cluster has its mark, a labctl that is killed leaves one behind that is nobody's. */
    private static final Duration MARK_POLL = Duration.ofMillis(200);

    private static final Duration CLEANUP = Duration.ofSeconds(30);

    private final TimeSource time;
    private final KindCalls calls;
    private final CiliumCalls cilium;
    private final Creators creators;
    private final Equivalents equivalents;
    private final Connections connections;
    private final Answer answer;
    private Optional<Creation> creation = Optional.empty();

    public KindProvider(
            Tools tools,
            ProcessRunner runner,
            RunningProcesses processes,
            Map<String, String> environment,
            TimeSource time) {
        this.time = time;
        this.calls = new KindCalls(tools, runner, environment);
        this.connections = new Connections(calls);
        this.answer = new Answer(calls, connections);
        this.cilium = new CiliumCalls(tools, runner);
        this.creators = new Creators(processes);
        this.equivalents = new KindEquivalents(tools.platform() == Platform.LINUX);
    }

    @Override
    public String name() {
        return "kind";
    }

    @Override
    public boolean usesMachine() {
        return true;
    }

    @Override
    public List<String> limits() {
        return List.of();
    }

    @Override
    public TimeSource time() {
        return time;
    }

    @Override
    public ClusterState inspect(ClusterName cluster, Activity activity) {
        if (!calls.clusters(activity).contains(cluster.value())) {
            return new ClusterState.Absent();
        }
        Optional<CreationMark> mark = calls.mark(cluster, activity);
        if (mark.filter(found -> !found.whole()).isPresent()) {
            return creators.unfinished(cluster, mark.get());
        }
        if (mark.isEmpty() && !calls.clusters(activity).contains(cluster.value())) {
            return new ClusterState.Absent();
        }
        return answer.of(cluster, mark.isPresent(), activity);
    }

    @Override
    public List<ClusterName> made(Activity activity) {
        return calls.clusters(activity).stream()
                .filter(name -> name.length() <= ClusterName.LONGEST)
                .map(ClusterName::new)
                .filter(cluster -> calls.mark(cluster, activity).isPresent())
                .toList();
    }

    @Override
    public void create(ClusterSpec spec, Activity activity) {
        creators.endOrphans(spec.name());
        Creation begun = Creation.start(calls, spec, activity);
        creation = Optional.of(begun);
        try {
            awaitApi(begun, activity);
        } catch (FailureException e) {
            abandon(begun, activity);
            throw e;
        }
    }

    /** The API server answers some seconds before kind has joined the workers: what follows need not wait for them. */
    private void awaitApi(Creation begun, Activity activity) {
        ClusterName cluster = begun.spec().name();
        boolean marked = false;
        while (true) {
            Optional<ProcessResult> ended = begun.result();
            if (ended.isPresent() && !(ended.get() instanceof ProcessResult.Succeeded)) {
                if (!KindFailure.kubeconfigAlone(ended.get())) {
                    throw failure(begun.spec(), ended.get());
                }
            }
            marked = marked || calls.mark(cluster, creators.begun(), activity);
            if (marked && answers(cluster, activity)) {
                return;
            }
            activity.pause(marked ? POLL : MARK_POLL, MAKING);
        }
    }

    private boolean answers(ClusterName cluster, Activity activity) {
        try {
            Optional<KubeApi> api = connections.open(cluster, activity);
            api.ifPresent(KubeApi::version);
            return api.isPresent();
        } catch (ApiException e) {
            connections.close(cluster);
            return false;
        }
    }

    @Override
    public void complete(ClusterSpec spec, Activity activity) {
        Creation begun = creation.orElseThrow(() -> new IllegalStateException("nothing was begun"));
        ProcessResult result;
        try {
            result = begun.await();
            if (!(result instanceof ProcessResult.Succeeded) && !KindFailure.kubeconfigAlone(result)) {
                throw failure(spec, result);
            }
        } catch (FailureException e) {
            abandon(begun, activity);
            throw e;
        }
        calls.markAll(spec.name(), creators.begun().finished(), activity);
        creation = Optional.empty();
        if (!(result instanceof ProcessResult.Succeeded)) {
            calls.exportKubeconfig(spec.name(), activity);
        }
    }

    private static FailureException failure(ClusterSpec spec, ProcessResult result) {
        return ToolResults.failure(
                        result,
                        failed -> KindFailure.explain(
                                Reason.CLUSTER_CREATE_FAILED, "making the cluster " + spec.name(), failed))
                .asException();
    }

    /**
     * Takes away what a creation that will not be finished has made. Nothing was there before it began, unless kind says
     * so. Runs with the thread's interruption put aside, for that is what mostly leads here.
     */
    private void abandon(Creation begun, Activity activity) {
        boolean interrupted = Thread.interrupted();
        ClusterName cluster = begun.spec().name();
        begun.cancel();
        creation = Optional.empty();
        connections.close(cluster);
        try {
            if (begun.result().filter(KindFailure::inTheWay).isEmpty()) {
                activity.said().accept("taking the half-made cluster away");
                sweep(
                        cluster,
                        activity.with(Deadline.in(CLEANUP, activity.deadline().time())));
            }
        } catch (FailureException e) {
            activity.said().accept("could not take it away: " + e.failure().message() + "; `labctl down` does");
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** More than once: a container that Docker was asked for may appear after its kind is gone. */
    private void sweep(ClusterName cluster, Activity activity) {
        do {
            calls.delete(cluster, activity);
            activity.pause(POLL, MAKING);
        } while (calls.clusters(activity).contains(cluster.value())
                && !activity.deadline().passed());
    }

    @Override
    public void delete(ClusterName cluster, Activity activity) {
        connections.close(cluster);
        creators.endOrphans(cluster);
        calls.delete(cluster, activity);
    }

    @Override
    public KubeApi connect(ClusterName cluster, Activity activity) {
        return connections.require(cluster, activity);
    }

    @Override
    public void installCilium(CiliumRequest request, Activity activity) {
        cilium.install(request, connections.credentials(request.cluster(), activity), activity);
    }

    @Override
    public void upgradeCilium(CiliumRequest request, Activity activity) {
        cilium.upgrade(request, connections.credentials(request.cluster(), activity), activity);
    }

    @Override
    public void uninstallCilium(ClusterName cluster, Activity activity) {
        cilium.uninstall(connections.credentials(cluster, activity), activity);
    }

    @Override
    public String useContext(ClusterName cluster, Activity activity) {
        calls.exportKubeconfig(cluster, activity);
        return KindCli.context(cluster);
    }

    @Override
    public Equivalents equivalents() {
        return equivalents;
    }

    /**
     * A creation that is still under way belongs to a command that ended early: interrupted, it is taken away; otherwise
     * it is finished, for a half-made cluster is of no use to anybody.
     */
    @Override
    public void close() {
        creation.ifPresent(begun -> {
            Activity last = new Activity(Deadline.in(CLEANUP, TimeSource.system()), said -> {}, line -> {});
            if (Thread.currentThread().isInterrupted()) {
                abandon(begun, last);
            } else {
                finish(begun, last);
            }
        });
        connections.close();
    }

    private void finish(Creation begun, Activity last) {
        try {
            complete(begun.spec(), last);
        } catch (FailureException | ApiException e) {
            // The command has a failure of its own to tell; the mark says what became of the cluster.
            creation = Optional.empty();
        }
    }
}
