package dev.labctl.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.cli.Console;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Labs with damaged files: whatever is in them, commands end with a report. {@code .github/CONTRIBUTING.md} says how to run it
 * for longer, and one case alone.
 */
class LabFuzzTest {
    private static final int IN_VERIFY = 100;
    private static final Path CHAPTERS = Path.of("chapters");
    private static final List<Path> SOURCES = List.of(
            Path.of("src/test/resources/fuzz-labs/chapters"),
            Path.of("src/test/resources/plan-labs/chapters"),
            CHAPTERS);

    @TempDir
    Path folder;

    private Console labctl;
    private final List<Map<String, String>> sources = new ArrayList<>();
    private final List<String> labs = new ArrayList<>();

    @BeforeEach
    void machine() {
        labctl = new Console(folder);
        labctl.environment.put("PATH", folder.resolve("no-tools").toString());
        labctl.environment.put("LABCTL_CHAPTERS", folder.resolve("fuzzed").toString());
        for (Path root : SOURCES) {
            Map<String, String> files = Fuzzing.files(root);
            files.keySet().stream()
                    .filter(file -> file.matches("chapter[0-9]+/.+/lab\\.yaml"))
                    .forEach(file -> {
                        sources.add(files);
                        labs.add(file.substring(0, file.length() - "/lab.yaml".length()));
                    });
        }
    }

    @Test
    void noFileOfALabBreaksACommand() {
        FaultList faults = new FaultList(labctl);
        Fuzzing.cases(IN_VERIFY).forEach(number -> {
            Random random = new Random(number);
            Map<String, String> files = damaged(random);
            boolean valid = true;
            for (List<String> line : lines(random, files)) {
                valid = valid && faults.run("lab-" + number, line, files);
            }
        });
        assertThat(faults.found()).isEmpty();
    }

    /** The files that the lab has or shares, one to three times changed. */
    private Map<String, String> damaged(Random random) {
        int lab = random.nextInt(labs.size());
        Map<String, String> files = new LinkedHashMap<>();
        sources.get(lab).forEach((file, text) -> {
            if (file.startsWith(labs.get(lab) + "/") || file.startsWith("common/")) {
                files.put(file, text);
            }
        });
        List<String> names = new ArrayList<>(files.keySet());
        for (int i = random.nextInt(5) / 2; i >= 0; i--) {
            String name = names.get(random.nextInt(names.size()));
            files.compute(name, (file, text) -> FileMutation.of(text, random));
        }
        Fuzzing.delete(folder.resolve("fuzzed"));
        Fuzzing.delete(folder.resolve("home"));
        files.forEach((file, text) -> Fuzzing.write(folder.resolve("fuzzed").resolve(file), text));
        return files;
    }

    private static List<List<String>> lines(Random random, Map<String, String> files) {
        String lab = files.keySet().stream()
                .filter(file -> file.endsWith("/lab.yaml"))
                .findFirst()
                .orElseThrow()
                .replace("/lab.yaml", "");
        int slash = lab.indexOf('/');
        List<String> of = List.of(lab.substring(0, slash), "-u", lab.substring(slash + 1));
        List<List<String>> lines = new ArrayList<>();
        lines.add(line(random, List.of("list"), List.of()));
        lines.add(line(random, List.of("show"), of));
        lines.add(line(random, List.of("plan"), of));
        if (random.nextInt(3) == 0) {
            lines.add(line(random, List.of("run", "--rehearse", "--seed", "1", "--timeout", "2m"), of));
            lines.add(line(random, List.of("apply", "--rehearse", "--timeout", "1m"), of));
            for (String view : List.of("status", "ipam", "explain", "verify")) {
                lines.add(line(random, List.of(view), List.of()));
            }
        }
        return lines;
    }

    private static List<String> line(Random random, List<String> command, List<String> lab) {
        List<String> line = new ArrayList<>(command);
        line.addAll(lab);
        line.addAll(List.of("-v", "-o", Fuzzing.format(random)));
        return line;
    }
}
