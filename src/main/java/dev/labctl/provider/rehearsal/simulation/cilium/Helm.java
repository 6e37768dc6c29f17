package dev.labctl.provider.rehearsal.simulation.cilium;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.provider.rehearsal.simulation.api.ApiServer;
import dev.labctl.provider.rehearsal.simulation.api.ManagedFields;
import dev.labctl.provider.rehearsal.simulation.kernel.ObjectStore;
import dev.labctl.tree.Tree;
import dev.labctl.tree.TreeBuilder;
import java.util.List;
import java.util.Map;

/** What Helm does for the cilium CLI: a release's objects, and a Secret that records each of its revisions. */
public record Helm(ApiServer api, ObjectStore store, ManagedFields managed) {
    private static final String MANAGER = "helm";
    private static final String SYSTEM = "kube-system";

    /** Brings the cluster to a chart's objects: what a revision before had and this one has not, goes. */
    public void deploy(CiliumChart chart) {
        List<Map<String, Object>> objects = chart.objects();
        List<ObjectRef> refs =
                objects.stream().map(object -> new KubeObject(object).ref()).toList();
        released().stream().filter(ref -> !refs.contains(ref)).forEach(api::delete);
        objects.forEach(object -> api.apply(new KubeObject(object), MANAGER, true));
        record();
    }

    /** Takes the release away; definitions and the objects of their kinds stay, as Helm leaves them. */
    public void remove() {
        released().forEach(api::delete);
        revisions().forEach(secret -> store.remove(secret.ref()));
    }

    private List<ObjectRef> released() {
        return store.all().stream()
                .map(KubeObject::ref)
                .filter(ref -> !managed.applied(ref, MANAGER).isEmpty())
                .toList();
    }

    private List<KubeObject> revisions() {
        return store.list("v1", "Secret", SYSTEM).stream()
                .filter(secret -> secret.has("helm", "metadata", "labels", "owner")
                        && secret.has("cilium", "metadata", "labels", "name"))
                .toList();
    }

    /** Whether there is a release. */
    public boolean installed() {
        return !revisions().isEmpty();
    }

    private void record() {
        int revision = 1;
        for (KubeObject secret : revisions()) {
            revision = Math.max(revision, Integer.parseInt(secret.labels().getOrDefault("version", "0")) + 1);
            store.put(Tree.with(secret.tree(), "superseded", "metadata", "labels", "status"));
        }
        store.put(new TreeBuilder()
                .put("apiVersion", "v1")
                .put("kind", "Secret")
                .put("metadata.name", "sh.helm.release.v1.cilium.v" + revision)
                .put("metadata.namespace", SYSTEM)
                .put("metadata.labels.name", "cilium")
                .put("metadata.labels.owner", "helm")
                .put("metadata.labels.status", "deployed")
                .put("metadata.labels.version", Integer.toString(revision))
                .put("type", "helm.sh/release.v1")
                .build());
    }
}
