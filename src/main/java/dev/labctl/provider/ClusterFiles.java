package dev.labctl.provider;

import dev.labctl.lab.ClusterName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Folders in which labctl keeps one file for each cluster, named after it. */
public final class ClusterFiles {
    private ClusterFiles() {}

    /** The clusters that a folder has files of, by name; none where it does not exist. */
    public static List<ClusterName> names(Path folder, String suffix) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(suffix))
                    .map(name -> name.substring(0, name.length() - suffix.length()))
                    .filter(ClusterName::isValid)
                    .sorted()
                    .map(ClusterName::new)
                    .toList();
        }
    }
}
