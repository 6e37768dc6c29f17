package dev.labctl.provider.rehearsal.simulation.workloads;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.provider.rehearsal.simulation.api.ObjectStore;
import dev.labctl.provider.rehearsal.simulation.kernel.Controller;
import dev.labctl.provider.rehearsal.simulation.kernel.WorkQueue;
import dev.labctl.tree.Tree;
import java.util.Map;

/** Gives each namespace what a real one has from its first moment: a phase, a service account, the cluster's certificate. */
public final class Namespaces implements Controller {
    private final ObjectStore store;
    private final WorkQueue work = new WorkQueue();

    public Namespaces(ObjectStore store) {
        this.store = store;
        store.watch("Namespace", work::add);
    }

    @Override
    public boolean reconcile() {
        return work.drain(
                ref -> store.get(ref).filter(namespace -> !namespace.deleting()).ifPresent(this::complete));
    }

    private void complete(KubeObject namespace) {
        store.put(Tree.with(
                Tree.with(
                        Tree.withDefault(
                                namespace.tree(),
                                namespace.name(),
                                "metadata",
                                "labels",
                                "kubernetes.io/metadata.name"),
                        "Active",
                        "status",
                        "phase"),
                java.util.List.of("kubernetes"),
                "spec",
                "finalizers"));
        make("ServiceAccount", "default", namespace.name(), Map.of());
        make("ConfigMap", "kube-root-ca.crt", namespace.name(), Map.of("ca.crt", ""));
    }

    private void make(String kind, String name, String namespace, Map<String, Object> data) {
        Map<String, Object> tree = Tree.of(
                "apiVersion",
                "v1",
                "kind",
                kind,
                "metadata",
                Tree.of("name", name, "namespace", namespace),
                "data",
                data.isEmpty() ? null : data);
        if (store.get(new KubeObject(tree).ref()).isEmpty()) {
            store.put(tree);
        }
    }
}
