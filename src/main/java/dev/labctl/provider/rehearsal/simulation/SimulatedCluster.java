package dev.labctl.provider.rehearsal.simulation;

import dev.labctl.kubernetes.KubeApi.Scope;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.provider.rehearsal.simulation.cilium.CiliumChart;
import dev.labctl.provider.rehearsal.simulation.kernel.Delay;
import dev.labctl.provider.rehearsal.simulation.kernel.Randomness;
import dev.labctl.provider.rehearsal.simulation.kernel.VirtualClock;
import dev.labctl.provider.rehearsal.simulation.nodes.Blueprint;
import dev.labctl.provider.rehearsal.simulation.nodes.Nodes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cluster that is only thought: its objects, the controllers that work on them, and a time that passes when it is told to.
 * The same seed and the same calls lead to the same cluster. Not safe for use by several threads at once.
 */
public final class SimulatedCluster {
    private static final String MANAGER = "labctl";

    private final Blueprint blueprint;
    private final long seed;
    private final Components parts;
    private boolean changed;

    private SimulatedCluster(Blueprint blueprint, long seed, Components parts) {
        this.blueprint = blueprint;
        this.seed = seed;
        this.parts = parts;
    }

    /**
     * A cluster that begins to be made now.
     *
     * @throws dev.labctl.failure.FailureException where kubeadm would refuse to make it
     */
    public static SimulatedCluster create(Blueprint blueprint, long seed, Instant present) {
        Nodes.check(blueprint);
        Randomness random = new Randomness(seed);
        Components parts =
                new Components(blueprint, seed, random, new VirtualClock(present, 0), joins(blueprint, random), 0);
        parts.resume();
        return new SimulatedCluster(blueprint, seed, parts);
    }

    /** The first control plane joins when its API server answers, every other node in its own time after that. */
    private static List<Long> joins(Blueprint blueprint, Randomness random) {
        List<Long> joins = new ArrayList<>();
        long answers = tick(Delay.API_SERVER.draw(random));
        blueprint
                .nodes()
                .forEach(node -> joins.add(joins.isEmpty() ? answers : answers + tick(Delay.WORKER.draw(random))));
        return joins;
    }

    private static long tick(long millis) {
        return millis / VirtualClock.TICK * VirtualClock.TICK;
    }

    /**
     * A cluster as it was when {@link #snapshot} was asked for, at the same age.
     *
     * @throws RuntimeException where the tree is not a snapshot
     */
    public static SimulatedCluster restore(Map<String, Object> snapshot, Instant present) {
        Snapshot tree = new Snapshot(snapshot);
        Blueprint blueprint = tree.blueprint();
        Randomness random = tree.random();
        Components parts = new Components(
                blueprint, tree.seed(), random, new VirtualClock(present, tree.age()), tree.joins(), tree.nextPod());
        tree.restore(parts);
        parts.resume();
        SimulatedCluster cluster = new SimulatedCluster(blueprint, tree.seed(), parts);
        parts.changed();
        return cluster;
    }

    /** Everything that there is to know about the cluster, but for the day. */
    public Map<String, Object> snapshot() {
        return Snapshot.of(blueprint, seed, parts);
    }

    /** Lets the cluster live on. */
    public void advance(Duration duration) {
        changed = true;
        long end = parts.time.age() + duration.toMillis();
        parts.settle();
        while (parts.queue.next() <= end) {
            parts.time.moveTo(Math.max(parts.time.age(), parts.queue.next()));
            parts.queue.call(parts.time.age());
            parts.settle();
        }
        parts.time.moveTo(end);
    }

    /** Whether it is another one than when it was made from a snapshot. */
    public boolean changed() {
        changed |= parts.changed();
        return changed;
    }

    /** How long it takes from now until the API server of a new cluster answers. */
    public Duration untilAnswer() {
        return Duration.ofMillis(Math.max(0, parts.nodes.at(0).joins() - parts.time.age()));
    }

    /** Puts everything into a new cluster that is there from the first moment on. */
    public void boot() {
        parts.bootstrap.objects();
        parts.queue.call(parts.time.age());
        parts.settle();
    }

    /** Whether all nodes have joined. */
    public boolean complete() {
        return parts.nodes.complete();
    }

    public String version() {
        return blueprint.version();
    }

    public Optional<Scope> scope(String apiVersion, String kind) {
        return parts.api.scope(apiVersion, kind);
    }

    public Optional<KubeObject> get(ObjectRef ref) {
        return parts.api.get(ref);
    }

    /** As {@link dev.labctl.kubernetes.KubeApi#list}. */
    public List<KubeObject> list(
            String apiVersion, String kind, Optional<String> namespace, Map<String, String> labels) {
        return parts.api.list(apiVersion, kind, namespace, labels);
    }

    /** As {@link dev.labctl.kubernetes.KubeApi#apply}. */
    public KubeObject apply(KubeObject object, boolean force) {
        return parts.api.apply(object, MANAGER, force);
    }

    /** As {@link dev.labctl.kubernetes.KubeApi#delete}. */
    public boolean delete(ObjectRef ref) {
        return parts.api.delete(ref);
    }

    /** Whether Cilium is installed. */
    public boolean hasCilium() {
        return parts.helm.installed();
    }

    /**
     * Installs Cilium, or brings it to other values.
     *
     * @param values with what the cilium CLI adds to them
     * @param version without a leading {@code v}
     */
    public void deployCilium(Map<String, Object> values, String version) {
        parts.helm.deploy(new CiliumChart(values, version));
    }

    /** Begins to take Cilium away. */
    public void removeCilium() {
        parts.helm.remove();
    }
}
