package dev.labctl.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.cli.Console;
import dev.labctl.process.Output;
import dev.labctl.process.ProcessResult;
import dev.labctl.process.ProcessRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Output of kind, docker, cilium, eksctl and aws that is damaged: whatever they say, the command ends with a report. */
class ToolFuzzTest {
    private static final int IN_VERIFY = 100;
    private static final Path RECORDED = Path.of("src/test/resources/recorded");
    private static final int LONGEST = 200_000;

    private static final List<String> COMMANDS = List.of(
            "status --all",
            "status",
            "up chapter04 -u cluster-scope",
            "down",
            "down --all",
            "run chapter04 -u cluster-scope",
            "cilium-install chapter04 -u cluster-scope",
            "doctor chapter04",
            "context",
            "cilium-uninstall",
            "reset chapter04",
            "up chapter04 -u eni-mode --yes",
            "down chapter04 -u eni-mode --yes",
            "doctor chapter04 -u eni-mode",
            "explain",
            "ipam");

    @TempDir
    Path folder;

    private Console labctl;
    private final List<String> outputs = new ArrayList<>();

    @BeforeEach
    void machine() throws IOException {
        labctl = new Console(folder);
        for (String tool : List.of("eksctl", "aws")) {
            labctl.install(tool);
        }
        try (Stream<Path> files = Files.list(RECORDED)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                outputs.add(Files.readString(file));
            }
        }
        outputs.addAll(List.of(
                "",
                "cilium-book\n",
                "kind v0.30.0 go1.24.6 linux/amd64\n",
                "28.3.3|2|17179869184|8|true true true|[name=seccomp]\n",
                "apiVersion: v1\nkind: Config\ncurrent-context: kind-cilium-book\nclusters:\n- name: kind-cilium-book\n  cluster:\n"
                        + "    server: https://127.0.0.1:1\ncontexts:\n- name: kind-cilium-book\n  context:\n    cluster:"
                        + " kind-cilium-book\n    user: kind-cilium-book\nusers:\n- name: kind-cilium-book\n  user: {token: x}\n",
                "[{\"Id\": \"a\", \"State\": {\"Status\": \"running\"}}]\n",
                "{\"cluster\": {\"status\": \"ACTIVE\"}}\n"));
    }

    @Test
    void noOutputOfAToolBreaksACommand() {
        FaultList faults = new FaultList(labctl);
        Fuzzing.cases(IN_VERIFY).forEach(number -> {
            Random random = new Random(number);
            List<String> line = new ArrayList<>(
                    List.of(COMMANDS.get(random.nextInt(COMMANDS.size())).split(" ", -1)));
            line.addAll(List.of("-o", Fuzzing.format(random), "--timeout", "20s"));
            if (random.nextBoolean()) {
                line.add("-v");
            }
            StringBuilder said = new StringBuilder();
            faults.run("tools-" + number, line, () -> Map.of("said.txt", said.toString()), tools(random, said));
        });
        assertThat(faults.found()).isEmpty();
    }

    private ProcessRunner tools(Random random, StringBuilder said) {
        return (command, deadline, lines) -> {
            String stdout;
            String stderr;
            int code;
            synchronized (said) {
                stdout = output(random);
                stderr = random.nextInt(3) == 0 ? output(random) : "";
                code = random.nextInt(3) == 0 ? random.nextInt(256) : 0;
                said.append("$ ")
                        .append(command.line())
                        .append('\n')
                        .append(stdout)
                        .append(stderr);
            }
            stdout.lines().limit(100).forEach(lines);
            return code == 0
                    ? new ProcessResult.Succeeded(command, new Output(stdout), new Output(stderr))
                    : new ProcessResult.Failed(command, code, new Output(stdout), new Output(stderr));
        };
    }

    private String output(Random random) {
        String text = outputs.get(random.nextInt(outputs.size()));
        for (int i = random.nextInt(3); i > 0; i--) {
            text = damaged(text, random);
        }
        // No other machine is asked.
        return text.replaceAll("https?://[^\\s\"']*", "https://127.0.0.1:1");
    }

    private static String damaged(String text, Random random) {
        int at = random.nextInt(text.length() + 1);
        return switch (random.nextInt(7)) {
            case 0 -> text.substring(0, at);
            case 1 -> text.substring(at);
            case 2 -> text.substring(0, at) + binary(random) + text.substring(at);
            case 3 -> new String(text.getBytes(StandardCharsets.UTF_16), StandardCharsets.UTF_8);
            case 4 -> text.isEmpty() ? "x".repeat(LONGEST) : text.repeat(1 + LONGEST / 20 / text.length());
            case 5 -> text.replaceAll("(?m)^", "\u001b[1m");
            default -> FileMutation.text(text, random);
        };
    }

    private static String binary(Random random) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
