package dev.labctl.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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
        assertThat(captured(10, "0123456789")).isEqualTo(new Output("0123456789", 0));
    }

    @Test
    void dropsTheBeginningBeyondTheLimit() {
        assertThat(captured(10, "0123456789a")).isEqualTo(new Output("123456789a", 1));
        assertThat(captured(10, "01234", "56789", "abc")).isEqualTo(new Output("3456789abc", 3));
        assertThat(captured(3, "x", "0123456789")).isEqualTo(new Output("789", 8));
    }

    @Test
    void dropsCompleteCharacters() {
        assertThat(captured(3, "aé😀")).isEqualTo(new Output("", 7));
        assertThat(captured(4, "aé😀")).isEqualTo(new Output("😀", 3));
        assertThat(captured(5, "aé😀")).isEqualTo(new Output("😀", 3));
        assertThat(captured(6, "aé😀")).isEqualTo(new Output("é😀", 1));
    }

    @Test
    void replacesInvalidUtf8() {
        BoundedCapture capture = new BoundedCapture(10);
        capture.append(new byte[] {(byte) 0xBF, 'a', (byte) 0xFF}, 3);

        assertThat(capture.output()).isEqualTo(new Output("\uFFFDa\uFFFD", 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100, 8191, 8192, 8193, 20_000})
    void keepsTheEndOfRandomChunks(int limit) {
        Random random = new Random(limit);
        BoundedCapture capture = new BoundedCapture(limit);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 200; i++) {
            byte[] chunk = asciiBytes(random, random.nextInt(random.nextBoolean() ? 10 : 2 * limit));
            all.write(chunk, 0, chunk.length / 2);
            capture.append(chunk, chunk.length / 2);

            byte[] expected = Arrays.copyOfRange(all.toByteArray(), Math.max(0, all.size() - limit), all.size());
            assertThat(capture.output())
                    .isEqualTo(new Output(new String(expected, StandardCharsets.UTF_8), all.size() - expected.length));
        }
    }

    private static Output captured(int limit, String... chunks) {
        BoundedCapture capture = new BoundedCapture(limit);
        for (String chunk : chunks) {
            byte[] bytes = chunk.getBytes(StandardCharsets.UTF_8);
            capture.append(bytes, bytes.length);
        }
        return capture.output();
    }

    private static byte[] asciiBytes(Random random, int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) ('a' + random.nextInt(26));
        }
        return bytes;
    }
}
