package dev.labctl.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.report.LogView;
import dev.labctl.report.LogView.Source;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogReaderTest {
    private static final Source A = new Source("default", "a", "web");
    private static final Source B = new Source("default", "b", "web");

    private static List<String> merged(List<String> a, List<String> b) {
        Map<Source, List<LogView.Line>> logs = new LinkedHashMap<>();
        logs.put(A, LogReader.timed(A, a.stream()));
        logs.put(B, LogReader.timed(B, b.stream()));
        return LogView.of(logs).lines().stream()
                .map(line -> line.source().pod() + " " + line.text())
                .toList();
    }

    /** In lexical order, {@code .12Z} would come after {@code .123Z}. */
    @Test
    void timesAreComparedAsTimes() {
        assertThat(merged(
                        List.of("2026-11-23T10:00:00.12Z one", "2026-11-23T10:00:01Z four"),
                        List.of("2026-11-23T10:00:00.123Z two", "2026-11-23T11:00:00.9+01:00 three")))
                .containsExactly(
                        "a 2026-11-23T10:00:00.12Z one",
                        "b 2026-11-23T10:00:00.123Z two",
                        "b 2026-11-23T11:00:00.9+01:00 three",
                        "a 2026-11-23T10:00:01Z four");
    }

    @Test
    void aLineWithoutATimeFollowsTheLineThatItContinues() {
        assertThat(merged(
                        List.of("2026-11-23T10:00:00Z panic:", "  goroutine 1", "2026 is no time", ""),
                        List.of("2026-11-23T10:00:00.1Z next")))
                .containsExactly(
                        "a 2026-11-23T10:00:00Z panic:",
                        "a   goroutine 1",
                        "a 2026 is no time",
                        "a ",
                        "b 2026-11-23T10:00:00.1Z next");
    }

    @Test
    void linesWithTheSameTimeKeepTheOrderOfTheirContainer() {
        assertThat(merged(
                        List.of("2026-11-23T10:00:00Z z", "2026-11-23T10:00:00Z y"), List.of("2026-11-23T10:00:00Z x")))
                .containsExactly("a 2026-11-23T10:00:00Z z", "a 2026-11-23T10:00:00Z y", "b 2026-11-23T10:00:00Z x");
    }
}
