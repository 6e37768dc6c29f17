package dev.labctl.kubernetes;

/**
 * How a command in a container ended.
 *
 * @param exitCode negative where it did not begin
 * @param err what it wrote there, and why it did not begin
 */
public record Execution(int exitCode, String out, String err) {}
