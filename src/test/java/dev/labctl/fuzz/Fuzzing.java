package dev.labctl.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Which cases are run, from system properties: {@code fuzz.cases} is their number, {@code fuzz.first} the number of the first
 * one. A case depends on its number and on nothing else.
 */
final class Fuzzing {
    private Fuzzing() {}

    /** The numbers of the cases. */
    static LongStream cases(int inVerify) {
        long first = Long.getLong("fuzz.first", 0);
        return LongStream.range(first, first + Long.getLong("fuzz.cases", inVerify));
    }

    /** A value of {@code --output}. */
    static String format(Random random) {
        return List.of("text", "text", "json", "yaml").get(random.nextInt(4));
    }

    /** The YAML files below a folder, by their paths in it. */
    static Map<String, String> files(Path folder) {
        Map<String, String> files = new LinkedHashMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readString(file));
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            // A lone surrogate is no text that a file can have: it becomes a question mark.
            Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
