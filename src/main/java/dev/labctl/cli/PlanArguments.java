package dev.labctl.cli;

import dev.labctl.cli.options.ReaderEnvironment;
import dev.labctl.cli.options.WhatIfOptions;
import dev.labctl.command.PlanCommand;
import dev.labctl.output.files.OutputFile;
import dev.labctl.plan.WhatIf;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(description = "Predict a lab's addresses and pods without a cluster: which run, which stay stuck, and why.")
final class PlanArguments extends LabViewArguments {
    @Mixin
    private WhatIfOptions changes;

    @Option(names = "--fix", description = "Find the smallest changes that let every pod run.")
    private boolean fix;

    @Option(names = "--svg", paramLabel = "FILE", description = "Also draw the address space into a file.")
    private Path svg;

    WhatIf whatIf() {
        return changes.whatIf();
    }

    @Override
    List<OutputFile> files(ReaderEnvironment environment) {
        return svg == null ? List.of() : List.of(new OutputFile(OutputFile.Kind.SVG, environment.resolved(svg)));
    }

    @Override
    PlanCommand command(ReaderEnvironment environment) {
        return new PlanCommand(target(environment), whatIf(), fix);
    }
}
