package dev.labctl.output.progress;

import dev.labctl.output.text.Shown;
import dev.labctl.output.text.Style;
import dev.labctl.output.text.Style.Colour;
import dev.labctl.report.Report.StepReport;
import dev.labctl.report.StepListener;
import dev.labctl.time.TimeSource;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;

/**
 * Progress on a terminal: the step that runs is one line that is drawn over, with a spinner, the time it has taken and what
 * it is at; a step that ended stays as a line.
 */
public final class LiveProgress implements StepListener, AutoCloseable {
    private static final String CLEAR = "\r\u001B[K";
    private static final long FRAME_MILLIS = 100;
    private static final String[] UNICODE_FRAMES = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
    private static final String[] ASCII_FRAMES = {"|", "/", "-", "\\"};

    private final PrintStream stream;
    private final Style style;
    private final boolean verbose;
    private final TimeSource time;
    private final Thread painter;
    private String step = "";
    private String at = "";
    private Instant since = Instant.EPOCH;
    private int frame;

    public LiveProgress(PrintStream stream, Style style, boolean verbose, TimeSource time) {
        this.stream = stream;
        this.style = style;
        this.verbose = verbose;
        this.time = time;
        this.painter = new Thread(this::paint, "progress");
        painter.setDaemon(true);
        painter.start();
    }

    private void paint() {
        try {
            while (true) {
                draw();
                Thread.sleep(FRAME_MILLIS);
            }
        } catch (InterruptedException e) {
            // close() ends the painter this way.
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void draw() {
        if (step.isEmpty()) {
            return;
        }
        String[] frames = style.unicode() ? UNICODE_FRAMES : ASCII_FRAMES;
        long seconds = Duration.between(since, time.now()).toSeconds();
        String head = frames[frame++ % frames.length] + " " + step + "  " + seconds + " s  ";
        String tail = style.fit(at, Math.max(0, style.width() - head.length() - 1));
        stream.print(CLEAR + head + style.paint(Colour.FAINT, tail));
        stream.flush();
    }

    @Override
    public synchronized void started(String name) {
        step = Shown.of(name);
        at = "";
        since = time.now();
    }

    @Override
    public synchronized void said(String text) {
        if (step.isEmpty()) {
            stream.println(Shown.of(text));
        }
        at = Shown.of(text).replaceAll("\\s+", " ");
    }

    @Override
    public synchronized void output(String line) {
        if (verbose) {
            stream.print(CLEAR);
            stream.println(style.paint(Colour.FAINT, "  | " + Shown.of(line)));
        }
    }

    @Override
    public synchronized void ended(StepReport report) {
        step = "";
        stream.print(CLEAR);
        stream.println(sign(report) + " " + PlainProgress.line(report));
    }

    private String sign(StepReport report) {
        return switch (report.outcome()) {
            case DONE, UNCHANGED -> style.paint(Colour.GREEN, style.unicode() ? "✓" : "+");
            case FAILED, REFUSED, INTERRUPTED -> style.paint(Colour.RED, style.unicode() ? "✗" : "x");
            case SKIPPED -> style.paint(Colour.FAINT, "-");
        };
    }

    @Override
    public void close() {
        painter.interrupt();
        synchronized (this) {
            if (!step.isEmpty()) {
                stream.print(CLEAR);
                stream.flush();
                step = "";
            }
        }
    }
}
