package dev.labctl.provider.rehearsal.simulation.scheduler;

import dev.labctl.provider.rehearsal.simulation.nodes.Nodes;
import dev.labctl.provider.rehearsal.simulation.nodes.Pods;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedPod;
import dev.labctl.provider.rehearsal.simulation.nodes.TemplateRevision;
import dev.labctl.workload.Requirement;
import dev.labctl.workload.SchedulingConstraints.AntiAffinity;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How many pods each node has: of all, of each owner, and of those that constraints ask for. */
final class PodCounts {
    /** The pods that a constraint of some pod counts. */
    private record Group(String namespace, List<Requirement> selector) {
        boolean has(SimulatedPod pod) {
            return pod.namespace().equals(namespace)
                    && Requirement.all(selector, pod.template().labels());
        }
    }

    private final Pods pods;
    private final Nodes nodes;
    private final PodsPerNode all = new PodsPerNode();
    private final Map<String, PodsPerNode> owners = new HashMap<>();
    private final Map<Group, PodsPerNode> groups = new HashMap<>();
    private final Map<TemplateRevision, PodsPerNode> keepingAway = new LinkedHashMap<>();
    private final BitSet full = new BitSet();
    private final Map<SimulatedPod, String> counted = new HashMap<>();

    PodCounts(Pods pods, Nodes nodes) {
        this.pods = pods;
        this.nodes = nodes;
    }

    /** Brings the counts to where a pod is now; returns whether it has left a node. */
    boolean follow(SimulatedPod pod) {
        String now = pods.contains(pod) && pod.live() ? pod.node() : "";
        String before = counted.getOrDefault(pod, "");
        if (now.equals(before)) {
            return false;
        }
        if (now.isEmpty()) {
            counted.remove(pod);
        } else {
            counted.put(pod, now);
        }
        count(pod, before, -1);
        count(pod, now, 1);
        return !before.isEmpty();
    }

    private void count(SimulatedPod pod, String nodeName, int more) {
        nodes.get(nodeName).ifPresent(node -> {
            node.countPods(more);
            all.count(node.index(), more);
            full.set(node.index(), node.full());
            pod.template().owner().ifPresent(owner -> owners.computeIfAbsent(owner.uid(), uid -> new PodsPerNode())
                    .count(node.index(), more));
            if (pod.template().rules().antiAffinities().stream().anyMatch(AntiAffinity::required)) {
                keepingAway
                        .computeIfAbsent(pod.template(), template -> new PodsPerNode())
                        .count(node.index(), more);
            }
            groups.forEach((group, loads) -> {
                if (group.has(pod)) {
                    loads.count(node.index(), more);
                }
            });
        });
    }

    PodsPerNode all() {
        return all;
    }

    /** Of each template of a namespace whose pods must keep away from others. */
    Map<TemplateRevision, PodsPerNode> keepingAway(String namespace) {
        Map<TemplateRevision, PodsPerNode> own = new LinkedHashMap<>(keepingAway);
        own.keySet().removeIf(template -> !template.namespace().equals(namespace));
        return own;
    }

    /** The nodes that take no more pods, by their index. */
    BitSet full() {
        return full;
    }

    /** Of the pods of an owner. */
    PodsPerNode of(TemplateRevision.Owner owner) {
        return owners.computeIfAbsent(owner.uid(), uid -> new PodsPerNode());
    }

    /** Of the pods of a namespace that a selector chooses. */
    PodsPerNode of(String namespace, List<Requirement> selector) {
        return groups.computeIfAbsent(new Group(namespace, selector), group -> {
            PodsPerNode loads = new PodsPerNode();
            for (SimulatedPod pod : pods.in(namespace)) {
                if (group.has(pod)) {
                    nodes.get(counted.getOrDefault(pod, "")).ifPresent(node -> loads.count(node.index(), 1));
                }
            }
            return loads;
        });
    }
}
