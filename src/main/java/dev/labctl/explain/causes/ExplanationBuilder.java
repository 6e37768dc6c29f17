package dev.labctl.explain.causes;

import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.cluster.Cluster;
import dev.labctl.cluster.Container;
import dev.labctl.cluster.Kind;
import dev.labctl.cluster.Node;
import dev.labctl.cluster.Pod;
import dev.labctl.explain.causes.Explanation.Advice;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.explain.facts.Evidence;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.failure.Severity;
import dev.labctl.failure.Wording;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.IpamTexts;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Builds the explanation of a cause for the objects that it affects, and knows the evidence that several causes share. */
public final class ExplanationBuilder {
    private final List<KubeObject> objects;
    private final ClusterIndex cluster;
    private final Symptoms symptoms;
    private Severity severity = Severity.ERROR;
    private String reason = "";
    private String symptom = "";
    private String cause = "";
    private final List<String> evidence = new ArrayList<>();
    private final List<Advice> advice = new ArrayList<>();

    /** For the objects that share a cause, at least one. */
    public ExplanationBuilder(List<KubeObject> objects, ClusterIndex cluster) {
        this.objects = List.copyOf(objects);
        this.cluster = cluster;
        this.symptoms = new Symptoms(objects, cluster.view());
    }

    List<KubeObject> objects() {
        return objects;
    }

    KubeObject first() {
        return objects.get(0);
    }

    List<ObjectRef> refs() {
        return objects.stream().map(KubeObject::ref).toList();
    }

    List<Pod> pods() {
        return symptoms.pods();
    }

    /** {@code it} or {@code them}. */
    String podPronoun() {
        return pods().size() == 1 ? "it" : "them";
    }

    /** The names of the nodes that the pods are on. */
    List<String> podNodes() {
        return pods().stream().flatMap(pod -> pod.node().stream()).distinct().toList();
    }

    /** The nodes among the objects, and those that their pods are on. */
    List<KubeObject> nodes() {
        return Stream.concat(objects.stream().filter(Kind.NODE::isOf).map(KubeObject::name), podNodes().stream())
                .distinct()
                .flatMap(name -> view().node(name).stream())
                .map(Node::object)
                .toList();
    }

    ClusterIndex cluster() {
        return cluster;
    }

    /** The cluster's pods, workloads and nodes. */
    Cluster view() {
        return cluster.view();
    }

    LabFacts lab() {
        return cluster.lab();
    }

    String kubectl(String words) {
        return lab().kubectl(words);
    }

    String kubectl(Optional<String> namespace, String words) {
        return lab().kubectl(namespace, words);
    }

    /** A kubectl command in the namespace that Cilium is in. */
    String cilium(String words) {
        return kubectl(Optional.of(view().observation().ciliumNamespace().name()), words);
    }

    /** Cilium's settings, as evidence names them. */
    String ciliumConfig() {
        return view().observation().ciliumNamespace().config().toString();
    }

    String labctl(String command, String... more) {
        return lab().labctl(command, more);
    }

    ExplanationBuilder error(String word) {
        return severity(Severity.ERROR, word);
    }

    ExplanationBuilder warning(String word) {
        return severity(Severity.WARNING, word);
    }

    ExplanationBuilder note(String word) {
        return severity(Severity.NOTE, word);
    }

    /** An error, or a note if it passes by itself. */
    ExplanationBuilder severity(boolean passes, String word) {
        return severity(passes ? Severity.NOTE : Severity.ERROR, word);
    }

    /** How bad it is, and the stable word for it. */
    ExplanationBuilder severity(Severity how, String word) {
        severity = how;
        reason = word;
        return this;
    }

    ExplanationBuilder symptom(String words) {
        symptom = words;
        return this;
    }

    ExplanationBuilder podSymptom(String predicate) {
        return symptom(symptoms.ofPods(predicate));
    }

    ExplanationBuilder nodeSymptom(List<KubeObject> nodes, String predicate) {
        return symptom(symptoms.ofNodes(nodes, predicate));
    }

    ExplanationBuilder cause(String words) {
        cause = words;
        return this;
    }

    /** One more line of evidence; a blank one is left out. */
    ExplanationBuilder evidence(String line) {
        if (!line.isBlank()) {
            evidence.add(line);
        }
        return this;
    }

    ExplanationBuilder evidence(Optional<String> line) {
        line.ifPresent(this::evidence);
        return this;
    }

    ExplanationBuilder evidence(Stream<String> lines) {
        lines.forEach(this::evidence);
        return this;
    }

    ExplanationBuilder event(KubeObject object, Optional<KubeObject> event) {
        return evidence(event.map(found -> Evidence.event(object.ref(), found)));
    }

    /** The newest warning about an object. */
    ExplanationBuilder lastWarning(KubeObject object) {
        return event(object, view().lastWarning(object));
    }

    /** The newest warning about an object with that reason. */
    ExplanationBuilder lastWarning(KubeObject object, String eventReason) {
        return event(object, cluster.lastWarning(object, eventReason));
    }

    /** The first affected pod's event that it has no address. */
    ExplanationBuilder sandboxWarning() {
        pods().stream()
                .map(Pod::object)
                .filter(pod ->
                        cluster.lastWarning(pod, IpamTexts.POD_EVENT_REASON).isPresent())
                .findFirst()
                .ifPresent(pod -> lastWarning(pod, IpamTexts.POD_EVENT_REASON));
        return this;
    }

    /** A condition of the first objects. */
    ExplanationBuilder conditions(List<KubeObject> objects, String type, int limit) {
        return evidence(objects.stream().limit(limit).flatMap(object -> Evidence.condition(object, type).stream()));
    }

    /** The state of a container, and what it logged last. */
    ExplanationBuilder container(Pod pod, Container container) {
        return evidence(Evidence.container(pod.ref(), container)).evidence(Evidence.lastLogLines(container));
    }

    /** The state of a node's agent, and those of its last log lines that contain a text. */
    ExplanationBuilder agent(String node, String part) {
        cluster.agent(node).ifPresent(agent -> ClusterIndex.agentContainer(agent)
                .ifPresent(container -> evidence(Evidence.container(agent.ref(), container))
                        .evidence(Evidence.lastLogLines(container).filter(line -> line.contains(part)))));
        return this;
    }

    /** The operator's error on a node's CiliumNode, or in its log. */
    ExplanationBuilder operatorError(String node) {
        Optional<String> log = view().observation().operatorLog(node);
        return evidence(cluster.operatorError(node)
                .map(error -> log.equals(Optional.of(error))
                        ? Evidence.operatorLog(node, error)
                        : Evidence.operatorError(node, error)));
    }

    /** The blocks of a node; left out where it has none. */
    ExplanationBuilder blocks(String node) {
        List<Cidr> blocks = cluster.cidrs(node);
        return evidence(blocks.isEmpty() ? "" : "blocks of " + node + ": " + Wording.names(blocks));
    }

    /** What the cluster's lists have left. */
    ExplanationBuilder lists() {
        return lists(cluster.addresses().pools().stream(), "");
    }

    ExplanationBuilder lists(Stream<PoolMap> lists, String suffix) {
        int nodes = cluster.addresses().nodes().size();
        return evidence(lists.map(list -> list.family() + " list " + String.join(" ", list.cidrs()) + ": "
                + list.words() + ", for " + Wording.counted(nodes, "node") + suffix));
    }

    /** Something to do. */
    ExplanationBuilder fix(String what) {
        return fix(what, "", "");
    }

    ExplanationBuilder fix(String what, String how) {
        return fix(what, how, "");
    }

    ExplanationBuilder fix(String what, String how, String then) {
        advice.add(new Advice(what, how, then));
        return this;
    }

    /** To read the operator's log. */
    ExplanationBuilder operatorLog(String what) {
        return fix(what, cilium("logs deployment/cilium-operator --tail=50"));
    }

    /** The same as an alternative to the fixes before it; the words continue "Or". */
    ExplanationBuilder alternative(String what, String how, String then) {
        return fix(advice.isEmpty() ? Wording.capital(what) : "Or " + what, how, then);
    }

    public Explanation build() {
        return new Explanation(severity, reason, refs(), symptom, cause, evidence, advice);
    }
}
