package dev.labctl.cluster;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.Observation;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The workloads that a sysdump does not have, or that may not be read, as far as their pods tell of them: each is named as the owner of a pod, and is taken
 * to want as many pods as it has. The Deployment of a ReplicaSet is known by the names of both (Kubernetes 1.33 {@code
 * pkg/controller/deployment/sync.go}: the name of a ReplicaSet ends with the hash of its template, which its pods have as a label).
 */
public final class Owners {
    private static final String HASH = "pod-template-hash";
    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

    private Owners() {}

    /** An observation in which kinds of workloads could not be read, with what their pods tell of them. */
    public static Observation complete(Observation seen) {
        boolean lacking = Stream.of(Kind.values()).filter(Kind::isWorkload).anyMatch(kind -> !seen.knows(kind.kind()));
        return lacking ? seen.with(missing(seen.objects())) : seen;
    }

    /** The missing owners of the pods among these objects, and the owners of those. */
    public static List<KubeObject> missing(List<KubeObject> objects) {
        Set<ObjectRef> there = objects.stream()
                .filter(object -> !object.kind().equals("Event"))
                .map(KubeObject::ref)
                .collect(Collectors.toSet());
        Map<ObjectRef, List<KubeObject>> pods = new LinkedHashMap<>();
        Map<ObjectRef, ObjectRef> deployments = new LinkedHashMap<>();
        objects.stream().filter(Kind.POD::isOf).forEach(pod -> owner(pod).ifPresent(ref -> {
            pods.computeIfAbsent(ref, any -> new ArrayList<>()).add(pod);
            deployment(ref, pod).ifPresent(deployment -> {
                pods.computeIfAbsent(deployment, any -> new ArrayList<>()).add(pod);
                deployments.put(ref, deployment);
            });
        }));
        List<KubeObject> missing = new ArrayList<>();
        pods.forEach((ref, owned) -> {
            if (!there.contains(ref)) {
                standIn(ref, owned, Optional.ofNullable(deployments.get(ref))).ifPresent(missing::add);
            }
        });
        return missing;
    }

    private static Optional<ObjectRef> owner(KubeObject pod) {
        return pod.list("metadata", "ownerReferences").stream()
                .filter(entry -> Tree.flag(entry, "controller").orElse(false))
                .findFirst()
                .map(entry -> new ObjectRef(
                        Tree.text(entry, "apiVersion").orElse(""),
                        Tree.text(entry, "kind").orElse(""),
                        pod.namespace(),
                        Tree.text(entry, "name").orElse("")));
    }

    private static Optional<ObjectRef> deployment(ObjectRef owner, KubeObject pod) {
        return Optional.ofNullable(pod.labels().get(HASH))
                .map(hash -> "-" + hash)
                .filter(end -> owner.kind().equals(Kind.REPLICA_SET.kind())
                        && owner.name().endsWith(end)
                        && owner.name().length() > end.length())
                .map(end -> new ObjectRef(
                        owner.apiVersion(),
                        Kind.DEPLOYMENT.kind(),
                        owner.namespace(),
                        owner.name().substring(0, owner.name().length() - end.length())));
    }

    /** An object with as much in it as is known; empty for kinds that are no workloads to labctl. */
    private static Optional<KubeObject> standIn(ObjectRef ref, List<KubeObject> pods, Optional<ObjectRef> owner) {
        long count = pods.stream()
                .filter(pod -> !ENDED.contains(pod.text("status", "phase").orElse("")))
                .count();
        Map<String, Object> metadata = Tree.of(
                "name", ref.name(),
                "namespace", ref.namespace().orElse("default"),
                "labels", pods.get(0).labels(),
                "ownerReferences", owner.map(Owners::reference).map(List::of).orElse(null));
        return Stream.of(Kind.values())
                .filter(kind -> kind.isWorkload() && kind.kind().equals(ref.kind()))
                .findFirst()
                .map(kind -> new KubeObject(Tree.of(
                        "apiVersion", ref.apiVersion(),
                        "kind", ref.kind(),
                        "metadata", metadata,
                        "spec", spec(kind, count, pods.get(0)),
                        "status", status(kind, count))));
    }

    private static Map<String, Object> spec(Kind kind, long count, KubeObject pod) {
        Map<String, Object> ofPods = Tree.of(
                "hostNetwork", Tree.flag(pod.tree(), "spec", "hostNetwork").orElse(null));
        Map<String, Object> template = Tree.of("metadata", Tree.of("labels", pod.labels()), "spec", ofPods);
        return Tree.of(kind == Kind.JOB ? "parallelism" : "replicas", count, "template", template);
    }

    private static Map<String, Object> reference(ObjectRef owner) {
        return Tree.of(
                "apiVersion", owner.apiVersion(), "kind", owner.kind(), "name", owner.name(), "controller", true);
    }

    private static Map<String, Object> status(Kind kind, long count) {
        return switch (kind) {
            case DAEMON_SET ->
                Tree.of("desiredNumberScheduled", count, "currentNumberScheduled", count, "observedGeneration", 1L);
            case JOB -> Tree.of("active", count);
            default -> Tree.of("replicas", count);
        };
    }
}
