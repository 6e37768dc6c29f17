package dev.labctl.cilium;

import dev.labctl.json.Json;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;
import dev.labctl.yaml.YamlReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * What Helm recorded of the installed Cilium: a Secret for each revision, with gzipped JSON in base64 (Helm {@code
 * pkg/storage/driver/util.go}).
 *
 * @param version of the chart, which is Cilium's
 * @param values that were given, by whoever installed it
 * @param config what the chart made of them as {@code cilium-config}; empty where that is not known
 */
public record HelmRelease(String version, Map<String, Object> values, Map<String, String> config) {
    private static final int MAX_BYTES = 64 << 20;

    /** The newest revision; empty where there is none, it may not be read, or it is not Helm's. */
    public static Optional<HelmRelease> of(KubeApi api, CiliumState cilium) {
        return cilium.release()
                .map(release -> ObjectRef.namespaced(
                        "v1", "Secret", cilium.namespace().name(), "sh.helm.release.v1.cilium.v" + release.revision()))
                .flatMap(api::get)
                .flatMap(secret -> secret.text("data", "release"))
                .flatMap(HelmRelease::read);
    }

    private static Optional<HelmRelease> read(String data) {
        try {
            byte[] text = Base64.getDecoder().decode(data);
            byte[] zipped = Base64.getDecoder().decode(text);
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
                Map<String, Object> tree = Json.read(new ByteArrayInputStream(in.readNBytes(MAX_BYTES)));
                return Optional.of(new HelmRelease(
                        Tree.text(tree, "chart", "metadata", "version").orElse(""),
                        Tree.map(tree, "config"),
                        config(Tree.text(tree, "manifest").orElse(""))));
            }
        } catch (IOException | IllegalArgumentException | Json.UncheckedJsonException e) {
            return Optional.empty();
        }
    }

    private static Map<String, String> config(String manifest) {
        return Stream.of(manifest.split("(?m)^---.*$"))
                .filter(document -> document.contains("name: cilium-config"))
                .flatMap(document -> YamlReader.values(document).stream())
                .map(tree -> new KubeObject(Tree.map(tree)))
                .filter(object ->
                        object.kind().equals("ConfigMap") && object.name().equals("cilium-config"))
                .findFirst()
                .map(object -> object.texts("data"))
                .orElse(Map.of());
    }
}
