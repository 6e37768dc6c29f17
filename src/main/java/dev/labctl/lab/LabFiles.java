package dev.labctl.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of a lab, and where each was found.
 *
 * @param folder the folder of the use case, or of the chapter for its default lab
 * @param lab {@code lab.yaml}; the chapter's applies only to its default lab
 * @param kind {@code kind.yaml}
 * @param eks {@code eksctl.yaml}, for labs whose provider is eks
 * @param values Cilium's Helm values
 * @param beforeAgents the manifests of what Cilium's agents need to become ready, in order of their names
 * @param manifests in order of their names
 * @param readme {@code README.md} beside the lab
 */
public record LabFiles(
        Path folder,
        Optional<Located> lab,
        Optional<Located> kind,
        Optional<Located> eks,
        Optional<Located> values,
        List<Located> beforeAgents,
        List<Located> manifests,
        Optional<Located> readme) {
    static final String LAB = "lab.yaml";
    static final String KIND = "kind.yaml";
    static final String EKS = "eksctl.yaml";
    static final String VALUES = "values.yaml";
    public static final String BEFORE_AGENTS = "before-agents";
    static final String MANIFESTS = "manifests";

    /** The folders with a lab's objects, in the order in which they are applied. */
    static final List<String> OBJECTS = List.of(BEFORE_AGENTS, MANIFESTS);

    static final String README = "README.md";
    static final String COMMON = "common";

    /** Where a file was found, in search order. */
    public enum Origin {
        USE_CASE("use case"),
        CHAPTER("chapter"),
        COMMON("common"),
        OPTION("--values");

        private final String words;

        Origin(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** A file and its origin. */
    public record Located(Path path, Origin origin) {}

    /** The files with the lab's objects, in the order in which they are applied. */
    public List<Located> objects() {
        return Stream.concat(beforeAgents.stream(), manifests.stream()).toList();
    }

    /** All files of the lab, in display order. */
    public List<Located> all() {
        List<Located> all = new ArrayList<>();
        lab.ifPresent(all::add);
        kind.ifPresent(all::add);
        eks.ifPresent(all::add);
        values.ifPresent(all::add);
        all.addAll(objects());
        readme.ifPresent(all::add);
        return all;
    }
}
