package dev.labctl.provider.rehearsal.simulation.workloads;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.provider.rehearsal.simulation.kernel.Kernel;
import dev.labctl.provider.rehearsal.simulation.kernel.ObjectController;
import dev.labctl.provider.rehearsal.simulation.kernel.Randomness;
import dev.labctl.provider.rehearsal.simulation.nodes.Kubelet;
import dev.labctl.provider.rehearsal.simulation.nodes.Pods;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedPod;
import dev.labctl.provider.rehearsal.simulation.nodes.TemplateRevision;
import dev.labctl.tree.Tree;
import dev.labctl.tree.TreeBuilder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the controllers of the kinds that own pods have in common: they create and delete pods, and write a status. */
abstract class WorkloadController extends ObjectController {
    private static final int HASH = 10;
    private static final int SUFFIX = 5;

    /** The longest prefix of a generated name (Kubernetes {@code apiserver/pkg/storage/names/generate.go}). */
    private static final int LONGEST_PREFIX = 58;

    private final Randomness random;
    private final Pods pods;
    private final Kubelet kubelet;
    private final Map<String, TemplateRevision> templates = new HashMap<>();
    private final Map<String, String> hashes = new HashMap<>();

    WorkloadController(String apiVersion, String kind, Kernel kernel, Pods pods, Kubelet kubelet) {
        super(apiVersion, kind, kernel.store());
        this.random = kernel.random();
        this.pods = pods;
        this.kubelet = kubelet;
        pods.watch(pod -> pod.template()
                .owner()
                .filter(owner -> owner.ref().kind().equals(kind))
                .ifPresent(owner -> enqueue(owner.ref())));
    }

    final Pods pods() {
        return pods;
    }

    final Pods.Owned owned(KubeObject owner) {
        return pods.owned(owner.uid());
    }

    /** What tells a workload's template from those that it had before. */
    final String hash(KubeObject owner) {
        return hashes.computeIfAbsent(
                owner.uid() + "/" + owner.number("metadata", "generation"),
                key -> Randomness.letters(Tree.fingerprint(Tree.map(owner.tree(), "spec", "template")), HASH));
    }

    /**
     * The template of an owner's pods.
     *
     * @param revision tells it from the templates that the owner had before
     * @param labels what the pods have beyond the labels of the template
     */
    final TemplateRevision template(KubeObject owner, String revision, Map<String, String> labels) {
        return templates.computeIfAbsent(owner.uid() + "/" + revision, key -> {
            Map<String, Object> own = Tree.map(owner.tree(), "spec", "template");
            Map<String, Object> all = new LinkedHashMap<>(Tree.map(own, "metadata", "labels"));
            all.putAll(labels);
            Map<String, Object> pod = new TreeBuilder()
                    .put("metadata.labels", all)
                    .put(
                            "metadata.annotations",
                            Tree.at(own, "metadata", "annotations").orElse(null))
                    .put("spec", Tree.map(own, "spec"))
                    .build();
            return TemplateRevision.of(
                    key,
                    owner.namespace().orElse("default"),
                    Optional.of(new TemplateRevision.Owner(owner.ref(), owner.uid())),
                    pod);
        });
    }

    /** Creates a pod with a name that is free. */
    final SimulatedPod create(String prefix, TemplateRevision template) {
        String start = prefix.substring(0, Math.min(prefix.length(), LONGEST_PREFIX));
        String name = start + "-" + random.letters(SUFFIX);
        while (pods.get(template.namespace(), name).isPresent()) {
            name = start + "-" + random.letters(SUFFIX);
        }
        return pods.create(name, template);
    }

    final void delete(SimulatedPod pod) {
        kubelet.delete(pod);
    }

    /** Stores the object with the status that its controller has come to. */
    final void setStatus(KubeObject object, Map<String, Object> status) {
        store().put(Tree.with(object.tree(), status, "status"));
    }

    static long wanted(KubeObject object) {
        return Tree.number(object.tree(), "spec", "replicas").orElse(1L);
    }
}
