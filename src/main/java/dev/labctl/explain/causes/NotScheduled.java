package dev.labctl.explain.causes;

import dev.labctl.cluster.Kind;
import dev.labctl.explain.facts.Evidence;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.explain.facts.Wording;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The scheduler finds no node; its message says how many nodes there are, and what rules out each. */
public record NotScheduled(ObjectRef workload, String message) implements Cause {
    /** Taints of a node that accepts no pods yet, or no longer. */
    public static final Set<String> TEMPORARY_TAINTS = Set.of(
            "node.cilium.io/agent-not-ready",
            "node.kubernetes.io/not-ready",
            "node.kubernetes.io/unreachable",
            "node.kubernetes.io/network-unavailable");

    private static final Pattern TAINT = Pattern.compile("untolerated taint \\{([^:}]+)");
    private static final Pattern RESOURCE = Pattern.compile("Insufficient ([\\w/-]+(?:\\.[\\w/-]+)*)");
    private static final String LABELS = "didn't match Pod's node affinity/selector";
    private static final String CONTROL_PLANE = "node-role.kubernetes.io/control-plane";

    /** Parts of the scheduler's message, and what they mean. */
    private static final List<Map.Entry<String, String>> MEANINGS = List.of(
            Map.entry("Too many pods", "nodes run as many pods as their kubelets allow"),
            Map.entry("were unschedulable", "nodes are cordoned"),
            Map.entry("anti-affinity", "nodes run a pod that its anti-affinity rules keep it away from"),
            Map.entry("free ports", "the host port that it needs is taken on nodes"));

    @Override
    public void explain(ExplanationBuilder it) {
        KubeObject pod = it.pods().get(0).object();
        List<KubeObject> nodes = it.cluster().list(Kind.NODE);
        it.error(isVolume() ? "VOLUME" : "UNSCHEDULABLE")
                .podSymptom("is not scheduled")
                .cause("The scheduler finds no node for " + it.podPronoun() + ": "
                        + String.join("; ", causes(pod, nodes)) + ".")
                .evidence(pod.ref() + ": condition PodScheduled: "
                        + Evidence.text(message.replaceAll(" preemption: .*", "")));
        evidence(it, pod, nodes);
        fixes(it, pod, nodes, it.lab());
    }

    private boolean isVolume() {
        return message.contains("PersistentVolumeClaim") || message.contains("persistentvolumeclaim");
    }

    private List<String> all(Pattern pattern) {
        return pattern.matcher(message)
                .results()
                .map((MatchResult found) -> found.group(1).strip())
                .distinct()
                .toList();
    }

    private Map<String, String> selector(KubeObject pod) {
        return message.contains(LABELS) ? pod.texts("spec", "nodeSelector") : Map.of();
    }

    private List<String> causes(KubeObject pod, List<KubeObject> nodes) {
        List<String> causes = new ArrayList<>();
        if (isVolume()) {
            causes.add("a volume claim of the pod does not exist or has no volume yet");
        }
        if (message.contains(LABELS)) {
            Map<String, String> selector = selector(pod);
            boolean nowhere =
                    nodes.stream().noneMatch(node -> node.labels().entrySet().containsAll(selector.entrySet()));
            causes.add(
                    selector.isEmpty()
                            ? "nodes do not match its node affinity"
                            : (nowhere ? "no node has" : "not all nodes have") + " the labels of its nodeSelector, "
                                    + labels(selector, " and "));
        }
        all(RESOURCE).forEach(resource -> causes.add("nodes have too little " + resource + " left"));
        MEANINGS.stream()
                .filter(meaning -> message.contains(meaning.getKey()))
                .forEach(meaning -> causes.add(meaning.getValue()));
        all(TAINT).forEach(taint -> causes.add(meaning(taint)));
        return causes.isEmpty() ? List.of("see its message") : causes;
    }

    private static String meaning(String taint) {
        if (taint.equals(CONTROL_PLANE)) {
            return "control planes accept only pods that tolerate their taint";
        }
        return TEMPORARY_TAINTS.contains(taint)
                ? "nodes accept no pods at the moment (taint " + taint + ")"
                : "nodes have the taint " + taint + ", which it does not tolerate";
    }

    private static String labels(Map<String, String> labels, String separator) {
        return labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(separator));
    }

    private void evidence(ExplanationBuilder it, KubeObject pod, List<KubeObject> nodes) {
        Map<String, String> selector = selector(pod);
        if (!selector.isEmpty()) {
            it.evidence(Evidence.field(pod.ref(), "spec.nodeSelector", selector));
        }
        for (String key : selector.keySet()) {
            List<String> values = nodes.stream()
                    .filter(node -> node.labels().containsKey(key))
                    .map(node -> node.labels().get(key))
                    .distinct()
                    .toList();
            it.evidence("nodes' labels " + key + ": " + (values.isEmpty() ? "none" : Wording.names(values)));
        }
        if (!all(RESOURCE).isEmpty()) {
            pod.list("spec", "containers")
                    .forEach(container -> it.evidence(Tree.at(container, "resources", "requests")
                            .map(requests -> Evidence.field(pod.ref(), container, "resources.requests", requests))));
            nodes.stream().limit(3).forEach(node -> all(RESOURCE)
                    .forEach(resource -> it.evidence(Evidence.field(
                            node.ref(),
                            "status.allocatable." + resource,
                            node.text("status", "allocatable", resource).orElse("none")))));
        }
    }

    private void fixes(ExplanationBuilder it, KubeObject pod, List<KubeObject> nodes, LabFacts lab) {
        Map<String, String> selector = selector(pod);
        if (!selector.isEmpty()) {
            it.fix(
                    "Fix the nodeSelector in the manifest of " + workload + ", or give a node the labels",
                    lab.kubectl("label node NODE " + labels(selector, " ")),
                    "The scheduler notices it at once.");
        }
        if (!all(RESOURCE).isEmpty()) {
            it.fix("Reduce resources.requests of " + workload + ", or use a larger machine");
        }
        if (message.contains("Too many pods")) {
            it.fix("Run fewer pods, or use more nodes: a kubelet allows 110 pods by default");
        }
        if (message.contains("were unschedulable")) {
            nodes.stream()
                    .filter(node ->
                            Tree.flag(node.tree(), "spec", "unschedulable").orElse(false))
                    .limit(3)
                    .forEach(node -> it.fix("Uncordon node " + node.name(), lab.kubectl("uncordon " + node.name())));
        }
        all(TAINT).stream().filter(taint -> !taint.equals(CONTROL_PLANE)).forEach(taint -> {
            if (TEMPORARY_TAINTS.contains(taint)) {
                it.fix("Find out why the other nodes accept no pods", lab.explain(""));
            } else {
                it.fix(
                        "Give the pods a toleration of " + taint + ", or remove the taint",
                        lab.kubectl("taint node NODE " + taint + "-"));
            }
        });
        if (isVolume()) {
            it.fix(
                    "See the volume claims of the namespace",
                    lab.kubectl(pod.namespace(), "get persistentvolumeclaims"));
        }
    }
}
