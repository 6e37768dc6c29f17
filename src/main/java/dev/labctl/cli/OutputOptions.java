package dev.labctl.cli;

import dev.labctl.output.ReportWriter.Format;
import picocli.CommandLine.Option;

/** How a command shows what it does and what came of it. */
public final class OutputOptions {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "How the result is written: text, json or yaml (default: text).")
    private Format format = Format.TEXT;

    @Option(
            names = {"-v", "--verbose"},
            description = "Show the commands that are run and what they print.")
    private boolean verbose;

    @Option(
            names = {"-q", "--quiet"},
            description = "Show no progress.")
    private boolean quiet;

    @Option(names = "--no-color", description = "Use no colours.")
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
