package dev.labctl.lab;

import dev.labctl.lab.LabFiles.Located;
import dev.labctl.lab.LabFiles.Origin;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the files of a lab. Files fall back from the use case to the chapter to {@code common/}; names never do. A symbolic
 * link that leads out of the chapters is a problem.
 */
final class LabLocator {
    private final Catalogue catalogue;
    private final LabRef ref;
    private final Problems problems;
    private final Path folder;
    private final Path chapter;

    LabLocator(Catalogue catalogue, LabRef ref, Problems problems) {
        this.catalogue = catalogue;
        this.ref = ref;
        this.problems = problems;
        this.folder = catalogue.folder(ref);
        this.chapter = catalogue.chapterFolder(ref.chapter());
    }

    /** The files of the lab, with the file that replaces its {@code values.yaml} where there is one. */
    LabFiles locate(Optional<Path> values) {
        List<Located> folders = new ArrayList<>();
        ref.useCase().ifPresent(useCase -> folders.add(new Located(folder, Origin.USE_CASE)));
        folders.add(new Located(chapter, Origin.CHAPTER));
        List<Located> own = folders.subList(0, 1);
        Optional<Located> ownValues = first(LabFiles.VALUES, folders);
        List<Located> withCommon = new ArrayList<>(folders);
        withCommon.add(new Located(catalogue.root().resolve(LabFiles.COMMON), Origin.COMMON));
        return new LabFiles(
                folder,
                first(LabFiles.LAB, own),
                first(LabFiles.KIND, withCommon),
                first(LabFiles.EKS, own),
                values.map(path -> new Located(path, Origin.OPTION)).or(() -> ownValues),
                yamlFiles(LabFiles.BEFORE_AGENTS, folders),
                yamlFiles(LabFiles.MANIFESTS, folders),
                first(LabFiles.README, own));
    }

    private Optional<Located> first(String name, List<Located> folders) {
        return folders.stream()
                .map(folder -> new Located(folder.path().resolve(name), folder.origin()))
                .filter(file -> Files.exists(file.path(), LinkOption.NOFOLLOW_LINKS))
                .findFirst()
                .filter(file -> safe(file.path()));
    }

    /** The YAML files in the first of the folders that has a folder of this name. */
    private List<Located> yamlFiles(String name, List<Located> folders) {
        return first(name, folders).stream()
                .flatMap(found -> yamlFiles(found.path()).stream()
                        .filter(this::safe)
                        .map(path -> new Located(path, found.origin())))
                .toList();
    }

    private List<Path> yamlFiles(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file ->
                            file.toString().endsWith(".yaml") || file.toString().endsWith(".yml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            problems.add(folder, "cannot be read: " + YamlFile.reason(e));
            return List.of();
        }
    }

    private boolean safe(Path path) {
        try {
            if (catalogue.inside(path).isEmpty()) {
                problems.add(path, "a symbolic link that leads out of " + catalogue.root());
                return false;
            }
            return true;
        } catch (IOException e) {
            problems.add(path, "cannot be read: " + YamlFile.reason(e));
            return false;
        }
    }
}
