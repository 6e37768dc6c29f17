package dev.labctl.explain.causes;

import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.explain.causes.Explanation.Advice;
import dev.labctl.explain.causes.Explanation.Severity;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.explain.facts.ContainerStatus;
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

/** Builds an explanation, and knows the evidence that several causes share. */
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
    public ExplanationBuilder noteIf(boolean passes, String word) {
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

    /** The state of a container, and what it logged last. */
    public ExplanationBuilder container(KubeObject pod, ContainerStatus container) {
        return container(pod, container, "");
    }

    private ExplanationBuilder container(KubeObject pod, ContainerStatus container, String part) {
        return evidence(Evidence.container(pod, container))
                .evidence(Evidence.lastLogLines(container).stream().filter(line -> line.contains(part)));
    }

    /** The state of a node's agent, and what it logged last. */
    public ExplanationBuilder agent(String node) {
        return agent(node, "");
    }

    /** The same, with only the log lines that contain a text. */
    public ExplanationBuilder agent(String node, String part) {
        cluster().agent(node).ifPresent(agent -> ClusterIndex.agentContainer(agent)
                .ifPresent(container -> container(agent, container, part)));
        return this;
    }

    /** The newest warning about an object. */
    public ExplanationBuilder lastWarning(KubeObject object) {
        return evidence(cluster().warning(object).map(event -> Evidence.event(object, event)));
    }

    /** The newest warning about an object with that reason. */
    public ExplanationBuilder lastWarning(KubeObject object, String eventReason) {
        return evidence(cluster().warning(object, eventReason).map(event -> Evidence.event(object, event)));
    }

    /** The first affected pod's event that it has no address. */
    public ExplanationBuilder sandboxWarning() {
        return evidence(affected.pods().stream()
                .flatMap(pod ->
                        cluster()
                                .warning(pod, IpamTexts.POD_EVENT_REASON)
                                .map(event -> Evidence.event(pod, event))
                                .stream())
                .limit(1));
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

    /** What the pools, or the cluster's lists, have left. */
    public ExplanationBuilder lists(Stream<PoolMap> pools, String suffix) {
        int nodes = cluster().addresses().nodes().size();
        return evidence(pools.map(pool -> pool.family() + " list " + String.join(" ", pool.cidrs()) + ": "
                + Evidence.blocks(pool) + ", for " + Wording.counted(nodes, "node") + suffix));
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
        return fix(what, cluster().lab().kubectl("-n kube-system logs deployment/cilium-operator --tail=50"));
    }

    /** The same as an alternative to the fixes before it; the words continue "Or". */
    public ExplanationBuilder alternative(String what, String how, String then) {
        return fix(advice.isEmpty() ? Wording.capital(what) : "Or " + what, how, then);
    }

    public Explanation build() {
        return new Explanation(severity, reason, affected.refs(), symptom, cause, evidence, advice);
    }
}
