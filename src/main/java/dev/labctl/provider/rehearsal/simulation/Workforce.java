package dev.labctl.provider.rehearsal.simulation;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.tree.Tree;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the controllers of workloads make and delete pods with. */
final class Workforce {
    private static final int SUFFIX = 5;

    /** The longest prefix of a generated name (Kubernetes {@code apiserver/pkg/storage/names/generate.go}). */
    private static final int LONGEST_PREFIX = 58;

    private final Pods pods;
    private final Kubelet kubelet;
    private final Chance chance;
    private final Map<String, PodTemplate> templates = new HashMap<>();

    Workforce(Pods pods, Kubelet kubelet, Chance chance) {
        this.pods = pods;
        this.kubelet = kubelet;
        this.chance = chance;
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
    PodTemplate template(KubeObject owner, String revision, Map<String, String> labels) {
        return templates.computeIfAbsent(owner.uid() + "/" + revision, key -> {
            Map<String, Object> own = Tree.map(owner.tree(), "spec", "template");
            Map<String, Object> all = new LinkedHashMap<>(Tree.map(own, "metadata", "labels"));
            all.putAll(labels);
            Map<String, Object> metadata = Trees.of(
                    "labels",
                    all,
                    "annotations",
                    Tree.at(own, "metadata", "annotations").orElse(null));
            return new PodTemplate(
                    key,
                    owner.namespace().orElse("default"),
                    Optional.of(new PodTemplate.Owner(owner.ref(), owner.uid())),
                    Trees.of("metadata", metadata, "spec", Tree.map(own, "spec")));
        });
    }

    /** Puts back a template that pods were made from. */
    void restore(PodTemplate template) {
        templates.put(template.key(), template);
    }

    /** Makes a pod with a name that nobody has. */
    Pod create(String prefix, PodTemplate template) {
        String start = prefix.substring(0, Math.min(prefix.length(), LONGEST_PREFIX));
        String name = start + "-" + chance.letters(SUFFIX);
        while (pods.get(template.namespace(), name).isPresent()) {
            name = start + "-" + chance.letters(SUFFIX);
        }
        return pods.create(name, template);
    }

    void delete(Pod pod) {
        kubelet.delete(pod);
    }
}
