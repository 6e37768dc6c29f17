package dev.labctl.lab;

import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.yaml.YamlFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The chapters and use cases in one folder. All names are resolved to folders here. */
public record Catalogue(Path root) {
    private static final Pattern CHAPTER = Pattern.compile("chapter[0-9]{2,}");
    private static final Pattern SEGMENT = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final int DEEPEST = 4;

    /** The names of all chapters, in order. */
    public List<String> chapters() {
        return folders(root).stream()
                .map(folder -> folder.getFileName().toString())
                .filter(name -> CHAPTER.matcher(name).matches())
                .toList();
    }

    /** All labs of a chapter: its default lab first, then its use cases in order of their names. */
    public List<LabRef> labs(String chapter) {
        Path folder = chapterFolder(chapter);
        List<LabRef> labs = new ArrayList<>();
        labs.add(LabRef.of(chapter));
        collect(folder, folder, 1, labs, chapter);
        return labs;
    }

    private static void collect(Path folder, Path chapterFolder, int depth, List<LabRef> labs, String chapter) {
        for (Path child : folders(folder)) {
            if (!SEGMENT.matcher(child.getFileName().toString()).matches()
                    || LabFiles.OBJECTS.contains(child.getFileName().toString())) {
                continue;
            }
            if (holdsLab(child)) {
                labs.add(LabRef.of(
                        chapter, chapterFolder.relativize(child).toString().replace('\\', '/')));
            } else if (depth < DEEPEST) {
                collect(child, chapterFolder, depth + 1, labs, chapter);
            }
        }
    }

    private static boolean holdsLab(Path folder) {
        return Stream.concat(
                        Stream.of(LabFiles.KIND, LabFiles.EKS, LabFiles.VALUES, LabFiles.LAB),
                        LabFiles.OBJECTS.stream())
                .anyMatch(name -> Files.exists(folder.resolve(name)));
    }

    /** The folder of a chapter. */
    public Path chapterFolder(String chapter) {
        checkName(chapter, "chapter");
        List<String> known = chapters();
        if (!known.contains(chapter)) {
            throw unknown(Reason.CHAPTER_UNKNOWN, "there is no chapter \"" + chapter + "\"", chapter, known)
                    .asException();
        }
        return root.resolve(chapter);
    }

    /** The folder of a lab: the use case's, or the chapter's own for its default lab. */
    public Path folder(LabRef ref) {
        Path chapterFolder = chapterFolder(ref.chapter());
        if (ref.useCase().isEmpty()) {
            return chapterFolder;
        }
        String useCase = ref.useCase().get();
        checkName(useCase, "use case");
        List<String> known = labs(ref.chapter()).stream()
                .flatMap(lab -> lab.useCase().stream())
                .toList();
        if (!known.contains(useCase)) {
            String message = ref.chapter() + " has no use case \"" + useCase + "\"";
            throw unknown(Reason.USE_CASE_UNKNOWN, message, useCase, known).asException();
        }
        return chapterFolder.resolve(useCase);
    }

    private static Failure unknown(Reason reason, String message, String name, List<String> known) {
        String next =
                Nearest.question(name, known).orElse("Run `labctl list` to show the names; names must be complete.");
        return Failure.of(reason, message + (known.isEmpty() ? "; there are none" : "; known names:"), next)
                .withDetails(known);
    }

    /** A name is a relative path of plain segments: not absolute, without {@code ..}, and never outside the tree. */
    private static void checkName(String name, String what) {
        boolean valid = Stream.of(name.split("/", -1))
                .allMatch(segment -> SEGMENT.matcher(segment).matches());
        if (!valid) {
            throw new FailureException(
                    Reason.NAME_INVALID,
                    "\"" + name + "\" is not a valid " + what + " name",
                    "Names consist of lower-case letters, digits and '-', with '/' between levels;"
                            + " `labctl list` shows them.");
        }
    }

    /** The folders in a folder, by name. */
    private static List<Path> folders(Path folder) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(Files::isDirectory).sorted().toList();
        } catch (UncheckedIOException e) {
            throw unreadable(folder, e.getCause());
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static RuntimeException unreadable(Path folder, IOException e) {
        return new FailureException(
                Reason.FOLDER_UNREADABLE,
                "the folder " + folder + " cannot be read: " + YamlFile.reason(e),
                "Fix its permissions, or specify another folder with --chapters.");
    }

    /** The file or folder with symbolic links resolved; empty if it is outside the chapters. */
    Optional<Path> inside(Path path) throws IOException {
        Path real = path.toRealPath();
        return real.startsWith(root.toRealPath()) ? Optional.of(real) : Optional.empty();
    }
}
