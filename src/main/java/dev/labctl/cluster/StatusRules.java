package dev.labctl.cluster;

import static java.util.Map.entry;

import dev.labctl.kubernetes.Applier;
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
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * When an object is what its spec asks for: a table with one rule for each kind. The rules are those of kstatus (cli-utils
 * {@code pkg/kstatus/status/core.go}), but for five things: a Job has to complete, a failed Pod is a failure, a LoadBalancer
 * needs its address, the pods of a workload count as well, so that pods of an old generation are seen and terminal problems end
 * the wait, and so do {@link EndlessWaits}.
 */
public final class StatusRules {
    private static final Map<String, BiFunction<KubeObject, List<Pod>, ObjectStatus>> RULES = Map.ofEntries(
            entry("Deployment", StatusRules::deployment),
            entry("DaemonSet", StatusRules::daemonSet),
            entry("StatefulSet", StatusRules::statefulSet),
            entry("ReplicaSet", StatusRules::replicaSet),
            entry("ReplicationController", StatusRules::replicaSet),
            entry("Pod", StatusRules::pod),
            entry("Job", alone(StatusRules::job)),
            entry("Service", alone(StatusRules::service)),
            entry("PersistentVolumeClaim", alone(phase("Bound"))),
            entry("Namespace", alone(phase("Active"))),
            entry("CustomResourceDefinition", alone(Applier::established)));

    private static final BiFunction<KubeObject, List<Pod>, ObjectStatus> OTHERS = alone(StatusRules::readyCondition);

    private StatusRules() {}

    private static BiFunction<KubeObject, List<Pod>, ObjectStatus> alone(Function<KubeObject, ObjectStatus> rule) {
        return (object, pods) -> rule.apply(object);
    }

    /** The status of one object, given the pods of a workload, or the pod itself; none for other kinds. */
    static ObjectStatus of(KubeObject object, List<Pod> pods, Cluster cluster) {
        return common(object)
                .or(() -> terminal(pods))
                .or(() -> EndlessWaits.of(object, cluster))
                .orElseGet(() -> RULES.getOrDefault(object.kind(), OTHERS).apply(object, pods));
    }

    /** The same of objects that were listed one kind at a time. */
    public static ObjectStatus of(KubeObject object, List<KubeObject> pods, Instant now) {
        List<KubeObject> decisive = Kind.POD.isOf(object) ? List.of(object) : pods;
        Cluster cluster = Cluster.of(new Observation(now, "", decisive));
        return of(object, cluster.pods(), cluster);
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
    private static Optional<PodProblem> problem(List<Pod> pods) {
        return pods.stream().flatMap(pod -> pod.problem().stream()).findFirst();
    }

    private static ObjectStatus deployment(KubeObject object, List<Pod> pods) {
        Optional<Condition> late = object.condition("Progressing")
                .filter(condition -> condition.reason().equals("ProgressDeadlineExceeded"));
        if (late.isPresent()) {
            return new Failed(object.ref() + ": " + late.get().message());
        }
        if (isUnobserved(object)) {
            return unobserved(object);
        }
        long wanted = Kind.DEPLOYMENT.wanted(object);
        long updated = object.number("status", "updatedReplicas");
        if (updated < wanted) {
            return counting(object, updated, wanted, "created", pods);
        }
        long leaving = pods.stream().filter(Pod::isDeleting).count();
        long old = Math.max(object.number("status", "replicas") - updated, leaving);
        if (old > 0) {
            return new InProgress(object.ref() + ": " + old + " old pods are still there");
        }
        long available = object.number("status", "availableReplicas");
        if (Math.min(available, object.number("status", "readyReplicas")) < wanted) {
            return counting(object, available, wanted, "ready", pods);
        }
        return currentIf(object.conditionTrue("Available") || wanted == 0, object, " is not available yet");
    }

    private static ObjectStatus daemonSet(KubeObject object, List<Pod> pods) {
        if (isUnobserved(object)) {
            return unobserved(object);
        }
        long wanted = Kind.DAEMON_SET.wanted(object);
        long updated = object.number("status", "updatedNumberScheduled");
        if (Math.min(updated, object.number("status", "currentNumberScheduled")) < wanted) {
            return counting(object, updated, wanted, "created", pods);
        }
        long ready = Math.min(object.number("status", "numberReady"), object.number("status", "numberAvailable"));
        return ready < wanted ? counting(object, ready, wanted, "ready", pods) : ObjectStatus.CURRENT;
    }

    private static ObjectStatus statefulSet(KubeObject object, List<Pod> pods) {
        if (object.has("OnDelete", "spec", "updateStrategy", "type")) {
            return ObjectStatus.CURRENT;
        }
        long wanted = Kind.STATEFUL_SET.wanted(object);
        long ready = object.number("status", "readyReplicas");
        if (isUnobserved(object) || ready < wanted || object.number("status", "replicas") != wanted) {
            return counting(object, ready, wanted, "ready", pods);
        }
        long partition = object.number("spec", "updateStrategy", "rollingUpdate", "partition");
        long updated = object.number("status", "updatedReplicas");
        boolean rolledOut = partition > 0
                ? updated >= wanted - partition
                : object.text("status", "currentRevision").equals(object.text("status", "updateRevision"));
        return rolledOut ? ObjectStatus.CURRENT : counting(object, updated, wanted - partition, "updated", pods);
    }

    private static ObjectStatus replicaSet(KubeObject object, List<Pod> pods) {
        long wanted = Kind.REPLICA_SET.wanted(object);
        long ready = Math.min(object.number("status", "readyReplicas"), object.number("status", "availableReplicas"));
        return isUnobserved(object) || ready < wanted || object.number("status", "replicas") != wanted
                ? counting(object, ready, wanted, "ready", pods)
                : ObjectStatus.CURRENT;
    }

    private static boolean isUnobserved(KubeObject object) {
        return object.text("status", "observedGeneration").isEmpty();
    }

    private static ObjectStatus unobserved(KubeObject object) {
        return new InProgress(object.ref() + ": its controller has not seen it yet");
    }

    private static ObjectStatus counting(KubeObject object, long have, long wanted, String what, List<Pod> pods) {
        String problem = problem(pods).map(found -> "; " + found.message()).orElse("");
        return new InProgress(object.ref() + ": " + have + " of " + wanted + " pods " + what + problem);
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

    /** What is lacking is said of the object, so it begins with what separates it from the name. */
    private static ObjectStatus currentIf(boolean current, KubeObject object, String lacking) {
        return ObjectStatus.currentIf(current, object.ref() + lacking);
    }
}
