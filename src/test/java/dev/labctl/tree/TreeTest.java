package dev.labctl.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees are merged as Helm merges values, and read with care. */
class TreeTest {
    @Test
    void mapsAreMergedAndOtherValuesReplaced() {
        assertThat(Tree.merge(
                        Map.of("a", Map.of("b", 1L, "c", List.of(1L, 2L)), "d", Map.of("e", 1L), "f", 1L),
                        Map.of("a", Map.of("c", List.of(3L), "g", 2L), "d", 4L, "f", Map.of("h", 5L))))
                .isEqualTo(Map.of("a", Map.of("b", 1L, "c", List.of(3L), "g", 2L), "d", 4L, "f", Map.of("h", 5L)));
    }

    @Test
    void nullRemovesTheValue() {
        Map<String, Object> nothing = Collections.singletonMap("a", null);

        assertThat(Tree.merge(Map.of("a", Map.of("b", 1L)), nothing)).isEqualTo(nothing);
        assertThat(Tree.merge(nothing, Map.of("a", Map.of("b", 1L)))).isEqualTo(Map.of("a", Map.of("b", 1L)));
        assertThat(Tree.at(Tree.merge(Map.of("a", 1L), nothing), "a")).isEmpty();
    }

    @Test
    void aTextThatIsNoTimeIsNone() {
        Map<String, Object> tree = Map.of("good", "2026-11-23T10:00:00Z", "bad", "yesterday", "number", 7L);

        assertThat(Tree.time(tree, "good")).contains(Instant.parse("2026-11-23T10:00:00Z"));
        assertThat(Tree.time(tree, "bad")).isEmpty();
        assertThat(Tree.time(tree, "number")).isEmpty();
        assertThat(Tree.time(tree, "missing")).isEmpty();
    }

    /** Arithmetic with such a time may fail. */
    @ParameterizedTest
    @ValueSource(strings = {"+999999999-12-31T23:59:59Z", "-999999999-01-01T00:00:00Z", "+10000-01-01T00:00:00Z", ""})
    void aYearHasFourDigits(String text) {
        assertThat(Tree.time(Map.of("at", text), "at")).isEmpty();
    }

    @Test
    void anEmptyTextCountsAsMissing() {
        assertThat(Tree.nonEmpty(Map.of("a", ""), "a")).isEmpty();
        assertThat(Tree.nonEmpty(Map.of("a", "b"), "a")).contains("b");
    }

    @ParameterizedTest
    @CsvSource({"99999999999, 2147483647", "-99999999999, -2147483648", "1e308, 2147483647", "7.9, 7"})
    void aNumberThatDoesNotFitIsTheNearestOneThatDoes(double number, int read) {
        assertThat(Tree.integer(Map.of("a", number), "a")).contains(read);
    }
}
