package dev.labctl.output.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cells are addresses where there is room, and tell the truth to scale where there is not. */
class AddressBarTest {
    @ParameterizedTest
    @CsvSource({
        // reserved, slots, pods, width: reserved, taken, free, over, cut
        "2, 4, 0, 64, 2, 0, 4, 0, false",
        "2, 4, 1, 64, 2, 1, 3, 0, false",
        "2, 4, 4, 64, 2, 4, 0, 0, false",
        "2, 4, 10, 64, 2, 4, 0, 6, false",
        "2, 4, 10, 13, 2, 4, 0, 6, false",
        "2, 4, 10, 12, 2, 4, 0, 5, true",
        "2, 0, 3, 64, 2, 0, 0, 3, false",
        "0, 0, 3, 64, 0, 0, 0, 3, false",
        "0, 0, 0, 64, 0, 0, 0, 0, false",
        "2, 252, 0, 64, 1, 0, 63, 0, false",
        "2, 252, 1, 64, 1, 1, 62, 0, false",
        "2, 252, 251, 64, 1, 62, 1, 0, false",
        "2, 252, 252, 64, 1, 63, 0, 0, false",
        "2, 252, 300, 64, 1, 41, 0, 8, false",
        "2, 252, 2147483647, 64, 1, 41, 0, 21, true",
        "2, 65532, 5, 10, 1, 1, 8, 0, false"
    })
    void dividesTheCells(
            long reserved, long slots, long pods, int width, int kept, int taken, int free, int over, boolean cut) {
        assertThat(AddressBar.of(reserved, slots, pods, width)).isEqualTo(new AddressBar(kept, taken, free, over, cut));
    }

    @Test
    void nothingIsHiddenAndNothingIsMadeUp() {
        Random random = new Random(3);
        for (int i = 0; i < 50_000; i++) {
            int width = 8 + random.nextInt(57);
            long reserved = random.nextInt(4);
            long slots = random.nextLong(1L << random.nextInt(1, 33));
            long pods = random.nextLong(1L << random.nextInt(1, 32));
            AddressBar bar = AddressBar.of(reserved, slots, pods, width);
            String what = reserved + " " + slots + " " + pods + " " + width + ": " + bar;

            int edge = bar.over() > 0 ? 1 : 0;
            assertThat(bar.reserved() + bar.taken() + bar.free() + edge + bar.over())
                    .as(what)
                    .isLessThanOrEqualTo(width);
            assertThat(bar.reserved() > 0).as(what).isEqualTo(reserved > 0);
            assertThat(bar.taken() > 0).as(what).isEqualTo(Math.min(slots, pods) > 0);
            assertThat(bar.free() > 0).as(what).isEqualTo(slots > pods);
            assertThat(bar.over() > 0).as(what).isEqualTo(pods > slots);
        }
    }
}
