package dev.labctl.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The project's own README, command by command. */
class ReadmeIT {
    private static final String CLUSTER = "cilium-book";

    /** This run is part of it. */
    private static final String TESTS = "./mvnw verify\n";

    @TempDir
    Path folder;

    private Shell shell;

    @BeforeEach
    void aReadersTerminal() {
        Shell.needs("docker", "kind", "cilium", "kubectl", "bash");
        shell = new Shell(folder);
        shell.needsNoCluster(CLUSTER);
    }

    @AfterEach
    void nothingIsLeft() {
        shell.run("kind delete cluster --name " + CLUSTER);
    }

    @Test
    void everyCommandDoesWhatItSays() {
        for (String block : new Readme(Path.of("README.md")).commands()) {
            if (block.equals(TESTS)) {
                continue;
            }
            Shell.Ended ended = shell.run(block).succeeds();
            if (block.startsWith("./labctl run")) {
                assertThat(ended.out()).contains("chapter04 cluster-scope-ipam is applied to cilium-book");
                new LabChecks(new Kubectl(shell, CLUSTER)).check("cluster-scope-ipam");
            }
        }
        assertThat(shell.run("kind get clusters").succeeds().out()).doesNotContain(CLUSTER);
    }
}
