package dev.labctl.provider.rehearsal.simulation.workloads;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.provider.rehearsal.simulation.kernel.ObjectController;
import dev.labctl.provider.rehearsal.simulation.kernel.ObjectStore;
import dev.labctl.tree.Tree;
import dev.labctl.tree.TreeBuilder;
import java.util.List;
import java.util.Map;

/** Gives each namespace what a real one has from its first moment: a phase, a service account, the cluster's certificate. */
public final class Namespaces extends ObjectController {
    public Namespaces(ObjectStore store) {
        super("v1", "Namespace", store);
    }

    @Override
    protected void reconcile(KubeObject namespace) {
        String name = namespace.name();
        Map<String, Object> tree =
                Tree.withDefault(namespace.tree(), name, "metadata", "labels", "kubernetes.io/metadata.name");
        tree = Tree.with(tree, "Active", "status", "phase");
        store().put(Tree.with(tree, List.of("kubernetes"), "spec", "finalizers"));
        create("ServiceAccount", "default", name, null);
        create("ConfigMap", "kube-root-ca.crt", name, Map.of("ca.crt", ""));
    }

    private void create(String kind, String name, String namespace, Map<String, Object> data) {
        store().putIfAbsent(new TreeBuilder()
                .put("apiVersion", "v1")
                .put("kind", kind)
                .put("metadata.name", name)
                .put("metadata.namespace", namespace)
                .put("data", data)
                .build());
    }
}
