package dev.labctl.verify;

import dev.labctl.verify.Verdict.Outcome;

/**
 * What came of a probe.
 *
 * @param outcome {@code NOT_YET} where the answer is a wrong one or none: it may be another one later
 * @param seen in a few words
 */
public record ProbeResult(Outcome outcome, String seen) {}
