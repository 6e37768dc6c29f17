package dev.labctl.steps;

import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeApi.Scope;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.kubernetes.StatusRules;
import dev.labctl.lab.Expectation;
import dev.labctl.lab.Lab;
import dev.labctl.lab.Manifest;
import dev.labctl.time.TimeSource;
import dev.labctl.verify.StuckPods;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One look at all objects of a lab. Each kind is listed once per namespace, however many objects the lab has. */
final class LabObjects {
    /**
     * How an object of the lab stands.
     *
     * @param stuck how many of its pods stay stuck, as the lab expects it
     */
    record Standing(String object, ObjectStatus status, int stuck) {}

    private final Lab lab;
    private final KubeApi api;
    private final TimeSource time;
    private final Map<List<String>, List<KubeObject>> lists = new HashMap<>();
    private final Map<String, List<KubeObject>> events = new HashMap<>();

    private LabObjects(Lab lab, KubeApi api, TimeSource time) {
        this.lab = lab;
        this.api = api;
        this.time = time;
    }

    /** The objects in the order of the manifests. */
    static List<Standing> look(Lab lab, KubeApi api, TimeSource time) {
        LabObjects objects = new LabObjects(lab, api, time);
        List<Standing> standings = new ArrayList<>();
        lab.manifests().forEach(manifest -> standings.add(objects.standing(manifest)));
        return standings;
    }

    /** The names of the lab's objects as the server has them, in the order of the manifests. */
    static List<ObjectRef> refs(Lab lab, KubeApi api) {
        return lab.manifests().stream().map(manifest -> ref(manifest, api)).toList();
    }

    private static ObjectRef ref(Manifest manifest, KubeApi api) {
        return ref(manifest.apiVersion(), manifest.kind(), manifest.namespace(), manifest.name(), api);
    }

    /** The name of an object as the server has it, where it may be written without its namespace. */
    static ObjectRef ref(String apiVersion, String kind, Optional<String> written, String name, KubeApi api) {
        boolean namespaced = api.scope(apiVersion, kind).equals(Optional.of(Scope.NAMESPACED));
        Optional<String> namespace = namespaced ? written.or(() -> Optional.of("default")) : written;
        return new ObjectRef(apiVersion, kind, namespace, name);
    }

    private Standing standing(Manifest manifest) {
        Optional<KubeObject> found = find(manifest);
        if (found.isEmpty()) {
            String name = manifest.kind() + " " + manifest.name();
            return new Standing(name, new ObjectStatus.Failed(name + " is not there: `labctl apply` makes it"), 0);
        }
        KubeObject object = found.get();
        String name = object.ref().toString();
        List<KubeObject> pods = pods(object);
        ObjectStatus status = StatusRules.of(object, pods, time.now());
        Optional<Expectation.Pods> expected = expectation(object);
        if (status instanceof ObjectStatus.Current || expected.isEmpty()) {
            return new Standing(name, status, 0);
        }
        Optional<ObjectStatus> hopeless = StatusRules.hopeless(pods, time.now());
        if (hopeless.isPresent()) {
            return new Standing(name, hopeless.get(), 0);
        }
        // From here on its pods decide: a Deployment with pods that are meant to stay stuck fails its own deadline.
        if (pods.size() != replicas(object)) {
            String made = name + ": " + pods.size() + " of " + replicas(object) + " pods made";
            return new Standing(name, new ObjectStatus.InProgress(made), 0);
        }
        String namespace = object.namespace().orElse("default");
        ObjectStatus verdict = StuckPods.judge(expected.get(), pods, events.computeIfAbsent(namespace, api::events));
        int stuck =
                (int) pods.stream().filter(pod -> !pod.conditionTrue("Ready")).count();
        return new Standing(name, verdict, verdict instanceof ObjectStatus.Current ? stuck : 0);
    }

    private static long replicas(KubeObject workload) {
        return workload.text("spec", "replicas").map(Long::valueOf).orElse(1L);
    }

    private Optional<KubeObject> find(Manifest manifest) {
        boolean namespaced = api.scope(manifest.apiVersion(), manifest.kind()).equals(Optional.of(Scope.NAMESPACED));
        Optional<String> namespace =
                namespaced ? manifest.namespace().or(() -> Optional.of("default")) : Optional.empty();
        return list(manifest.apiVersion(), manifest.kind(), namespace).stream()
                .filter(object -> object.name().equals(manifest.name()))
                .findFirst();
    }

    private List<KubeObject> list(String apiVersion, String kind, Optional<String> namespace) {
        return lists.computeIfAbsent(
                List.of(apiVersion, kind, namespace.orElse("")),
                key -> api.list(apiVersion, kind, namespace, Map.of()));
    }

    private List<KubeObject> pods(KubeObject object) {
        Map<String, String> selector = object.texts("spec", "selector", "matchLabels");
        if (selector.isEmpty()) {
            return List.of();
        }
        return list("v1", "Pod", object.namespace()).stream()
                .filter(pod -> pod.labels().entrySet().containsAll(selector.entrySet()))
                .toList();
    }

    private Optional<Expectation.Pods> expectation(KubeObject workload) {
        Map<String, String> labels = workload.texts("spec", "template", "metadata", "labels");
        return lab.description().expectations().stream()
                .flatMap(expectation -> expectation.pods().stream())
                .filter(Expectation.Pods::expectsStuck)
                .filter(pods -> pods.selects(workload.namespace().orElse("default"), labels))
                .findFirst();
    }
}
