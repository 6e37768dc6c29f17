package dev.labctl.provider.kind;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.Wait;
import dev.labctl.lab.ClusterName;
import dev.labctl.process.ProcessResult;
import dev.labctl.process.ProcessRunner;
import dev.labctl.process.ProcessSpec;
import dev.labctl.process.TemporaryFile;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.HaltedNodes;
import dev.labctl.time.Operation;
import dev.labctl.tools.ContainerEngine;
import dev.labctl.tools.Tool;
import dev.labctl.tools.Tools;
import dev.labctl.yaml.YamlWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls kind and the container engine, and turns what goes wrong into failures. */
record KindCalls(
        Tools tools, ProcessRunner runner, Map<String, String> environment, KindHost host, KubeconfigLock lock) {
    private static final String KUBECONFIG = "KUBECONFIG";

    /** Quick questions: an engine that does not answer them in this time is not well. */
    private static final Duration QUICK = Duration.ofSeconds(30);

    /** Containers that are being removed are gone within this time, also on a busy machine. */
    private static final Duration REMOVAL = Duration.ofSeconds(30);

    private static final Duration POLL = Duration.ofMillis(500);

    List<String> clusters(Operation operation) {
        ProcessResult result = quick(kind(KindCli.clusters()), operation);
        return KindCli.parseNames(result.require(failed -> explain("listing the clusters", failed))
                .stdout());
    }

    /** The credentials of a cluster; empty where its control plane does not have them, or does not run. */
    Optional<String> kubeconfig(ClusterName cluster, Operation operation) {
        ProcessResult result = quick(kind(KindCli.kubeconfig(cluster)), operation);
        if (result instanceof ProcessResult.Failed) {
            return Optional.empty();
        }
        return Optional.of(result.require(failed -> explain("reading the kubeconfig", failed))
                .stdout()
                .text());
    }

    /** Runs {@code kind create cluster} to its end, whatever that is. */
    ProcessResult create(ClusterSpec spec, OwnershipMount owner, Operation operation) {
        ProcessSpec call = kind(KindCli.create(spec.name(), spec.nodeImage(), KindCli.STDIN))
                .reading(YamlWriter.write(owner.in(host.config(spec.kind()))));
        return runner.run(withReadersKubeconfig(call), operation.deadline(), operation.output());
    }

    void delete(ClusterName cluster, Operation operation) {
        ProcessSpec command = withReadersKubeconfig(kind(KindCli.delete(cluster)));
        lock.run(() -> runner.run(command, operation.deadline(), operation.output()), operation)
                .require(failed -> KindFailure.explain(
                        Reason.CLUSTER_DELETE_FAILED, "deleting the cluster " + cluster, failed, host.troubles()));
    }

    void exportKubeconfig(ClusterName cluster, Operation operation) {
        ProcessSpec command = withReadersKubeconfig(kind(KindCli.exportKubeconfig(cluster)));
        lock.run(() -> quick(command, operation), operation)
                .require(failed -> explain("writing the kubeconfig", failed));
    }

    /**
     * Writes the mark into the control-plane container; false while there is none whose mount says that the same process began it,
     * for someone else may have created a cluster of that name in the same second.
     */
    boolean mark(ClusterName cluster, ClusterMarker mark, Operation operation) {
        String node = cluster.controlPlane();
        return owner(node, operation)
                        .filter(owner -> owner.creator().equals(mark.creator()))
                        .isPresent()
                && write(mark, node, operation);
    }

    /** Writes the mark into all nodes: whichever a broken deletion leaves behind says whose it is. */
    void markAll(ClusterName cluster, ClusterMarker mark, Operation operation) {
        nodes(cluster, operation).forEach(node -> write(mark, node, operation));
    }

    private boolean write(ClusterMarker mark, String node, Operation operation) {
        try (TemporaryFile file = TemporaryFile.of(mark.text(), ".mark")) {
            ProcessResult result = quick(engine(KindCli.copyIn(file.path(), node, ClusterMarker.PATH)), operation);
            return result instanceof ProcessResult.Succeeded;
        }
    }

    /**
     * The marker of a cluster; empty where labctl did not create it. Nothing can be read from a container that is being
     * removed, so a cluster that is being deleted is observed until it is gone.
     */
    Optional<ClusterMarker> mark(ClusterName cluster, Operation operation) {
        return Wait.of(operation)
                .atMost(REMOVAL)
                .every(POLL)
                .poll(
                        () -> reading(cluster, operation),
                        reading -> reading.certain() || !clusters(operation).contains(cluster.value()))
                .mark();
    }

    /**
     * What came of an attempt to read a mark.
     *
     * @param certain whether it is known that there is one, or that there is none
     */
    private record Reading(Optional<ClusterMarker> mark, boolean certain) {}

    private Reading reading(ClusterName cluster, Operation operation) {
        Reading reading = read(cluster.controlPlane(), operation);
        if (reading.mark().isPresent()) {
            return reading;
        }
        boolean certain = reading.certain();
        for (String node : nodes(cluster, operation)) {
            Reading other = read(node, operation);
            if (other.mark().isPresent()) {
                return other;
            }
            certain |= other.certain();
        }
        return new Reading(Optional.empty(), certain);
    }

    private Reading read(String node, Operation operation) {
        try (TemporaryFile file = TemporaryFile.of("", ".mark")) {
            ProcessResult result = quick(engine(KindCli.copyOut(node, ClusterMarker.PATH, file.path())), operation);
            if (said(result)) {
                return new Reading(Optional.of(ClusterMarker.parse(file.text())), true);
            }
            if (KindCli.hasNoSpace(result.stderr())) {
                throw TemporaryFile.failed("no space left on device");
            }
            if (!KindCli.hasNoSuchFile(result.stderr())) {
                // A complete cluster has the file on every node, and may not look unfinished for a failure to read it.
                return new Reading(Optional.empty(), false);
            }
            return new Reading(
                    owner(node, operation).map(owner -> new ClusterMarker(false, owner.creator(), Optional.empty())),
                    true);
        }
    }

    /** What the mounts of a node's container say, which can be read before the container has ever run. */
    private Optional<OwnershipMount> owner(String node, Operation operation) {
        ProcessResult result = quick(engine(KindCli.mounts(node)), operation);
        return said(result)
                ? KindCli.parseNames(result.stdout()).stream()
                        .flatMap(target -> OwnershipMount.read(target).stream())
                        .findFirst()
                : Optional.empty();
    }

    /**
     * Whether the API server of a cluster may be on another interface than the loopback one: where labctl was allowed to
     * create it, and only on the machine of the container engine.
     */
    boolean allowed(ClusterName cluster, String address, Operation operation) {
        return mark(cluster, operation)
                        .flatMap(ClusterMarker::address)
                        .filter(address::equals)
                        .isPresent()
                && host.has(address);
    }

    private List<String> nodes(ClusterName cluster, Operation operation) {
        ProcessResult result = quick(kind(KindCli.nodes(cluster)), operation);
        return said(result) ? KindCli.parseNames(result.stdout()) : List.of();
    }

    NodeContainers containers(ClusterName cluster, Operation operation) {
        ProcessResult result = quick(engine(KindCli.containers(cluster)), operation);
        return NodeContainers.parse(
                KindCli.parseNames(result.require(failed -> explain("looking for the nodes of " + cluster, failed))
                        .stdout()));
    }

    /** Starts containers that are stopped, lets paused ones go on, and returns when the first of them started. */
    Instant start(HaltedNodes halted, Operation operation) {
        List<String> stopped = halted.names(HaltedNodes.Condition.STOPPED);
        List<String> paused = halted.names(HaltedNodes.Condition.PAUSED);
        if (!paused.isEmpty()) {
            change(KindCli.unpause(paused), operation);
        }
        if (stopped.isEmpty()) {
            return Instant.EPOCH;
        }
        change(KindCli.start(stopped), operation);
        ProcessResult result = quick(engine(KindCli.started(stopped)), operation);
        return KindCli.parseNames(result.stdout()).stream()
                .flatMap(time -> KindCli.parseTime(time).stream())
                .min(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    private void change(List<String> arguments, Operation operation) {
        runner.run(engine(arguments), operation.deadline(), operation.output())
                .require(failed ->
                        KindFailure.explain(Reason.TOOL_FAILED, "starting the nodes", failed, host.troubles()));
    }

    /** Whether it has an answer. A program that says no has none; one that was ended has not even said no. */
    private boolean said(ProcessResult result) {
        if (result instanceof ProcessResult.Succeeded || result instanceof ProcessResult.Failed) {
            return result instanceof ProcessResult.Succeeded;
        }
        throw result.failure(failed -> explain("looking at the cluster", failed))
                .asException();
    }

    private ProcessResult quick(ProcessSpec command, Operation operation) {
        return runner.run(command, operation.deadline().atMost(QUICK), line -> {});
    }

    private ProcessSpec kind(List<String> arguments) {
        return ProcessSpec.of(tools.require(Tool.KIND), arguments);
    }

    private ProcessSpec engine(List<String> arguments) {
        ContainerEngine engine = host.engine();
        Path path = tools.executables().find(engine.program()).orElseThrow(() -> tools.missing(List.of(engine.tool()))
                .asException());
        return ProcessSpec.of(path, arguments);
    }

    /** The reader's own kubeconfig is kind's to write, where the reader's variable says it is. */
    private ProcessSpec withReadersKubeconfig(ProcessSpec command) {
        String own = environment.getOrDefault(KUBECONFIG, "");
        return own.isEmpty() ? command : command.with(Map.of(KUBECONFIG, own));
    }

    private Failure explain(String what, ProcessResult result) {
        return KindFailure.explain(Reason.TOOL_FAILED, what, result, host.troubles());
    }
}
