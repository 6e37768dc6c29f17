package dev.labctl.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.cli.Console;
import dev.labctl.json.Json;
import dev.labctl.provider.recorded.Sysdumps;
import dev.labctl.tree.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clusters with damaged objects, read from bundles: whatever is in them, the commands that show a cluster end with a report. */
class ObservationFuzzTest {
    private static final int IN_VERIFY = 60;

    /** A cluster has thousands of values, of which few are read. */
    private static final int CHANGES = 20;

    private static final Path RECORDED = Path.of("src/test/resources/recorded/observations");

    @TempDir
    Path folder;

    private Console labctl;
    private final List<Map<String, Object>> clusters = new ArrayList<>();

    @BeforeEach
    void recordings() throws IOException {
        labctl = new Console(folder);
        try (Stream<Path> files = Files.list(RECORDED)) {
            for (Path file : files.sorted().toList()) {
                try (InputStream in = Files.newInputStream(file)) {
                    clusters.add(Json.read(in));
                }
            }
        }
    }

    @Test
    void noObjectOfAClusterBreaksACommand() {
        FaultList faults = new FaultList(labctl);
        Fuzzing.cases(IN_VERIFY).forEach(number -> {
            Random random = new Random(number);
            Map<String, Object> damaged = damaged(random);
            write(damaged);
            for (List<String> line : lines(random, "bundle.zip")) {
                faults.run("observation-" + number, line, Map.of("observation.json", Json.write(damaged)));
            }
        });
        assertThat(faults.found()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"exhausted", "leak", "healthy"})
    void noFileOfASysdumpBreaksACommand(String name) throws IOException {
        FaultList faults = new FaultList(labctl);
        Path dump = Sysdumps.folder(name, folder.resolve("dump"));
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(dump)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        Fuzzing.cases(IN_VERIFY / 10).forEach(number -> {
            Random random = new Random(number);
            Map<String, String> damaged = new TreeMap<>(files);
            damaged.replaceAll((file, text) -> random.nextInt(3) == 0 ? damaged(file, text, random) : text);
            damaged.forEach((file, text) -> Fuzzing.write(folder.resolve(file), text));
            for (List<String> line : lines(random, "dump")) {
                faults.run(name + "-" + number, line, damaged);
            }
        });
        assertThat(faults.found()).isEmpty();
    }

    private static String damaged(String file, String text, Random random) {
        return file.endsWith(".yaml") ? FileMutation.of(text, random) : FileMutation.text(text, random);
    }

    private Map<String, Object> damaged(Random random) {
        Map<String, Object> cluster = clusters.get(random.nextInt(clusters.size()));
        Object objects = cluster.get("objects");
        for (int i = random.nextInt(CHANGES); i >= 0; i--) {
            objects = TreeMutation.of(objects, random);
        }
        return Tree.with(cluster, objects, "objects");
    }

    private void write(Map<String, Object> observation) {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("bundle.zip")))) {
            zip.putNextEntry(new ZipEntry("observation.json"));
            zip.write(Json.write(observation).getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<List<String>> lines(Random random, String from) {
        String map = folder.resolve("map").toString();
        return List.of(
                line(random, from, "status"),
                line(random, from, "explain"),
                line(random, from, "ipam", "--svg", map + ".svg", "--html", map + ".html"));
    }

    private static List<String> line(Random random, String from, String... command) {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(List.of("--from", from, "-v", "-o", Fuzzing.format(random)));
        return line;
    }
}
