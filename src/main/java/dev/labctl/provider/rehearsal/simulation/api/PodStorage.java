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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
        check(ref, tree);
        return get(ref).orElseGet(() -> {
            String namespace = ref.namespace().orElseThrow();
            String key = "Pod " + namespace + "/" + ref.name();
            TemplateRevision revision = TemplateRevision.of(key, namespace, Optional.empty(), template(tree));
            return objects.of(pods.createBare(ref.name(), revision));
        });
    }

    /** Refuses what would change a pod that is there. */
    void check(ObjectRef ref, Map<String, Object> tree) {
        find(ref)
                .ifPresent(
                        before -> checkChange(ref, withoutNode(before.template().tree()), withoutNode(template(tree))));
    }

    private static Map<String, Object> template(Map<String, Object> tree) {
        return new TreeBuilder()
                .put("metadata.labels", Tree.at(tree, "metadata", "labels").orElse(null))
                .put(
                        "metadata.annotations",
                        Tree.at(tree, "metadata", "annotations").orElse(null))
                .put("spec", Tree.map(tree, "spec"))
                .build();
    }

    private static void checkChange(ObjectRef ref, Map<String, Object> before, Map<String, Object> after) {
        if (before.equals(after)) {
            return;
        }
        if (Tree.list(before, "spec", "containers").size()
                != Tree.list(after, "spec", "containers").size()) {
            throw Rejections.invalid(ref, "spec.containers", "Forbidden: pod updates may not add or remove containers");
        }
        throw Rejections.invalid(
                ref,
                "spec",
                fixed(before).equals(fixed(after))
                        ? "Forbidden: in a rehearsal a pod cannot be changed; delete it and apply it again"
                        : "Forbidden: pod updates may not change fields other than `spec.containers[*].image`,"
                                + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only"
                                + " additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be"
                                + " set to 1 if it was previously negative)");
    }

    /** The fields of a pod's specification that cannot be changed on a real cluster either. */
    private static Map<String, Object> fixed(Map<String, Object> template) {
        Map<String, Object> fixed = new LinkedHashMap<>(Tree.map(template, "spec"));
        fixed.keySet().removeAll(Set.of("activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds"));
        for (String containers : List.of("containers", "initContainers")) {
            fixed.computeIfPresent(containers, (key, list) -> Tree.list(template, "spec", key).stream()
                    .map(container -> Tree.without(Tree.map(container), "image"))
                    .toList());
        }
        return fixed;
    }

    private static Map<String, Object> withoutNode(Map<String, Object> template) {
        return Tree.without(template, "spec", "nodeName");
    }

    void delete(ObjectRef ref) {
        find(ref).ifPresent(kubelet::request);
    }
}
