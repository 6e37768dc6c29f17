package dev.labctl.ipam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.ipam.IpamTrouble.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cilium's errors are written word for word, and read despite quoting and prefixes. */
class IpamTroubleTest {
    private static final String SANDBOX = "7b5a6c0f2d";

    /** As observed on kind with Cilium 1.18.2, except for the sandbox id. */
    private static final String SEEN = "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup"
            + " network for sandbox \"7b5a6c0f2d\": plugin type=\"cilium-cni\" failed (add): unable to allocate IP via"
            + " local cilium agent: [POST /ipam][502] postIpamFailure \"range is full\"";

    @Test
    void theEventOfAPodReportsTheTrouble() {
        assertThat(IpamTexts.podEvent(SANDBOX, IpamTexts.RANGE_FULL)).isEqualTo(SEEN);
        assertThat(IpamTexts.podEvent(SANDBOX, IpamTexts.poolNotYetAvailable("acme-pool", Family.IPV4)))
                .endsWith(
                        " postIpamFailure \"unable to allocate from pool \\\"acme-pool\\\" (family ipv4): pool not (yet)"
                                + " available\"");
    }

    @Test
    void nodesAndLogsReportTheTrouble() {
        assertThat(IpamTexts.cidrNotAvailable("lab-worker"))
                .isEqualTo("Node lab-worker status is now: CIDRNotAvailable");
        assertThat(IpamTexts.waitingForCidr(Family.IPV6)).isEqualTo("required IPv6 PodCIDR not available");
    }

    static Stream<List<Object>> whatTheRulesSay() {
        PoolAllocator operator = new PoolAllocator(Set.of(Family.IPV4));
        operator.upsert(PodIpPoolTest.pool("small", Family.IPV4, 27, "10.0.0.0/27"));
        return Stream.of(
                List.of(IpamTexts.RANGE_FULL, plain(Kind.RANGE_FULL)),
                List.of(IpamTexts.POOL_EXHAUSTED, plain(Kind.POOL_EXHAUSTED)),
                List.of(IpamTexts.NO_MORE_IPS, plain(Kind.NO_MORE_IPS)),
                List.of(IpamTexts.ALLOCATOR_FULL, plain(Kind.ALLOCATOR_FULL)),
                List.of(
                        IpamTexts.poolNotYetAvailable("acme-pool", Family.IPV6),
                        named(Kind.POOL_NOT_YET_AVAILABLE, "acme-pool", Family.IPV6)),
                List.of(error(operator, "nobody"), named(Kind.POOL_MISSING, "nobody", Family.IPV4)),
                List.of(error(operator, "small"), named(Kind.POOL_EMPTY, "small", Family.IPV4)));
    }

    private static String error(PoolAllocator operator, String pool) {
        return operator.allocate("lab-worker", Map.of(), Map.of(pool, Map.of(Family.IPV4, 99L)))
                .error()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("whatTheRulesSay")
    void errorsAreReadDespiteQuotingAndPrefixes(List<Object> line) {
        String text = (String) line.get(0);
        IpamTrouble trouble = (IpamTrouble) line.get(1);
        String event = IpamTexts.podEvent(SANDBOX, text);

        assertThat(IpamTrouble.in(text)).containsExactly(trouble);
        assertThat(IpamTrouble.in(event)).containsExactly(trouble);
        assertThat(IpamTrouble.in("(combined from similar events): " + event)).containsExactly(trouble);
        assertThat(IpamTrouble.in(event.replace("type=", "name="))).containsExactly(trouble);
        assertThat(IpamTrouble.in(event.replace("\\\"", "\\\\\\\""))).containsExactly(trouble);
        assertThat(IpamTrouble.in(event.replace("\\", ""))).containsExactly(trouble);
        assertThat(IpamTrouble.in(event.replace("\\", "").replace("\"", ""))).containsExactly(trouble);
    }

    @Test
    void recordedTextsAreRead() {
        assertThat(IpamTrouble.in(SEEN)).containsExactly(plain(Kind.RANGE_FULL));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unable to reserve IP 10.20.0.5 from pool \"acme-pool\" (family ipv4): pool not (yet) available"
                        + " | POOL_NOT_YET_AVAILABLE",
                "all CIDR ranges are exhausted | POOL_EXHAUSTED",
                "unable to allocate health IPv4: range is full, see https://cilium.link/ipam-range-full | RANGE_FULL"
            })
    void otherFormsOfTheSame(String text, Kind kind) {
        assertThat(IpamTrouble.in(text)).extracting(IpamTrouble::kind).containsExactly(kind);
    }

    @Test
    void anOperatorErrorReportsEachPoolAndFamily() {
        String error = "failed to allocate ipv4 address for node \"n\" from pool \"a\": pool empty\n"
                + "failed to allocate ipv6 address for node \"n\" from pool \"a\": pool empty\n"
                + "failed to allocate ipv4 address for node \"n\" from pool \"b\": cannot allocate from non-existing pool: b";

        assertThat(IpamTrouble.in(error))
                .containsExactly(
                        named(Kind.POOL_EMPTY, "a", Family.IPV4),
                        named(Kind.POOL_EMPTY, "a", Family.IPV6),
                        named(Kind.POOL_MISSING, "b", Family.IPV4));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Successfully assigned default/nginx to lab-worker2",
                "0/3 nodes are available: 3 node(s) had untolerated taint {node.cilium.io/agent-not-ready: }",
                "network is not ready: container runtime network not ready",
                "allocator clusterCIDR: 10.0.42.0/28, nodeMask: 29 full",
                "the pool is full",
                "pool empty"
            })
    void othersWordsAreNoTrouble(String text) {
        assertThat(IpamTrouble.in(text)).isEmpty();
    }

    private static IpamTrouble plain(Kind kind) {
        return new IpamTrouble(kind, Optional.empty(), Optional.empty());
    }

    private static IpamTrouble named(Kind kind, String pool, Family family) {
        return new IpamTrouble(kind, Optional.of(pool), Optional.of(family));
    }
}
