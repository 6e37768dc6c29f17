package dev.labctl.provider.rehearsal.simulation;

import dev.labctl.kubernetes.ObjectRef;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Gives pods their nodes: of those that can take a pod, one that has the fewest pods of its owner, then the fewest pods at
 * all; chance decides between equals. Like kube-scheduler it knows nothing of addresses; unlike it, nothing of CPU and memory.
 */
final class Scheduler implements Controller {
    private final VirtualClock time;
    private final Chance chance;
    private final Pods pods;
    private final Nodes nodes;
    private final EventLog events;
    private final PodCounts counts;
    private final Feasibility feasibility;
    private final TreeMap<Integer, Pod> fresh = new TreeMap<>();
    private final TreeMap<Integer, Pod> waiting = new TreeMap<>();
    private boolean room;
    private int nodesSeen = -1;

    Scheduler(VirtualClock time, Chance chance, Pods pods, Nodes nodes, EventLog events) {
        this.time = time;
        this.chance = chance;
        this.pods = pods;
        this.nodes = nodes;
        this.events = events;
        this.counts = new PodCounts(pods, nodes);
        this.feasibility = new Feasibility(nodes, counts);
        pods.watch(this::follow);
    }

    private void follow(Pod pod) {
        room |= counts.follow(pod);
        boolean needsNode = pods.contains(pod) && pod.stage == Pod.Stage.PENDING && !pod.deleting();
        if (!needsNode) {
            fresh.remove(pod.number());
            waiting.remove(pod.number());
        } else if (!waiting.containsKey(pod.number())) {
            fresh.put(pod.number(), pod);
        }
    }

    @Override
    public boolean reconcile() {
        TreeMap<Integer, Pod> turn = new TreeMap<>(fresh);
        if (room || nodesSeen != nodes.version()) {
            turn.putAll(waiting);
        }
        room = false;
        nodesSeen = nodes.version();
        Map<PodTemplate, String> hopeless = new HashMap<>();
        turn.values().forEach(pod -> schedule(pod, hopeless));
        return !turn.isEmpty();
    }

    private void schedule(Pod pod, Map<PodTemplate, String> hopeless) {
        Optional<String> fixed = pod.template().fixedNode();
        if (fixed.isPresent()) {
            wait(pod);
            nodes.get(fixed.get()).ifPresent(node -> bind(pod, node));
            return;
        }
        String why = hopeless.get(pod.template());
        if (why == null) {
            Optional<SimulatedNode> node = choose(pod.template());
            if (node.isPresent()) {
                bind(pod, node.get());
                return;
            }
            why = feasibility.message(pod.template());
            hopeless.put(pod.template(), why);
        }
        wait(pod);
        refuse(pod, why);
    }

    private void wait(Pod pod) {
        waiting.put(pod.number(), pod);
        fresh.remove(pod.number());
    }

    private Optional<SimulatedNode> choose(PodTemplate template) {
        BitSet candidates = feasibility.feasible(template);
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        if (template.placement().looksAtPods()) {
            candidates = leastUnwished(candidates, template);
        }
        if (template.owner().isPresent()) {
            candidates = counts.of(template.owner().get()).least(candidates);
        }
        candidates = counts.all().least(candidates);
        int index = candidates.nextSetBit(0);
        for (int skipped = chance.nextInt(candidates.cardinality()); skipped > 0; skipped--) {
            index = candidates.nextSetBit(index + 1);
        }
        return Optional.of(nodes.at(index));
    }

    private BitSet leastUnwished(BitSet candidates, PodTemplate template) {
        Loads unwished = new Loads();
        candidates.stream().forEach(index -> unwished.count(index, (int) feasibility.unwished(index, template)));
        return unwished.least(candidates);
    }

    private void bind(Pod pod, SimulatedNode node) {
        pods.change(pod, () -> {
            pod.node = node.name();
            pod.stage = Pod.Stage.BOUND;
            pod.scheduled = time.age();
            pod.unschedulable = "";
        });
    }

    private void refuse(Pod pod, String why) {
        if (pod.unschedulable.equals(why)) {
            return;
        }
        pods.change(pod, () -> {
            pod.unschedulableSince = pod.unschedulable.isEmpty() ? time.age() : pod.unschedulableSince;
            pod.unschedulable = why;
        });
        events.warn(
                ObjectRef.namespaced("v1", "Pod", pod.namespace(), pod.name()),
                pods.uid(pod).toString(),
                "FailedScheduling",
                why,
                "default-scheduler",
                "");
    }

    @Override
    public void resume() {
        pods.all().forEach(this::follow);
    }
}
