package dev.labctl.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.addresses.AddressMap.Given;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.json.Json;
import dev.labctl.lab.Range;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Values in JSON. */
class ViewTreeTest {
    private static String json(Object value) {
        return Json.write(ViewTree.of("value", value)).replaceAll("\\s+", "");
    }

    @Test
    void aRecordIsAMapOfItsComponentsInTheirOrder() {
        assertThat(json(List.of(new Range(1, 2)))).isEqualTo("{\"value\":[{\"min\":1,\"max\":2}]}");
        assertThat(json(new Given(Cidr.parse("10.0.0.0/29"), "n1")))
                .isEqualTo("{\"value\":{\"cidr\":\"10.0.0.0/29\",\"node\":\"n1\"}}");
    }

    @Test
    void aConstantIsAWord() {
        assertThat(json(StatusView.Stage.HALF_MADE)).isEqualTo("{\"value\":\"half-made\"}");
        assertThat(json(Family.IPV4)).as("has a text of its own").isEqualTo("{\"value\":\"IPv4\"}");
    }

    @Test
    void whatIsEmptyIsNullAndNotLeftOut() {
        assertThat(json(Optional.empty())).isEqualTo("{\"value\":null}");
        assertThat(json(Optional.of(List.of(true)))).isEqualTo("{\"value\":[true]}");
    }

    @Test
    void aMapStaysAndAnythingElseIsItsText() {
        assertThat(json(Map.of("a", 1.5))).isEqualTo("{\"value\":{\"a\":1.5}}");
        assertThat(json(Instant.EPOCH)).isEqualTo("{\"value\":\"1970-01-01T00:00:00Z\"}");
    }
}
