package dev.labctl.output.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Text is broken into lines between its words, and none is lost. */
class ParagraphTest {
    @Test
    void breaksBetweenWords() {
        assertThat(Paragraph.lines("one two three", 7)).containsExactly("one two", "three");
        assertThat(Paragraph.lines("one two three", 13)).containsExactly("one two three");
        assertThat(Paragraph.lines("  one\n two ", 20)).containsExactly("one two");
        assertThat(Paragraph.lines("", 5)).containsExactly("");
    }

    @Test
    void breaksAWordThatIsTooLong() {
        assertThat(Paragraph.lines("a bcdefgh i", 3)).containsExactly("a", "bcd", "efg", "h i");
    }

    @Test
    void goesOnBelowTheFirstWord() {
        Style style = new Style(false, true, false, 30);

        assertThat(Paragraph.lines(Span.of("  error  "), "one two three four five", style))
                .containsExactly("  error  one two three four", "         five");
    }

    @Test
    void isNeitherEndlesslyWideNorNothing() {
        String words = "word ".repeat(50).strip();

        assertThat(Paragraph.lines(Span.EMPTY, words, new Style(false, true, false, Integer.MAX_VALUE)))
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
        assertThat(Paragraph.lines(Span.EMPTY, words, new Style(false, true, false, 1)))
                .first()
                .isEqualTo("word word word word");
    }

    @Test
    void noWordIsLostAndNoLineIsTooLong() {
        Random random = new Random(5);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(60), 0, 8).forEach(letter -> text.append("abcde   ".charAt(letter)));
            int width = 1 + random.nextInt(20);

            List<String> lines = Paragraph.lines(text.toString(), width);

            assertThat(lines).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width));
            assertThat(String.join("", lines).replace(" ", ""))
                    .isEqualTo(text.toString().replace(" ", ""));
        }
    }
}
