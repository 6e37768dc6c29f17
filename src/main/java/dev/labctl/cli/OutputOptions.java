package dev.labctl.cli;

import dev.labctl.output.ReportWriter.Format;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options that all commands share: how their progress and their result are shown. */
public final class OutputOptions {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            scope = ScopeType.INHERIT,
            description = "Format of the result: text, json or yaml (default: text).")
    private Format format = Format.TEXT;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Show the commands that run, and their output.")
    private boolean verbose;

    @Option(
            names = {"-q", "--quiet"},
            scope = ScopeType.INHERIT,
            description = "Show no progress.")
    private boolean quiet;

    @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "Use no colours.")
    private boolean noColour;

    public Format format() {
        return format;
    }

    public boolean verbose() {
        return verbose;
    }

    public boolean quiet() {
        return quiet;
    }

    public boolean noColour() {
        return noColour;
    }
}
