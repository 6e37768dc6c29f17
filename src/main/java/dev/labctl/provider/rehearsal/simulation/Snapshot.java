package dev.labctl.provider.rehearsal.simulation;

import dev.labctl.ipam.Cidr;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.provider.rehearsal.simulation.api.EventLog.Event;
import dev.labctl.provider.rehearsal.simulation.cilium.CiliumConfig;
import dev.labctl.provider.rehearsal.simulation.kernel.Randomness;
import dev.labctl.provider.rehearsal.simulation.nodes.Blueprint;
import dev.labctl.provider.rehearsal.simulation.nodes.Nodes;
import dev.labctl.provider.rehearsal.simulation.nodes.Pod;
import dev.labctl.provider.rehearsal.simulation.nodes.PodRows;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedNode;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cluster as the tree that is kept in a file. What is not in it, the controllers find out again. */
record Snapshot(Map<String, Object> tree) {
    static Map<String, Object> of(Blueprint blueprint, long seed, Components parts) {
        Map<String, Object> tree = Tree.of(
                "seed", seed,
                "random", parts.random.state(),
                "age", parts.time.age(),
                "blueprint", blueprint.toTree(),
                "joins", parts.nodes.all().stream().map(SimulatedNode::joins).toList(),
                "nextPod", (long) parts.pods.next(),
                "objects", objects(parts));
        tree.putAll(PodRows.of(parts.pods));
        tree.put("events", parts.events.all().stream().map(Snapshot::event).toList());
        tree.put("operator", Tree.sorted(parts.operator.config().texts()));
        tree.put("nextBlocks", parts.operator.nextBlocks());
        tree.putAll(agents(parts));
        return tree;
    }

    private static List<Object> objects(Components parts) {
        List<Object> objects = new ArrayList<>();
        for (KubeObject object : parts.store.all()) {
            Map<String, Map<String, Object>> managers = parts.managed.of(object.ref());
            objects.add(Tree.of(
                    "object",
                    Tree.sorted(Timestamps.toAges(object.tree(), parts.time)),
                    "managers",
                    managers.isEmpty() ? null : Tree.sorted(managers)));
        }
        return objects;
    }

    private static List<Object> event(Event event) {
        ObjectRef about = event.about();
        return List.of(
                about.apiVersion(),
                about.kind(),
                about.namespace().orElse(""),
                about.name(),
                event.uid(),
                event.type(),
                event.reason(),
                event.message(),
                event.component(),
                event.host(),
                (long) event.count(),
                event.first(),
                event.last());
    }

    /** Most agents run with the same settings: these are kept once. */
    private static Map<String, Object> agents(Components parts) {
        Map<CiliumConfig, Integer> numbers = new LinkedHashMap<>();
        List<Object> ofNodes = new ArrayList<>();
        for (SimulatedNode node : parts.nodes.all()) {
            ofNodes.add((long) numbers.computeIfAbsent(parts.agents.configOf(node), config -> numbers.size()));
        }
        return Tree.of(
                "agentConfigs",
                numbers.keySet().stream()
                        .map(config -> Tree.sorted(config.texts()))
                        .toList(),
                "agents",
                ofNodes);
    }

    long seed() {
        return number("seed");
    }

    long age() {
        return number("age");
    }

    Randomness random() {
        return new Randomness(number("random"));
    }

    int nextPod() {
        return (int) number("nextPod");
    }

    private long number(String key) {
        return Tree.number(tree, key).orElseThrow();
    }

    Blueprint blueprint() {
        return Blueprint.of(Tree.map(tree, "blueprint"));
    }

    List<Long> joins() {
        return Tree.list(tree, "joins").stream().map(Long.class::cast).toList();
    }

    /** Puts everything into the parts of a new cluster. */
    void restore(Components parts) {
        for (Object entry : Tree.list(tree, "objects")) {
            Map<String, Object> object = Timestamps.toInstants(Tree.map(entry, "object"), parts.time);
            parts.store.restore(object);
            Tree.map(entry, "managers")
                    .forEach((manager, fields) ->
                            parts.managed.note(new KubeObject(object).ref(), manager, Tree.map(fields)));
        }
        parts.resources.define(parts.store.list("apiextensions.k8s.io/v1", "CustomResourceDefinition"));
        PodRows.restore(tree, parts.pods, parts.podControl::restore);
        Tree.list(tree, "events").forEach(event -> parts.events.restore(event((List<?>) event)));
        parts.nodes.all().forEach(node -> parts.store.get(node.ref()).ifPresent(node::read));
        List<Pod> pods = parts.pods.all();
        parts.agents.resume(agents(parts.nodes), pods);
        parts.operator.resume(new CiliumConfig(Tree.texts(tree, "operator")), nextBlocks(), pods);
    }

    private Map<Cidr, Long> nextBlocks() {
        Map<Cidr, Long> next = new HashMap<>();
        Tree.map(tree, "nextBlocks").forEach((cidr, index) -> next.put(Cidr.parse(cidr), (Long) index));
        return next;
    }

    private Map<String, CiliumConfig> agents(Nodes nodes) {
        List<CiliumConfig> configs = Tree.list(tree, "agentConfigs").stream()
                .map(config -> new CiliumConfig(Tree.texts(config)))
                .toList();
        List<Object> numbers = Tree.list(tree, "agents");
        Map<String, CiliumConfig> ofNodes = new HashMap<>();
        nodes.all()
                .forEach(node -> ofNodes.put(node.name(), configs.get(((Long) numbers.get(node.index())).intValue())));
        return ofNodes;
    }

    private static Event event(List<?> row) {
        return new Event(
                new ObjectRef(
                        text(row, 0),
                        text(row, 1),
                        Optional.of(text(row, 2)).filter(namespace -> !namespace.isEmpty()),
                        text(row, 3)),
                text(row, 4),
                text(row, 5),
                text(row, 6),
                text(row, 7),
                text(row, 8),
                text(row, 9),
                ((Long) row.get(10)).intValue(),
                (Long) row.get(11),
                (Long) row.get(12));
    }

    private static String text(List<?> row, int column) {
        return (String) row.get(column);
    }
}
