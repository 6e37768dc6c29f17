package dev.labctl.cli;

import dev.labctl.App;
import dev.labctl.RuntimeEnvironment;
import dev.labctl.lab.TestChapters;
import dev.labctl.output.text.Style;
import dev.labctl.process.FakeProcesses;
import dev.labctl.process.ProcessRunner;
import dev.labctl.process.ScriptedRunner;
import dev.labctl.time.VirtualTime;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole program in this process, on a machine made of a temporary folder: tools are files that are never run, for a
 * script answers in their place. What is written names the folder as {@code BOOK}.
 */
public final class Console {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** What a call came to. */
    public record Ended(int code, String out, String err) {
        /** Standard output, which must be one JSON document and nothing else. */
        public JsonNode json() {
            return STRICT.readTree(out);
        }
    }

    public final Path folder;
    final Path bin;
    final TestChapters chapters;
    public final Map<String, String> environment = new LinkedHashMap<>();
    final ScriptedRunner runner = new ScriptedRunner();
    final FakeProcesses processes = new FakeProcesses();
    final VirtualTime time = new VirtualTime();
    public Path workingDirectory;
    Optional<Path> home = Optional.empty();

    /** What the reader types; empty where there is no terminal. */
    Optional<String> keyboard = Optional.empty();

    String osName = "Linux";
    Style style = Style.PLAIN;

    public Console(Path folder) {
        this.folder = folder;
        bin = folder.resolve("bin");
        workingDirectory = folder;
        for (String tool : List.of("kind", "docker", "cilium", "kubectl")) {
            install(tool);
        }
        environment.put("PATH", bin.toString());
        environment.put("HOME", folder.resolve("home").toString());
        file("root/proc/sys/fs/inotify/max_user_watches", "524288\n");
        file("root/proc/sys/fs/inotify/max_user_instances", "512\n");
        chapters = new TestChapters(folder)
                .file("common/kind.yaml", TestChapters.KIND)
                .file("chapter04/lab.yaml", "title: IPAM as it comes\n")
                .file(
                        "chapter04/cluster-scope/lab.yaml",
                        "title: Cluster scope\nsummary: Addresses come from the cluster's pool.\n")
                .file(
                        "chapter04/cluster-scope/values.yaml",
                        "ipam:\n  mode: cluster-pool\nk8sServiceHost: cilium-book-control-plane\n")
                .file("chapter04/cluster-scope/manifests/10-one.yaml", TestChapters.CONFIG_MAP)
                .file(
                        "chapter04/cluster-scope/manifests/20-two.yaml",
                        "apiVersion: v1\nkind: Service\nmetadata: {name: two, namespace: other}\n")
                .file("chapter04/eni-mode/lab.yaml", "title: ENI\nprovider: eks\n")
                .file("chapter04/eni-mode/eksctl.yaml", TestChapters.EKSCTL)
                .file("chapter04/eni-mode/README.md", "what it costs\n")
                .file("chapter12/lab.yaml", "title: Another chapter\n");
    }

    /** Puts a tool on the PATH. */
    public void install(String tool) {
        Path file = file("bin/" + tool, "#!/bin/sh\nexit 99\n");
        if (!file.toFile().setExecutable(true)) {
            throw new IllegalStateException("cannot make " + file + " executable");
        }
    }

    Path file(String path, String text) {
        try {
            Path file = folder.resolve(path);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Console with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** kind knows no cluster, and everything that a new one needs is there. */
    Console withoutClusters() {
        runner.recorded("kind get clusters", "kind-get-clusters-none")
                .says("docker info", "28.3.3|2|17179869184|8|true true true|[name=seccomp,profile=builtin]\n")
                .recorded("kind version", "kind-version");
        return this;
    }

    public Ended run(String... args) {
        return run(runner, args);
    }

    /** The same with other tools. */
    public Ended run(ProcessRunner with, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = App.run(
                new RuntimeEnvironment(
                        new PrintStream(out, false, StandardCharsets.UTF_8),
                        new PrintStream(err, false, StandardCharsets.UTF_8),
                        keyboard.map(text -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))),
                        style,
                        style,
                        environment,
                        workingDirectory,
                        home,
                        osName,
                        folder.resolve("root"),
                        time,
                        with,
                        processes),
                args);
        return new Ended(code, text(out), text(err));
    }

    private String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8).replace(folder.toString(), "BOOK");
    }
}
