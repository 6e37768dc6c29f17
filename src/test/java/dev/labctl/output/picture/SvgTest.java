package dev.labctl.output.picture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers and texts stand in SVG as they must. */
class SvgTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "1.5, 1.5",
        "1.25, 1.25",
        "1.204, 1.2",
        "1.205, 1.21",
        "0.001, 0",
        "-0.001, 0",
        "-1.5, -1.5",
        "960, 960",
        "1234567.891, 1234567.89"
    })
    void numbersHaveTwoDecimalsAtTheMost(double number, String text) {
        assertThat(Svg.number(number)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"word, 100, word", "word, 31.1, word", "word, 30.9, wo…", "word, 1, …"})
    void aTextIsCutWhereItIsTooWide(String text, double room, String shown) {
        assertThat(Svg.fit(text, 12.5, room)).isEqualTo(shown);
    }

    @Test
    void markupInATextIsText() {
        assertThat(Svg.escaped("a<b>&\"c'\n\u0000\uD83D\uDE00"))
                .isEqualTo("a&lt;b&gt;&amp;&quot;c'\n\uFFFD\uD83D\uDE00");
    }
}
