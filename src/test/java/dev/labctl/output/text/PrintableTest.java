package dev.labctl.output.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
    @ParameterizedTest
    @CsvSource({
        "a\u001b[31mred\u001b[0m, ared",
        "a\u001b[2Jb, ab",
        "a\u009b31mb, ab",
        "a\u001b]0;title\u0007b, ab",
        "a\u001b]8;;https://example.com\u001b\\link\u001b]8;;\u001b\\b, alinkb",
        "a\u001b]52;c;aGk=\u009cb, ab",
        "a\u009d0;title\u009cb, ab",
        "a\u001bPq#0\u001b\\b, ab",
        "a\u001b_apc\u001b\\b, ab",
        "a\u001b^pm\u001b\\b, ab",
        "a\u001b]0;no end, a0;no end",
        "a\u001b[?1049hb, ab",
        "a\u001b[>4;2mb, ab",
        "a\u001b(0b, ab",
        "a\u001bcb, ab",
        "a\u001b7b, ab",
        "a\u0007b, a?b",
        "a\u0000b, a?b",
        "a\rb, a?b",
        "a\u0085b, a?b",
        "a\u202etxt.exe, a?txt.exe",
        "a\u2066b\u2069, a?b?",
        "a\u2028b, a?b",
        "a\u200eb, a?b",
        "a\ufeffb, a?b"
    })
    void nothingInATextActsOnTheTerminal(String text, String shown) {
        assertThat(Printable.is(text)).isFalse();
        assertThat(Printable.of(text)).isEqualTo(shown);
        assertThat(Printable.is(Printable.of(text))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\u001b", "\u001b]", "\u001b[", "\u001b[0;", "\u0090", "\u009b1", "\u001b(", "\u001b]a", "\r"})
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    void aLongTextTakesLinearTime(String part) {
        assertThat(Printable.is(Printable.of(part.repeat(1_000_000 / part.length()))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two\nlines", "a\ttab", "10.0.0.0/8 … ✓ ä", "\ud83d\ude80", "می\u200cخواهم"})
    void otherTextIsShownAsItIs(String text) {
        assertThat(Printable.is(text)).isTrue();
        assertThat(Printable.of(text)).isEqualTo(text);
    }

    @Test
    void sequencesWithoutAnEndBackspacesAndLineBreaksOfWindowsDoNothingEither() {
        assertThat(Printable.of("a\u001b")).isEqualTo("a?");
        assertThat(Printable.of("a\u001b[")).isEqualTo("a");
        assertThat(Printable.of("good\b\b\b\bevil")).isEqualTo("good????evil");
        assertThat(Printable.of("a\r\nb\rc")).isEqualTo("a\nb?c");
    }

    @Test
    void jsonKeepsTheCharactersEscaped() {
        assertThat(Printable.json("{\"a\u202e\":\"b\u009b\u007f\udb40\udc01\"}\n"))
                .isEqualTo("{\"a\\u202e\":\"b\\u009b\\u007f\\udb40\\udc01\"}\n");
    }
}
