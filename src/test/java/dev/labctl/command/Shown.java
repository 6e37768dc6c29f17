package dev.labctl.command;

import dev.labctl.report.Display;
import dev.labctl.report.Report;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a command that goes on for a while has shown. */
public final class Shown implements Display {
    private final List<Report> reports = new ArrayList<>();
    private boolean closed;

    List<Report> reports() {
        return List.copyOf(reports);
    }

    @Override
    public void replace(Report report) {
        reports.add(report);
    }

    @Override
    public boolean closed() {
        return closed;
    }

    /** The reader goes away. */
    void close() {
        closed = true;
    }

    @Override
    public void append(Report report) {
        reports.add(report);
    }
}
