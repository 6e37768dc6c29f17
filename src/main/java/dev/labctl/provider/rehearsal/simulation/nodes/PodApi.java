package dev.labctl.provider.rehearsal.simulation.nodes;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.provider.rehearsal.simulation.api.PodStorage;
import dev.labctl.provider.rehearsal.simulation.api.Rejections;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pods as the API server's clients read, create and delete them. */
public final class PodApi implements PodStorage {
    private final Pods pods;
    private final PodObjects objects;
    private final Kubelet kubelet;

    public PodApi(Pods pods, PodObjects objects, Kubelet kubelet) {
        this.pods = pods;
        this.objects = objects;
        this.kubelet = kubelet;
    }

    private Optional<SimulatedPod> find(ObjectRef ref) {
        return pods.get(ref.namespace().orElseThrow(), ref.name());
    }

    private KubeObject object(SimulatedPod pod) {
        if (pod.object == null) {
            pod.object = objects.of(pod, pods.uid(pod).toString());
        }
        return pod.object;
    }

    @Override
    public Optional<KubeObject> get(ObjectRef ref) {
        return find(ref).map(this::object);
    }

    @Override
    public List<KubeObject> list(Optional<String> namespace, Map<String, String> labels) {
        Collection<String> namespaces =
                namespace.<Collection<String>>map(List::of).orElseGet(pods::namespaces);
        List<KubeObject> found = new ArrayList<>();
        for (String name : namespaces) {
            for (SimulatedPod pod : pods.in(name)) {
                if (pod.template().labels().entrySet().containsAll(labels.entrySet())) {
                    found.add(object(pod));
                }
            }
        }
        return found;
    }

    @Override
    public KubeObject apply(ObjectRef ref, Map<String, Object> tree) {
        Map<String, Object> template = Tree.of(
                "metadata",
                Tree.of(
                        "labels", Tree.at(tree, "metadata", "labels").orElse(null),
                        "annotations", Tree.at(tree, "metadata", "annotations").orElse(null)),
                "spec",
                Tree.map(tree, "spec"));
        Optional<SimulatedPod> before = find(ref);
        if (before.isEmpty()) {
            String namespace = ref.namespace().orElseThrow();
            String key = "Pod " + namespace + "/" + ref.name();
            return object(
                    pods.createBare(ref.name(), new TemplateRevision(key, namespace, Optional.empty(), template)));
        }
        if (!withoutNode(before.get().template().tree()).equals(withoutNode(template))) {
            throw Rejections.invalid(
                    ref, "spec", "Forbidden: in a rehearsal a pod cannot be changed; delete it and apply it again");
        }
        return object(before.get());
    }

    private static Map<String, Object> withoutNode(Map<String, Object> template) {
        return Tree.without(template, "spec", "nodeName");
    }

    @Override
    public void delete(ObjectRef ref) {
        find(ref).ifPresent(kubelet::request);
    }
}
