package dev.labctl.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster that labctl did not create, whose Cilium was installed by hand, in another namespace and with other values. */
class ContextIT {
    private static final String CLUSTER = "byhand";
    private static final String KIND =
            """
            kind: Cluster
            apiVersion: kind.x-k8s.io/v1alpha4
            networking: {disableDefaultCNI: true}
            nodes:
              - role: control-plane
              - role: worker
                labels: {labctl.dev/worker: first}
              - role: worker
                labels: {labctl.dev/worker: second}
            """;
    private static final String LAB = "chapter04 --use-case kubernetes-ipam --context kind-" + CLUSTER;

    @TempDir
    Path folder;

    private Shell shell;

    @BeforeEach
    void byHand() throws IOException {
        Shell.needs("docker", "kind", "cilium", "kubectl", "bash");
        shell = new Shell(folder);
        shell.needsNoCluster(CLUSTER);
        Path kind = Files.writeString(folder.resolve("kind.yaml"), KIND);
        shell.run("kind create cluster --name " + CLUSTER + " --image \"$LABCTL_NODE_IMAGE\" --config " + kind)
                .succeeds();
        shell.run("kubectl create namespace cni\n"
                        + "cilium install --namespace cni --version 1.18.2"
                        + " --set ipam.mode=cluster-pool"
                        + " --set 'ipam.operator.clusterPoolIPv4PodCIDRList={10.77.0.0/24}'"
                        + " --set ipam.operator.clusterPoolIPv4MaskSize=28\n"
                        + "kubectl create deployment web --image nginx:1.29 --replicas 30")
                .succeeds();
    }

    @AfterEach
    void nothingIsLeft() {
        shell.deleteCluster(CLUSTER);
    }

    @Test
    void itIsReadExplainedAndUsedAndNeverDeleted() {
        String full = "labctl explain deploy/web --context kind-" + CLUSTER;
        Patience.untilHolds(() -> assertThat(shell.run(full).succeeds().out()).contains("RANGE_FULL"));
        assertThat(shell.run(full).out())
                .contains("in the way in which this one was created")
                .doesNotContain("labctl up");
        // An address is allocated some time before its pod runs: the block is full before the first of the 30 does.
        Patience.untilHolds(() -> assertThat(shell.run("labctl ipam --context kind-" + CLUSTER)
                        .succeeds()
                        .out())
                .contains("Of 30 pods, ")
                .contains("10.77.0.0/24"));

        withTheReadOnlyRole(full.replace("kind-" + CLUSTER, "reader"));

        shell.run("kubectl scale deployment web --replicas 3").succeeds();
        shell.run("labctl apply " + LAB).succeeds();
        assertThat(shell.run("labctl status --context kind-" + CLUSTER)
                        .succeeds()
                        .out())
                .contains("not created by labctl")
                .contains("in the namespace cni");
        assertThat(shell.run("labctl cilium-install " + LAB).exits(4).err()).contains("in the namespace cni");
        assertThat(shell.run("labctl run --keep-cilium " + LAB).exits(1).err())
                .contains("install Cilium: nothing to do (left as it is)")
                .contains("EXPECTATION_FAILED");

        shell.run("labctl delete --context kind-" + CLUSTER + " </dev/null").exits(4);
        shell.run("labctl delete --context kind-" + CLUSTER + " --yes").succeeds();
        assertThat(shell.run("kubectl get deployments -o name").succeeds().out())
                .isEqualTo("deployment.apps/web\n");
        assertThat(shell.run("kubectl -n kube-system get configmap labctl --ignore-not-found")
                        .succeeds()
                        .out())
                .isEmpty();

        shell.run("labctl down --context kind-" + CLUSTER).exits(4);
        shell.run("labctl down --cluster " + CLUSTER).exits(4);
        shell.run("labctl down --all").succeeds();
        assertThat(shell.run("kind get clusters").succeeds().out()).contains(CLUSTER);
    }

    private void withTheReadOnlyRole(String explain) {
        shell.run("kubectl apply -f docs/read-only-role.yaml\n"
                        + "kubectl -n default create serviceaccount reader\n"
                        + "kubectl create clusterrolebinding reader --clusterrole labctl-reader"
                        + " --serviceaccount default:reader\n"
                        + "kubectl config set-credentials reader --token \"$(kubectl -n default create token reader)\"\n"
                        + "kubectl config set-context reader --cluster kind-" + CLUSTER + " --user reader")
                .succeeds();

        assertThat(shell.run(explain).succeeds().out()).contains("RANGE_FULL").doesNotContain("could not be");
        assertThat(shell.run("labctl apply chapter04 --use-case kubernetes-ipam --context reader")
                        .exits(1)
                        .err())
                .contains("cannot");
    }
}
