package dev.labctl.ipam;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CiliumVersionTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.18.0|",
                "v1.18.9|",
                "1.18.0-rc.1|",
                "1.17.9|Cilium 1.17.9: the rules and texts",
                "1.14.0|Cilium 1.14.0: the rules and texts",
                "1.13.4|Cilium 1.13.4 is older than 1.14",
                "0.9.0|Cilium 0.9.0 is older than 1.14",
                "1.19.0-rc.1|Cilium 1.19.0-rc.1: the rules and texts",
                "1.20.2|and mode eni allocates as multi-pool does",
                "2.0.0|and mode eni allocates as multi-pool does"
            })
    void whatHasToBeKnownOfAVersion(String version, String words) {
        String caveat = CiliumVersion.read(version).orElseThrow().caveat().orElse("");

        if (words == null) {
            assertThat(caveat).isEmpty();
        } else {
            assertThat(caveat).contains(words);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "latest", "1.18", "1.18.x", "01.18.2", "1.18.2 ", "vv1.18.2", "1.18.2-", "1.18.99999999999"})
    void whatIsNoVersion(String text) {
        assertThat(CiliumVersion.read(text)).isEmpty();
    }
}
