package dev.labctl.command.view;

import dev.labctl.cluster.Cluster;
import dev.labctl.cluster.Container;
import dev.labctl.command.session.OpenCluster;
import dev.labctl.doctor.Needs;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.LogRange;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.Observation;
import dev.labctl.logs.LogReader;
import dev.labctl.logs.PodChoice;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.ClusterState.Reachable;
import dev.labctl.provider.LabRecord;
import dev.labctl.report.BundleView;
import dev.labctl.report.DoctorView;
import dev.labctl.report.LogView;
import dev.labctl.report.Report;
import dev.labctl.report.StatusView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Puts together what goes into a bug report.
 *
 * @param versions lines that the caller knows
 */
public record BundleReader(ClusterStatus status, OpenCluster cluster, ClusterState state, List<String> versions) {
    private static final int LINES = 1_000;

    /** Of more containers the logs are left out, those of pods that are well first. */
    private static final int CONTAINERS = 100;

    public BundleView read() {
        if (!(state instanceof Reachable here)) {
            return bundle(status.of(cluster.name(), state), Optional.empty(), Optional.empty(), List.of(), List.of());
        }
        KubeApi api = cluster.api();
        ClusterStatus.Observed observed = status.observe(cluster.name(), here);
        List<LogPart> logParts = !cluster.kind().simulated() ? logParts(observed.observation(), here) : List.of();
        List<LogPart> read = logParts.stream().limit(CONTAINERS).toList();
        LogReader reader = new LogReader(api, cluster.session().listener()::said);
        List<BundleView.Log> logs = read.stream()
                .map(part -> new BundleView.Log(
                        part.name(), reader.lines(part.source(), part.range()).toList()))
                .sorted(Comparator.comparing(BundleView.Log::name))
                .toList();
        List<String> about = new ArrayList<>(List.of(
                "kubernetes " + observed.status().kubernetes(),
                "cilium "
                        + observed.status()
                                .cilium()
                                .map(StatusView.Cilium::text)
                                .orElse("")));
        here.known()
                .filter(record -> !record.adopted())
                .ifPresent(record -> about.add("node image " + record.nodeImage()));
        here.lab().ifPresent(ref -> about.add("lab " + ref));
        if (cluster.kind().simulated()) {
            about.add("no logs: nothing runs in a rehearsal");
        } else if (read.size() < logParts.size()) {
            about.add("logs left out: " + (logParts.size() - read.size()));
        }
        return bundle(observed.status(), Optional.of(observed.observation()), api.get(LabRecord.REF), logs, about);
    }

    private BundleView bundle(
            StatusView current,
            Optional<Observation> observation,
            Optional<KubeObject> record,
            List<BundleView.Log> logs,
            List<String> about) {
        Report report = Report.of("status", cluster.target().lab(), current)
                .in(Optional.of(cluster.name().value()), Optional.of(cluster.origin()));
        Stream<String> lines = Stream.of(
                        versions.stream(),
                        Stream.of("provider " + cluster.kind().name()),
                        about.stream())
                .flatMap(part -> part);
        return new BundleView(lines.toList(), report, doctor(), observation, record, logs);
    }

    private Optional<Report> doctor() {
        return Optional.of(cluster.provider())
                .filter(provider -> !provider.kind().simulated())
                .map(provider -> new DoctorView(cluster.session().doctor().examine(Needs.anyLab(), cluster.deadline())))
                .map(view -> Report.of("doctor", Optional.empty(), view));
    }

    /** A part of the log of one container, and the file it goes into. */
    private record LogPart(LogView.Source source, LogRange range) {
        String name() {
            return "logs/" + source.namespace() + "/" + source.pod() + "/" + source.container()
                    + (range.previous() ? ".previous" : "") + ".log";
        }
    }

    /** Those of Cilium first, then those of pods that are not well. */
    private static List<LogPart> logParts(Observation seen, Reachable here) {
        Stream<KubeObject> cilium = seen.list("Pod").stream()
                .filter(pod -> Stream.of(PodChoice.AGENTS, PodChoice.OPERATOR).anyMatch(choice -> choice.chooses(pod)));
        List<ObjectRef> applied = here.known().map(LabRecord::applied).orElse(List.of());
        Cluster cluster = Cluster.of(seen);
        Stream<KubeObject> labs = seen.list("Pod").stream()
                .filter(pod -> applied.contains(cluster.rootOwner(pod).ref()))
                .sorted(Comparator.comparing((KubeObject pod) -> pod.conditionTrue("Ready"))
                        .thenComparing(KubeObject::name));
        return Stream.concat(cilium, labs)
                .distinct()
                .flatMap(BundleReader::logParts)
                .toList();
    }

    private static Stream<LogPart> logParts(KubeObject pod) {
        return PodChoice.containers(pod).flatMap(container -> {
            Container state = Container.of(pod, container);
            LogView.Source source = new LogView.Source(pod.namespace().orElse("default"), pod.name(), container);
            LogRange newest = LogRange.newest(LINES);
            List<LogPart> parts = new ArrayList<>();
            if (state.hasStarted()) {
                parts.add(new LogPart(source, newest));
            }
            if (state.restarts() > 0) {
                parts.add(new LogPart(source, newest.ofPrevious()));
            }
            return parts.stream();
        });
    }
}
