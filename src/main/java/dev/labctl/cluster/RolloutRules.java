package dev.labctl.cluster;

import static dev.labctl.cluster.StatusRules.currentIf;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.KubeObject.Condition;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.kubernetes.ObjectStatus.Failed;
import dev.labctl.kubernetes.ObjectStatus.InProgress;
import java.util.List;
import java.util.Optional;

/** When a workload is rolled out. */
final class RolloutRules {
    private RolloutRules() {}

    static ObjectStatus deployment(KubeObject object, List<Pod> pods) {
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

    static ObjectStatus daemonSet(KubeObject object, List<Pod> pods) {
        if (isUnobserved(object)) {
            return unobserved(object);
        }
        long wanted = Kind.DAEMON_SET.wanted(object);
        if (wanted == 0) {
            return new InProgress(object.ref() + ": no node for its pods yet");
        }
        long updated = object.number("status", "updatedNumberScheduled");
        if (Math.min(updated, object.number("status", "currentNumberScheduled")) < wanted) {
            return counting(object, updated, wanted, "created", pods);
        }
        long ready = Math.min(object.number("status", "numberReady"), object.number("status", "numberAvailable"));
        return ready < wanted ? counting(object, ready, wanted, "ready", pods) : ObjectStatus.CURRENT;
    }

    static ObjectStatus statefulSet(KubeObject object, List<Pod> pods) {
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

    static ObjectStatus replicaSet(KubeObject object, List<Pod> pods) {
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
        String problem =
                StatusRules.problem(pods).map(found -> "; " + found.message()).orElse("");
        return new InProgress(object.ref() + ": " + have + " of " + wanted + " pods " + what + problem);
    }
}
