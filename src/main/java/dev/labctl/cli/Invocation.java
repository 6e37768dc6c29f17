package dev.labctl.cli;

/** What the arguments of the program come to. */
public sealed interface Invocation {
    /** Help, or the version: a text for standard output. */
    record Information(String text) implements Invocation {}

    /**
     * A command to run.
     *
     * @param usage shown on standard error beforehand; empty for all but who typed nothing but the program's name
     */
    record Call(Request request, OutputOptions output, String usage) implements Invocation {}
}
