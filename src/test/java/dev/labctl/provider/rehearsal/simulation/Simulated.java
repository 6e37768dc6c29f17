package dev.labctl.provider.rehearsal.simulation;

import dev.labctl.json.Json;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.KindConfig.IpFamily;
import dev.labctl.provider.rehearsal.simulation.nodes.Blueprint;
import dev.labctl.tree.Tree;
import dev.labctl.workload.Taint;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.YamlReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A simulated cluster as tests drive it, without provider and files. */
public final class Simulated {
    static final Instant PRESENT = Instant.parse("2026-11-23T10:00:00Z");

    private final SimulatedCluster cluster;

    private Simulated(SimulatedCluster cluster) {
        this.cluster = cluster;
    }

    /** A booted cluster of one control plane and some workers, without Cilium. */
    public static Simulated bare(long seed, Blueprint blueprint) {
        SimulatedCluster cluster = SimulatedCluster.create(blueprint, seed, PRESENT);
        cluster.advance(cluster.untilAnswer());
        cluster.boot();
        return new Simulated(cluster);
    }

    public static Blueprint blueprint(int workers, IpFamily family, long maxPods) {
        List<Blueprint.Node> nodes = new ArrayList<>();
        // kind takes the taint off a control plane that is alone.
        List<Taint> taints = workers == 0 ? List.of() : List.of(Taint.CONTROL_PLANE);
        nodes.add(new Blueprint.Node("c-control-plane", "control-plane", Map.of(), taints, maxPods, Optional.empty()));
        for (int i = 1; i <= workers; i++) {
            String name = "c-worker" + (i == 1 ? "" : i);
            nodes.add(new Blueprint.Node(name, "worker", Map.of("number", Integer.toString(i)), maxPods));
        }
        return new Blueprint("c", "v1.33.12", family, Optional.empty(), Optional.empty(), true, nodes);
    }

    /** A cluster whose Cilium has these values and is ready. */
    static Simulated with(String values, int workers) {
        return with(1, values, blueprint(workers, IpFamily.IPV4, 110));
    }

    static Simulated with(long seed, String values, Blueprint blueprint) {
        Simulated simulated = bare(seed, blueprint);
        simulated.deploy(values);
        return simulated.passes(60);
    }

    /** Two workers, mode kubernetes. */
    public static Simulated ready() {
        return with("ipam: {mode: kubernetes}", 2);
    }

    public SimulatedCluster cluster() {
        return cluster;
    }

    void deploy(String values) {
        cluster.deployCilium(Tree.merge(Map.of("operator", Map.of("replicas", 1L)), tree(values)), "1.18.2");
    }

    static Map<String, Object> tree(String yaml) {
        return objects(yaml).get(0).tree();
    }

    public static List<KubeObject> objects(String yaml) {
        Problems problems = new Problems();
        List<KubeObject> objects = YamlReader.read(Path.of("test.yaml"), yaml, problems).stream()
                .map(document -> new KubeObject(Tree.map(document.tree())))
                .toList();
        if (!problems.all().isEmpty()) {
            throw new AssertionError(problems.all());
        }
        return objects;
    }

    public Simulated applies(String yaml) {
        objects(yaml).forEach(object -> cluster.apply(object, false));
        return this;
    }

    /** What the server answers to an object that it does not take. */
    public ApiException refusal(String yaml) {
        try {
            applies(yaml);
        } catch (ApiException e) {
            return e;
        }
        throw new AssertionError("it was taken");
    }

    public Simulated passes(long seconds) {
        cluster.advance(Duration.ofSeconds(seconds));
        return this;
    }

    /** The cluster as another command finds it, a day later. */
    Simulated reopened() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        Json.write(cluster.recording().toTree(), file);
        Map<String, Object> read = Json.read(new ByteArrayInputStream(file.toByteArray()));
        try {
            return new Simulated(SimulatedCluster.replay(Recording.of(read), PRESENT.plusSeconds(86_400)));
        } catch (Recording.DamagedException e) {
            throw new AssertionError(e);
        }
    }

    /** A Deployment of pods with this spec. */
    public static String deployment(String name, int replicas, String podSpec) {
        return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: " + name + "}\nspec:\n  replicas: " + replicas
                + "\n  selector: {matchLabels: {app: " + name + "}}\n  template:\n    metadata: {labels: {app: " + name
                + "}}\n    spec: {" + podSpec + (podSpec.isEmpty() ? "" : ", ")
                + "containers: [{name: one, image: one}]}\n";
    }

    public KubeObject get(String apiVersion, String kind, String name) {
        return find(apiVersion, kind, name).orElseThrow();
    }

    public Optional<KubeObject> find(String apiVersion, String kind, String name) {
        return cluster.get(new ObjectRef(apiVersion, kind, Optional.empty(), name));
    }

    public boolean delete(String apiVersion, String kind, String name) {
        return cluster.delete(new ObjectRef(apiVersion, kind, Optional.empty(), name));
    }

    public List<KubeObject> list(String apiVersion, String kind) {
        return cluster.list(apiVersion, kind, Optional.empty(), Map.of());
    }

    List<KubeObject> pods(String app) {
        return cluster.list("v1", "Pod", Optional.empty(), Map.of("app", app));
    }

    public static long ready(List<KubeObject> pods) {
        return pods.stream().filter(pod -> pod.conditionTrue("Ready")).count();
    }

    /** Reason and message of the events of an object. */
    List<String> events(KubeObject object) {
        return list("v1", "Event").stream()
                .filter(event -> event.text("involvedObject", "uid")
                        .filter(object.uid()::equals)
                        .isPresent())
                .map(event -> event.text("reason").orElse("") + ": "
                        + event.text("message").orElse(""))
                .toList();
    }
}
