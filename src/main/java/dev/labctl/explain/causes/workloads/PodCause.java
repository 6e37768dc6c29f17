package dev.labctl.explain.causes.workloads;

import dev.labctl.explain.causes.Cause;
import dev.labctl.explain.causes.Explanation.Severity;
import dev.labctl.explain.causes.ExplanationBuilder;
import dev.labctl.explain.facts.ContainerStatus;
import dev.labctl.explain.facts.Evidence;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The causes that lie in a workload's own pods, a row each; its evidence and fixes are the cells of the same name.
 *
 * @param container the failing container; empty where it is not about one
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

    public PodCause(Kind kind, ObjectRef workload) {
        this(kind, workload, "");
    }

    @Override
    public void explain(ExplanationBuilder it) {
        KubeObject first = it.affected().first();
        it.severity(kind.severity, kind.reason)
                .symptom(
                        first.kind().equals("Pod")
                                ? it.affected().podSymptom(kind.predicate)
                                : first.ref() + " is not in the expected state.")
                .cause(cause(it));
        evidence(it, first);
        fixes(it, first);
    }

    private String cause(ExplanationBuilder it) {
        KubeObject pod = it.affected().first();
        return switch (kind) {
            case CANNOT_START ->
                "The container runtime cannot start the container " + container
                        + ": its command, user or mounts do not fit the image or the node.";
            case CRASHES -> "The container " + container + " ends" + exit(pod) + ". The reason is in its log.";
            case NOT_READY ->
                "The " + probe(it) + " probe fails, so no Service sends requests to "
                        + it.affected().podPronoun()
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

    private void evidence(ExplanationBuilder it, KubeObject pod) {
        switch (kind) {
            case CANNOT_START ->
                status(pod).ifPresent(status -> it.container(pod, status).lastWarning(pod));
            case CRASHES ->
                status(pod).ifPresent(status -> it.evidence(Evidence.container(pod, status))
                        .evidence(status.lastEnd().map(end -> lastEnd(pod, end)))
                        .evidence(Evidence.lastLogLines(status).stream())
                        .lastWarning(pod, "Unhealthy"));
            case NOT_READY ->
                it.lastWarning(pod, "Unhealthy")
                        .evidence(pod.list("spec", "containers").stream()
                                .flatMap(spec -> Tree.at(spec, probe(it) + "Probe")
                                        .map(value -> Evidence.containerField(pod, spec, probe(it) + "Probe", value))
                                        .stream()));
            case VOLUME ->
                it.lastWarning(pod)
                        .evidence(pod.condition("PodScheduled")
                                .filter(condition -> !condition.isTrue())
                                .flatMap(condition -> Evidence.condition(pod, "PodScheduled")))
                        .evidence(pod.list("spec", "volumes").stream()
                                .flatMap(volume -> Tree.text(volume, "persistentVolumeClaim", "claimName").stream())
                                .map(claim -> "volume of the pod: PersistentVolumeClaim " + claim));
            case FAILED -> ContainerStatus.of(pod).forEach(status -> it.evidence(Evidence.container(pod, status)));
            case PULLING, STARTING ->
                it.evidence(Evidence.last(it.cluster().observation().events(pod), 1).stream()
                        .map(event -> Evidence.event(pod, event)));
            case UNKNOWN -> {
                pod.conditions().stream()
                        .filter(condition -> !condition.isTrue())
                        .forEach(condition -> it.evidence(Evidence.condition(pod, condition.type())));
                ContainerStatus.of(pod).forEach(status -> it.evidence(Evidence.container(pod, status)));
                it.evidence(Evidence.last(it.cluster().warnings(pod).toList(), EVENTS).stream()
                        .map(event -> Evidence.event(pod, event)));
            }
        }
    }

    private void fixes(ExplanationBuilder it, KubeObject pod) {
        String name = pod.name();
        switch (kind) {
            case CANNOT_START ->
                it.fix("Fix command, args or securityContext of the container in the manifest of " + workload);
            case CRASHES ->
                it.fix(
                        "Read the last lines of its log",
                        kubectl(it, "logs " + name + " -c " + container + " --previous --tail=50"));
            case NOT_READY ->
                it.fix("Read the container's log", kubectl(it, "logs " + name + " --tail=50"))
                        .fix("Or fix the " + probe(it) + "Probe in the manifest of " + workload);
            case VOLUME -> it.fix("Find out what the volume lacks", kubectl(it, "describe pod " + name));
            case FAILED -> it.fix("Read its log", kubectl(it, "logs " + name + " --tail=50"));
            case PULLING, STARTING -> {}
            case UNKNOWN ->
                it.fix(
                        "See everything that Kubernetes knows about it",
                        kubectl(it, "describe " + pod.kind().toLowerCase(Locale.ROOT) + " " + name));
        }
    }

    private static String kubectl(ExplanationBuilder it, String words) {
        return it.lab().kubectl(it.affected().first().namespace(), words);
    }

    private Optional<ContainerStatus> status(KubeObject pod) {
        return ContainerStatus.of(pod).stream()
                .filter(status -> status.name().equals(container))
                .findFirst();
    }

    private static String code(Object end) {
        return Tree.text(end, "exitCode").orElse("unknown");
    }

    private static String reason(Object end) {
        return Tree.text(end, "reason").orElse("");
    }

    private String lastEnd(KubeObject pod, Object end) {
        return pod.ref() + ", container " + container + ": last ended with exit code " + code(end)
                + (reason(end).isEmpty() ? "" : ", " + reason(end))
                + Tree.text(end, "finishedAt").map(at -> ", at " + at).orElse("");
    }

    /** What exit codes mean: 128 and the number of a signal, and those of shells. */
    private String exit(KubeObject pod) {
        return status(pod)
                .flatMap(ContainerStatus::lastEnd)
                .map(end -> " with exit code " + code(end)
                        + (reason(end).equals("OOMKilled")
                                ? ": it used more memory than its limit allows"
                                : switch (code(end)) {
                                    case "0" -> ": it finished its work, but the pod is meant to keep running";
                                    case "126" -> ": its command cannot be executed";
                                    case "127" -> ": its command does not exist";
                                    case "137" -> ": it was killed, by a liveness probe or for lack of memory";
                                    case "139" -> ": it crashed with a segmentation fault";
                                    case "143" -> ": it was terminated, by a liveness probe";
                                    default -> "";
                                }))
                .orElse("");
    }

    /** Which probe fails. */
    private static String probe(ExplanationBuilder it) {
        String message = it.cluster()
                .warning(it.affected().first(), "Unhealthy")
                .flatMap(event -> event.text("message"))
                .orElse("");
        return List.of("startup", "liveness").stream()
                .filter(probe -> message.toLowerCase(Locale.ROOT).startsWith(probe))
                .findFirst()
                .orElse("readiness");
    }
}
