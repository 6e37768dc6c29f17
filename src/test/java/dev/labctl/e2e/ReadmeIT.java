package dev.labctl.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The project's own README and the guide for authors, command by command. */
class ReadmeIT {
    private static final String CLUSTER = "cilium-book";

    /** This run is part of it. */
    private static final String TESTS = "./mvnw verify\n";

    private static final String EVERYWHERE =
            "sh dirname basename readlink sed head find uname stty env mktemp tail cat touch rm mv";

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
        shell.deleteCluster(CLUSTER);
    }

    /** A machine that has a JDK and what every system has, and nothing else. */
    private Shell bare() {
        Path tools = folder.resolve("bare");
        shell.run("mkdir -p " + tools + "; for tool in " + EVERYWHERE
                        + "; do ln -sf \"$(command -v $tool)\" " + tools + "/; done; ln -sf "
                        + System.getProperty("java.home")
                        + "/bin/java " + tools + "/")
                .succeeds();
        return new Shell(folder).with("PATH", tools.toString());
    }

    @Test
    void everyCommandDoesWhatItSays() {
        for (String block : new Readme(Path.of("README.md")).commands()) {
            if (block.equals(TESTS)) {
                continue;
            }
            boolean rehearsal = block.contains("--rehearse");
            Shell.Ended ended = (rehearsal ? bare() : shell).run(block).succeeds();
            if (rehearsal) {
                assertThat(ended.out())
                        .contains(
                                "chapter04 cluster-scope-ipam-small is applied to cilium-book, and all 6 expectations hold (rehearsal");
            } else if (block.startsWith("./labctl run")) {
                assertThat(ended.out())
                        .contains(
                                "chapter04 cluster-scope-ipam is applied to cilium-book, and all 5 expectations hold");
                new LabChecks(new Kubectl(shell, CLUSTER)).check("cluster-scope-ipam");
            }
        }
        assertThat(shell.run("kind get clusters").succeeds().out()).doesNotContain(CLUSTER);
    }

    @Test
    void theAuthorsGuideNeedsOnlyAJdk() {
        for (String block : new Readme(Path.of("docs/authors.md")).commands()) {
            bare().run(block).succeeds();
        }
    }

    @Test
    void theCommandsOfSwitchingLabs() {
        String all = "";
        for (String block : new Readme(Path.of("docs/switching.md")).commands()) {
            all += shell.run(block).succeeds().out();
        }
        assertThat(all)
                .contains("with the lab chapter04; to chapter04 kubernetes-ipam: upgrade Cilium (the values differ)")
                .contains("chapter04 kubernetes-ipam is applied to switch, and all");
    }

    /** Rehearsals: three real clusters would take minutes. */
    @Test
    void theCommandsOfAClassRoom() {
        String all = "";
        for (String block : new Readme(Path.of("docs/class-room.md")).commands()) {
            if (block.contains(" doctor ")) {
                assertThat(shell.run(block).out()).contains("3 clusters of 3 nodes need");
            } else {
                all += shell.run(block).succeeds().out();
            }
        }
        assertThat(all)
                .contains("chapter04 kubernetes-ipam is applied to ann, and all")
                .contains("chapter04 kubernetes-ipam is applied to eve, and all")
                .contains("cluster     ann")
                .contains("bob")
                .contains("no cluster that labctl created is left");
    }
}
