package dev.labctl.kubernetes;

import dev.labctl.process.ShellWords;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Shell commands with kubectl for the cluster of a context. */
public record KubectlCommands(String context) {
    public List<String> apply(List<Path> files) {
        return files.stream()
                .map(file -> line("apply", "--server-side", "--field-manager=labctl", "-f", file.toString()))
                .toList();
    }

    /** Deletes what these files define, the last file first. */
    public List<String> delete(List<Path> files) {
        List<String> lines = new ArrayList<>();
        for (int i = files.size() - 1; i >= 0; i--) {
            lines.add(line("delete", "--ignore-not-found", "-f", files.get(i).toString()));
        }
        return lines;
    }

    /** {@code kubectl} with these arguments, quoted for a shell. */
    public String line(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--context", context));
        all.addAll(List.of(arguments));
        return ShellWords.join("kubectl", all);
    }
}
