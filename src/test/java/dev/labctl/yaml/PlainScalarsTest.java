package dev.labctl.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainScalarsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "nginx",
                "",
                "~",
                "null",
                "true",
                "false",
                "8080",
                "-1",
                "+5",
                "0",
                "1.5",
                "1e3",
                "-1.25E-2",
                ".inf",
                "-.inf",
                ".nan",
                "0x1F",
                "0o644",
                "10.0.0.0/8",
                "fd00::/104",
                "2026-01-01",
                "12:30:45",
                "1.18.2",
                "v1",
                "a_b",
                "_1",
                "yesterday",
                "nope",
                "onion",
                "=",
                "0.5"
            })
    void bothFamiliesAgree(String text) {
        assertThat(PlainScalars.ambiguity(text)).isEmpty();
        assertThat(PlainScalars.kubernetes(text)).isEqualTo(PlainScalars.core(text));
    }

    @ParameterizedTest
    @CsvSource({
        "n, false",
        "N, false",
        "no, false",
        "off, false",
        "Off, false",
        "y, true",
        "Y, true",
        "yes, true",
        "on, true",
        "ON, true"
    })
    void oldBooleans(String text, boolean value) {
        assertThat(PlainScalars.kubernetes(text)).isEqualTo(value);
        assertThat(PlainScalars.core(text)).isEqualTo(text);
        assertThat(PlainScalars.ambiguity(text).orElseThrow())
                .contains("the boolean " + value + " to Kubernetes", "the text \"" + text + "\"", "quote it");
    }

    @ParameterizedTest
    @CsvSource({"0644, 420, 644", "-010, -8, -10", "00, 0, 0"})
    void leadingZerosAreAmbiguous(String text, long kubernetes, long core) {
        assertThat(PlainScalars.kubernetes(text)).isEqualTo(kubernetes);
        assertThat(PlainScalars.core(text)).isEqualTo(core);
        assertThat(PlainScalars.ambiguity(text).isPresent()).isEqualTo(kubernetes != core);
    }

    @ParameterizedTest
    @CsvSource({"1_000, 1000", "0b101, 5", "0x_ff, 255", "-0x10, -16"})
    void numbersOfYaml11Only(String text, long kubernetes) {
        assertThat(PlainScalars.kubernetes(text)).isEqualTo(kubernetes);
        assertThat(PlainScalars.core(text)).isEqualTo(text);
        assertThat(PlainScalars.ambiguity(text)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "8080, java.lang.Long",
        "1.5, java.lang.Double",
        "99999999999999999999, java.lang.Double",
        "true, java.lang.Boolean",
        "nginx, java.lang.String",
        "089, java.lang.Long"
    })
    void types(String text, Class<?> type) {
        assertThat(PlainScalars.kubernetes(text)).isInstanceOf(type);
    }
}
