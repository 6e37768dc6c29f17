package dev.labctl.report;

import java.time.Duration;

/** What became of one step, and how long it took. */
public record StepReport(String name, StepOutcome outcome, Duration elapsed, String detail) {}
