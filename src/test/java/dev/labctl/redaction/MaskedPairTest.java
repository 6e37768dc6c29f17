package dev.labctl.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MaskedPairTest {
    private static MaskedPair secret(String before, String after) {
        return MaskedPair.of(
                Map.of("kind", "Secret", "data", Map.of("any", before)),
                Map.of("kind", "Secret", "data", Map.of("any", after)));
    }

    private static MaskedPair pair(Object before, Object after) {
        return MaskedPair.of(Map.of("a", before), Map.of("a", after));
    }

    @Test
    void theDataOfASecretIsMaskedAndSaysWhetherItChanged() {
        assertThat(secret("b25l", "dHdv").before()).containsEntry("data", Map.of("any", "(redacted)"));
        assertThat(secret("b25l", "dHdv").after()).containsEntry("data", Map.of("any", "(redacted, changed)"));
        assertThat(secret("b25l", "b25l").after()).containsEntry("data", Map.of("any", "(redacted)"));
    }

    @Test
    void aSecretWithinATextSaysItTheSameWay() {
        assertThat(pair("--token=one --x=1", "--token=two --x=1"))
                .isEqualTo(new MaskedPair(
                        Map.of("a", "--token=(redacted) --x=1"), Map.of("a", "--token=(redacted, changed) --x=1")));
    }

    @Test
    void whatIsNewOrGoneHasNothingToHaveChangedFrom() {
        assertThat(MaskedPair.of(Map.of(), Map.of("password", "x")).after()).containsEntry("password", "(redacted)");
        assertThat(MaskedPair.of(Map.of("password", "x"), Map.of()).before()).containsEntry("password", "(redacted)");
    }

    /** An item before them moves all items of a list. */
    @Test
    void theItemsOfAListAreComparedByTheirNames() {
        Map<String, String> one = Map.of("name", "ONE", "value", "1");
        Map<String, String> two = Map.of("name", "TWO", "value", "2");

        MaskedPair masked = MaskedPair.of(Map.of("env", List.of(two)), Map.of("env", List.of(one, two)));

        assertThat(masked.after().get("env"))
                .isEqualTo(List.of(
                        Map.of("name", "ONE", "value", "(redacted)"), Map.of("name", "TWO", "value", "(redacted)")));
    }

    @Test
    void whatIsNoSecretStays() {
        assertThat(pair(List.of(1, Map.of("b", true)), "text"))
                .isEqualTo(new MaskedPair(Map.of("a", List.of(1, Map.of("b", true))), Map.of("a", "text")));
    }

    /** Else the words would be taken for a secret once more, and lose what they say. */
    @Test
    void theWordsPassAllFurtherRedaction() {
        assertThat(Redaction.SHOWN.text("+  password: (redacted, changed)"))
                .isEqualTo("+  password: (redacted, changed)");
    }
}
