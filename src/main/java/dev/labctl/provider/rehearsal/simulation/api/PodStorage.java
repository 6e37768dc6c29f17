package dev.labctl.provider.rehearsal.simulation.api;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.provider.rehearsal.simulation.nodes.Kubelet;
import dev.labctl.provider.rehearsal.simulation.nodes.PodObjects;
import dev.labctl.provider.rehearsal.simulation.nodes.Pods;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedPod;
import dev.labctl.provider.rehearsal.simulation.nodes.TemplateRevision;
import dev.labctl.tree.Tree;
import dev.labctl.tree.TreeBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pods as the API server's clients read, create and delete them. */
public record PodStorage(Pods pods, PodObjects objects, Kubelet kubelet) {
    private Optional<SimulatedPod> find(ObjectRef ref) {
        return pods.get(ref.namespace().orElseThrow(), ref.name());
    }

    Optional<KubeObject> get(ObjectRef ref) {
        return find(ref).map(objects::of);
    }

    /**
     * Pods that have all of these labels.
     *
     * @param namespace empty for all namespaces
     */
    List<KubeObject> list(Optional<String> namespace, Map<String, String> labels) {
        Collection<String> namespaces =
                namespace.<Collection<String>>map(List::of).orElseGet(pods::namespaces);
        List<KubeObject> found = new ArrayList<>();
        for (String name : namespaces) {
            for (SimulatedPod pod : pods.in(name)) {
                if (pod.template().labels().entrySet().containsAll(labels.entrySet())) {
                    found.add(objects.of(pod));
                }
            }
        }
        return found;
    }

    /**
     * Creates a pod, or checks that it is not changed.
     *
     * @param tree with its defaults
     */
    KubeObject apply(ObjectRef ref, Map<String, Object> tree) {
        Map<String, Object> template = new TreeBuilder()
                .put("metadata.labels", Tree.at(tree, "metadata", "labels").orElse(null))
                .put(
                        "metadata.annotations",
                        Tree.at(tree, "metadata", "annotations").orElse(null))
                .put("spec", Tree.map(tree, "spec"))
                .build();
        Optional<SimulatedPod> before = find(ref);
        if (before.isEmpty()) {
            String namespace = ref.namespace().orElseThrow();
            String key = "Pod " + namespace + "/" + ref.name();
            return objects.of(
                    pods.createBare(ref.name(), TemplateRevision.of(key, namespace, Optional.empty(), template)));
        }
        if (!withoutNode(before.get().template().tree()).equals(withoutNode(template))) {
            throw Rejections.invalid(
                    ref, "spec", "Forbidden: in a rehearsal a pod cannot be changed; delete it and apply it again");
        }
        return objects.of(before.get());
    }

    private static Map<String, Object> withoutNode(Map<String, Object> template) {
        return Tree.without(template, "spec", "nodeName");
    }

    void delete(ObjectRef ref) {
        find(ref).ifPresent(kubelet::request);
    }
}
