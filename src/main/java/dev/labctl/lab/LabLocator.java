package dev.labctl.lab;

import dev.labctl.lab.LabFiles.Located;
import dev.labctl.lab.LabFiles.Origin;
import dev.labctl.yaml.Problem;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    LabFiles locate() {
        Map<Origin, Path> own = new LinkedHashMap<>();
        ref.useCase().ifPresent(useCase -> own.put(Origin.USE_CASE, folder));
        Map<Origin, Path> withChapter = new LinkedHashMap<>(own);
        withChapter.put(Origin.CHAPTER, chapter);
        Map<Origin, Path> withCommon = new LinkedHashMap<>(withChapter);
        withCommon.put(Origin.COMMON, catalogue.root().resolve(LabFiles.COMMON));
        Map<Origin, Path> lab = own.isEmpty() ? withChapter : own;
        return new LabFiles(
                folder,
                first(LabFiles.LAB, lab),
                first(LabFiles.KIND, withCommon),
                first(LabFiles.EKS, lab),
                first(LabFiles.VALUES, withChapter),
                manifests(withChapter),
                first(LabFiles.README, lab));
    }

    private Optional<Located> first(String name, Map<Origin, Path> places) {
        for (Map.Entry<Origin, Path> place : places.entrySet()) {
            Path path = place.getValue().resolve(name);
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                return safe(path) ? Optional.of(new Located(path, place.getKey())) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private List<Located> manifests(Map<Origin, Path> places) {
        List<Located> found = new ArrayList<>();
        for (Map.Entry<Origin, Path> place : places.entrySet()) {
            Path manifests = place.getValue().resolve(LabFiles.MANIFESTS);
            if (!Files.exists(manifests, LinkOption.NOFOLLOW_LINKS)) {
                continue;
            }
            if (safe(manifests)) {
                yamlFiles(manifests).stream()
                        .filter(this::safe)
                        .map(path -> new Located(path, place.getKey()))
                        .forEach(found::add);
            }
            return found;
        }
        return found;
    }

    private List<Path> yamlFiles(Path manifests) {
        try (Stream<Path> files = Files.list(manifests)) {
            return files.filter(file ->
                            file.toString().endsWith(".yaml") || file.toString().endsWith(".yml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            problems.add(Problem.of(manifests, "cannot be read: " + YamlFile.reason(e)));
            return List.of();
        }
    }

    private boolean safe(Path path) {
        try {
            if (catalogue.inside(path).isEmpty()) {
                problems.add(Problem.of(path, "a symbolic link that leads out of " + catalogue.root()));
                return false;
            }
            return true;
        } catch (IOException e) {
            problems.add(Problem.of(path, "cannot be read: " + YamlFile.reason(e)));
            return false;
        }
    }
}
