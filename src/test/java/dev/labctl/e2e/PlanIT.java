package dev.labctl.e2e;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans of labs that nobody would teach, and what becomes of them. {@link LabIT} does the same for the book's. */
class PlanIT {
    private static final String CLUSTER = "cilium-book";
    private static final String LABS = "src/test/resources/plan-labs/chapters";

    @TempDir
    Path folder;

    private Shell shell;

    @BeforeEach
    void aTerminal() {
        Shell.needs("docker", "kind", "cilium", "kubectl", "bash");
        shell = new Shell(folder).with("LABCTL_CHAPTERS", LABS);
        shell.needsNoCluster(CLUSTER);
    }

    @AfterEach
    void nothingIsLeft() {
        shell.run("kind delete cluster --name " + CLUSTER);
    }

    /** In some of them Cilium never gets ready, so the manifests go on without labctl, which would rightly wait. */
    @ParameterizedTest
    @ValueSource(
            strings = {"no-slots", "no-health-checks", "a-node-without-a-block", "missing-pool", "one-pool-on-two-nodes"
            })
    void whatWasPlannedComesTrue(String lab) {
        String named = "chapter99 --use-case " + lab;
        shell.run("labctl up " + named).succeeds();
        shell.run("labctl cilium-install " + named + " --timeout 3m || true").succeeds();
        shell.run("until kubectl apply -f " + LABS + "/chapter99/" + lab + "/manifests/; do sleep 1; done")
                .succeeds();

        PlanFacts.agree(shell, new Kubectl(shell, CLUSTER), named);
    }
}
