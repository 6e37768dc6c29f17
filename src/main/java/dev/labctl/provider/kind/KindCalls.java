package dev.labctl.provider.kind;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.lab.ClusterName;
import dev.labctl.process.Command;
import dev.labctl.process.ProcessResult;
import dev.labctl.process.ProcessRunner;
import dev.labctl.provider.Activity;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.TemporaryFile;
import dev.labctl.provider.ToolResults;
import dev.labctl.time.Deadline;
import dev.labctl.tools.Platform;
import dev.labctl.tools.Tool;
import dev.labctl.tools.Tools;
import dev.labctl.yaml.YamlWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Calls kind and the container engine, and turns what goes wrong into failures. */
final class KindCalls {
    private static final String KUBECONFIG = "KUBECONFIG";

    /** Quick questions: an engine that does not answer them in this time is not well. */
    private static final Duration QUICK = Duration.ofSeconds(30);

    /** Containers that are being removed are gone within this time, also on a busy machine. */
    private static final Duration GOING = Duration.ofSeconds(30);

    private static final Duration POLL = Duration.ofMillis(500);

    private final Tools tools;
    private final ProcessRunner runner;
    private final Map<String, String> environment;

    KindCalls(Tools tools, ProcessRunner runner, Map<String, String> environment) {
        this.tools = tools;
        this.runner = runner;
        this.environment = environment;
    }

    List<String> clusters(Activity activity) {
        ProcessResult result = quick(kind(KindCli.clusters()), activity);
        return KindCli.parseNames(ToolResults.require(result, failed -> explain("listing the clusters", failed))
                .stdout());
    }

    /** The credentials of a cluster; empty where its control plane does not have them, or does not run. */
    Optional<String> kubeconfig(ClusterName cluster, Activity activity) {
        ProcessResult result = quick(kind(KindCli.kubeconfig(cluster)), activity);
        if (result instanceof ProcessResult.Failed) {
            return Optional.empty();
        }
        return Optional.of(ToolResults.require(result, failed -> explain("reading the kubeconfig", failed))
                .stdout()
                .text());
    }

    /** Runs {@code kind create cluster} to its end, whatever that is. */
    ProcessResult create(ClusterSpec spec, Activity activity) {
        Map<String, Object> config = spec.kind().forMachine(tools.platform() == Platform.LINUX);
        boolean asIs = config.equals(spec.kind().tree());
        Command command = kind(KindCli.create(
                spec.name(), spec.nodeImage(), asIs ? spec.kind().file().toString() : "-"));
        Command call = asIs ? command : command.reading(YamlWriter.write(config));
        return runner.run(withReadersKubeconfig(call), activity.deadline(), (stream, line) -> activity.output()
                .accept(line));
    }

    void delete(ClusterName cluster, Activity activity) {
        ProcessResult result = runner.run(
                withReadersKubeconfig(kind(KindCli.delete(cluster))),
                activity.deadline(),
                (stream, line) -> activity.output().accept(line));
        ToolResults.require(
                result,
                failed -> KindFailure.explain(Reason.CLUSTER_DELETE_FAILED, "deleting the cluster " + cluster, failed));
    }

    void exportKubeconfig(ClusterName cluster, Activity activity) {
        ProcessResult result = quick(withReadersKubeconfig(kind(KindCli.exportKubeconfig(cluster))), activity);
        ToolResults.require(result, failed -> explain("writing the kubeconfig", failed));
    }

    /** Writes the mark into the control-plane container; false while there is no such container. */
    boolean mark(ClusterName cluster, CreationMark mark, Activity activity) {
        return write(mark, cluster.controlPlane(), activity);
    }

    /** Writes the mark into all nodes: whichever a broken deletion leaves behind says whose it is. */
    void markAll(ClusterName cluster, CreationMark mark, Activity activity) {
        nodes(cluster, activity).forEach(node -> write(mark, node, activity));
    }

    private boolean write(CreationMark mark, String node, Activity activity) {
        try (TemporaryFile file = TemporaryFile.of(mark.text(), ".mark")) {
            ProcessResult result = quick(engine(EngineCli.copyIn(file.path(), node, CreationMark.PATH)), activity);
            return result instanceof ProcessResult.Succeeded;
        }
    }

    /**
     * The mark of a cluster; empty where labctl did not make it. Containers that are on their way out do not let anybody
     * read in them, so a cluster that is being deleted is looked at until it is gone.
     */
    Optional<CreationMark> mark(ClusterName cluster, Activity activity) {
        Deadline patience = activity.deadline().atMost(GOING);
        Reading reading = reading(cluster, activity);
        while (!reading.certain() && !patience.passed() && clusters(activity).contains(cluster.value())) {
            activity.pause(POLL, "looking at the cluster");
            reading = reading(cluster, activity);
        }
        return reading.mark();
    }

    /**
     * What came of an attempt to read a mark.
     *
     * @param certain whether it is known that there is one, or that there is none
     */
    private record Reading(Optional<CreationMark> mark, boolean certain) {
        private static final Reading NOTHING = new Reading(Optional.empty(), false);

        Reading or(Supplier<Reading> other) {
            if (mark.isPresent()) {
                return this;
            }
            Reading next = other.get();
            return new Reading(next.mark, next.certain || certain);
        }
    }

    private Reading reading(ClusterName cluster, Activity activity) {
        Reading reading = read(cluster.controlPlane(), activity);
        return reading.or(() -> nodes(cluster, activity).stream()
                .map(node -> read(node, activity))
                .reduce(Reading.NOTHING, (one, other) -> one.or(() -> other)));
    }

    private Reading read(String node, Activity activity) {
        try (TemporaryFile file = TemporaryFile.of("", ".mark")) {
            ProcessResult result = quick(engine(EngineCli.copyOut(node, CreationMark.PATH, file.path())), activity);
            return said(result)
                    ? new Reading(Optional.of(CreationMark.parse(file.text())), true)
                    : new Reading(Optional.empty(), EngineCli.hasNoSuchFile(result.stderr()));
        }
    }

    private List<String> nodes(ClusterName cluster, Activity activity) {
        ProcessResult result = quick(kind(KindCli.nodes(cluster)), activity);
        return said(result) ? KindCli.parseNames(result.stdout()) : List.of();
    }

    List<String> stopped(ClusterName cluster, Activity activity) {
        ProcessResult result = quick(engine(EngineCli.stopped(cluster)), activity);
        return said(result) ? EngineCli.parseNames(result.stdout()) : List.of();
    }

    /** Whether it has an answer. A program that says no has none; one that was ended has not even said no. */
    private static boolean said(ProcessResult result) {
        if (result instanceof ProcessResult.Succeeded || result instanceof ProcessResult.Failed) {
            return result instanceof ProcessResult.Succeeded;
        }
        throw ToolResults.failure(result, failed -> explain("looking at the cluster", failed))
                .asException();
    }

    private ProcessResult quick(Command command, Activity activity) {
        return runner.run(command, activity.deadline().atMost(QUICK), (stream, line) -> {});
    }

    private Command kind(List<String> arguments) {
        return Command.of(tools.require(Tool.KIND), arguments);
    }

    private Command engine(List<String> arguments) {
        String program = EngineCli.program(environment);
        Path path = tools.executables().find(program).orElseThrow(() -> tools.missing(List.of(Tool.DOCKER))
                .asException());
        return Command.of(path, arguments);
    }

    /** The reader's own kubeconfig is kind's to write, where the reader's variable says it is. */
    private Command withReadersKubeconfig(Command command) {
        String own = environment.getOrDefault(KUBECONFIG, "");
        return own.isEmpty() ? command : command.with(Map.of(KUBECONFIG, own));
    }

    private static Failure explain(String what, ProcessResult result) {
        return KindFailure.explain(Reason.TOOL_FAILED, what, result);
    }
}
