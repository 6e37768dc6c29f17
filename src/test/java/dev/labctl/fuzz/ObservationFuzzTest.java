package dev.labctl.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.cli.Console;
import dev.labctl.json.Json;
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
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clusters with damaged objects, read from bundles: whatever is in them, the commands that show a cluster end with a report. */
class ObservationFuzzTest {
    private static final int IN_VERIFY = 120;

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
            for (List<String> line : lines(random)) {
                faults.run("observation-" + number, line, Map.of("observation.json", Json.write(damaged)));
            }
        });
        assertThat(faults.found()).isEmpty();
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

    private List<List<String>> lines(Random random) {
        String map = folder.resolve("map").toString();
        return List.of(
                line(random, "status"),
                line(random, "explain"),
                line(random, "ipam", "--svg", map + ".svg", "--html", map + ".html"));
    }

    private static List<String> line(Random random, String... command) {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(List.of("--from", "bundle.zip", "-v", "-o", Fuzzing.format(random)));
        return line;
    }
}
