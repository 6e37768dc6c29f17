package dev.labctl.command;

import dev.labctl.doctor.Needs;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.LogRange;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.Observation;
import dev.labctl.logs.ContainerState;
import dev.labctl.logs.LogReader;
import dev.labctl.logs.PodChoice;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.ClusterState.Managed;
import dev.labctl.provider.LabRecord;
import dev.labctl.report.BundleView;
import dev.labctl.report.DoctorView;
import dev.labctl.report.LogView;
import dev.labctl.report.Report;
import dev.labctl.report.StatusView;
import dev.labctl.steps.Session;
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
record BundleReader(Looks looks, Request request, Session session, ClusterState state, List<String> versions) {
    private static final int LINES = 1_000;

    /** Of more containers the logs are left out, those of pods that are well first. */
    private static final int CONTAINERS = 100;

    BundleView read() {
        if (!(state instanceof Managed made)) {
            StatusView status = looks.view(request, session, request.cluster(), state);
            return bundle(status, Optional.empty(), Optional.empty(), List.of(), List.of());
        }
        KubeApi api = session.api();
        Looks.Seen seen = looks.seen(request, session, request.cluster(), made);
        List<Stretch> stretches = session.provider().usesMachine() ? stretches(seen.observation(), made) : List.of();
        List<Stretch> read = stretches.stream().limit(CONTAINERS).toList();
        LogReader reader = new LogReader(api, session.listener()::said);
        List<BundleView.Log> logs = read.stream()
                .map(stretch -> new BundleView.Log(
                        stretch.name(),
                        reader.lines(stretch.source(), stretch.range()).toList()))
                .sorted(Comparator.comparing(BundleView.Log::name))
                .toList();
        List<String> about = new ArrayList<>(List.of(
                "kubernetes " + seen.status().kubernetes(),
                "cilium " + seen.status().cilium().map(StatusView.Cilium::text).orElse(""),
                "node image " + made.record().nodeImage(),
                "lab " + made.record().lab()));
        if (!session.provider().usesMachine()) {
            about.add("no logs: nothing runs in a rehearsal");
        } else if (read.size() < stretches.size()) {
            about.add("logs left out: " + (stretches.size() - read.size()));
        }
        return bundle(seen.status(), Optional.of(seen.observation()), api.get(LabRecord.REF), logs, about);
    }

    private BundleView bundle(
            StatusView status,
            Optional<Observation> observation,
            Optional<KubeObject> record,
            List<BundleView.Log> logs,
            List<String> about) {
        Optional<String> provider = Optional.of(session.provider().name());
        Report report = new Report(
                "status",
                request.lab(),
                Optional.of(request.cluster().value()),
                provider,
                Optional.empty(),
                "",
                List.of(),
                status);
        Stream<String> lines = Stream.of(
                        versions.stream(),
                        Stream.of("provider " + session.provider().name()),
                        about.stream())
                .flatMap(part -> part);
        return new BundleView(lines.toList(), report, doctor(), observation, record, logs);
    }

    private Optional<Report> doctor() {
        return Optional.of(session.provider())
                .filter(provider -> provider.usesMachine())
                .map(provider -> new DoctorView(session.doctor().examine(Needs.anyLab(), session.deadline())))
                .map(view -> Report.of("doctor", Optional.empty(), view));
    }

    /** A part of the log of one container, and the file it goes into. */
    private record Stretch(LogView.Source source, LogRange range) {
        String name() {
            return "logs/" + source.namespace() + "/" + source.pod() + "/" + source.container()
                    + (range.previous() ? ".previous" : "") + ".log";
        }
    }

    /** Those of Cilium first, then those of pods that are not well. */
    private static List<Stretch> stretches(Observation seen, Managed made) {
        Stream<KubeObject> cilium = seen.list("Pod").stream()
                .filter(pod -> Stream.of(PodChoice.AGENTS, PodChoice.OPERATOR).anyMatch(choice -> choice.chooses(pod)));
        List<ObjectRef> applied = made.record().applied();
        Stream<KubeObject> labs = seen.list("Pod").stream()
                .filter(pod -> applied.contains(seen.top(pod).ref()))
                .sorted(Comparator.comparing((KubeObject pod) -> pod.conditionTrue("Ready"))
                        .thenComparing(KubeObject::name));
        return Stream.concat(cilium, labs)
                .distinct()
                .flatMap(BundleReader::stretches)
                .toList();
    }

    private static Stream<Stretch> stretches(KubeObject pod) {
        return PodChoice.containers(pod).flatMap(container -> {
            ContainerState state = ContainerState.of(pod, container);
            LogView.Source source = new LogView.Source(pod.namespace().orElse("default"), pod.name(), container);
            LogRange newest = LogRange.newest(LINES);
            List<Stretch> parts = new ArrayList<>();
            if (state.started()) {
                parts.add(new Stretch(source, newest));
            }
            if (state.restarts() > 0) {
                parts.add(new Stretch(source, newest.ofPrevious()));
            }
            return parts.stream();
        });
    }
}
