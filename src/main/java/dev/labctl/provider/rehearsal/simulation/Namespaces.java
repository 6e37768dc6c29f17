package dev.labctl.provider.rehearsal.simulation;

import dev.labctl.kubernetes.KubeObject;
import java.util.Map;

/** Gives each namespace what a real one has from its first moment: a phase, a service account, the cluster's certificate. */
final class Namespaces implements Controller {
    private final ObjectStore store;
    private final WorkQueue dirty = new WorkQueue();

    Namespaces(ObjectStore store) {
        this.store = store;
        store.watch("Namespace", dirty::add);
    }

    @Override
    public boolean reconcile() {
        return dirty.drain(
                ref -> store.get(ref).filter(namespace -> !namespace.deleting()).ifPresent(this::furnish));
    }

    private void furnish(KubeObject namespace) {
        store.put(Trees.with(
                Trees.with(
                        Trees.withDefault(
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
        Map<String, Object> tree = Trees.of(
                "apiVersion",
                "v1",
                "kind",
                kind,
                "metadata",
                Trees.of("name", name, "namespace", namespace),
                "data",
                data.isEmpty() ? null : data);
        if (store.get(new KubeObject(tree).ref()).isEmpty()) {
            store.put(tree);
        }
    }

    @Override
    public void resume() {
        store.list("v1", "Namespace").forEach(namespace -> dirty.add(namespace.ref()));
    }
}
