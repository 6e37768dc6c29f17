package dev.labctl.explain.causes;

import dev.labctl.cluster.Container;
import dev.labctl.explain.facts.Evidence;
import dev.labctl.failure.Severity;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The causes that lie in a workload's own pods, a row each; its cause, evidence and fixes are the cells of the same
 * name. The container is empty where no container is at fault.
 */
public record PodCause(Kind kind, ObjectRef workload, String container) implements Cause {
    /** The rows. */
    public enum Kind {
        /** The container runtime cannot start what the pod asks for, such as a command that the image does not have. */
        CANNOT_START(Severity.ERROR, "CANNOT_START", "does not start"),
        /** A container starts and ends with an error, again and again. */
        CRASHES(Severity.ERROR, "CRASH_LOOP", "keeps crashing"),
        /** The pods run, and their probes fail. */
        NOT_READY(Severity.ERROR, "READINESS", "is running but not ready"),
        /** A volume cannot be mounted. */
        VOLUME(Severity.ERROR, "VOLUME", "waits for a volume"),
        /** The pod failed, and no workload replaces it. */
        FAILED(Severity.ERROR, "POD_FAILED", "has failed"),
        PULLING(Severity.NOTE, "STARTING", "is starting"),
        STARTING(Severity.NOTE, "STARTING", "is starting"),
        /** No known cause: the evidence is all that can be shown. */
        UNKNOWN(Severity.ERROR, "UNKNOWN", "does not run");

        private final Severity severity;
        private final String reason;
        private final String predicate;

        Kind(Severity severity, String reason, String predicate) {
            this.severity = severity;
            this.reason = reason;
            this.predicate = predicate;
        }
    }

    /** How many events are quoted where the cause is unknown. */
    private static final int EVENTS = 5;

    /** What exit codes mean: 128 and the number of a signal, and those of shells. */
    private static final Map<String, String> EXIT_CODES = Map.of(
            "0", ": it finished its work, but the pod is meant to keep running",
            "126", ": its command cannot be executed",
            "127", ": its command does not exist",
            "137", ": it was killed, by a liveness probe or for lack of memory",
            "139", ": it crashed with a segmentation fault",
            "143", ": it was terminated, by a liveness probe");

    public PodCause(Kind kind, ObjectRef workload) {
        this(kind, workload, "");
    }

    @Override
    public Set<String> concludesFromAbsence() {
        return kind == Kind.STARTING ? Set.of("Event", "Node") : Set.of();
    }

    @Override
    public void explain(ExplanationBuilder it) {
        KubeObject first = it.first();
        it.severity(kind.severity, kind.reason);
        if (it.pods().isEmpty()) {
            it.symptom(first.ref() + " is not in the expected state.");
        } else {
            it.podSymptom(kind.predicate);
        }
        String probe = probe(it);
        it.cause(cause(it, first, probe));
        evidence(it, first, probe);
        fixes(it, first, probe);
    }

    private String cause(ExplanationBuilder it, KubeObject pod, String probe) {
        return switch (kind) {
            case CANNOT_START ->
                "The container runtime cannot start the container " + container
                        + ": its command, user or mounts do not fit the image or the node.";
            case CRASHES -> "The container " + container + " ends" + exit(it) + ". The reason is in its log.";
            case NOT_READY ->
                "The " + probe + " probe fails, so no Service sends requests to "
                        + it.podPronoun()
                        + ": the probe does not match what the container serves, or the container cannot serve it yet.";
            case VOLUME -> "The kubelet cannot mount a volume of the pod, and starts no container before it can.";
            case FAILED ->
                pod.text("status", "message")
                        .or(() -> pod.text("status", "reason"))
                        .map(words -> "Kubernetes reports: " + Evidence.text(words) + ".")
                        .orElse("One of its containers ended with an error, and the pod is not restarted.");
            case PULLING -> "The node is pulling an image. How long this takes depends on the network.";
            case STARTING -> "It started less than a minute ago, and there is no sign of a problem. Check again soon.";
            case UNKNOWN -> "labctl does not know the cause. This is what the cluster reports:";
        };
    }

    private void evidence(ExplanationBuilder it, KubeObject pod, String probe) {
        Stream<String> containers = containers(it).map(status -> Evidence.container(pod.ref(), status));
        switch (kind) {
            case CANNOT_START ->
                container(it).ifPresent(status -> it.container(it.pods().get(0), status)
                        .lastWarning(pod));
            case CRASHES ->
                container(it).ifPresent(status -> it.evidence(Evidence.container(pod.ref(), status))
                        .evidence(status.lastEnd().map(end -> lastEnd(pod, end)))
                        .evidence(Evidence.lastLogLines(status))
                        .lastWarning(pod, "Unhealthy"));
            case NOT_READY ->
                it.lastWarning(pod, "Unhealthy")
                        .evidence(pod.list("spec", "containers").stream()
                                .flatMap(spec -> Tree.at(spec, probe + "Probe")
                                        .map(value -> Evidence.field(pod.ref(), spec, probe + "Probe", value))
                                        .stream()));
            case VOLUME ->
                it.lastWarning(pod)
                        .evidence(pod.list("spec", "volumes").stream()
                                .flatMap(volume -> Tree.text(volume, "persistentVolumeClaim", "claimName").stream())
                                .map(claim -> "volume of the pod: PersistentVolumeClaim " + claim));
            case FAILED -> it.evidence(containers);
            case PULLING, STARTING -> events(it, pod, it.view().observation().events(pod), 1);
            case UNKNOWN -> {
                pod.conditions().stream()
                        .filter(condition -> !condition.isTrue())
                        .forEach(condition -> it.evidence(Evidence.condition(pod, condition.type())));
                it.evidence(containers);
                events(it, pod, it.view().warnings(pod).toList(), EVENTS);
            }
        }
    }

    private static void events(ExplanationBuilder it, KubeObject pod, List<KubeObject> events, int count) {
        Evidence.last(events, count).forEach(event -> it.event(pod, Optional.of(event)));
    }

    private void fixes(ExplanationBuilder it, KubeObject pod, String probe) {
        String log = it.kubectl(pod.namespace(), "logs " + pod.name() + " --tail=50");
        String describe =
                it.kubectl(pod.namespace(), "describe " + pod.kind().toLowerCase(Locale.ROOT) + " " + pod.name());
        switch (kind) {
            case CANNOT_START ->
                it.fix("Fix command, args or securityContext of the container in the manifest of " + workload);
            case CRASHES ->
                it.fix(
                        "Read the last lines of its log",
                        log.replace("--tail", "-c " + container + " --previous --tail"));
            case NOT_READY ->
                it.fix("Read the container's log", log)
                        .fix("Or fix the " + probe + "Probe in the manifest of " + workload);
            case VOLUME -> it.fix("Find out what the volume lacks", describe);
            case FAILED -> it.fix("Read its log", log);
            case PULLING, STARTING -> {}
            case UNKNOWN -> it.fix("See everything that Kubernetes knows about it", describe);
        }
    }

    private static Stream<Container> containers(ExplanationBuilder it) {
        return it.pods().stream().limit(1).flatMap(pod -> pod.containers().stream());
    }

    private Optional<Container> container(ExplanationBuilder it) {
        return containers(it).filter(status -> status.name().equals(container)).findFirst();
    }

    private String lastEnd(KubeObject pod, Object end) {
        return pod.ref() + ", container " + container + ": last ended with exit code "
                + Tree.text(end, "exitCode").orElse("unknown")
                + Tree.text(end, "reason").map(reason -> ", " + reason).orElse("")
                + Tree.text(end, "finishedAt").map(at -> ", at " + at).orElse("");
    }

    private String exit(ExplanationBuilder it) {
        Optional<Object> end = container(it).flatMap(Container::lastEnd);
        boolean memory = end.flatMap(one -> Tree.text(one, "reason"))
                .filter("OOMKilled"::equals)
                .isPresent();
        return end.flatMap(one -> Tree.text(one, "exitCode"))
                .map(code -> " with exit code " + code
                        + (memory ? ": it used more memory than its limit allows" : EXIT_CODES.getOrDefault(code, "")))
                .orElse("");
    }

    /** Which probe fails. */
    private static String probe(ExplanationBuilder it) {
        String message = it.cluster()
                .lastWarning(it.first(), "Unhealthy")
                .flatMap(event -> event.text("message"))
                .orElse("");
        return Stream.of("startup", "liveness")
                .filter(probe -> message.toLowerCase(Locale.ROOT).startsWith(probe))
                .findFirst()
                .orElse("readiness");
    }
}
