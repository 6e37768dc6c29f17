package dev.labctl.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ended in the middle of a step, labctl leaves nothing half-made, and the same command goes on from there. */
class InterruptIT {
    private static final String CLUSTER = "interrupted";

    /** Each interruption creates a cluster again, so it is as small as a cluster can be. */
    private static final String LAB = "chapter99 --use-case one-node --cluster " + CLUSTER;

    private static final int INTERRUPTED = 130;

    /** A terminal's Ctrl-C reaches every process of the foreground group, a supervisor's signal labctl alone. */
    private enum To {
        GROUP,
        LABCTL
    }

    @TempDir
    Path folder;

    private Shell shell;

    @BeforeEach
    void aTerminal() {
        Shell.needs("docker", "kind", "cilium", "kubectl", "bash", "setsid");
        shell = new Shell(folder).with("LABCTL_CHAPTERS", "src/test/resources/plan-labs/chapters");
        shell.needsNoCluster(CLUSTER);
    }

    @AfterEach
    void nothingIsLeft() {
        shell.deleteCluster(CLUSTER);
    }

    @Test
    void everyStepCanBeInterruptedAndTheSameCommandGoesOn() {
        assertThat(interrupted("run " + LAB, "create cluster ...", "INT", To.GROUP))
                .isEqualTo(INTERRUPTED);
        assertThat(clusters()).as("what was half made is taken away").doesNotContain(CLUSTER);

        assertThat(interrupted("run " + LAB, "install Cilium ...", "TERM", To.LABCTL))
                .isEqualTo(INTERRUPTED);
        assertThat(clusters()).doesNotContain(CLUSTER);

        assertThat(interrupted("run " + LAB, "wait for Cilium ...", "INT", To.GROUP))
                .isEqualTo(INTERRUPTED);
        assertThat(clusters()).as("what was whole stays").contains(CLUSTER);

        assertThat(interrupted("run " + LAB, "wait for objects ...", "INT", To.LABCTL))
                .isIn(INTERRUPTED, 0);
        assertThat(shell.run("labctl run " + LAB).succeeds().out()).contains("all 2 expectations hold");

        interrupted("down --cluster " + CLUSTER, "delete cluster ...", "INT", To.LABCTL);
        shell.run("labctl down --cluster " + CLUSTER).succeeds();
        assertThat(clusters()).doesNotContain(CLUSTER);
    }

    /** Nothing can be done at such an end: kind goes on alone, and the next call has to cope with it. */
    @Test
    void afterAKillTheSameCommandStartsAgain() throws IOException, InterruptedException {
        Process labctl = start("up " + LAB);
        Patience.until("its mark", () -> shell.run(
                        "docker exec " + CLUSTER + "-control-plane test -s /kind/labctl || echo not yet")
                .out()
                .isEmpty());
        labctl.destroyForcibly();
        assertThat(labctl.waitFor(Patience.MINUTES, TimeUnit.MINUTES)).isTrue();

        Shell.Ended again = shell.run("labctl up " + LAB).succeeds();

        assertThat(again.err())
                .contains("delete cluster: done")
                .contains("the labctl that was creating it ended early");
        assertThat(shell.run("pgrep -fc '[k]ind create cluster --name " + CLUSTER + "' || true")
                        .out()
                        .strip())
                .isEqualTo("0");
        assertThat(shell.run("kubectl --context kind-" + CLUSTER + " get nodes -o name")
                        .succeeds()
                        .out()
                        .lines())
                .hasSize(1);
    }

    private String clusters() {
        return shell.run("kind get clusters").succeeds().out();
    }

    /** Runs labctl, sends the signal once it has printed the line, and returns its exit code. */
    private int interrupted(String arguments, String line, String signal, To to) {
        try {
            Process labctl = start(arguments);
            Patience.until(line, () -> !labctl.isAlive() || progress().contains(line));
            String target = to == To.GROUP ? "-- -" + labctl.pid() : Long.toString(labctl.pid());
            shell.run("kill -s " + signal + " " + target + " || true").succeeds();
            assertThat(labctl.waitFor(Patience.MINUTES, TimeUnit.MINUTES)).isTrue();
            assertThat(shell.run("pgrep -fc -- '[-]-name " + CLUSTER + "|[-]-context kind-" + CLUSTER + "' || true")
                            .out()
                            .strip())
                    .as("no child is left: " + progress())
                    .isEqualTo("0");
            return labctl.exitValue();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** In a process group of its own, with the signals' own effects, which a background job may have lost. */
    private Process start(String arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("setsid", "env", "--default-signal=INT,TERM", "labctl"));
        command.addAll(List.of(arguments.split(" ", -1)));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(shell.environment());
        return builder.redirectError(folder.resolve("progress").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private String progress() {
        try {
            return Files.readString(folder.resolve("progress"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
