package dev.labctl.lab;

import java.util.Optional;

/**
 * A reference to a lab.
 *
 * @param chapter the name of its folder: {@code chapter} and a number of at least two digits
 * @param useCase the path of the use case below it, with {@code /} between levels; empty for the chapter's default lab
 */
public record LabRef(String chapter, Optional<String> useCase) {
    public static LabRef of(String chapter) {
        return new LabRef(chapter, Optional.empty());
    }

    public static LabRef of(String chapter, String useCase) {
        return new LabRef(chapter, Optional.of(useCase));
    }

    /** For the user: {@code chapter04 cluster-scope-ipam}. */
    @Override
    public String toString() {
        return useCase.map(name -> chapter + " " + name).orElse(chapter);
    }

    /** As arguments of a command: {@code chapter04 --use-case cluster-scope-ipam}. */
    public String arguments() {
        return chapter + useCase.map(name -> " --use-case " + name).orElse("");
    }
}
