package dev.labctl.provider.rehearsal.simulation.kernel;

import dev.labctl.tree.Tree;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The simulation's own files: tables of kinds, and the manifests of what is in every cluster. */
public final class Resources {
    private static final String FOLDER = "/dev/labctl/provider/rehearsal/simulation/";

    private Resources() {}

    private static String text(String name) {
        try (InputStream in = Resources.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of a file, without those that are comments. */
    public static List<String> lines(String name) {
        return text(name).lines().filter(line -> !line.startsWith("#")).toList();
    }

    /** The rows of a file of comma-separated values, without those that are comments. */
    public static List<String[]> table(String name) {
        return lines(name).stream().map(line -> line.split(",", -1)).toList();
    }

    /** The objects of a file of YAML documents, with words such as {@code ${version}} replaced. */
    public static List<Map<String, Object>> objects(String name, Map<String, String> words) {
        String text = text(name);
        for (Map.Entry<String, String> word : words.entrySet()) {
            text = text.replace("${" + word.getKey() + "}", word.getValue());
        }
        Problems problems = new Problems();
        List<Map<String, Object>> objects = YamlReader.read(Path.of(name), text, problems).stream()
                .map(document -> Tree.map(document.tree()))
                .toList();
        if (!problems.all().isEmpty()) {
            throw new IllegalStateException(problems.all().toString());
        }
        return objects;
    }
}
