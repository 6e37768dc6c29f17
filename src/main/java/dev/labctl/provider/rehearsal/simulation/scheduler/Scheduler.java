package dev.labctl.provider.rehearsal.simulation.scheduler;

import dev.labctl.provider.rehearsal.simulation.kernel.Controller;
import dev.labctl.provider.rehearsal.simulation.kernel.Kernel;
import dev.labctl.provider.rehearsal.simulation.nodes.Nodes;
import dev.labctl.provider.rehearsal.simulation.nodes.Pods;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedNode;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedPod;
import dev.labctl.provider.rehearsal.simulation.nodes.TemplateRevision;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Gives pods their nodes: of those that can take a pod, one that has the fewest pods of its owner, then the fewest pods at
 * all; chance decides between equals. Like kube-scheduler it knows nothing of addresses; unlike it, nothing of CPU and memory.
 */
public final class Scheduler implements Controller {
    private final Kernel kernel;
    private final Pods pods;
    private final Nodes nodes;
    private final PodCounts counts;
    private final Feasibility feasibility;
    private final TreeMap<Integer, SimulatedPod> fresh = new TreeMap<>();
    private final TreeMap<Integer, SimulatedPod> waiting = new TreeMap<>();
    private boolean room;
    private int nodesSeen = -1;

    public Scheduler(Kernel kernel, Pods pods, Nodes nodes) {
        this.kernel = kernel;
        this.pods = pods;
        this.nodes = nodes;
        this.counts = new PodCounts(pods, nodes);
        this.feasibility = new Feasibility(nodes, counts);
        pods.watch(this::follow);
    }

    private void follow(SimulatedPod pod) {
        room |= counts.follow(pod);
        boolean needsNode = pods.contains(pod) && pod.stage() == SimulatedPod.Stage.PENDING && !pod.deleting();
        if (!needsNode) {
            fresh.remove(pod.number());
            waiting.remove(pod.number());
        } else if (!waiting.containsKey(pod.number())) {
            fresh.put(pod.number(), pod);
        }
    }

    @Override
    public boolean reconcile() {
        TreeMap<Integer, SimulatedPod> turn = new TreeMap<>(fresh);
        if (room || nodesSeen != nodes.version()) {
            turn.putAll(waiting);
        }
        room = false;
        nodesSeen = nodes.version();
        Map<TemplateRevision, String> refusals = new HashMap<>();
        turn.values().forEach(pod -> schedule(pod, refusals));
        return !turn.isEmpty();
    }

    private void schedule(SimulatedPod pod, Map<TemplateRevision, String> refusals) {
        Optional<String> fixed = pod.template().fixedNode();
        if (fixed.isPresent()) {
            wait(pod);
            nodes.get(fixed.get()).ifPresent(node -> pods.bind(pod, node.name()));
            return;
        }
        String why = refusals.get(pod.template());
        if (why == null) {
            Optional<SimulatedNode> node = choose(pod.template());
            if (node.isPresent()) {
                pods.bind(pod, node.get().name());
                return;
            }
            why = feasibility.message(pod.template());
            refusals.put(pod.template(), why);
        }
        wait(pod);
        refuse(pod, why);
    }

    private void wait(SimulatedPod pod) {
        waiting.put(pod.number(), pod);
        fresh.remove(pod.number());
    }

    private Optional<SimulatedNode> choose(TemplateRevision template) {
        BitSet candidates = feasibility.feasible(template);
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        if (template.rules().dependOnPods()) {
            candidates = feasibility.preferred(candidates, template);
        }
        if (template.owner().isPresent()) {
            candidates = counts.of(template.owner().get()).least(candidates);
        }
        candidates = counts.all().least(candidates);
        int index = candidates.nextSetBit(0);
        for (int skipped = kernel.random().nextInt(candidates.cardinality()); skipped > 0; skipped--) {
            index = candidates.nextSetBit(index + 1);
        }
        return Optional.of(nodes.at(index));
    }

    private void refuse(SimulatedPod pod, String why) {
        if (pods.setUnschedulable(pod, why)) {
            kernel.events().warn(pod.ref(), pods.uid(pod), "FailedScheduling", why, "default-scheduler", "");
        }
    }
}
