package dev.labctl.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
    private static final int LIMIT = 10;

    private final List<String> lines = new ArrayList<>();
    private final LineSplitter splitter = new LineSplitter(LIMIT, lines::add);

    @Test
    void reportsALineAtItsEnd() {
        feed("one");
        assertThat(lines).isEmpty();
        feed("\ntwo\nth");
        assertThat(lines).containsExactly("one", "two");
        feed("ree");
        splitter.end();
        assertThat(lines).containsExactly("one", "two", "three");
    }

    @Test
    void noCharactersGiveNoLine() {
        splitter.end();
        feed("a\n");
        splitter.end();
        assertThat(lines).containsExactly("a");
    }

    @Test
    void recognisesAllLineEnds() {
        feed("a\r\nb\rc\n\nd\r");
        feed("\ne\r");
        feed("f\n");
        assertThat(lines).containsExactly("a", "b", "c", "", "d", "e", "f");
    }

    @Test
    void reportsALongLineInParts() {
        feed("0123456789\n0123456789a\n0123456789012345678901");
        splitter.end();
        assertThat(lines).containsExactly("0123456789", "0123456789", "a", "0123456789", "0123456789", "01");
    }

    @Test
    void neverSplitsACharacter() {
        feed("012345678é9\n0123456789é\n01234567😀\n012345678😀\n😀😀😀😀😀😀\n");
        assertThat(lines)
                .containsExactly(
                        "012345678é", "9", "0123456789", "é", "01234567😀", "012345678", "😀", "😀😀😀😀😀", "😀");
    }

    @Test
    void refusesALimitWithoutRoomForACharacter() {
        assertThatThrownBy(() -> new LineSplitter(1, lines::add)).isInstanceOf(IllegalArgumentException.class);
    }

    @RepeatedTest(50)
    void reportsTheSameLinesForAnyChunks(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<String> alphabet = List.of("a", "é", "€", "😀", "\r", "\n", "\r\n", "\n");
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(300); i > 0; i--) {
            text.append(alphabet.get(random.nextInt(alphabet.size())));
        }
        LineSplitter roomy = new LineSplitter(10_000, lines::add);
        char[] chars = text.toString().toCharArray();
        int at = 0;
        while (at < chars.length) {
            int count = Math.min(1 + random.nextInt(5), chars.length - at);
            roomy.feed(Arrays.copyOfRange(chars, at, at + count), count);
            at += count;
        }
        roomy.end();

        assertThat(lines).isEqualTo(text.toString().lines().toList());
    }

    private void feed(String text) {
        splitter.feed(text.toCharArray(), text.length());
    }
}
