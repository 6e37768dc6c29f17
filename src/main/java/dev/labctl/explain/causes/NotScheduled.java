package dev.labctl.explain.causes;

import dev.labctl.cluster.Kind;
import dev.labctl.explain.facts.Evidence;
import dev.labctl.failure.Wording;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        KubeObject pod = it.first();
        List<KubeObject> nodes = it.cluster().list(Kind.NODE);
        boolean volume = message.contains("PersistentVolumeClaim") || message.contains("persistentvolumeclaim");
        List<String> causes = new ArrayList<>();
        it.error(volume ? "VOLUME" : "UNSCHEDULABLE")
                .podSymptom("is not scheduled")
                .evidence(pod.ref() + ": condition PodScheduled: "
                        + Evidence.text(message.replaceAll(" preemption: .*", "")));
        if (volume) {
            causes.add("a volume claim of the pod does not exist or has no volume yet");
        }
        if (message.contains(LABELS)) {
            labels(it, pod, nodes, causes);
        }
        resources(it, pod, nodes, causes);
        MEANINGS.stream()
                .filter(meaning -> message.contains(meaning.getKey()))
                .forEach(meaning -> causes.add(meaning.getValue()));
        capacity(it, nodes);
        all(TAINT).forEach(taint -> taint(it, taint, causes));
        if (volume) {
            it.fix("See the volume claims of the namespace", it.kubectl(pod.namespace(), "get persistentvolumeclaims"));
        }
        it.cause("The scheduler finds no node for " + it.podPronoun() + ": "
                + (causes.isEmpty() ? "see its message" : String.join("; ", causes)) + ".");
    }

    private List<String> all(Pattern pattern) {
        return pattern.matcher(message)
                .results()
                .map((MatchResult found) -> found.group(1).strip())
                .distinct()
                .toList();
    }

    private void labels(ExplanationBuilder it, KubeObject pod, List<KubeObject> nodes, List<String> causes) {
        Map<String, String> selector = pod.texts("spec", "nodeSelector");
        if (selector.isEmpty()) {
            causes.add("nodes do not match its node affinity");
            return;
        }
        boolean nowhere = nodes.stream().noneMatch(node -> node.hasLabels(selector));
        causes.add((nowhere ? "no node has" : "not all nodes have") + " the labels of its nodeSelector, "
                + words(selector, " and "));
        it.evidence(Evidence.field(pod.ref(), "spec.nodeSelector", selector));
        for (String key : selector.keySet()) {
            Set<String> values = new LinkedHashSet<>();
            nodes.forEach(node -> Optional.ofNullable(node.labels().get(key)).ifPresent(values::add));
            it.evidence("nodes' labels " + key + ": " + Wording.namesOrNone(values));
        }
        it.fix(
                "Fix the nodeSelector in the manifest of " + workload + ", or give a node the labels",
                it.kubectl("label node NODE " + words(selector, " ")),
                "The scheduler notices it at once.");
    }

    private static String words(Map<String, String> labels, String separator) {
        return labels.entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining(separator));
    }

    private void resources(ExplanationBuilder it, KubeObject pod, List<KubeObject> nodes, List<String> causes) {
        List<String> scarce = all(RESOURCE);
        if (scarce.isEmpty()) {
            return;
        }
        scarce.forEach(resource -> causes.add("nodes have too little " + resource + " left"));
        pod.list("spec", "containers")
                .forEach(container -> it.evidence(Tree.at(container, "resources", "requests")
                        .map(requests -> Evidence.field(pod.ref(), container, "resources.requests", requests))));
        nodes.stream()
                .limit(3)
                .forEach(node -> scarce.forEach(resource -> it.evidence(Evidence.field(
                        node.ref(),
                        "status.allocatable." + resource,
                        node.text("status", "allocatable", resource).orElse("none")))));
        it.fix("Reduce resources.requests of " + workload + ", or use a larger machine");
    }

    private void capacity(ExplanationBuilder it, List<KubeObject> nodes) {
        if (message.contains("Too many pods")) {
            it.fix("Run fewer pods, or use more nodes: a kubelet allows 110 pods by default");
        }
        if (message.contains("were unschedulable")) {
            nodes.stream()
                    .filter(node -> node.has("true", "spec", "unschedulable"))
                    .limit(3)
                    .forEach(node -> it.fix("Uncordon node " + node.name(), it.kubectl("uncordon " + node.name())));
        }
    }

    private static void taint(ExplanationBuilder it, String taint, List<String> causes) {
        if (taint.equals(CONTROL_PLANE)) {
            causes.add("control planes accept only pods that tolerate their taint");
        } else if (TEMPORARY_TAINTS.contains(taint)) {
            causes.add("nodes accept no pods at the moment (taint " + taint + ")");
            it.fix("Find out why the other nodes accept no pods", it.lab().explain(""));
        } else {
            causes.add("nodes have the taint " + taint + ", which it does not tolerate");
            it.fix(
                    "Give the pods a toleration of " + taint + ", or remove the taint",
                    it.kubectl("taint node NODE " + taint + "-"));
        }
    }
}
