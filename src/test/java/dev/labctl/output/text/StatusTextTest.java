package dev.labctl.output.text;

import static dev.labctl.Golden.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.output.Statuses;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Statuses as readers see them: on one screen, whatever the size of the cluster. */
class StatusTextTest {
    static Stream<String> statuses() {
        return Statuses.all().keySet().stream();
    }

    private static String text(String name, boolean colour, int width) {
        return StatusText.of(Statuses.all().get(name), new Style(colour, false, false, width));
    }

    @ParameterizedTest
    @MethodSource("statuses")
    void isAsItAlwaysWas(String name) {
        assertGolden("status/" + name + "-80.txt", text(name, false, 80));
        assertGolden("status/" + name + "-200.txt", text(name, false, 200));
    }

    /** With a rehearsal's first line it stays below 25. */
    @ParameterizedTest
    @MethodSource("statuses")
    void itFitsOnAScreen(String name) {
        for (int width : new int[] {80, 200}) {
            assertThat(text(name, false, width).lines())
                    .hasSizeLessThan(24)
                    .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(width));
        }
    }

    @ParameterizedTest
    @MethodSource("statuses")
    void itIsPlainAsciiAndNothingIsToldByColourAlone(String name) {
        assertThat(text(name, false, 80)).matches("[\\x20-\\x7e\\n]*");
        assertThat(text(name, true, 80).replaceAll("\u001B\\[[0-9]+m", ""))
                .isEqualToIgnoringNewLines(text(name, false, 80));
    }
}
