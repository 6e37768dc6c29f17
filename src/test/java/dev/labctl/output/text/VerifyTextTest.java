package dev.labctl.output.text;

import static dev.labctl.Golden.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.output.Verdicts;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Verdicts as people read them. */
class VerifyTextTest {
    private static String text(int width, boolean colour) {
        return VerifyText.of(Verdicts.all(), new Style(colour, false, false, width));
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 200})
    void fitsTheTerminal(int width) {
        assertGolden("verify/verdicts-" + width + ".txt", text(width, false));
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 70, 80, 100, 129, 130, 131, 160, 200, 300})
    void noLineIsTooLongAndNoWordIsLost(int width) {
        String text = text(width, false);

        assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(width));
        assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(text)).isTrue();
        String words = text.replaceAll("\\s+", " ");
        assertThat(words).contains("holds", "broken", "not yet", "not shown", "3 are Ready");
        Verdicts.all().verdicts().forEach(verdict -> {
            for (String word :
                    (verdict.expectation().says() + " " + verdict.expected() + " " + verdict.seen()).split(" ", -1)) {
                if (word.length() < 15) {
                    assertThat(words).contains(word);
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 200})
    void coloursAddNothingToTheWords(int width) {
        String coloured = text(width, true);

        assertThat(coloured).contains("\u001B[31mbroken", "\u001B[32mholds", "\u001B[33mnot yet");
        assertThat(coloured.replaceAll("\u001B\\[[0-9;]*m", "").lines().map(String::stripTrailing))
                .containsExactlyElementsOf(text(width, false).lines().toList());
    }

    /** Hints are for what is not so. */
    @Test
    void hintsOfWhatHoldsAreNotShown() {
        assertThat(text(80, false))
                .contains("hint      The node has four addresses")
                .doesNotContain("Nodes stay NotReady");
        assertThat(text(200, false)).contains("The node has four addresses").doesNotContain("Nodes stay NotReady");
    }
}
