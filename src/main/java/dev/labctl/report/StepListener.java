package dev.labctl.report;

/** Hears what the executor does while it does it. May be called from several threads. */
public interface StepListener {
    StepListener NONE = new StepListener() {
        @Override
        public void started(String step) {}

        @Override
        public void said(String text) {}

        @Override
        public void output(String line) {}

        @Override
        public void ended(StepReport report) {}
    };

    void started(String step);

    /** What the step that runs is at, for the reader. */
    void said(String text);

    /** A line of a tool at work. */
    void output(String line);

    void ended(StepReport report);
}
