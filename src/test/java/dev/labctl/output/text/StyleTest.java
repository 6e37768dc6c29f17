package dev.labctl.output.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.output.text.Style.Colour;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StyleTest {
    private static final Style COLOURED = new Style(true, true, true, 80);

    @Test
    void paintsWhereThereAreColoursAndSomethingToPaint() {
        assertThat(COLOURED.paint(Colour.RED, "no")).isEqualTo("\u001B[31mno\u001B[0m");
        assertThat(COLOURED.paint(Colour.RED, "")).isEmpty();
        assertThat(Style.PLAIN.paint(Colour.RED, "no")).isEqualTo("no");
    }

    @ParameterizedTest
    @CsvSource({
        "word, 4, word, word",
        "word, 3, wo…, wo~",
        "word, 2, w…, w~",
        "word, 1, '', ''",
        "word, 0, '', ''",
        "'', 0, '', ''"
    })
    void fitsATextIntoColumns(String text, int columns, String unicode, String ascii) {
        assertThat(COLOURED.fit(text, columns)).isEqualTo(unicode);
        assertThat(Style.PLAIN.fit(text, columns)).isEqualTo(ascii);
    }
}
