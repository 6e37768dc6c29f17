package dev.labctl.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.tree.Tree;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** Plans of labs that no one would teach, and what becomes of them. {@link LabIT} does the same for the book's. */
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
        shell.deleteCluster(CLUSTER);
    }

    /** In some of them Cilium never gets ready, so the manifests go on without labctl, which would rightly wait. */
    @ParameterizedTest
    @CsvSource({
        "no-slots, RANGE_FULL",
        "no-health-checks, RANGE_FULL",
        "a-node-without-a-block, ALLOCATOR_FULL",
        "missing-pool, POOL_MISSING",
        "one-pool-on-two-nodes, POOL_EMPTY or POOL_EXHAUSTED"
    })
    void whatWasPlannedComesTrueAndIsExplained(String lab, String causes) {
        String named = "chapter99 --use-case " + lab;
        shell.run("labctl up " + named).succeeds();
        if (lab.equals("missing-pool")) {
            agentsWaitForAPool();
        }
        shell.run("labctl cilium-install " + named + " --timeout 3m || true").succeeds();
        shell.run("until kubectl apply -f " + LABS + "/chapter99/" + lab + "/manifests/; do sleep 1; done")
                .succeeds();

        PlanFacts.agree(shell, new Kubectl(shell, CLUSTER), named);
        // The operator may not have said yet what it cannot do.
        Patience.untilHolds(() -> assertThat(causes.split(" or ")).as(lab).contains(explained()));
    }

    /** The values of both labs are the same, but this one has the pool among its manifests: it comes once the agents are ready. */
    private void agentsWaitForAPool() {
        String named = "chapter99 --use-case pool-after-agents";
        String failed = shell.run("labctl cilium-install " + named + " --timeout 3m")
                .exits(1)
                .err();

        assertThat(failed).contains("waits for a block of the pool green").contains("POOL_MISSING");
        assertThat(shell.run("labctl plan " + named).succeeds().out())
                .contains("the pool green is among the manifests");
        assertThat(new Kubectl(shell, CLUSTER).items("-n kube-system get pods -l k8s-app=cilium"))
                .isNotEmpty()
                .noneMatch(Kubectl::ready);
        assertThat(explained()).isEqualTo("POOL_MISSING");
    }

    /** The worst of what is not as it should be. */
    private String explained() {
        Map<?, ?> report = new JsonMapper()
                .readValue(shell.run("labctl explain -o json").succeeds().out(), Map.class);
        List<Object> explanations = Tree.list(report, "explanations");
        return explanations.isEmpty() ? "" : Kubectl.text(explanations.get(0), "reason");
    }
}
