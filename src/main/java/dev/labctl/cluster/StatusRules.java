package dev.labctl.cluster;

import static java.util.Map.entry;

import dev.labctl.kubernetes.CustomResourceDefinitions;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.KubeObject.Condition;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.kubernetes.ObjectStatus.Failed;
import dev.labctl.kubernetes.ObjectStatus.InProgress;
import dev.labctl.kubernetes.Observation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * When an object is what its spec asks for: a table with one rule for each kind. The rules are those of kstatus (cli-utils
 * {@code pkg/kstatus/status/core.go}), but for four things: a Job has to complete, a failed Pod is a failure, a LoadBalancer
 * needs its address, and the pods of a workload count as well, so that pods of an old generation are seen and terminal
 * problems end the wait.
 */
public final class StatusRules {
    /** What decides about an object whose own status says nothing special. */
    interface Rule {
        ObjectStatus of(KubeObject object, List<Pod> pods);
    }

    private static final Map<String, Rule> RULES = Map.ofEntries(
            entry("Deployment", RolloutRules::deployment),
            entry("DaemonSet", RolloutRules::daemonSet),
            entry("StatefulSet", RolloutRules::statefulSet),
            entry("ReplicaSet", RolloutRules::replicaSet),
            entry("ReplicationController", RolloutRules::replicaSet),
            entry("Pod", StatusRules::pod),
            entry("Job", alone(StatusRules::job)),
            entry("Service", alone(StatusRules::service)),
            entry("PersistentVolumeClaim", alone(phase("Bound"))),
            entry("Namespace", alone(phase("Active"))),
            entry("CustomResourceDefinition", alone(CustomResourceDefinitions::status)));

    private static final Rule OTHERS = alone(StatusRules::readyCondition);

    private StatusRules() {}

    private static Rule alone(Function<KubeObject, ObjectStatus> rule) {
        return (object, pods) -> rule.apply(object);
    }

    /**
     * The status of one object.
     *
     * @param pods the pods of a workload, or the pod itself; none for other kinds
     */
    static ObjectStatus of(KubeObject object, List<Pod> pods) {
        return common(object).or(() -> terminal(pods)).orElseGet(() -> RULES.getOrDefault(object.kind(), OTHERS)
                .of(object, pods));
    }

    /** The same of objects that were listed one kind at a time. */
    public static ObjectStatus of(KubeObject object, List<KubeObject> pods, Instant now) {
        List<KubeObject> decisive = Kind.POD.isOf(object) ? List.of(object) : pods;
        return of(object, Cluster.of(new Observation(now, "", decisive)).pods());
    }

    private static Optional<ObjectStatus> common(KubeObject object) {
        if (object.deleting()) {
            return Optional.of(new InProgress(object.ref() + " is being deleted"));
        }
        Optional<String> observed = object.text("status", "observedGeneration");
        if (observed.isPresent() && !observed.get().equals(String.valueOf(object.number("metadata", "generation")))) {
            return Optional.of(new InProgress(object.ref() + ": the last change is not seen yet"));
        }
        Optional<Condition> stalled = object.condition("Stalled").filter(Condition::isTrue);
        if (stalled.isPresent()) {
            return Optional.of(new Failed(object.ref() + ": " + stalled.get().message()));
        }
        return object.condition("Reconciling")
                .filter(Condition::isTrue)
                .map(condition -> new InProgress(object.ref() + ": " + condition.message()));
    }

    /** The failure of the first pod with a problem that waiting will not fix. */
    public static Optional<ObjectStatus> terminal(List<Pod> pods) {
        return pods.stream()
                .filter(pod -> !pod.isDeleting())
                .flatMap(pod -> pod.problem().stream())
                .filter(PodProblem::terminal)
                .findFirst()
                .map(problem -> new Failed(problem.message()));
    }

    /** Only of a pod that has no problem that ends the wait. */
    private static ObjectStatus pod(KubeObject object, List<Pod> itself) {
        return switch (object.text("status", "phase").orElse("")) {
            case "Succeeded" -> ObjectStatus.CURRENT;
            case "Failed" ->
                new Failed(object.ref() + " failed: "
                        + object.text("status", "message")
                                .or(() -> object.text("status", "reason"))
                                .orElse("its containers ended"));
            default ->
                object.conditionTrue("Ready")
                        ? ObjectStatus.CURRENT
                        : new InProgress(
                                problem(itself).map(PodProblem::message).orElse(object.ref() + " is not ready yet"));
        };
    }

    /** The first problem of any of these pods. */
    static Optional<PodProblem> problem(List<Pod> pods) {
        return pods.stream().flatMap(pod -> pod.problem().stream()).findFirst();
    }

    private static ObjectStatus job(KubeObject job) {
        Optional<Condition> failed = job.condition("Failed").filter(Condition::isTrue);
        if (failed.isPresent()) {
            return new Failed(job.ref() + ": " + failed.get().message());
        }
        return currentIf(
                job.conditionTrue("Complete") || job.conditionTrue("Suspended"), job, " has not completed yet");
    }

    private static ObjectStatus service(KubeObject service) {
        return switch (service.text("spec", "type").orElse("ClusterIP")) {
            case "ExternalName" -> ObjectStatus.CURRENT;
            case "LoadBalancer" ->
                currentIf(
                        !service.list("status", "loadBalancer", "ingress").isEmpty(),
                        service,
                        " has no external address yet");
            default -> currentIf(service.text("spec", "clusterIP").isPresent(), service, " has no cluster IP yet");
        };
    }

    private static Function<KubeObject, ObjectStatus> phase(String wanted) {
        return object -> {
            String phase = object.text("status", "phase").orElse("unknown");
            return currentIf(phase.equals(wanted), object, " is " + phase);
        };
    }

    private static ObjectStatus readyCondition(KubeObject object) {
        Optional<Condition> ready = object.condition("Ready");
        String message =
                ready.map(Condition::message).filter(text -> !text.isEmpty()).orElse("not ready yet");
        return currentIf(ready.isEmpty() || ready.get().isTrue(), object, ": " + message);
    }

    /**
     * Current, or in progress.
     *
     * @param lacking what is said of the object where it is not current, with what separates it from the name
     */
    static ObjectStatus currentIf(boolean current, KubeObject object, String lacking) {
        return current ? ObjectStatus.CURRENT : new InProgress(object.ref() + lacking);
    }
}
