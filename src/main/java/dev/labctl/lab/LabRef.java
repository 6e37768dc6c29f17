package dev.labctl.lab;

import java.util.Optional;

/**
 * Which lab is meant.
 *
 * @param chapter the name of its folder: the word and a number of two digits or more
 * @param useCase the path of a use case below it with {@code /} between the levels; empty for the chapter's default lab
 */
public record LabRef(String chapter, Optional<String> useCase) {
    public static LabRef of(String chapter) {
        return new LabRef(chapter, Optional.empty());
    }

    public static LabRef of(String chapter, String useCase) {
        return new LabRef(chapter, Optional.of(useCase));
    }

    /** As it is said to a reader: {@code chapter04 cluster-scope-ipam}. */
    @Override
    public String toString() {
        return useCase.map(name -> chapter + " " + name).orElse(chapter);
    }
}
