package dev.labctl.provider.rehearsal.simulation.cilium;

import dev.labctl.json.Json;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.provider.rehearsal.simulation.api.ApiServer;
import dev.labctl.provider.rehearsal.simulation.api.ManagedFields;
import dev.labctl.provider.rehearsal.simulation.kernel.ObjectStore;
import dev.labctl.tree.Tree;
import dev.labctl.tree.TreeBuilder;
import dev.labctl.yaml.YamlWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

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
        record(chart);
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

    private void record(CiliumChart chart) {
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
                .put("data.release", release(chart))
                .build());
    }

    /** What Helm keeps of a revision, as far as labctl reads it. */
    private static String release(CiliumChart chart) {
        Map<String, Object> config = new TreeBuilder()
                .put("kind", "ConfigMap")
                .put("metadata.name", "cilium-config")
                .put("data", chart.config())
                .build();
        Map<String, Object> release = new TreeBuilder()
                .put("chart.metadata.version", chart.version())
                .put("config", chart.values())
                .put("manifest", YamlWriter.write(config))
                .build();
        Base64.Encoder base64 = Base64.getEncoder();
        return base64.encodeToString(base64.encode(zipped(Json.write(release))));
    }

    private static byte[] zipped(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
