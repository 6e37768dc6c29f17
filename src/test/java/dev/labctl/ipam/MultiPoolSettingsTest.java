package dev.labctl.ipam;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The requests of a node in mode multi-pool, and the resulting number of blocks. */
class MultiPoolSettingsTest {
    private static final Infrastructure DEFAULT = new Infrastructure(false, true);
    private static final MultiPoolSettings CHART =
            MultiPoolSettings.ofValues(Map.of()).value().orElseThrow();

    @Test
    void theChartsDefaults() {
        assertThat(CHART).isEqualTo(new MultiPoolSettings("default", Map.of("default", 8)));
        assertThat(MultiPoolSettings.ofConfig(Map.of()).value()).contains(CHART);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "default=8,acme=16 | {acme=16, default=8}",
                "acme=1 | {acme=1}",
                "default=0 | {default=0}",
                "{\"default\": \"4\", \"acme\": 2} | {acme=2, default=4}",
                "'' | {default=8}"
            })
    void whatIsAllocatedInAdvance(String text, String expected) {
        assertThat(MultiPoolSettings.ofValues(Map.of("ipam", Map.of("multiPoolPreAllocation", text)))
                        .value()
                        .orElseThrow()
                        .preAllocation())
                .hasToString(expected);
        assertThat(MultiPoolSettings.ofConfig(Map.of("ipam-multi-pool-pre-allocation", text))
                        .value()
                        .orElseThrow()
                        .preAllocation())
                .hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "default | unable to parse ipam-multi-pool-pre-allocation: 'default' is not formatted as"
                        + " key=value,key1=value1",
                "default=8, | unable to parse ipam-multi-pool-pre-allocation: 'default=8,' is not formatted as"
                        + " key=value,key1=value1",
                "a=1=2 | unable to parse ipam-multi-pool-pre-allocation: 'a=1=2' is not formatted as"
                        + " key=value,key1=value1",
                "acme=many | invalid value for pool \"acme\": strconv.ParseInt: parsing \"many\": invalid syntax"
            })
    void whatTheAgentDiesOf(String text, String error) {
        assertThat(MultiPoolSettings.ofConfig(Map.of("ipam-multi-pool-pre-allocation", text))
                        .error())
                .contains(error);
    }

    @Test
    void anotherDefaultPool() {
        MultiPoolSettings expected = new MultiPoolSettings("main", Map.of("main", 8));

        assertThat(MultiPoolSettings.ofConfig(Map.of("ipam-default-ip-pool", "main"))
                        .value())
                .contains(expected);
        assertThat(MultiPoolSettings.ofValues(Map.of("extraConfig", Map.of("ipam-default-ip-pool", "main")))
                        .value())
                .contains(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "16, 0, 16",
        "16, 1, 32",
        "16, 15, 32",
        "16, 16, 32",
        "16, 17, 48",
        "8, 0, 8",
        "8, 2, 16",
        "8, 8, 16",
        "8, 9, 24",
        "8, 16, 24",
        "8, 17, 32",
        "1, 0, 1",
        "1, 5, 6",
        "0, 0, 0",
        "0, 7, 7"
    })
    void theDemandIsRoundedUpToTheNextButOneMultiple(int preAllocation, long used, long demand) {
        MultiPoolSettings settings = new MultiPoolSettings("default", Map.of("acme", preAllocation));

        assertThat(settings.demand("acme", used)).isEqualTo(demand);
        assertThat(settings.demand("other", used)).isEqualTo(used);
    }

    @ParameterizedTest
    @CsvSource({
        "default, IPV4, 27, 0, 1",
        "default, IPV4, 27, 14, 1",
        "default, IPV4, 27, 15, 2",
        "default, IPV4, 27, 46, 2",
        "default, IPV4, 27, 47, 3",
        "default, IPV4, 32, 0, 16",
        "default, IPV4, 31, 0, 8",
        "default, IPV6, 64, 100, 1",
        "acme-pool, IPV4, 27, 0, 0",
        "acme-pool, IPV4, 27, 1, 1",
        "acme-pool, IPV4, 27, 30, 1",
        "acme-pool, IPV4, 27, 31, 2",
        "acme-pool, IPV4, 27, 61, 3",
        "acme-pool, IPV4, 32, 5, 5",
        "acme-pool, IPV4, 31, 5, 3",
        "acme-pool, IPV4, 30, 5, 3",
        "acme-pool, IPV4, 0, 5, 1",
        "acme-pool, IPV6, 64, 100000, 1"
    })
    void blocksUntilTheyHoldTheDemand(String pool, Family family, int mask, long pods, long blocks) {
        assertThat(CHART.blocks(pool, family, mask, pods, DEFAULT)).isEqualTo(blocks);
    }

    @ParameterizedTest
    @CsvSource({"false, false, 15, 1", "false, false, 16, 2", "true, true, 13, 1", "true, true, 14, 2"})
    void theAgentsAddressesCountInTheDefaultPool(boolean ingress, boolean health, long pods, long blocks) {
        Infrastructure infrastructure = new Infrastructure(ingress, health);

        assertThat(CHART.blocks("default", Family.IPV4, 27, pods, infrastructure))
                .isEqualTo(blocks);
    }
}
