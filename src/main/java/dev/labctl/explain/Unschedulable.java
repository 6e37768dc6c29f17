package dev.labctl.explain;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The scheduler finds no node.
 *
 * @param message the scheduler's words: how many nodes, and what speaks against each
 */
record Unschedulable(ObjectRef workload, String message) implements Cause {
    private static final Pattern TAINT = Pattern.compile("untolerated taint \\{([^:}]+)");
    private static final Pattern RESOURCE = Pattern.compile("Insufficient ([\\w/-]+(?:\\.[\\w/-]+)*)");
    private static final String CONTROL_PLANE = "node-role.kubernetes.io/control-plane";

    @Override
    public Explanation tell(AffectedObjects victims, ClusterIndex clues) {
        KubeObject pod = victims.pods().get(0);
        Draft draft = Draft.error(reason(), victims)
                .symptom(victims.say("has no node", "have no node", clues))
                .cause("The scheduler finds no node for " + (victims.pods().size() == 1 ? "it" : "them") + ": "
                        + String.join("; ", causes(pod, clues)) + ".")
                .evidence(pod.ref() + ": condition PodScheduled: "
                        + Quote.text(message.replaceAll(" preemption: .*", "")));
        evidence(draft, pod, clues);
        advise(draft, pod, clues);
        return draft.done();
    }

    private String reason() {
        return message.contains("PersistentVolumeClaim") || message.contains("persistentvolumeclaim")
                ? "VOLUME"
                : "UNSCHEDULABLE";
    }

    private boolean labels() {
        return message.contains("didn't match Pod's node affinity/selector");
    }

    private Set<String> all(Pattern pattern) {
        Set<String> found = new LinkedHashSet<>();
        Matcher matcher = pattern.matcher(message);
        while (matcher.find()) {
            found.add(matcher.group(1).strip());
        }
        return found;
    }

    private List<String> causes(KubeObject pod, ClusterIndex clues) {
        List<String> causes = new ArrayList<>();
        if (reason().equals("VOLUME")) {
            causes.add("a volume claim of the pod is not there or has no volume yet");
        }
        if (labels()) {
            Map<String, String> selector = pod.texts("spec", "nodeSelector");
            boolean nowhere = clues.seen().list("Node").stream()
                    .noneMatch(node -> node.labels().entrySet().containsAll(selector.entrySet()));
            causes.add(
                    selector.isEmpty()
                            ? "nodes do not fit its node affinity"
                            : nowhere
                                    ? "no node has the labels of its nodeSelector, " + words(selector)
                                    : "not all nodes have the labels of its nodeSelector, " + words(selector));
        }
        all(RESOURCE).forEach(resource -> causes.add("nodes have too little " + resource + " left"));
        if (message.contains("Too many pods")) {
            causes.add("nodes have as many pods as a kubelet takes");
        }
        if (message.contains("were unschedulable")) {
            causes.add("nodes are cordoned");
        }
        if (message.contains("anti-affinity")) {
            causes.add("nodes have a pod already that it must not be beside");
        }
        if (message.contains("free ports")) {
            causes.add("nodes have the host port taken that it wants");
        }
        all(TAINT)
                .forEach(taint -> causes.add(
                        taint.equals(CONTROL_PLANE)
                                ? "control planes take only pods that tolerate their taint"
                                : Scheduling.PASSING.contains(taint)
                                        ? "nodes take no pods for now (taint " + taint + ")"
                                        : "nodes have the taint " + taint + ", which it does not tolerate"));
        return causes.isEmpty() ? List.of("see its words") : causes;
    }

    private static String words(Map<String, String> labels) {
        return Quote.names(labels.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .toList());
    }

    private void evidence(Draft draft, KubeObject pod, ClusterIndex clues) {
        Map<String, String> selector = pod.texts("spec", "nodeSelector");
        if (labels() && !selector.isEmpty()) {
            draft.evidence(Quote.field(pod.ref(), "spec.nodeSelector", selector));
            for (String key : selector.keySet()) {
                Set<String> values = new LinkedHashSet<>();
                clues.seen().list("Node").forEach(node -> Optional.ofNullable(
                                node.labels().get(key))
                        .ifPresent(values::add));
                draft.evidence(
                        "nodes' labels " + key + ": " + (values.isEmpty() ? "none has it" : Quote.names(values)));
            }
        }
        if (!all(RESOURCE).isEmpty()) {
            pod.list("spec", "containers").forEach(container -> Tree.at(container, "resources", "requests")
                    .ifPresent(requests -> draft.evidence(Quote.field(
                            pod.ref(),
                            "container " + Tree.text(container, "name").orElse("") + ", resources.requests",
                            requests))));
            clues.seen().list("Node").stream().limit(3).forEach(node -> all(RESOURCE)
                    .forEach(resource -> draft.evidence(Quote.field(
                            node.ref(),
                            "status.allocatable." + resource,
                            node.text("status", "allocatable", resource).orElse("none")))));
        }
    }

    private void advise(Draft draft, KubeObject pod, ClusterIndex clues) {
        adviseOnLabels(draft, pod, clues);
        if (!all(RESOURCE).isEmpty()) {
            draft.advise("Ask for less in resources.requests of " + workload + ", or use a machine that has more", "");
        }
        if (message.contains("Too many pods")) {
            draft.advise("Have fewer pods, or more nodes: a kubelet takes 110 pods unless it is told otherwise", "");
        }
        if (message.contains("were unschedulable")) {
            clues.seen().list("Node").stream()
                    .filter(node ->
                            Tree.flag(node.tree(), "spec", "unschedulable").orElse(false))
                    .limit(3)
                    .forEach(node -> draft.advise(
                            "Let node " + node.name() + " take pods again",
                            clues.lab().kubectl("uncordon " + node.name())));
        }
        all(TAINT).stream().filter(taint -> !taint.equals(CONTROL_PLANE)).forEach(taint -> {
            if (Scheduling.PASSING.contains(taint)) {
                draft.advise(
                        "See what keeps the other nodes from taking pods",
                        ("labctl explain " + clues.lab().options()).strip());
            } else {
                draft.advise(
                        "Give the pods a toleration of " + taint + ", or take the taint away",
                        clues.lab().kubectl("taint node NODE " + taint + "-"));
            }
        });
        if (reason().equals("VOLUME")) {
            draft.advise(
                    "See the claims of the namespace",
                    clues.lab().kubectl("-n " + pod.namespace().orElse("default") + " get persistentvolumeclaims"));
        }
    }

    private void adviseOnLabels(Draft draft, KubeObject pod, ClusterIndex clues) {
        Map<String, String> selector = pod.texts("spec", "nodeSelector");
        if (!labels() || selector.isEmpty()) {
            return;
        }
        List<String> labels = selector.entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .toList();
        draft.advise(
                "Mend the nodeSelector in the manifest of " + workload + ", or give a node the labels",
                clues.lab().kubectl("label node NODE " + String.join(" ", labels)),
                "The scheduler takes it up at once.");
    }
}
