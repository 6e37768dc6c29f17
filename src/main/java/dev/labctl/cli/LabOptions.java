package dev.labctl.cli;

import dev.labctl.lab.LabRef;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which lab is meant, and where labs are. */
final class LabOptions {
    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "CHAPTER",
            description = "The chapter's folder, such as chapter04.")
    private String chapter;

    @Option(
            names = {"-u", "--use-case"},
            paramLabel = "USE_CASE",
            description = "The use case; without it the chapter's default lab ($LABCTL_USE_CASE, $USE_CASE).")
    private String useCase;

    @Option(
            names = "--chapters",
            paramLabel = "DIR",
            description = "Where the chapters are ($LABCTL_CHAPTERS; default: the nearest folder chapters/ from here"
                    + " upwards, else the installed ones).")
    private Path chapters;

    Optional<Path> chapters() {
        return Optional.ofNullable(chapters);
    }

    Optional<String> chapter() {
        return Optional.ofNullable(chapter);
    }

    /** Empty where no chapter is given: a use case alone names nothing. */
    Optional<LabRef> ref(ReaderEnvironment environment) {
        Optional<String> name = Optional.ofNullable(useCase).or(environment::useCase);
        return chapter().map(given -> new LabRef(given, name));
    }

    boolean useCaseAlone() {
        return chapter == null && useCase != null;
    }
}
