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
import java.util.stream.Stream;

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

    /**
     * A part of the scheduler's message (Kubernetes 1.33 {@code pkg/scheduler/framework/plugins}).
     *
     * @param meaning what it says of nodes
     * @param field of the pod that it follows from, below {@code spec}; empty for none
     * @param remedy with {@code {}} for the workload; empty where it depends on the nodes
     */
    private record Part(Pattern text, String meaning, List<String> field, String remedy) {
        Part(String text, String meaning, List<String> field, String remedy) {
            this(Pattern.compile(text), meaning, field, remedy);
        }
    }

    private static final List<Part> PARTS = List.of(
            new Part(
                    "Too many pods",
                    "nodes run as many pods as their kubelets allow",
                    List.of(),
                    "Run fewer pods, or use more nodes: a kubelet allows 110 pods by default"),
            new Part("were unschedulable", "nodes are cordoned", List.of(), ""),
            new Part(
                    "didn't match pod affinity rules",
                    "nodes run no pod that its affinity rules require beside it",
                    List.of("affinity", "podAffinity"),
                    "Run the pods that it must be beside, or fix labelSelector and topologyKey of podAffinity in the manifest"
                            + " of {}"),
            new Part(
                    "didn't match pod anti-affinity rules",
                    "nodes run a pod that its anti-affinity rules keep it away from",
                    List.of("affinity", "podAntiAffinity"),
                    "Run no more pods of {} than there are nodes for them, or make the rule preferred"
                            + " (preferredDuringSchedulingIgnoredDuringExecution)"),
            new Part(
                    "didn't satisfy existing pods anti-affinity rules",
                    "nodes run a pod whose anti-affinity rules keep it away",
                    List.of(),
                    "Use more nodes, or change the podAntiAffinity of the pods that run there"),
            new Part(
                    "topology spread constraints \\(missing required label",
                    "nodes lack the label that is the topologyKey of its spread constraints",
                    List.of("topologySpreadConstraints"),
                    "Give the nodes the label, or fix the topologyKey in the manifest of {}"),
            new Part(
                    "didn't match pod topology spread constraints(?! \\(missing)",
                    "with it, pods would be spread less evenly over nodes than its spread constraints allow",
                    List.of("topologySpreadConstraints"),
                    "Set a larger maxSkew or whenUnsatisfiable: ScheduleAnyway in the manifest of {}, or make room where fewer"
                            + " of its pods run"),
            new Part(
                    "didn't have free ports",
                    "the host port that it needs is taken on nodes",
                    List.of(),
                    "Run no more pods of {} than there are nodes, or use a Service in place of hostPort"));

    /** What the kubelet reports of its node by a taint, and which remedy makes it remove that taint. */
    private static final Map<String, String> PRESSURES = Map.of(
            "node.kubernetes.io/disk-pressure",
            "Make room on the disk that the nodes share with this machine (`docker system df`, `docker system prune`)",
            "node.kubernetes.io/memory-pressure",
            "Stop what uses memory on the nodes, or use a larger machine",
            "node.kubernetes.io/pid-pressure",
            "Stop what starts that many processes on the nodes");

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
        PARTS.stream()
                .filter(part -> part.text.matcher(message).find())
                .forEach(part -> part(it, part, pod, nodes, causes));
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

    private void part(ExplanationBuilder it, Part part, KubeObject pod, List<KubeObject> nodes, List<String> causes) {
        causes.add(part.meaning);
        if (!part.field.isEmpty()) {
            it.evidence(Tree.at(pod.tree(), path(part.field))
                    .map(value -> Evidence.field(pod.ref(), "spec." + String.join(".", part.field), value)));
        }
        if (!part.remedy.isEmpty()) {
            it.fix(part.remedy.replace("{}", workload.toString()));
            return;
        }
        nodes.stream()
                .filter(node -> node.has("true", "spec", "unschedulable"))
                .limit(3)
                .forEach(node -> it.fix("Uncordon node " + node.name(), it.kubectl("uncordon " + node.name())));
    }

    private static String[] path(List<String> field) {
        return Stream.concat(Stream.of("spec"), field.stream()).toArray(String[]::new);
    }

    private static void taint(ExplanationBuilder it, String taint, List<String> causes) {
        if (taint.equals(CONTROL_PLANE)) {
            causes.add("control planes accept only pods that tolerate their taint");
        } else if (PRESSURES.containsKey(taint)) {
            causes.add("nodes report too little of a resource, and accept no more pods (taint " + taint + ")");
            it.fix(PRESSURES.get(taint), it.kubectl("describe nodes"), "The kubelets remove the taint by themselves.");
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
