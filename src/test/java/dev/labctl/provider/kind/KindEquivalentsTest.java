package dev.labctl.provider.kind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.cilium.CiliumRequest;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.KindConfig;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.TestChapters;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.tools.ContainerEngine;
import dev.labctl.tools.Platform;
import dev.labctl.tools.Tool;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.YamlReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines that a reader is shown do what labctl does. */
class KindEquivalentsTest {
    private static final ClusterName TWO = new ClusterName("two");

    @TempDir
    Path folder;

    private Lab lab;
    private String values;

    @BeforeEach
    void aLabWithIpv6() {
        lab = new TestChapters(folder.resolve("my book"))
                .file(
                        "chapter04/v6/kind.yaml",
                        TestChapters.KIND.replace("networking:\n", "networking:\n  ipFamily: ipv6\n"))
                .file(
                        "chapter04/v6/values.yaml",
                        "k8sServiceHost: cilium-book-control-plane # of this cluster\nipv6: {enabled: true}\n")
                .resolve(LabRef.of("chapter04", "v6"));
        values = "'" + lab.values().file().orElseThrow() + "'";
    }

    private ClusterSpec spec() {
        return new ClusterSpec(TWO, lab.ref(), lab.kind().orElseThrow(), "kindest/node:v1");
    }

    private CiliumRequest request(ClusterName cluster) {
        return new CiliumRequest(cluster, lab.ref(), "1.18.2", lab.values());
    }

    /** Runs a line as readers on another system would have it: its tools know POSIX and nothing more. */
    private static String posix(String line) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", line).redirectErrorStream(true);
        builder.environment().put("POSIXLY_CORRECT", "1");
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(line + "\n" + said).isZero();
        return said;
    }

    private static Object tree(String yaml) {
        return YamlReader.read(Path.of("said.yaml"), yaml, new Problems())
                .get(0)
                .tree();
    }

    @Test
    void onLinuxTheFileGoesToKindAsItIs() {
        assertThat(new KindEquivalents(KindHost.local(Platform.LINUX)).create(spec()))
                .containsExactly("kind create cluster --name two --image kindest/node:v1 --config '"
                        + lab.kind().orElseThrow().file() + "'");
    }

    /** The only systems that this line is for have another sed than Linux. */
    @Test
    void elsewhereTheAddressIsPutIntoTheFileOnItsWay() throws IOException, InterruptedException {
        String line = new KindEquivalents(KindHost.local(Platform.MACOS))
                .create(spec())
                .get(0);

        assertThat(line).as("text right after a\\, which GNU's sed alone takes").doesNotContain("a\\ ");
        assertThat(line).endsWith(" | kind create cluster --name two --image kindest/node:v1 --config -");
        Object said = tree(posix(line.substring(0, line.lastIndexOf(" | "))));
        assertThat(said)
                .isEqualTo(KindHost.local(Platform.MACOS).config(lab.kind().orElseThrow()));
    }

    @Test
    void theValuesOfAnotherClusterHaveItsName() throws IOException, InterruptedException {
        String line = new KindEquivalents(KindHost.local(Platform.LINUX))
                .installCilium(request(TWO))
                .get(0);
        String sed = "sed 's/cilium-book-control-plane/two-control-plane/' " + values;

        assertThat(line).isEqualTo("cilium install --context kind-two --version 1.18.2 --values <(" + sed + ")");
        assertThat(posix(sed)).isEqualTo(lab.values().textFor(TWO));
    }

    @Test
    void theValuesOfTheBooksClusterAreTheFile() {
        assertThat(new KindEquivalents(KindHost.local(Platform.LINUX)).installCilium(request(ClusterName.BOOK)))
                .containsExactly("cilium install --context kind-cilium-book --version 1.18.2 --values " + values);
    }

    @Test
    void anUpgradeAsksForTheValuesFirstAndStartsAgainWhatReadsThem() {
        assertThat(new KindEquivalents(KindHost.local(Platform.LINUX)).upgradeCilium(request(ClusterName.BOOK)))
                .containsExactly(
                        "cilium install --context kind-cilium-book --version 1.18.2 --values " + values
                                + " --dry-run-helm-values > cilium-values.yaml",
                        "cilium upgrade --context kind-cilium-book --version 1.18.2 --reset-values --values"
                                + " cilium-values.yaml",
                        "kubectl --context kind-cilium-book -n kube-system rollout restart ds/cilium"
                                + " deploy/cilium-operator");
    }

    @Test
    void filesAreDeletedInTheOtherOrder() {
        List<Path> files = List.of(Path.of("/labs/10 a.yaml"), Path.of("/labs/20.yaml"));

        assertThat(new KindEquivalents(KindHost.local(Platform.LINUX)).apply(TWO, files))
                .containsExactly(
                        "kubectl --context kind-two apply --server-side --field-manager=labctl -f '/labs/10 a.yaml'",
                        "kubectl --context kind-two apply --server-side --field-manager=labctl -f /labs/20.yaml");
        assertThat(new KindEquivalents(KindHost.local(Platform.LINUX)).deleteObjects(TWO, files))
                .containsExactly(
                        "kubectl --context kind-two delete --ignore-not-found -f /labs/20.yaml",
                        "kubectl --context kind-two delete --ignore-not-found -f '/labs/10 a.yaml'");
    }

    @Test
    void theRestIsALineEach() {
        KindEquivalents lines = new KindEquivalents(KindHost.local(Platform.LINUX));

        assertThat(Map.of(
                        "delete", lines.delete(TWO),
                        "context", lines.useContext(TWO),
                        "uninstall", lines.uninstallCilium(TWO)))
                .isEqualTo(Map.of(
                        "delete", List.of("kind delete cluster --name two"),
                        "context", List.of("kind export kubeconfig --name two"),
                        "uninstall", List.of("cilium uninstall --context kind-two --wait")));
        assertThat(lines.awaitCilium(TWO))
                .containsExactly(
                        "cilium status --context kind-two --wait",
                        "kubectl --context kind-two wait --for=condition=Ready nodes --all --timeout=180s");
    }

    @Test
    void anImageIsLoadedOntoTheNodesOfThisCluster() {
        assertThat(new KindEquivalents(KindHost.local(Platform.LINUX)).loadImage(TWO, "nginx:1.29"))
                .isEqualTo("kind load docker-image nginx:1.29 --name two");
    }

    @Test
    void otherEnginesSaveTheImageFirst() {
        KindEquivalents lines =
                new KindEquivalents(new KindHost(Platform.LINUX, new ContainerEngine(Tool.PODMAN, "podman"), Map.of()));

        assertThat(lines.loadImage(TWO, "nginx:1.29"))
                .isEqualTo("podman save -o image.tar nginx:1.29 && kind load image-archive image.tar --name two");
        assertThat(lines.startNodes(List.of("two-control-plane", "two-worker")))
                .isEqualTo("podman start two-control-plane two-worker");
    }

    @Test
    void onARemoteEngineTheAddressIsPutIntoTheFileOnItsWay() throws IOException, InterruptedException {
        KindHost remote =
                new KindHost(Platform.LINUX, ContainerEngine.DOCKER, Map.of("DOCKER_HOST", "tcp://192.0.2.5:2375"));
        for (String text : List.of(TestChapters.KIND, TestChapters.KIND.replaceAll("networking:\n( .*\n)*", ""))) {
            KindConfig kind = new TestChapters(folder.resolve("loose"))
                    .file("chapter04/x/kind.yaml", text)
                    .resolve(LabRef.of("chapter04", "x"))
                    .kind()
                    .orElseThrow();
            String line = new KindEquivalents(remote)
                    .create(new ClusterSpec(TWO, lab.ref(), kind, "kindest/node:v1"))
                    .get(0);

            assertThat(tree(posix(line.substring(0, line.lastIndexOf(" | "))))).isEqualTo(remote.config(kind));
        }
    }
}
