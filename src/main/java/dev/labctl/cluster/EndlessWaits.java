package dev.labctl.cluster;

import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.KubeObject.Condition;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.kubernetes.ObjectStatus.Failed;
import dev.labctl.kubernetes.ObjectStatus.InProgress;
import dev.labctl.kubernetes.Observation;
import dev.labctl.kubernetes.Permitted;
import dev.labctl.tree.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Waits that would not end by themselves, where neither an object's counts nor its pods tell it: a paused Deployment (Kubernetes
 * 1.33 {@code pkg/controller/deployment/sync.go}), pods that the API server refuses to create, and claims that no volume comes for
 * (Kubernetes 1.33 {@code pkg/controller/volume/persistentvolume/pv_controller.go}).
 */
public final class EndlessWaits {
    private static final String CLAIM = "PersistentVolumeClaim";

    /** The reason of events about pods that were refused. */
    private static final String REFUSED = "FailedCreate";

    /** What may be corrected by itself: an old pod leaves room in a quota, a volume of the same lab comes after its claim. */
    private static final Duration SOON = Duration.ofSeconds(30);

    private EndlessWaits() {}

    /** An observation with what tells of such waits and of external addresses, as far as something is not ready. */
    public static Observation complete(Observation seen, KubeApi api) {
        Permitted permitted = new Permitted(api);
        List<KubeObject> more = new ArrayList<>();
        if (seen.list("Node").isEmpty() && seen.list("Pod").stream().anyMatch(EndlessWaits::isUntouched)) {
            more.addAll(permitted.list("v1", "Node", Optional.empty(), Map.of()));
        }
        Stream.of(
                        unread("Event", seen, object -> isUnbound(object) || lacksPods(object)),
                        unread("Pod", seen, EndlessWaits::isUnbound))
                .flatMap(List::stream)
                .forEach(list -> more.addAll(permitted.list("v1", list.kind(), list.namespace(), Map.of())));
        Observation all = seen.with(more.stream()
                .filter(object -> seen.find(object.ref()).isEmpty())
                .toList());
        return ExternalAddresses.complete(all, api);
    }

    /** The namespaces of objects, of which an observation has no objects of a kind. */
    private static List<ObjectRef> unread(String kind, Observation seen, Predicate<KubeObject> of) {
        return seen.objects().stream()
                .filter(of)
                .map(KubeObject::namespace)
                .distinct()
                .filter(namespace -> seen.list(kind).stream()
                        .noneMatch(object -> object.namespace().equals(namespace)))
                .map(namespace -> new ObjectRef("v1", kind, namespace, ""))
                .toList();
    }

    /** Whether a pod is bound to a node whose kubelet has not seen it. */
    static boolean isUntouched(KubeObject pod) {
        return Tree.nonEmpty(pod.tree(), "spec", "nodeName").isPresent()
                && pod.text("status", "startTime").isEmpty()
                && pod.conditions().isEmpty()
                && pod.text("status", "phase")
                        .filter(phase -> !phase.equals("Pending"))
                        .isEmpty();
    }

    private static boolean isUnbound(KubeObject object) {
        return object.kind().equals(CLAIM) && !object.has("Bound", "status", "phase");
    }

    /** Whether it has created fewer pods than it wants; a Deployment leaves that to its ReplicaSets, and has a condition of it. */
    private static boolean lacksPods(KubeObject object) {
        return switch (object.kind()) {
            case "StatefulSet" -> object.number("status", "replicas") < Kind.STATEFUL_SET.wanted(object);
            case "DaemonSet" -> object.number("status", "currentNumberScheduled") < Kind.DAEMON_SET.wanted(object);
            case "Job" -> object.number("status", "active") < Kind.JOB.wanted(object);
            default -> false;
        };
    }

    /** How far an object is that waits for something in vain, or for nothing that comes by itself; empty for all others. */
    static Optional<ObjectStatus> of(KubeObject object, Cluster cluster) {
        return switch (object.kind()) {
            case "Deployment" -> paused(object).or(() -> refused(object, cluster.at()));
            case "ReplicaSet" -> refused(object, cluster.at());
            case "StatefulSet", "DaemonSet", "Job" -> lacksPods(object) ? refused(object, cluster) : Optional.empty();
            case CLAIM -> isUnbound(object) ? claim(object, cluster) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** A paused Deployment scales the pods that it has; it creates none of a new template. */
    private static Optional<ObjectStatus> paused(KubeObject deployment) {
        return isUnfinished(deployment)
                ? Optional.of(new Failed(deployment.ref()
                        + " is paused (spec.paused), so it creates no pods: run `kubectl rollout resume`, or remove"
                        + " spec.paused from the manifest"))
                : Optional.empty();
    }

    /** Whether a Deployment was paused before it had the pods of its template, and no others. */
    public static boolean isUnfinished(KubeObject deployment) {
        long updated = deployment.number("status", "updatedReplicas");
        return Tree.flag(deployment.tree(), "spec", "paused").orElse(false)
                && (updated == 0 || deployment.number("status", "replicas") > updated)
                && Kind.DEPLOYMENT.wanted(deployment) > 0;
    }

    private static Optional<ObjectStatus> refused(KubeObject object, Instant now) {
        return object.condition("ReplicaFailure")
                .filter(Condition::isTrue)
                .map(found -> refused(object, found.message(), found.since(), now));
    }

    private static Optional<ObjectStatus> refused(KubeObject object, Cluster cluster) {
        return last(object, cluster)
                .filter(event -> event.has(REFUSED, "reason"))
                .map(event -> refused(
                        object,
                        event.text("message").orElse(""),
                        Tree.time(event.tree(), "firstTimestamp"),
                        cluster.at()));
    }

    /** A webhook that does not answer may still be starting. */
    private static ObjectStatus refused(KubeObject object, String why, Optional<Instant> since, Instant now) {
        String words = object.ref() + ": its pods cannot be created: " + why;
        return isOld(since, now) && !why.contains("failed calling webhook") ? new Failed(words) : new InProgress(words);
    }

    private static boolean isOld(Optional<Instant> since, Instant now) {
        return since.filter(then -> then.plus(SOON).isAfter(now)).isEmpty();
    }

    private static Optional<KubeObject> last(KubeObject object, Cluster cluster) {
        return cluster.observation().events(object).stream().reduce((before, after) -> after);
    }

    /** What the controller of volumes said last of a claim that has none. */
    private static Optional<ObjectStatus> claim(KubeObject claim, Cluster cluster) {
        return last(claim, cluster).flatMap(event -> {
            String message = event.text("message").orElse("");
            String words = claim.ref() + " gets no volume: " + message;
            return switch (event.text("reason").orElse("")) {
                case "WaitForFirstConsumer" ->
                    Optional.of(ObjectStatus.currentIf(!isUsed(claim, cluster), claim.ref() + ": " + message));
                case "FailedBinding" -> Optional.of(failedIf(isOld(claim.created(), cluster.at()), words));
                case "ProvisioningFailed" ->
                    Optional.of(failedIf(message.contains("not found") && isOld(claim.created(), cluster.at()), words));
                default -> Optional.<ObjectStatus>empty();
            };
        });
    }

    private static ObjectStatus failedIf(boolean failed, String words) {
        return failed ? new Failed(words) : new InProgress(words);
    }

    private static boolean isUsed(KubeObject claim, Cluster cluster) {
        return cluster.pods(claim.namespace().orElse("default"), Map.of()).stream()
                .flatMap(pod -> pod.object().list("spec", "volumes").stream())
                .anyMatch(volume -> Tree.has(volume, claim.name(), "persistentVolumeClaim", "claimName"));
    }
}
