package dev.labctl.provider.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CollectionTimeTest {
    private static List<Map<String, Object>> lease(String renewed) {
        return List.of(
                Map.of("spec", Map.of("renewTime", "2026-11-28T00:00:00.000000Z")),
                Map.of("spec", Map.of("renewTime", renewed)));
    }

    private static CollectionTime of(String stamp, List<Map<String, Object>> leases) {
        return CollectionTime.of(stamp, leases).orElseThrow();
    }

    @Test
    void theNewestLeaseTellsTheTimeZone() {
        assertThat(of("20261128-145133", lease("2026-11-28T14:51:33.480636Z")))
                .isEqualTo(new CollectionTime(Instant.parse("2026-11-28T14:51:33Z"), true));
        // Collected on a machine in Berlin, and on one in Kathmandu.
        assertThat(of("20261128-155133", lease("2026-11-28T14:51:25.1Z")).at())
                .isEqualTo(Instant.parse("2026-11-28T14:51:33Z"));
        assertThat(of("20261128-203633", lease("2026-11-28T14:51:25.1Z")).at())
                .isEqualTo(Instant.parse("2026-11-28T14:51:33Z"));
    }

    @Test
    void withoutLeasesItIsTakenAsUtc() {
        CollectionTime utc = new CollectionTime(Instant.parse("2026-11-28T14:51:33Z"), false);

        assertThat(of("20261128-145133", List.of())).isEqualTo(utc);
        assertThat(of("20261128-145133", lease("2020-01-01T00:00:00Z"))).isEqualTo(utc);
    }

    @Test
    void whatIsNoTimeIsNone() {
        assertThat(CollectionTime.of("20261399-999999", List.of())).isEmpty();
    }
}
