package dev.labctl.cli;

import dev.labctl.command.Program;
import dev.labctl.command.Request;
import dev.labctl.output.files.FileWriter;
import dev.labctl.output.files.OutputFile;
import dev.labctl.plan.WhatIf;
import dev.labctl.redaction.Redaction;
import dev.labctl.report.Report;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(description = "Predict a lab's addresses and pods, without a cluster: who runs, who stays stuck, and why.")
final class PlanCommand extends LabViewCommand {
    @Mixin
    private WhatIfOptions changes;

    @Option(names = "--fix", description = "Look for the smallest changes that let every pod run.")
    private boolean fix;

    @Option(names = "--svg", paramLabel = "FILE", description = "Draw the address space into a file as well.")
    private Path svg;

    PlanCommand(Host host) {
        super(host);
    }

    WhatIf whatIf() {
        return changes.whatIf();
    }

    @Override
    Report call(Program program, Request request) {
        Report report = program.views().plan(request, whatIf(), fix);
        return Optional.ofNullable(svg)
                .map(file -> FileWriter.write(
                        report, List.of(new OutputFile(OutputFile.Kind.SVG, resolved(file))), new Redaction(home())))
                .orElse(report);
    }
}
