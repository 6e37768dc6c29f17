package dev.labctl.steps.objects;

import dev.labctl.cluster.Cluster;
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
import dev.labctl.time.TimeSource;
import dev.labctl.verify.StuckPods;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One look at all objects of a lab. Each kind is listed once per namespace, however many objects the lab has. */
public final class LabObjects {
    /**
     * How an object of the lab stands.
     *
     * @param stuck how many of its pods stay stuck, as the lab expects it
     */
    public record Standing(String object, ObjectStatus status, int stuck) {}

    /** Where objects, their pods and what happened to these are looked up. */
    private interface Source {
        Optional<KubeObject> find(Manifest manifest);

        /** The pods that its selector chooses; none where it has no selector. */
        List<KubeObject> pods(KubeObject object);

        /** The events of an object's pods, and perhaps others. */
        List<KubeObject> events(KubeObject object, List<KubeObject> pods);
    }

    private final Lab lab;
    private final Source source;
    private final Instant now;

    private LabObjects(Lab lab, Source source, Instant now) {
        this.lab = lab;
        this.source = source;
        this.now = now;
    }

    /** The objects in the order of the manifests. */
    public static List<Standing> look(Lab lab, KubeApi api, TimeSource time) {
        return new LabObjects(lab, new Server(api), time.now()).standings();
    }

    /** The same of what was seen; objects of kinds that are not always looked at must have been asked for. */
    public static List<Standing> look(Lab lab, Observation seen) {
        return new LabObjects(lab, new Past(seen), seen.at()).standings();
    }

    private List<Standing> standings() {
        return lab.manifests().stream().map(this::standing).toList();
    }

    /** The object of a manifest in what was seen, whether its kind has namespaces or not. */
    public static Optional<KubeObject> find(Manifest manifest, Observation seen) {
        ObjectRef ofCluster = ObjectRef.ofCluster(manifest.apiVersion(), manifest.kind(), manifest.name());
        return seen.find(ofCluster.in(manifest.namespace().orElse("default"))).or(() -> seen.find(ofCluster));
    }

    /** The names of the lab's objects as the server has them, in the order of the manifests. */
    public static List<ObjectRef> refs(Lab lab, KubeApi api) {
        return lab.manifests().stream().map(manifest -> ref(manifest, api)).toList();
    }

    private static ObjectRef ref(Manifest manifest, KubeApi api) {
        return ref(manifest.apiVersion(), manifest.kind(), manifest.namespace(), manifest.name(), api);
    }

    /** The name of an object as the server has it, where it may be written without its namespace. */
    public static ObjectRef ref(String apiVersion, String kind, Optional<String> written, String name, KubeApi api) {
        boolean namespaced = api.scope(apiVersion, kind).equals(Optional.of(Scope.NAMESPACED));
        Optional<String> namespace = namespaced ? written.or(() -> Optional.of("default")) : written;
        return new ObjectRef(apiVersion, kind, namespace, name);
    }

    private Standing standing(Manifest manifest) {
        Optional<KubeObject> found = source.find(manifest);
        if (found.isEmpty()) {
            String name = manifest.kind() + " " + manifest.name();
            return new Standing(name, new ObjectStatus.Failed(name + " is not there: `labctl apply` makes it"), 0);
        }
        KubeObject object = found.get();
        String name = object.ref().toString();
        List<KubeObject> pods = source.pods(object);
        ObjectStatus status = StatusRules.of(object, pods, now);
        Optional<Expectation.Pods> expected = expectation(object);
        if (status instanceof ObjectStatus.Current || expected.isEmpty()) {
            return new Standing(name, status, 0);
        }
        Optional<ObjectStatus> hopeless =
                StatusRules.terminal(Cluster.of(new Observation(now, "", pods)).pods());
        if (hopeless.isPresent()) {
            return new Standing(name, hopeless.get(), 0);
        }
        // From here on its pods decide: a Deployment with pods that are meant to stay stuck fails its own deadline.
        if (pods.size() != replicas(object)) {
            String made = name + ": " + pods.size() + " of " + replicas(object) + " pods made";
            return new Standing(name, new ObjectStatus.InProgress(made), 0);
        }
        ObjectStatus verdict = StuckPods.judge(expected.get(), pods, source.events(object, pods));
        int stuck =
                (int) pods.stream().filter(pod -> !pod.conditionTrue("Ready")).count();
        return new Standing(name, verdict, verdict instanceof ObjectStatus.Current ? stuck : 0);
    }

    private static long replicas(KubeObject workload) {
        return workload.text("spec", "replicas").map(Long::valueOf).orElse(1L);
    }

    private Optional<Expectation.Pods> expectation(KubeObject workload) {
        Map<String, String> labels = workload.texts("spec", "template", "metadata", "labels");
        return lab.description().expectations().stream()
                .flatMap(expectation -> expectation.pods().stream())
                .filter(Expectation.Pods::expectsStuck)
                .filter(pods -> pods.selects(workload.namespace().orElse("default"), labels))
                .findFirst();
    }

    /** Asks the API server, for each kind once per namespace. */
    private static final class Server implements Source {
        private final KubeApi api;
        private final Map<List<String>, List<KubeObject>> lists = new HashMap<>();
        private final Map<String, List<KubeObject>> events = new HashMap<>();

        Server(KubeApi api) {
            this.api = api;
        }

        @Override
        public Optional<KubeObject> find(Manifest manifest) {
            ObjectRef ref = ref(manifest, api);
            return list(ref.apiVersion(), ref.kind(), ref.namespace()).stream()
                    .filter(object -> object.name().equals(ref.name()))
                    .findFirst();
        }

        private List<KubeObject> list(String apiVersion, String kind, Optional<String> namespace) {
            return lists.computeIfAbsent(
                    List.of(apiVersion, kind, namespace.orElse("")),
                    key -> api.list(apiVersion, kind, namespace, Map.of()));
        }

        @Override
        public List<KubeObject> pods(KubeObject object) {
            Map<String, String> selector = object.texts("spec", "selector", "matchLabels");
            if (selector.isEmpty()) {
                return List.of();
            }
            return list("v1", "Pod", object.namespace()).stream()
                    .filter(pod -> pod.labels().entrySet().containsAll(selector.entrySet()))
                    .toList();
        }

        @Override
        public List<KubeObject> events(KubeObject object, List<KubeObject> pods) {
            return events.computeIfAbsent(object.namespace().orElse("default"), api::events);
        }
    }

    private record Past(Observation seen) implements Source {
        @Override
        public Optional<KubeObject> find(Manifest manifest) {
            return LabObjects.find(manifest, seen);
        }

        @Override
        public List<KubeObject> pods(KubeObject object) {
            // A Service's selector chooses pods as well, but they do not decide about the Service.
            return object.texts("spec", "selector", "matchLabels").isEmpty() ? List.of() : seen.podsOf(object);
        }

        @Override
        public List<KubeObject> events(KubeObject object, List<KubeObject> pods) {
            return pods.stream().flatMap(pod -> seen.events(pod).stream()).toList();
        }
    }
}
