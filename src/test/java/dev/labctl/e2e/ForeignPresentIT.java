package dev.labctl.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of someone else, another kubeconfig and the reader's current context stay as they are, whatever labctl does. */
class ForeignPresentIT {
    private static final String FOREIGN = "not-ours";
    private static final String OURS = "beside";
    private static final String LAB = " chapter99 --use-case one-node --cluster ";

    /** Each on the foreign cluster's name; all of them refuse. */
    private static final List<String> REFUSED = List.of(
            "up" + LAB + FOREIGN,
            "up --recreate" + LAB + FOREIGN,
            "cilium-install" + LAB + FOREIGN,
            "apply" + LAB + FOREIGN,
            "run" + LAB + FOREIGN,
            "run --recreate --down" + LAB + FOREIGN,
            "run --dry-run" + LAB + FOREIGN,
            "wait --cluster " + FOREIGN,
            "verify" + LAB + FOREIGN,
            "delete" + LAB + FOREIGN,
            "cilium-uninstall --yes --cluster " + FOREIGN,
            "context --cluster " + FOREIGN,
            "reset" + LAB + FOREIGN,
            "down --cluster " + FOREIGN);

    /** On labctl's own cluster, in an order in which each has something to do. */
    private static final List<String> DONE = List.of(
            "up" + LAB + OURS,
            "cilium-install" + LAB + OURS,
            "apply" + LAB + OURS,
            "wait --cluster " + OURS,
            "verify --cluster " + OURS,
            "run" + LAB + OURS,
            "run --dry-run" + LAB + OURS,
            "context --cluster " + OURS,
            "delete --cluster " + OURS,
            "cilium-uninstall --cluster " + OURS,
            "reset" + LAB + OURS,
            "down --all");

    /** Those that make the cluster's context the current one, as kind does it. */
    private static final Set<String> SWITCHING =
            Set.of("up" + LAB + OURS, "context --cluster " + OURS, "reset" + LAB + OURS);

    @TempDir
    Path folder;

    private Shell shell;
    private Path foreign;

    @BeforeEach
    void someoneElsesCluster() throws IOException {
        Shell.needs("docker", "kind", "cilium", "kubectl", "bash");
        foreign = folder.resolve("foreign.kubeconfig");
        Path bin = Files.createDirectory(folder.resolve("bin"));
        shell = new Shell(folder).with("LABCTL_CHAPTERS", "src/test/resources/plan-labs/chapters");
        shell.needsNoCluster(FOREIGN);
        shell.needsNoCluster(OURS);
        onlyTheseClusters(bin);
        shell.run(
                        "printf 'kind: Cluster\\napiVersion: kind.x-k8s.io/v1alpha4\\nnetworking: {disableDefaultCNI: true}\\n'"
                                + " | kind create cluster --name " + FOREIGN + " --config - --kubeconfig " + foreign
                                + "${LABCTL_NODE_IMAGE:+ --image $LABCTL_NODE_IMAGE}")
                .succeeds();
        shell.run("export KUBECONFIG=" + foreign + "\nkubectl create namespace shop\n"
                        + "kubectl -n shop create configmap prices --from-literal=apple=1\n"
                        + "kubectl -n shop create deployment web --image=none:1 --replicas=2\n")
                .succeeds();
        Files.copy(foreign, folder.resolve("kubeconfig"));
        shell.run("kubectl config rename-context kind-" + FOREIGN + " prod").succeeds();
    }

    /** {@code down --all} is real here, so labctl must see no clusters of whoever runs this test. */
    private void onlyTheseClusters(Path bin) throws IOException {
        String kind = shell.run("command -v kind").succeeds().out().strip();
        Path wrapper = Files.writeString(
                bin.resolve("kind"),
                "#!/bin/bash\nif [ \"$*\" = 'get clusters' ]; then\n  " + kind
                        + " get clusters 2>/dev/null | grep -xE '" + FOREIGN + "|" + OURS + "'; exit 0\nfi\nexec "
                        + kind + " \"$@\"\n");
        assertThat(wrapper.toFile().setExecutable(true)).isTrue();
        shell.with("PATH", bin + ":" + shell.environment().get("PATH"));
    }

    @AfterEach
    void nothingIsLeft() {
        shell.deleteCluster(OURS);
        shell.deleteCluster(FOREIGN);
    }

    /** Versions of what only a change of someone changes, and which containers run since when. */
    private String state() {
        return shell.run("export KUBECONFIG=" + foreign + "\n"
                        + "kubectl get namespaces,configmaps,secrets,services,serviceaccounts,clusterroles,crds -A"
                        + " -o custom-columns=K:.kind,NS:.metadata.namespace,N:.metadata.name,V:.metadata.resourceVersion\n"
                        + "kubectl get deployments,daemonsets -A"
                        + " -o custom-columns=K:.kind,NS:.metadata.namespace,N:.metadata.name,U:.metadata.uid,"
                        + "G:.metadata.generation\n"
                        + "kubectl -n kube-system get leases -o name | grep labctl || true\n"
                        + "docker inspect --format '{{.Id}} {{.State.StartedAt}}' " + FOREIGN + "-control-plane")
                .succeeds()
                .out();
    }

    /** The state, once the controllers of the new cluster have come to rest. */
    private String settled() {
        String[] last = {""};
        Patience.until("the foreign cluster to come to rest", () -> {
            shell.run("sleep 4").succeeds();
            String before = last[0];
            last[0] = state();
            return last[0].equals(before);
        });
        return last[0];
    }

    private String currentContext() {
        return shell.run("kubectl config current-context").succeeds().out().strip();
    }

    @Test
    void nothingOfSomeoneElsesIsChanged() throws IOException {
        String before = settled();
        byte[] kubeconfig = Files.readAllBytes(folder.resolve("kubeconfig"));
        byte[] unrelated = Files.readAllBytes(foreign);

        for (String command : REFUSED) {
            assertThat(shell.run("labctl " + command).exit()).as(command).isEqualTo(4);
        }
        assertThat(state()).isEqualTo(before);
        assertThat(folder.resolve("kubeconfig")).hasBinaryContent(kubeconfig);

        for (String command : DONE) {
            shell.run("labctl " + command).succeeds();
            assertThat(currentContext()).as(command).isEqualTo(SWITCHING.contains(command) ? "kind-" + OURS : "prod");
            shell.run("kubectl config use-context prod").succeeds();
        }

        assertThat(shell.run("kind get clusters").succeeds().out().lines()).containsExactly(FOREIGN);
        assertThat(state()).isEqualTo(before);
        assertThat(foreign).hasBinaryContent(unrelated);
        assertThat(shell.run("kubectl config get-contexts -o name")
                        .succeeds()
                        .out()
                        .lines())
                .containsExactly("prod");
    }
}
