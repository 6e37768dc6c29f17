package dev.labctl.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings are read as Helm reads them (Helm 3 {@code pkg/strvals/parser_test.go}), or refused with a message. */
class HelmSetTest {
    private static Map<String, Object> parse(String... settings) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String setting : settings) {
            HelmSet.into(values, setting);
        }
        return values;
    }

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("true", true),
                Arguments.of("True", true),
                Arguments.of("FALSE", false),
                Arguments.of("yes", "yes"),
                Arguments.of("0", 0L),
                Arguments.of("1234567890", 1_234_567_890L),
                Arguments.of("-5", -5L),
                Arguments.of("+5", 5L),
                Arguments.of("-05", -5L),
                Arguments.of("00009", "00009"),
                Arguments.of("9223372036854775807", Long.MAX_VALUE),
                Arguments.of("9223372036854775808", "9223372036854775808"),
                Arguments.of("-9223372036854775808", Long.MIN_VALUE),
                Arguments.of("99999999999999999999", "99999999999999999999"),
                Arguments.of("1.5", "1.5"),
                Arguments.of("1e3", "1e3"),
                Arguments.of("-", "-"),
                Arguments.of("\u0663", "\u0663"),
                Arguments.of("10.0.0.0/8", "10.0.0.0/8"),
                Arguments.of("a=b", "a=b"),
                Arguments.of("a[0]", "a[0]"),
                Arguments.of(" one two ", " one two "),
                Arguments.of("one\\,two", "one,two"),
                Arguments.of("one\\=two", "one=two"),
                Arguments.of("one\\\\two", "one\\two"),
                Arguments.of("one\\", "one"),
                Arguments.of("\\{a}", "{a}"),
                Arguments.of("", ""),
                Arguments.of("{a,b}", List.of("a", "b")),
                Arguments.of("{10.0.0.0/8}", List.of("10.0.0.0/8")),
                Arguments.of("{1021,true}", List.of(1021L, true)),
                Arguments.of("{a\\,b,c\\}}", List.of("a,b", "c}")),
                Arguments.of("{}", List.of("")));
    }

    @ParameterizedTest
    @MethodSource("values")
    void aValueHasTheSameTypeAsInHelm(String text, Object value) {
        assertThat(parse("key=" + text)).isEqualTo(Map.of("key", value));
        assertThat(parse("a.key=" + text)).isEqualTo(Map.of("a", Map.of("key", value)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "Null", "NULL"})
    void nullIsAValue(String text) {
        assertThat(parse("key=" + text)).isEqualTo(Collections.singletonMap("key", null));
    }

    static Stream<Arguments> keys() {
        return Stream.of(
                Arguments.of("a.b.c=1", Map.of("a", Map.of("b", Map.of("c", 1L)))),
                Arguments.of("a.b=1,a.c=2", Map.of("a", Map.of("b", 1L, "c", 2L))),
                Arguments.of("a\\.b=1", Map.of("a.b", 1L)),
                Arguments.of("a\\.b.c\\.d=1", Map.of("a.b", Map.of("c.d", 1L))),
                Arguments.of("a\\=b=1", Map.of("a=b", 1L)),
                Arguments.of("a\\,b=1", Map.of("a,b", 1L)),
                Arguments.of("a\\[b=1", Map.of("a[b", 1L)),
                Arguments.of("a=,b=2", Map.of("a", "", "b", 2L)),
                Arguments.of("a=1,b=2,", Map.of("a", 1L, "b", 2L)),
                Arguments.of("a={1,2},b={3}", Map.of("a", List.of(1L, 2L), "b", List.of(3L))),
                Arguments.of("a={1},", Map.of("a", List.of(1L))),
                Arguments.of("a=1,a=2", Map.of("a", 2L)),
                Arguments.of("a.b=1,a=2", Map.of("a", 2L)));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aDottedKeyIsThePathToItsValue(String setting, Map<String, Object> values) {
        assertThat(parse(setting)).isEqualTo(values);
    }

    @Test
    void laterSettingsOverrideEarlierOnes() {
        assertThat(parse("a.b=1", "a.c={x}", "a.b=2")).isEqualTo(Map.of("a", Map.of("b", 2L, "c", List.of("x"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|there is no = between a key and a value",
                "a|there is no = between a key and a value",
                "a.b|there is no = between a key and a value",
                "a,b=1|there is no = between a key and a value",
                "a=1,b|there is no = between a key and a value",
                "a=1,,b=2|there is no = between a key and a value",
                "a\\=1|there is no = between a key and a value",
                "=1|a key is empty in \"=1\"",
                "a=1,=2|a key is empty in \"=2\"",
                ".a=1|a key is empty in \".a=1\"",
                "a.=1|a key is empty in \"a.=1\"",
                "a..b=1|a key is empty in \"a..b=1\"",
                "a={1,2|a list does not end with }",
                "a={|a list does not end with }",
                "a={1}b=2|after the } of a list comes a comma or nothing",
                "a[0]=1|single items of a list cannot be set; give the whole list, as {a,b}",
                "a[0].b=1|single items of a list cannot be set; give the whole list, as {a,b}",
                "a=1,a.b=2|\"a\" cannot have a value and keys below it",
                "a={1},a.b=2|\"a\" cannot have a value and keys below it"
            })
    void whatHelmWouldRefuseOrPassOverIsRefusedWithASentence(String setting, String sentence) {
        assertThatThrownBy(() -> parse(setting))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(sentence);
    }

    @Test
    void aKeyHasAtMostAsManyPartsAsInHelm() {
        String deepest = "a.".repeat(30) + "a=1";

        assertThat(parse(deepest)).containsOnlyKeys("a");
        assertThatThrownBy(() -> parse("a." + deepest))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a key has more than 31 parts");
    }

    /** Any key or text is read back unchanged if it is escaped. */
    @Test
    void escapedTextIsReadBackUnchanged() {
        Random random = new Random(7);
        String letters = "ab.,=[]{}\\/ 1";
        for (int i = 0; i < 5_000; i++) {
            String key = "k" + text(random, letters);
            String value = "v" + text(random, letters);

            assertThat(parse(escaped(key) + "=" + escaped(value))).isEqualTo(Map.of(key, value));
            assertThat(parse(escaped(key) + "={" + escaped(value) + "," + escaped(key) + "}"))
                    .isEqualTo(Map.of(key, List.of(value, key)));
        }
    }

    /** Any text is either read or refused with a message. */
    @Test
    void anyOtherTextIsRefused() {
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            String setting = text(random, "a1.,={}[]\\-");
            try {
                assertThat(parse(setting)).as(setting).isNotEmpty().doesNotContainKey("");
            } catch (IllegalArgumentException e) {
                assertThat(e).as(setting).isExactlyInstanceOf(IllegalArgumentException.class);
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    private static String text(Random random, String letters) {
        StringBuilder text = new StringBuilder();
        random.ints(random.nextInt(8), 0, letters.length()).forEach(index -> text.append(letters.charAt(index)));
        return text.toString();
    }

    private static String escaped(String text) {
        return text.replaceAll("[.,=\\[\\]{}\\\\]", "\\\\$0");
    }
}
