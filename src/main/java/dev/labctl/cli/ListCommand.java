package dev.labctl.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(description = "List the chapters and their use cases.")
final class ListCommand implements Callable<Integer> {
    private final Host host;

    @Mixin
    private OutputOptions output;

    @Parameters(index = "0", arity = "0..1", paramLabel = "CHAPTER", description = "One chapter alone.")
    private String chapter;

    @Option(names = "--chapters", paramLabel = "DIR", description = "Where the chapters are ($LABCTL_CHAPTERS).")
    private Path chapters;

    ListCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        return host.call(output, Optional.ofNullable(chapters), program -> program.views()
                .list(Optional.ofNullable(chapter)));
    }
}
