package dev.labctl.cilium;

import static dev.labctl.kubernetes.FakeApi.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.json.Json;
import dev.labctl.kubernetes.FakeApi;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelmReleaseTest {
    private static final String MANIFEST =
            """
            ---
            # Source: cilium/templates/cilium-agent/serviceaccount.yaml
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: cilium}
            ---
            # Source: cilium/templates/cilium-configmap.yaml
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: cilium-config
            data:
              ipam: "kubernetes"
              cluster-pool: |
                a
                --- b
            """;

    private final FakeApi api = new FakeApi();

    private static String written(Map<String, Object> release) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(Json.write(release).getBytes(StandardCharsets.UTF_8));
        }
        Base64.Encoder base64 = Base64.getEncoder();
        return base64.encodeToString(base64.encode(bytes.toByteArray()));
    }

    private Optional<HelmRelease> read(String data) {
        api.has(object(
                "v1",
                "Secret",
                "kube-system",
                "sh.helm.release.v1.cilium.v2",
                Map.of(
                        "metadata", Map.of("labels", Map.of("owner", "helm", "name", "cilium", "version", "2")),
                        "data", Map.of("release", data))));
        return HelmRelease.of(api, CiliumState.of(api));
    }

    @Test
    void versionValuesAndSettingsAreInTheSecretOfTheNewestRevision() throws IOException {
        String data = written(Map.of(
                "chart", Map.of("metadata", Map.of("version", "1.18.2")),
                "config", Map.of("debug", Map.of("enabled", true)),
                "manifest", MANIFEST));

        assertThat(read(data))
                .contains(new HelmRelease(
                        "1.18.2",
                        Map.of("debug", Map.of("enabled", true)),
                        Map.of("ipam", "kubernetes", "cluster-pool", "a\n--- b\n")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%", "eA==", "ZUE9PQ=="})
    void whatIsNoReleaseIsNone(String data) {
        assertThat(read(data)).isEmpty();
    }

    @Test
    void aClusterWithoutCiliumHasNone() {
        assertThat(HelmRelease.of(api, CiliumState.of(api))).isEmpty();
    }
}
