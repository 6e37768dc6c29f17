package dev.labctl.provider.eks;

import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.Connection;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.kubernetes.Wait;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.EksctlConfig;
import dev.labctl.process.ProcessResult;
import dev.labctl.process.ProcessRunner;
import dev.labctl.process.RunningProcesses;
import dev.labctl.provider.ClusterKind;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.Equivalents;
import dev.labctl.provider.Provider;
import dev.labctl.provider.eks.EksInspection.Place;
import dev.labctl.time.Operation;
import dev.labctl.time.TimeSource;
import dev.labctl.tools.Tools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Clusters on Amazon EKS. eksctl creates the control plane; the nodes follow once Cilium is installed, so that none starts with
 * AWS's own network plugin. What labctl creates has its tags, by which it is found again, also half-created or half-deleted.
 */
public final class EksProvider implements Provider {
    /** They stand for what AWS was not asked about: the name by which eksctl names contexts, and the region. */
    private static final String ANY_USER = "USER";

    private static final String ANY_REGION = "REGION";

    private static final Duration POLL = Duration.ofSeconds(2);

    /** eksctl ends some seconds after the nodes are Ready. */
    private static final Duration LAST = Duration.ofSeconds(20);

    private final ClusterKind kind;
    private final Optional<String> region;
    private final EksCalls calls;
    private final KnownClusters known;
    private final RunningProcesses processes;
    private final EksConnections connections;
    private final EksDeletion deletion;
    private Optional<Caller> caller = Optional.empty();
    private Optional<NodeCreation> nodes = Optional.empty();

    /**
     * The clusters of a reader.
     *
     * @param region of a lab's cluster that is not known yet
     */
    public EksProvider(
            Optional<String> region,
            KnownClusters known,
            Tools tools,
            ProcessRunner runner,
            RunningProcesses processes,
            Map<String, String> environment,
            TimeSource time) {
        this.region = region;
        this.known = known;
        this.processes = processes;
        this.calls = new EksCalls(tools, runner, environment);
        this.connections = new EksConnections(calls);
        this.deletion = new EksDeletion(calls, known);
        this.kind = new ClusterKind("eks", List.of(), time, new EksEquivalents(this::shownRegion, this::user));
    }

    /** The shell commands for a cluster that AWS was not asked about. */
    public static Equivalents commands(EksctlConfig config) {
        return new EksEquivalents(cluster -> config.region(), () -> ANY_USER);
    }

    @Override
    public ClusterKind kind() {
        return kind;
    }

    @Override
    public ClusterState inspect(ClusterName cluster, Operation operation) {
        return inspection().of(place(cluster, operation), operation);
    }

    private EksInspection inspection() {
        return new EksInspection(calls, known, processes, connections);
    }

    @Override
    public List<ClusterName> list(Operation operation) {
        return known.all();
    }

    /** The known region wins over the lab's: a lab whose region was changed does not move its cluster. */
    private Optional<String> knownRegion(ClusterName cluster) {
        return known.get(cluster).map(KnownClusters.Entry::region).or(() -> region);
    }

    /** Of commands that are only shown: a failure of `down --all` is not about the cluster that its report names. */
    private String shownRegion(ClusterName cluster) {
        return knownRegion(cluster).orElse(ANY_REGION);
    }

    private String region(ClusterName cluster) {
        return knownRegion(cluster)
                .orElseThrow(() -> new FailureException(
                        Reason.CLUSTER_MISSING,
                        "labctl does not know in which region the cluster " + cluster + " is",
                        "Name its lab: its eksctl.yaml says the region."));
    }

    /** By which eksctl names contexts; a placeholder where AWS does not tell. */
    private String user() {
        return caller.map(Caller::user).orElse(ANY_USER);
    }

    /** Where a cluster is and who asks; refused where the reader's credentials are for another account than the cluster's. */
    private Place place(ClusterName cluster, Operation operation) {
        String where = region(cluster);
        Caller who = caller.orElseGet(() -> calls.caller(where, operation));
        caller = Optional.of(who);
        known.get(cluster)
                .map(KnownClusters.Entry::account)
                .filter(account -> !account.equals(who.account()))
                .ifPresent(account -> {
                    throw new FailureException(
                            Reason.AWS_ACCOUNT_DIFFERS,
                            "the cluster " + cluster + " is in the AWS account " + account
                                    + ", and these credentials are for " + who.account(),
                            "Use the credentials of that account (AWS_PROFILE), or another name with --cluster.");
                });
        return new Place(cluster, where, who);
    }

    /** EKS takes a quarter of an hour for a control plane. */
    @Override
    public int slowness() {
        return 6;
    }

    @Override
    public List<String> costs(ClusterSpec spec, Operation operation) {
        Place place = place(spec.name(), operation);
        EksctlConfig config = spec.eksctl();
        List<String> lines = new ArrayList<>();
        lines.add("AWS account " + place.caller().account() + ", as "
                + place.caller().arn());
        lines.add("region " + place.region() + ", cluster " + spec.name());
        lines.addAll(EksPrices.of(place.region()).lines(config));
        return lines;
    }

    @Override
    public void create(ClusterSpec spec, Operation operation) {
        Place place = place(spec.name(), operation);
        KnownClusters.Entry begun =
                new KnownClusters.Entry(place.region(), place.caller().account(), Optional.of(processes.self()));
        known.put(spec.name(), begun);
        new EksCreation(calls, deletion, spec, place).run(operation);
        connect(spec.name(), operation);
    }

    /** Creates the nodes that are not there, and returns when they have joined; whether they get Ready is up to Cilium. */
    @Override
    public void awaitNodes(ClusterSpec spec, Operation operation) {
        Place place = place(spec.name(), operation);
        removeFailedGroups(place, operation);
        NodeCreation begun =
                NodeCreation.start(() -> calls.createNodeGroups(EksCreation.config(spec, place.caller()), operation));
        nodes = Optional.of(begun);
        KubeApi api = connect(spec.name(), operation).api();
        int wanted = spec.cluster().nodeCount();
        Wait.of(operation).every(POLL).until("the nodes", Reason.CLUSTER_CREATE_FAILED, () -> {
            Optional<ProcessResult> ended = begun.result(Duration.ZERO);
            ended.ifPresent(NodeCreation::require);
            int joined = api.list("v1", "Node", Optional.empty(), Map.of()).size();
            return ObjectStatus.currentIf(
                    joined >= wanted || ended.isPresent(), joined + " of " + wanted + " nodes have joined");
        });
    }

    /** CloudFormation does not create a stack again under the name of one that it rolled back. */
    private void removeFailedGroups(Place place, Operation operation) {
        calls.stacks(place.cluster(), place.region(), operation).stream()
                .filter(stack -> !stack.ofCluster() && stack.hasFailed())
                .forEach(stack -> {
                    calls.deleteStack(stack.name(), place.region(), operation);
                    Wait.of(operation)
                            .every(POLL)
                            .poll(() -> calls.stacks(place.cluster(), place.region(), operation), left -> left.stream()
                                    .noneMatch(one -> one.name().equals(stack.name())));
                });
    }

    @Override
    public void delete(ClusterName cluster, Operation operation) {
        Place place = place(cluster, operation);
        connections.close(cluster);
        deletion.run(place, operation);
    }

    @Override
    public Connection connect(ClusterName cluster, Operation operation) {
        Connection open = connections.existing(cluster).orElseGet(() -> {
            Place place = place(cluster, operation);
            ControlPlane plane = calls.controlPlane(cluster, place.region(), operation)
                    .filter(ControlPlane::isActive)
                    .orElseThrow(() -> Failure.of(
                                    Reason.API_UNREACHABLE,
                                    "the control plane of the cluster " + cluster + " is not active",
                                    "`labctl status` shows its state.")
                            .asException());
            return connections.open(cluster, plane, place.region(), place.caller(), operation);
        });
        return open.within(operation);
    }

    @Override
    public String useContext(ClusterName cluster, Operation operation) {
        Place place = place(cluster, operation);
        calls.writeKubeconfig(cluster, place.region(), operation);
        return ControlPlane.context(cluster, place.region(), place.caller().user());
    }

    /** An eksctl that still waits for nodes has nothing left to do but to see them Ready. */
    @Override
    public void close() {
        nodes.ifPresent(begun -> {
            if (Thread.currentThread().isInterrupted() || begun.result(LAST).isEmpty()) {
                begun.cancel();
            }
        });
        connections.close();
    }
}
