package dev.labctl.report;

/**
 * Where the cluster of a report comes from.
 *
 * @param provider by its name in JSON
 * @param simulated whether nothing in it runs: everything that is shown of it has to say so
 */
public record Origin(String provider, boolean simulated) {}
