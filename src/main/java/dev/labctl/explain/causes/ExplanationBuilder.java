package dev.labctl.explain.causes;

import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.cluster.Container;
import dev.labctl.cluster.Pod;
import dev.labctl.explain.causes.Explanation.Advice;
import dev.labctl.explain.causes.Explanation.Severity;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.explain.facts.Evidence;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.explain.facts.Wording;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.IpamTexts;
import dev.labctl.kubernetes.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Builds the explanation of a cause for the objects that it affects, and knows the evidence that several causes share. */
public final class ExplanationBuilder {
    private final AffectedObjects affected;
    private Severity severity = Severity.ERROR;
    private String reason = "";
    private String symptom = "";
    private String cause = "";
    private final List<String> evidence = new ArrayList<>();
    private final List<Advice> advice = new ArrayList<>();

    public ExplanationBuilder(AffectedObjects affected) {
        this.affected = affected;
    }

    public AffectedObjects affected() {
        return affected;
    }

    public List<Pod> pods() {
        return affected.pods();
    }

    /** The nodes among the affected objects, and those that affected pods are on. */
    public List<KubeObject> nodes() {
        return affected.nodes();
    }

    public ClusterIndex cluster() {
        return affected.cluster();
    }

    public LabFacts lab() {
        return cluster().lab();
    }

    public ExplanationBuilder error(String word) {
        return severity(Severity.ERROR, word);
    }

    public ExplanationBuilder warning(String word) {
        return severity(Severity.WARNING, word);
    }

    public ExplanationBuilder note(String word) {
        return severity(Severity.NOTE, word);
    }

    /** An error, or a note if it passes by itself. */
    public ExplanationBuilder severity(boolean passes, String word) {
        return severity(passes ? Severity.NOTE : Severity.ERROR, word);
    }

    /** How bad it is, and the stable word for it. */
    public ExplanationBuilder severity(Severity how, String word) {
        severity = how;
        reason = word;
        return this;
    }

    public ExplanationBuilder symptom(String words) {
        symptom = words;
        return this;
    }

    /** See {@link AffectedObjects#podSymptom}. */
    public ExplanationBuilder podSymptom(String predicate) {
        return symptom(affected.podSymptom(predicate));
    }

    /** See {@link AffectedObjects#nodeSymptom}. */
    public ExplanationBuilder nodeSymptom(List<KubeObject> nodes, String predicate) {
        return symptom(affected.nodeSymptom(nodes, predicate));
    }

    public ExplanationBuilder cause(String words) {
        cause = words;
        return this;
    }

    /** One more line of evidence; a blank one is left out. */
    public ExplanationBuilder evidence(String line) {
        if (!line.isBlank()) {
            evidence.add(line);
        }
        return this;
    }

    public ExplanationBuilder evidence(Optional<String> line) {
        line.ifPresent(this::evidence);
        return this;
    }

    public ExplanationBuilder evidence(Stream<String> lines) {
        lines.forEach(this::evidence);
        return this;
    }

    public ExplanationBuilder event(KubeObject object, Optional<KubeObject> event) {
        return evidence(event.map(found -> Evidence.event(object.ref(), found)));
    }

    /** The newest warning about an object. */
    public ExplanationBuilder lastWarning(KubeObject object) {
        return event(object, cluster().view().lastWarning(object));
    }

    /** The newest warning about an object with that reason. */
    public ExplanationBuilder lastWarning(KubeObject object, String eventReason) {
        return event(object, cluster().lastWarning(object, eventReason));
    }

    /** The first affected pod's event that it has no address. */
    public ExplanationBuilder sandboxWarning() {
        pods().stream()
                .map(Pod::object)
                .filter(pod ->
                        cluster().lastWarning(pod, IpamTexts.POD_EVENT_REASON).isPresent())
                .findFirst()
                .ifPresent(pod -> lastWarning(pod, IpamTexts.POD_EVENT_REASON));
        return this;
    }

    /** A condition of the first objects. */
    public ExplanationBuilder conditions(List<KubeObject> objects, String type, int limit) {
        return evidence(objects.stream().limit(limit).flatMap(object -> Evidence.condition(object, type).stream()));
    }

    /** The state of a container, and what it logged last. */
    public ExplanationBuilder container(Pod pod, Container container) {
        return evidence(Evidence.container(pod.ref(), container)).evidence(Evidence.lastLogLines(container));
    }

    /** The state of a node's agent, and those of its last log lines that contain a text. */
    public ExplanationBuilder agent(String node, String part) {
        cluster().agent(node).ifPresent(agent -> ClusterIndex.agentContainer(agent)
                .ifPresent(container -> evidence(Evidence.container(agent.ref(), container))
                        .evidence(Evidence.lastLogLines(container).filter(line -> line.contains(part)))));
        return this;
    }

    /** The operator's error on a node's CiliumNode. */
    public ExplanationBuilder operatorError(String node) {
        return evidence(cluster().operatorError(node).map(error -> Evidence.operatorError(node, error)));
    }

    /** The blocks of a node; left out where it has none. */
    public ExplanationBuilder blocks(String node) {
        List<Cidr> blocks = cluster().cidrs(node);
        return evidence(blocks.isEmpty() ? "" : "blocks of " + node + ": " + Wording.names(blocks));
    }

    /** What the cluster's lists have left. */
    public ExplanationBuilder lists() {
        return lists(cluster().addresses().pools().stream(), "");
    }

    public ExplanationBuilder lists(Stream<PoolMap> lists, String suffix) {
        int nodes = cluster().addresses().nodes().size();
        return evidence(lists.map(list -> list.family() + " list " + String.join(" ", list.cidrs()) + ": "
                + Evidence.blocks(list) + ", for " + Wording.counted(nodes, "node") + suffix));
    }

    /** Something to do. */
    public ExplanationBuilder fix(String what) {
        return fix(what, "", "");
    }

    public ExplanationBuilder fix(String what, String how) {
        return fix(what, how, "");
    }

    public ExplanationBuilder fix(String what, String how, String then) {
        advice.add(new Advice(what, how, then));
        return this;
    }

    /** To read the operator's log. */
    public ExplanationBuilder operatorLog(String what) {
        return fix(what, lab().kubectl("-n kube-system logs deployment/cilium-operator --tail=50"));
    }

    /** The same as an alternative to the fixes before it; the words continue "Or". */
    public ExplanationBuilder alternative(String what, String how, String then) {
        return fix(advice.isEmpty() ? Wording.capital(what) : "Or " + what, how, then);
    }

    public Explanation build() {
        return new Explanation(severity, reason, affected.refs(), symptom, cause, evidence, advice);
    }
}
