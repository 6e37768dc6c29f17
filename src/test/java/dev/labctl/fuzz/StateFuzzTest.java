package dev.labctl.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.cli.Console;
import dev.labctl.json.Json;
import dev.labctl.process.Output;
import dev.labctl.process.ProcessResult;
import dev.labctl.process.ProcessRunner;
import dev.labctl.tree.Tree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of rehearsals that are damaged: commands put them aside or use them, and {@code down} always deletes them. */
class StateFuzzTest {
    private static final int IN_VERIFY = 15;

    private static final List<String> COMMANDS = List.of(
            "status",
            "status --all",
            "ipam",
            "explain",
            "verify",
            "apply chapter04 -u cluster-scope --rehearse",
            "run chapter04 -u cluster-scope --rehearse",
            "logs",
            "cilium-uninstall",
            "delete");

    private static final ProcessRunner NO_TOOLS =
            (command, deadline, lines) -> new ProcessResult.Failed(command, 1, Output.EMPTY, new Output("no"));

    @TempDir
    Path folder;

    private Console labctl;
    private Path state;
    private String kept;

    @BeforeEach
    void rehearsal() throws IOException {
        labctl = new Console(folder);
        Fuzzing.write(
                folder.resolve("chapters/chapter04/cluster-scope/manifests/20-two.yaml"),
                "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {replicas: 3, selector: {matchLabels: {a: b}},"
                        + " template: {metadata: {labels: {a: b}}, spec: {containers: [{name: a, image: a}]}}}}\n");
        state = folder.resolve("home/.local/state/labctl/rehearsals/cilium-book.json");
        assertThat(labctl.run("run", "chapter04", "-u", "cluster-scope", "--rehearse", "--seed", "1")
                        .code())
                .isZero();
        kept = Files.readString(state);
    }

    @Test
    void noFileOfARehearsalBreaksACommand() {
        FaultList faults = new FaultList(labctl);
        Fuzzing.cases(IN_VERIFY).forEach(number -> {
            Random random = new Random(number);
            String text = damaged(random);
            Fuzzing.delete(state.getParent());
            write(text, random);
            Map<String, String> files = Map.of("cilium-book.json", text);
            String command = COMMANDS.get(random.nextInt(COMMANDS.size()));
            for (String line : List.of(command, "down --rehearse", "down --rehearse")) {
                List<String> words = new ArrayList<>(List.of(line.split(" ", -1)));
                words.addAll(List.of("-o", Fuzzing.format(random), "--timeout", "2m"));
                faults.run("state-" + number, words, () -> files, NO_TOOLS);
            }
            assertThat(state).as("after down, case " + number).doesNotExist();
        });
        faults.found().keySet().removeIf(fault -> fault.endsWith("a rehearsal that cannot be replayed"));
        assertThat(faults.found()).isEmpty();
    }

    private String damaged(Random random) {
        if (random.nextInt(4) > 0) {
            Object tree = Json.read(new ByteArrayInputStream(kept.getBytes(StandardCharsets.UTF_8)));
            for (int i = random.nextInt(3); i >= 0; i--) {
                tree = TreeMutation.of(tree, random);
            }
            return Json.write(Tree.map(tree));
        }
        int at = random.nextInt(kept.length());
        return switch (random.nextInt(4)) {
            case 0 -> kept.substring(0, at);
            case 1 -> kept.substring(0, at) + "\u0000\ufffd" + kept.substring(at);
            case 2 -> kept + kept;
            default -> "[".repeat(random.nextInt(100_000));
        };
    }

    /** Now and then the lock is no lock, or a folder is where the file belongs. */
    private void write(String text, Random random) {
        try {
            Files.createDirectories(state.getParent());
            Files.writeString(state, text);
            if (random.nextInt(3) == 0) {
                Files.writeString(state.resolveSibling("lock"), text);
            }
            if (random.nextInt(5) == 0) {
                Files.createDirectories(state.resolveSibling("other.json"));
                Files.writeString(state.resolveSibling("-rf.json"), text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
