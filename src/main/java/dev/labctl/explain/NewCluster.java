package dev.labctl.explain;

import dev.labctl.lab.Lab;
import java.nio.file.Path;
import java.util.Optional;

/** What it takes to have a lab with other values, as lines that can be copied. */
final class NewCluster {
    static final String FILE = "my-values.yaml";

    private NewCluster() {}

    /** A file of the lab's values with a change in it. */
    static String values(ClusterIndex clues, String change) {
        Optional<Path> own = clues.lab().lab().map(Lab::files).flatMap(files -> files.values()
                .map(found -> found.path()));
        String copy = own.map(path -> "cp " + shown(path) + " " + FILE + "\n").orElse("");
        return copy + "# in " + FILE + ": " + change;
    }

    private static String shown(Path path) {
        String text = path.toString();
        int chapters = text.lastIndexOf("chapters/");
        return chapters < 0 || text.contains(" ") ? "'" + text + "'" : text.substring(chapters);
    }

    /** The lab on a cluster made anew with these values. */
    static String commands(ClusterIndex clues, String change) {
        return String.join(
                "\n",
                values(clues, change),
                clues.lab().labctl("up", "--recreate"),
                clues.lab().labctl("cilium-install", "--values " + FILE),
                clues.lab().labctl("apply"));
    }
}
