package dev.labctl.output.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {
    @ParameterizedTest
    @CsvSource({
        "a\u001b[31mred\u001b[0m, ared",
        "a\u001b[2Jb, ab",
        "a\u009b31mb, ab",
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
    @ValueSource(strings = {"", "two\nlines", "a\ttab", "10.0.0.0/8 … ✓ ä", "\ud83d\ude80", "می\u200cخواهم"})
    void otherTextIsShownAsItIs(String text) {
        assertThat(Printable.is(text)).isTrue();
        assertThat(Printable.of(text)).isEqualTo(text);
    }

    @Test
    void jsonKeepsTheCharactersEscaped() {
        assertThat(Printable.json("{\"a\u202e\":\"b\u009b\u007f\udb40\udc01\"}\n"))
                .isEqualTo("{\"a\\u202e\":\"b\\u009b\\u007f\\udb40\\udc01\"}\n");
    }
}
