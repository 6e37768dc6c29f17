package dev.labctl.provider.rehearsal.simulation.workloads;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.provider.rehearsal.simulation.kernel.Randomness;
import dev.labctl.provider.rehearsal.simulation.nodes.Kubelet;
import dev.labctl.provider.rehearsal.simulation.nodes.Pods;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedPod;
import dev.labctl.provider.rehearsal.simulation.nodes.TemplateRevision;
import dev.labctl.tree.Tree;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the controllers of workloads make and delete pods with. */
public final class PodControl {
    private static final int SUFFIX = 5;

    /** The longest prefix of a generated name (Kubernetes {@code apiserver/pkg/storage/names/generate.go}). */
    private static final int LONGEST_PREFIX = 58;

    private final Pods pods;
    private final Kubelet kubelet;
    private final Randomness random;
    private final Map<String, TemplateRevision> templates = new HashMap<>();

    public PodControl(Pods pods, Kubelet kubelet, Randomness random) {
        this.pods = pods;
        this.kubelet = kubelet;
        this.random = random;
    }

    Pods pods() {
        return pods;
    }

    Pods.Owned owned(KubeObject owner) {
        return pods.owned(owner.uid());
    }

    /**
     * The template of an owner's pods.
     *
     * @param revision tells it from the templates that the owner had before
     * @param labels what the pods have beyond the labels of the template
     */
    TemplateRevision template(KubeObject owner, String revision, Map<String, String> labels) {
        return templates.computeIfAbsent(owner.uid() + "/" + revision, key -> {
            Map<String, Object> own = Tree.map(owner.tree(), "spec", "template");
            Map<String, Object> all = new LinkedHashMap<>(Tree.map(own, "metadata", "labels"));
            all.putAll(labels);
            Map<String, Object> metadata = Tree.of(
                    "labels",
                    all,
                    "annotations",
                    Tree.at(own, "metadata", "annotations").orElse(null));
            return new TemplateRevision(
                    key,
                    owner.namespace().orElse("default"),
                    Optional.of(new TemplateRevision.Owner(owner.ref(), owner.uid())),
                    Tree.of("metadata", metadata, "spec", Tree.map(own, "spec")));
        });
    }

    /** Creates a pod with a name that is free. */
    SimulatedPod create(String prefix, TemplateRevision template) {
        String start = prefix.substring(0, Math.min(prefix.length(), LONGEST_PREFIX));
        String name = start + "-" + random.letters(SUFFIX);
        while (pods.get(template.namespace(), name).isPresent()) {
            name = start + "-" + random.letters(SUFFIX);
        }
        return pods.create(name, template);
    }

    void delete(SimulatedPod pod) {
        kubelet.delete(pod);
    }
}
