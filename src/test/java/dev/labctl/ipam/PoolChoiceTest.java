package dev.labctl.ipam;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.ipam.PoolChoice.IgnoredKey;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pool of a pod's address, and annotations that only resemble one for a pool. */
class PoolChoiceTest {
    @ParameterizedTest
    @CsvSource({
        "IPV4, '', '', main, DEFAULT, ''",
        "IPV4, '', ip-pool=ns, ns, NAMESPACE, ip-pool",
        "IPV6, '', ip-pool=ns, ns, NAMESPACE, ip-pool",
        "IPV4, ip-pool=pod, ip-pool=ns, pod, POD, ip-pool",
        "IPV4, ip-pool=pod, ipv4-pool=ns, pod, POD, ip-pool",
        "IPV4, ip-pool=pod ipv4-pool=pod4, '', pod4, POD, ipv4-pool",
        "IPV6, ip-pool=pod ipv4-pool=pod4, '', pod, POD, ip-pool",
        "IPV6, ipv4-pool=pod4, ipv6-pool=ns6 ip-pool=ns, ns6, NAMESPACE, ipv6-pool",
        "IPV6, ipv4-pool=pod4, ipv4-pool=ns4, main, DEFAULT, ''",
        "IPV4, ip-pool=, ip-pool=ns, ns, NAMESPACE, ip-pool",
        "IPV4, ipv4-pool= ip-pool=pod, '', pod, POD, ip-pool",
        "IPV4, ipam-pool=pod, '', main, DEFAULT, ''"
    })
    void thePodIsAskedBeforeItsNamespaceAndTheFamilyBeforeBoth(
            Family family, String pod, String namespace, String pool, PoolChoice.Source source, String key) {
        assertThat(PoolChoice.of(family, annotations(pod), annotations(namespace), "main"))
                .isEqualTo(new PoolChoice(
                        pool, source, key.isEmpty() ? Optional.empty() : Optional.of("ipam.cilium.io/" + key)));
    }

    @ParameterizedTest
    @CsvSource({
        "ipam.cilium.io/ipam-pool, ipam.cilium.io/ip-pool",
        "ipam.cilium.io/ippool, ipam.cilium.io/ip-pool",
        "ipam.cilium.io/IP-Pool, ipam.cilium.io/ip-pool",
        "ipam.cilium.io/pool, ipam.cilium.io/ip-pool",
        "ipam.cilium.io/ip-pools, ipam.cilium.io/ip-pool",
        "ipam.cilium.io/v4-pool, ipam.cilium.io/ipv4-pool",
        "ipam.cilium.io/ipv6_pool, ipam.cilium.io/ipv6-pool",
        "ipam.cilium.io/require-pool-match, ",
        "ipam.cilium.io/anything, ",
        "cilium.io/ip-pool, ipam.cilium.io/ip-pool",
        "io.cilium/ipv4-pool, ipam.cilium.io/ipv4-pool",
        "IPAM.Cilium.io/ip-pool, ipam.cilium.io/ip-pool",
        "ip-pool, ipam.cilium.io/ip-pool"
    })
    void aKeyThatIsIgnored(String key, String meant) {
        assertThat(PoolChoice.ignored(Map.of(key, "acme-pool")))
                .containsExactly(new IgnoredKey(key, Optional.ofNullable(meant)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ipam.cilium.io/ip-pool",
                "ipam.cilium.io/ipv4-pool",
                "ipam.cilium.io/ipv6-pool",
                "ipam.cilium.io/ignore",
                "lbipam.cilium.io/ips",
                "io.cilium/lb-ipam-ips",
                "cilium.io/no-track-port",
                "example.org/ip-pool",
                "app"
            })
    void aKeyThatIsKnownOrNotCiliums(String key) {
        assertThat(PoolChoice.ignored(Map.of(key, "acme-pool"))).isEmpty();
    }

    @Test
    void ignoredKeysAreOrderedByName() {
        Map<String, String> annotations =
                Map.of("ipam.cilium.io/pool", "b", "app", "c", "cilium.io/ip-pool", "a", "ipam.cilium.io/ip-pool", "d");

        assertThat(PoolChoice.ignored(annotations))
                .extracting(IgnoredKey::key)
                .containsExactly("cilium.io/ip-pool", "ipam.cilium.io/pool");
    }

    private static Map<String, String> annotations(String texts) {
        return Arrays.stream(texts.split(" "))
                .filter(text -> !text.isEmpty())
                .map(text -> text.split("=", -1))
                .collect(Collectors.toMap(pair -> "ipam.cilium.io/" + pair[0], pair -> pair[1]));
    }
}
