package dev.labctl.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedCaptureTest {
    @Test
    void emptyAtFirst() {
        assertThat(new BoundedCapture(10).output()).isEqualTo(Output.EMPTY);
    }

    @Test
    void keepsAllUpToTheLimit() {
        assertThat(captured(10, "0123456789")).isEqualTo(new Output("0123456789"));
    }

    @Test
    void dropsTheBeginningBeyondTheLimit() {
        assertThat(captured(10, "0123456789a")).isEqualTo(new Output("123456789a"));
        assertThat(captured(10, "01234", "56789", "abc")).isEqualTo(new Output("3456789abc"));
        assertThat(captured(3, "x", "0123456789")).isEqualTo(new Output("789"));
    }

    @Test
    void dropsCompleteCharacters() {
        assertThat(captured(1, "aé😀")).isEqualTo(Output.EMPTY);
        assertThat(captured(2, "aé😀")).isEqualTo(new Output("😀"));
        assertThat(captured(3, "aé😀")).isEqualTo(new Output("é😀"));
        assertThat(captured(3, "a😀é9", "9")).isEqualTo(new Output("é99"));
        assertThat(captured(4, "01234a😀é", "9")).isEqualTo(new Output("😀é9"));
        assertThat(captured(3, "01234a😀é", "9")).isEqualTo(new Output("é9"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100, 8191, 8192, 8193, 20_000})
    void keepsTheEndOfRandomChunks(int limit) {
        Random random = new Random(limit);
        BoundedCapture capture = new BoundedCapture(limit);
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            char[] chunk = asciiLetters(random, random.nextInt(random.nextBoolean() ? 10 : 2 * limit));
            all.append(chunk, 0, chunk.length / 2);
            capture.append(chunk, chunk.length / 2);

            assertThat(capture.output()).isEqualTo(new Output(all.substring(Math.max(0, all.length() - limit))));
        }
    }

    private static Output captured(int limit, String... chunks) {
        BoundedCapture capture = new BoundedCapture(limit);
        for (String chunk : chunks) {
            capture.append(chunk.toCharArray(), chunk.length());
        }
        return capture.output();
    }

    private static char[] asciiLetters(Random random, int count) {
        char[] letters = new char[count];
        for (int i = 0; i < count; i++) {
            letters[i] = (char) ('a' + random.nextInt(26));
        }
        return letters;
    }
}
