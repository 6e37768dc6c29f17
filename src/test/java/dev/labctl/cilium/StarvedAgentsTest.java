package dev.labctl.cilium;

import static dev.labctl.kubernetes.FakeApi.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.ipam.Family;
import dev.labctl.ipam.MultiPoolSettings;
import dev.labctl.kubernetes.KubeObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StarvedAgentsTest {
    private static final String MISSING =
            "failed to allocate ipv4 address for node \"b\" from pool \"green\": cannot allocate from non-existing pool: green";
    private static final String EMPTY =
            "failed to allocate ipv4 address for node \"b\" from pool \"green\": pool empty";

    private static KubeObject node(String name, String cidr, String error) {
        List<Object> allocated = cidr.isEmpty() ? List.of() : List.of(Map.of("pool", "green", "cidrs", List.of(cidr)));
        return object(
                "cilium.io/v2",
                "CiliumNode",
                null,
                name,
                Map.of(
                        "spec", Map.of("ipam", Map.of("pools", Map.of("allocated", allocated))),
                        "status", Map.of("ipam", Map.of("operator-status", Map.of("error", error)))));
    }

    private static KubeObject green(String cidr) {
        return object(
                "cilium.io/v2alpha1",
                "CiliumPodIPPool",
                null,
                "green",
                Map.of("spec", Map.of("ipv4", Map.of("cidrs", List.of(cidr), "maskSize", 28L))));
    }

    /** Node a has a block of the pool; the error of node b may be from a moment ago. */
    @ParameterizedTest(name = "{0}, pool {1}, block {2}")
    @CsvSource({
        "MISSING, '', '', true",
        "MISSING, 10.20.0.0/24, '', false",
        "EMPTY, 10.20.0.0/28, '', true",
        "EMPTY, 10.20.0.0/27, '', false",
        "EMPTY, 10.20.0.0/28, 10.21.0.0/28, false",
        "'', '', '', false"
    })
    void whatNothingWillChangeIsTold(String error, String pool, String block, boolean starved) {
        String text = error.equals("MISSING") ? MISSING : error.equals("EMPTY") ? EMPTY : "";
        MultiPoolSettings settings = MultiPoolSettings.ofConfig(
                        Map.of(MultiPoolSettings.PRE_ALLOCATION_KEY, "default=8,green=4"))
                .value()
                .orElseThrow();
        StarvedAgents agents = new StarvedAgents(
                settings,
                Set.of(Family.IPV4),
                pool.isEmpty() ? List.of() : List.of(green(pool)),
                List.of(node("a", pool.isEmpty() ? "" : "10.20.0.0/28", ""), node("b", block, text)));

        assertThat(agents.first())
                .isEqualTo(
                        starved
                                ? Optional.of("the agent of Node b waits for a block of the pool green: " + text)
                                : Optional.empty());
    }
}
