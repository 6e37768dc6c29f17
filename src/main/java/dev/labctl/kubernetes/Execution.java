package dev.labctl.kubernetes;

/** How a command in a container ended. */
public record Execution(int exitCode, String out, String err) {}
