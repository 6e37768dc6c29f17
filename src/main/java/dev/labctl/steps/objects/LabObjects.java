package dev.labctl.steps.objects;

import dev.labctl.cluster.Cluster;
import dev.labctl.cluster.EndlessWaits;
import dev.labctl.cluster.Kind;
import dev.labctl.cluster.Pod;
import dev.labctl.cluster.StatusRules;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeApi.Scope;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.kubernetes.Observation;
import dev.labctl.lab.Expectation;
import dev.labctl.lab.Lab;
import dev.labctl.lab.Manifest;
import dev.labctl.verify.Verifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The objects of a lab in its cluster. */
public final class LabObjects {
    /**
     * How far an object of a lab is.
     *
     * @param stuck how many of its pods stay stuck, as the lab expects it
     */
    public record ObjectReadiness(String object, ObjectStatus status, int stuck) {}

    private LabObjects() {}

    /**
     * A cluster with no more in it than the readiness of a lab's objects depends on. Each kind is listed once per namespace,
     * however many objects the lab has.
     */
    static Cluster observe(Lab lab, KubeApi api, Instant now) {
        Set<ObjectRef> lists = new LinkedHashSet<>();
        for (ObjectRef ref : refs(lab, api)) {
            lists.add(list(ref.apiVersion(), ref.kind(), ref.namespace()));
            if (Kind.named(ref.kind()).filter(Kind::isWorkload).isPresent()) {
                lists.add(list(Kind.POD.apiVersion(), Kind.POD.kind(), ref.namespace()));
            }
        }
        List<KubeObject> objects = new ArrayList<>();
        lists.forEach(list -> objects.addAll(api.list(list.apiVersion(), list.kind(), list.namespace(), Map.of())));
        stuckPods(lab).stream()
                .map(Expectation.StuckPods::namespace)
                .distinct()
                .forEach(namespace -> objects.addAll(api.list("v1", "Event", Optional.of(namespace), Map.of())));
        return Cluster.of(EndlessWaits.complete(new Observation(now, "", objects), api));
    }

    private static ObjectRef list(String apiVersion, String kind, Optional<String> namespace) {
        return new ObjectRef(apiVersion, kind, namespace, "");
    }

    private static List<Expectation.StuckPods> stuckPods(Lab lab) {
        return lab.description().expectations().stream()
                .flatMap(expectation -> expectation.check().stuckPods().stream())
                .toList();
    }

    /**
     * How far the objects are, in the order of the manifests.
     *
     * @param cluster with the objects of the lab, also those of kinds that are not always observed
     */
    public static List<ObjectReadiness> readiness(Lab lab, Cluster cluster) {
        List<Expectation.StuckPods> stuckPods = stuckPods(lab);
        return lab.objects().stream()
                .map(manifest -> find(manifest, cluster.observation())
                        .map(object -> readiness(object, stuckPods, cluster))
                        .orElseGet(() -> missing(manifest)))
                .toList();
    }

    private static ObjectReadiness missing(Manifest manifest) {
        String name = manifest.kind() + " " + manifest.name();
        return new ObjectReadiness(name, new ObjectStatus.Failed(name + " does not exist: run `labctl apply`"), 0);
    }

    private static ObjectReadiness readiness(
            KubeObject object, List<Expectation.StuckPods> stuckPods, Cluster cluster) {
        String name = object.ref().toString();
        ObjectStatus status = cluster.status(object);
        Map<String, String> labels = object.texts("spec", "template", "metadata", "labels");
        Optional<Expectation.StuckPods> expected = stuckPods.stream()
                .filter(pods -> pods.selects(object.namespace().orElse("default"), labels))
                .findFirst();
        if (status instanceof ObjectStatus.Current || expected.isEmpty()) {
            return new ObjectReadiness(name, status, 0);
        }
        // From here on its pods decide: a Deployment with pods that are meant to stay stuck fails its own deadline.
        List<Pod> pods = cluster.podsOf(object);
        long wanted = Kind.of(object).map(kind -> kind.wanted(object)).orElse((long) pods.size());
        ObjectStatus byPods = StatusRules.terminal(pods)
                .orElseGet(() -> pods.size() == wanted
                        ? Verifier.status(expected.get(), pods)
                        : new ObjectStatus.InProgress(name + ": " + pods.size() + " of " + wanted + " pods created"));
        int stuck = (int) pods.stream().filter(pod -> !pod.isReady()).count();
        return new ObjectReadiness(name, byPods, byPods instanceof ObjectStatus.Current ? stuck : 0);
    }

    /** The object of a manifest as it was observed, whether its kind has namespaces or not. */
    public static Optional<KubeObject> find(Manifest manifest, Observation observation) {
        return observation.findWritten(ref(manifest));
    }

    /** The names of all of the lab's objects as the server has them, in the order in which they are applied. */
    public static List<ObjectRef> refs(Lab lab, KubeApi api) {
        return refs(lab.objects(), api);
    }

    /** The names of some objects as the server has them. */
    static List<ObjectRef> refs(List<Manifest> manifests, KubeApi api) {
        return manifests.stream().map(manifest -> resolve(ref(manifest), api)).toList();
    }

    private static ObjectRef ref(Manifest manifest) {
        return new ObjectRef(manifest.apiVersion(), manifest.kind(), manifest.namespace(), manifest.name());
    }

    /** The name of an object as the server has it, where it may be written without its namespace. */
    public static ObjectRef resolve(ObjectRef written, KubeApi api) {
        boolean namespaced = api.scope(written.apiVersion(), written.kind()).equals(Optional.of(Scope.NAMESPACED));
        return namespaced ? written.in(written.namespace().orElse("default")) : written;
    }
}
