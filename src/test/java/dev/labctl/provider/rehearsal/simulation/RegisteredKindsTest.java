package dev.labctl.provider.rehearsal.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.kubernetes.ApiException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which of Cilium's kinds there are, by default and with which values: seen with the operator of Cilium 1.18.2 on a kind cluster.
 */
class RegisteredKindsTest {
    private static final String DEFAULT = "ipam: {mode: kubernetes}";

    @ParameterizedTest
    @CsvSource({
        "CiliumCIDRGroup, v2 v2alpha1",
        "CiliumClusterwideNetworkPolicy, v2",
        "CiliumEndpoint, v2",
        "CiliumIdentity, v2",
        "CiliumL2AnnouncementPolicy, v2alpha1",
        "CiliumLoadBalancerIPPool, v2 v2alpha1",
        "CiliumNetworkPolicy, v2",
        "CiliumNode, v2",
        "CiliumNodeConfig, v2 v2alpha1",
        "CiliumPodIPPool, v2alpha1"
    })
    void thereByDefault(String kind, String versions) {
        assertThat(versions(Simulated.with(DEFAULT, 1), kind)).isEqualTo(versions);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CiliumBGPAdvertisement|v2 v2alpha1|bgpControlPlane: {enabled: true}",
                "CiliumBGPClusterConfig|v2 v2alpha1|bgpControlPlane: {enabled: true}",
                "CiliumBGPNodeConfig|v2 v2alpha1|bgpControlPlane: {enabled: true}",
                "CiliumBGPNodeConfigOverride|v2 v2alpha1|bgpControlPlane: {enabled: true}",
                "CiliumBGPPeerConfig|v2 v2alpha1|bgpControlPlane: {enabled: true}",
                "CiliumBGPPeeringPolicy|v2alpha1|bgpControlPlane: {enabled: true}",
                "CiliumEgressGatewayPolicy|v2|egressGateway: {enabled: true}",
                "CiliumEndpointSlice|v2alpha1|ciliumEndpointSlice: {enabled: true}",
                "CiliumLocalRedirectPolicy|v2|localRedirectPolicies: {enabled: true}",
                "CiliumLocalRedirectPolicy|v2|localRedirectPolicy: true",
                "CiliumEnvoyConfig|v2|envoyConfig: {enabled: true}",
                "CiliumEnvoyConfig|v2|ingressController: {enabled: true}",
                "CiliumEnvoyConfig|v2|gatewayAPI: {enabled: true}",
                "CiliumEnvoyConfig|v2|loadBalancer: {l7: {backend: envoy}}",
                "CiliumClusterwideEnvoyConfig|v2|envoyConfig: {enabled: true}",
                "CiliumGatewayClassConfig|v2alpha1|gatewayAPI: {enabled: true}"
            })
    void thereWithAValueAlone(String kind, String versions, String value) {
        Simulated without = Simulated.with(DEFAULT, 1);
        String object =
                "apiVersion: cilium.io/" + versions.split(" ", -1)[0] + "\nkind: " + kind + "\nmetadata: {name: one}\n";
        ApiException refusal = without.refusal(object);
        assertThat(refusal.kind()).isEqualTo(ApiException.Kind.UNKNOWN_KIND);
        assertThat(refusal)
                .hasMessage("no matches for kind \"" + kind + "\" in version \"cilium.io/" + versions.split(" ", -1)[0]
                        + "\"");

        assertThat(versions(Simulated.with(DEFAULT + "\n" + value, 1), kind)).isEqualTo(versions);
    }

    @ParameterizedTest
    @CsvSource({"CiliumNode", "CiliumPodIPPool", "CiliumNetworkPolicy"})
    void noneAreThereWhereTheOperatorRegistersNone(String kind) {
        assertThat(versions(Simulated.with(DEFAULT + "\noperator: {skipCRDCreation: true}", 1), kind))
                .isEmpty();
    }

    private static String versions(Simulated simulated, String kind) {
        StringBuilder versions = new StringBuilder();
        for (String version : new String[] {"v2", "v2alpha1"}) {
            if (simulated.cluster().scope("cilium.io/" + version, kind).isPresent()) {
                versions.append(versions.length() == 0 ? "" : " ").append(version);
            }
        }
        return versions.toString();
    }
}
