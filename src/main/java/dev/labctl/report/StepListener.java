package dev.labctl.report;

import dev.labctl.report.Report.StepReport;

/** Hears what the executor does while it does it. May be called from several threads. */
public interface StepListener {
    StepListener NONE = new StepListener() {};

    default void started(String step) {}

    /** What the step that runs is at, for the reader. */
    default void said(String text) {}

    /** A line of a tool at work. */
    default void output(String line) {}

    default void ended(StepReport report) {}
}
