package dev.labctl.output.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.output.text.Style.Colour;
import org.junit.jupiter.api.Test;

/** Tables keep their columns, and lose nothing where there is no room. */
class TextTableTest {
    private static TextTable table(int width, String... names) {
        TextTable table = new TextTable(new Style(false, true, false, width), "Things", "#count", "where");
        for (String name : names) {
            table.row(name, "1", "here");
        }
        return table;
    }

    @Test
    void columnsAreAsWideAsWhatIsInThem() {
        assertThat(table(80, "a", "longer").lines())
                .containsExactly("Things    count  where", "  a           1  here", "  longer      1  here");
    }

    @Test
    void aFirstCellWithoutRoomHasALineOfItsOwn() {
        assertThat(table(25, "a", "much-too-long").lines())
                .containsExactly(
                        "Things  count  where", "  a         1  here", "  much-too-long", "            1  here");
    }

    @Test
    void orAllOfThem() {
        assertThat(table(25, "a", "much-too-long").evenLines())
                .containsExactly(
                        "Things  count  where", "  a         1  here", "  much-too-long", "            1  here");
        assertThat(table(25, "short-name", "much-too-long").evenLines())
                .containsExactly(
                        "Things  count  where",
                        "  short-name",
                        "            1  here",
                        "  much-too-long",
                        "            1  here");
    }

    @Test
    void aLastCellGoesOnBelowItself() {
        TextTable table = new TextTable(new Style(false, true, false, 30), "Things", "where");
        table.row("a", "here, there and everywhere else");

        assertThat(table.lines())
                .containsExactly("Things  where", "  a     here, there and", "        everywhere else");
    }

    @Test
    void cellsAtTheEndMayBeLeftOut() {
        TextTable table = table(80, "a");
        table.row("b");

        assertThat(table.lines()).last().isEqualTo("  b");
    }

    @Test
    void coloursTakeNoRoom() {
        Style style = new Style(true, true, true, 80);
        TextTable table = new TextTable(style, "Things", "#count", "#of");
        table.row("a", Span.of(style, Colour.RED, "1"), "2");

        assertThat(table.lines())
                .containsExactly(
                        "\u001B[1mThings\u001B[0m  \u001B[2mcount\u001B[0m  \u001B[2mof\u001B[0m",
                        "  a         \u001B[31m1\u001B[0m   2");
    }
}
