package dev.labctl.kubernetes;

import dev.labctl.kubernetes.KubeObject.Condition;
import dev.labctl.kubernetes.ObjectStatus.Failed;
import dev.labctl.kubernetes.ObjectStatus.InProgress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When an object is what its spec asks for. The rules are those of kstatus (cli-utils {@code pkg/kstatus/status/core.go}),
 * but for four things: a Job has to complete, a failed Pod is a failure, a LoadBalancer needs its address, and the pods
 * of a workload are looked at as well, so that pods of an old generation count and hopeless ones end the wait.
 */
public final class StatusRules {
    private StatusRules() {}

    /**
     * Judges one object.
     *
     * @param pods the pods that the object's selector chooses; none for kinds without a selector
     */
    public static ObjectStatus of(KubeObject object, List<KubeObject> pods, Instant now) {
        return common(object).or(() -> terminal(pods, now)).orElseGet(() -> switch (object.kind()) {
            case "Deployment" -> deployment(object, pods, now);
            case "DaemonSet" -> daemonSet(object, pods, now);
            case "StatefulSet" -> statefulSet(object, pods, now);
            case "ReplicaSet", "ReplicationController" -> replicaSet(object, pods, now);
            case "Pod" -> pod(object, now);
            case "Job" -> job(object);
            case "Service" -> service(object);
            case "PersistentVolumeClaim" -> phase(object, "Bound");
            case "Namespace" -> phase(object, "Active");
            case "CustomResourceDefinition" -> definition(object);
            default -> readyCondition(object);
        });
    }

    private static Optional<ObjectStatus> common(KubeObject object) {
        if (object.deleting()) {
            return Optional.of(new InProgress(object.ref() + " is being deleted"));
        }
        Optional<Long> observed = object.text("status", "observedGeneration").map(Long::valueOf);
        if (observed.isPresent() && observed.get() != object.number("metadata", "generation")) {
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

    /** The failure of the first pod that waiting will not mend. */
    public static Optional<ObjectStatus> terminal(List<KubeObject> pods, Instant now) {
        return pods.stream()
                .filter(pod -> !pod.deleting())
                .flatMap(pod -> PodTrouble.of(pod, now).stream())
                .filter(PodTrouble::terminal)
                .findFirst()
                .map(trouble -> new Failed(trouble.why()));
    }

    private static ObjectStatus deployment(KubeObject object, List<KubeObject> pods, Instant now) {
        Optional<Condition> progressing = object.condition("Progressing");
        if (progressing
                .filter(c -> c.reason().equals("ProgressDeadlineExceeded"))
                .isPresent()) {
            return new Failed(object.ref() + ": " + progressing.get().message());
        }
        long wanted = wanted(object, "spec", "replicas");
        long updated = object.number("status", "updatedReplicas");
        long total = object.number("status", "replicas");
        long available = object.number("status", "availableReplicas");
        if (object.text("status", "observedGeneration").isEmpty()) {
            return new InProgress(object.ref() + ": its controller has not seen it yet");
        }
        if (updated < wanted) {
            return counting(object, updated, wanted, "made", pods, now);
        }
        long leftover = Math.max(total - updated, leaving(pods));
        if (leftover > 0) {
            return new InProgress(object.ref() + ": " + leftover + " old pods are still there");
        }
        if (available < wanted || object.number("status", "readyReplicas") < wanted) {
            return counting(object, available, wanted, "ready", pods, now);
        }
        return object.conditionTrue("Available") || wanted == 0
                ? ObjectStatus.CURRENT
                : new InProgress(object.ref() + " is not available yet");
    }

    private static ObjectStatus daemonSet(KubeObject object, List<KubeObject> pods, Instant now) {
        if (object.text("status", "observedGeneration").isEmpty()) {
            return new InProgress(object.ref() + ": its controller has not seen it yet");
        }
        long wanted = object.number("status", "desiredNumberScheduled");
        if (wanted == 0) {
            return new InProgress(object.ref() + ": no node for its pods yet");
        }
        long updated = object.number("status", "updatedNumberScheduled");
        if (updated < wanted || object.number("status", "currentNumberScheduled") < wanted) {
            return counting(object, updated, wanted, "made", pods, now);
        }
        long ready = Math.min(object.number("status", "numberReady"), object.number("status", "numberAvailable"));
        return ready < wanted ? counting(object, ready, wanted, "ready", pods, now) : ObjectStatus.CURRENT;
    }

    private static ObjectStatus statefulSet(KubeObject object, List<KubeObject> pods, Instant now) {
        if (object.text("spec", "updateStrategy", "type")
                .filter("OnDelete"::equals)
                .isPresent()) {
            return ObjectStatus.CURRENT;
        }
        long wanted = wanted(object, "spec", "replicas");
        long ready = object.number("status", "readyReplicas");
        if (object.text("status", "observedGeneration").isEmpty()
                || ready < wanted
                || object.number("status", "replicas") != wanted) {
            return counting(object, ready, wanted, "ready", pods, now);
        }
        long partition = object.number("spec", "updateStrategy", "rollingUpdate", "partition");
        long updated = object.number("status", "updatedReplicas");
        boolean rolled = partition > 0
                ? updated >= wanted - partition
                : object.text("status", "currentRevision").equals(object.text("status", "updateRevision"));
        return rolled ? ObjectStatus.CURRENT : counting(object, updated, wanted - partition, "updated", pods, now);
    }

    private static ObjectStatus replicaSet(KubeObject object, List<KubeObject> pods, Instant now) {
        long wanted = wanted(object, "spec", "replicas");
        long ready = Math.min(object.number("status", "readyReplicas"), object.number("status", "availableReplicas"));
        long total = object.number("status", "replicas");
        return ready < wanted
                        || total != wanted
                        || object.text("status", "observedGeneration").isEmpty()
                ? counting(object, ready, wanted, "ready", pods, now)
                : ObjectStatus.CURRENT;
    }

    private static ObjectStatus pod(KubeObject pod, Instant now) {
        Optional<PodTrouble> trouble = PodTrouble.of(pod, now);
        if (trouble.filter(PodTrouble::terminal).isPresent()) {
            return new Failed(trouble.get().why());
        }
        return switch (pod.text("status", "phase").orElse("")) {
            case "Succeeded" -> ObjectStatus.CURRENT;
            case "Failed" ->
                new Failed(pod.ref() + " failed: "
                        + pod.text("status", "message")
                                .or(() -> pod.text("status", "reason"))
                                .orElse("its containers ended"));
            default ->
                pod.conditionTrue("Ready")
                        ? ObjectStatus.CURRENT
                        : new InProgress(trouble.map(PodTrouble::why).orElse(pod.ref() + " is not ready yet"));
        };
    }

    private static ObjectStatus job(KubeObject job) {
        Optional<Condition> failed = job.condition("Failed").filter(Condition::isTrue);
        if (failed.isPresent()) {
            return new Failed(job.ref() + ": " + failed.get().message());
        }
        return job.conditionTrue("Complete") || job.conditionTrue("Suspended")
                ? ObjectStatus.CURRENT
                : new InProgress(job.ref() + " has not completed yet");
    }

    private static ObjectStatus service(KubeObject service) {
        String type = service.text("spec", "type").orElse("ClusterIP");
        if (!type.equals("LoadBalancer")) {
            return type.equals("ExternalName")
                            || service.text("spec", "clusterIP").isPresent()
                    ? ObjectStatus.CURRENT
                    : new InProgress(service.ref() + " has no cluster IP yet");
        }
        return service.list("status", "loadBalancer", "ingress").isEmpty()
                ? new InProgress(service.ref() + " has no external address yet")
                : ObjectStatus.CURRENT;
    }

    private static ObjectStatus phase(KubeObject object, String wanted) {
        String phase = object.text("status", "phase").orElse("unknown");
        return phase.equals(wanted) ? ObjectStatus.CURRENT : new InProgress(object.ref() + " is " + phase);
    }

    private static ObjectStatus definition(KubeObject definition) {
        Optional<Condition> names = definition.condition("NamesAccepted");
        if (names.filter(condition -> condition.status().equals("False")).isPresent()) {
            return new Failed(definition.ref() + ": " + names.get().message());
        }
        return definition.conditionTrue("Established")
                ? ObjectStatus.CURRENT
                : new InProgress(definition.ref() + " is not established yet");
    }

    private static ObjectStatus readyCondition(KubeObject object) {
        return object.condition("Ready")
                .filter(condition -> !condition.isTrue())
                .<ObjectStatus>map(condition -> new InProgress(
                        object.ref() + ": " + (condition.message().isEmpty() ? "not ready yet" : condition.message())))
                .orElse(ObjectStatus.CURRENT);
    }

    private static long wanted(KubeObject object, String... path) {
        return object.text(path).map(Long::valueOf).orElse(1L);
    }

    private static long leaving(List<KubeObject> pods) {
        return pods.stream().filter(KubeObject::deleting).count();
    }

    private static ObjectStatus counting(
            KubeObject object, long have, long wanted, String what, List<KubeObject> pods, Instant now) {
        String trouble = pods.stream()
                .flatMap(pod -> PodTrouble.of(pod, now).stream())
                .findFirst()
                .map(found -> "; " + found.why())
                .orElse("");
        return new InProgress(object.ref() + ": " + have + " of " + wanted + " pods " + what + trouble);
    }
}
