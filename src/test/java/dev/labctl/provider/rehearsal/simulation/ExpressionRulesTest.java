package dev.labctl.provider.rehearsal.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules in CEL of Cilium 1.18.2's definitions ({@code pkg/k8s/apis/cilium.io/client/crds}); no other kinds have any. */
class ExpressionRulesTest {
    private static final String VALUES =
            "ipam: {mode: kubernetes}\nbgpControlPlane: {enabled: true}\nlocalRedirectPolicies: {enabled: true}";

    private static String object(String apiVersion, String kind, String spec) {
        return "apiVersion: " + apiVersion + "\nkind: " + kind + "\nmetadata: {name: x}\nspec: " + spec + "\n";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v2|CiliumBGPAdvertisement|{advertisements: [{advertisementType: PodCIDR}, {advertisementType: Service}]}"
                        + "|spec.advertisements[1]: Invalid value: \"object\": service field is required for the 'Service'"
                        + " advertisementType",
                "v2|CiliumBGPAdvertisement|{advertisements: [{advertisementType: Service, service: {addresses: [ClusterIP]}}]}|",
                "v2alpha1|CiliumBGPAdvertisement|{advertisements: [{advertisementType: PodCIDR, selector: {matchLabels: {a: b}}}]}"
                        + "|spec.advertisements[0]: Invalid value: \"object\": selector field is not allowed for the 'PodCIDR'"
                        + " advertisementType",
                "v2|CiliumBGPAdvertisement|{advertisements: [{advertisementType: CiliumPodIPPool, selector: {matchLabels: {a: b}}}]}|",
                "v2|CiliumBGPPeerConfig|{timers: {keepAliveTimeSeconds: 30, holdTimeSeconds: 20}}"
                        + "|spec.timers: Invalid value: \"object\": keepAliveTimeSeconds can not be larger than holdTimeSeconds",
                "v2|CiliumBGPPeerConfig|{timers: {holdTimeSeconds: 20}}"
                        + "|spec.timers: Invalid value: \"object\": keepAliveTimeSeconds can not be larger than holdTimeSeconds",
                "v2|CiliumBGPPeerConfig|{timers: {keepAliveTimeSeconds: 30}}|",
                "v2|CiliumBGPPeerConfig|{timers: {keepAliveTimeSeconds: 0, holdTimeSeconds: 20}}"
                        + "|spec.timers.keepAliveTimeSeconds: Invalid value: 0: spec.timers.keepAliveTimeSeconds in body should be"
                        + " greater than or equal to 1"
            })
    void anObjectThatBreaksOneIsRefused(String version, String kind, String spec, String problem) {
        Simulated simulated = Simulated.with(VALUES, 1);
        String object = object("cilium.io/" + version, kind, spec);

        if (problem == null) {
            simulated.applies(object);
        } else {
            assertThat(simulated.refusal(object)).hasMessage(kind + ".cilium.io \"x\" is invalid: " + problem);
        }
    }

    private static String redirect(String frontend, String more) {
        return object(
                "cilium.io/v2",
                "CiliumLocalRedirectPolicy",
                "{redirectFrontend: {addressMatcher: {ip: " + frontend
                        + ", toPorts: [{port: '53', protocol: UDP}]}}, redirectBackend: {localEndpointSelector: {matchLabels:"
                        + " {a: b}}, toPorts: [{port: '53', protocol: UDP}]}" + more + "}");
    }

    @Test
    void whatCannotChangeIsComparedWithWhatIsThere() {
        Simulated simulated = Simulated.with(VALUES, 1).applies(redirect("10.0.0.1", ""));

        simulated.applies(redirect("10.0.0.1", ", description: same, skipRedirectFromBackend: false"));
        assertThat(simulated.refusal(redirect("10.0.0.2", "")))
                .hasMessageContaining(
                        "spec.redirectFrontend: Invalid value: \"object\": redirectFrontend is immutable");
        assertThat(simulated.refusal(redirect("10.0.0.1", ", skipRedirectFromBackend: true")))
                .hasMessageContaining(
                        "spec.skipRedirectFromBackend: Invalid value: \"boolean\": skipRedirectFromBackend is immutable");
    }
}
