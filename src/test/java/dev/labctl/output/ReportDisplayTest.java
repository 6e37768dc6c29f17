package dev.labctl.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.output.text.Style;
import dev.labctl.report.LogView;
import dev.labctl.report.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportDisplayTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private ReportDisplay display(Style style) {
        return new ReportDisplay(out, style, new ReportWriter(out, out, style, style));
    }

    private static Report report(String text) {
        LogView.Source source = new LogView.Source("default", "pod", "web");
        return Report.of(
                "logs",
                Optional.empty(),
                new LogView(List.of(source), List.of(new LogView.Line(source, Instant.EPOCH, text))));
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aTerminalIsDrawnOver() {
        ReportDisplay display = display(new Style(false, true, true, 80));

        display.replace(report("one"));
        display.replace(report("two"));

        assertThat(shown()).isEqualTo("\u001B[2J\u001B[Hpod  one\u001B[K\n\u001B[J\u001B[Hpod  two\u001B[K\n\u001B[J");
    }

    @Test
    void elsewhereTheNextOneComesBelow() {
        ReportDisplay display = display(Style.PLAIN);

        display.replace(report("one"));
        display.replace(report("two"));

        assertThat(shown()).isEqualTo("pod  one\n\npod  two\n");
    }

    @Test
    void whatIsAppendedStandsAlone() {
        ReportDisplay display = display(Style.PLAIN);

        display.append(report("one"));
        display.append(report("two"));

        assertThat(shown()).isEqualTo("pod  one\npod  two\n");
    }

    /** As when a pager that read has ended. */
    @Test
    void itNoticesThatNobodyReadsAnyMore() {
        PrintStream broken = new PrintStream(
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                },
                true,
                StandardCharsets.UTF_8);
        ReportDisplay display =
                new ReportDisplay(broken, Style.PLAIN, new ReportWriter(broken, out, Style.PLAIN, Style.PLAIN));

        assertThat(display.closed()).isFalse();
        display.append(report("one"));
        assertThat(display.closed()).isTrue();
    }
}
