package dev.labctl.ipam;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The core of an event, without the prefixes of other components. */
class IpamTextsTest {
    private static final String SANDBOX = "a1".repeat(32);

    @Test
    void theAgentsErrorIsFoundInAnEvent() {
        String words = "unable to allocate from pool \"acme\" (family ipv4): pool not (yet) available";

        assertThat(IpamTexts.agentError(IpamTexts.podEvent(SANDBOX, "range is full")))
                .contains("range is full");
        assertThat(IpamTexts.agentError(IpamTexts.podEvent(SANDBOX, words))).contains(words);
        assertThat(IpamTexts.agentError("(combined from similar events): " + IpamTexts.podEvent(SANDBOX, words)))
                .contains(words);
        assertThat(IpamTexts.agentError("... [POST /ipam][502] postIpamFailure range is full"))
                .as("quotes get lost")
                .contains("range is full");
        assertThat(IpamTexts.agentError("Back-off pulling image")).isEmpty();
    }

    @Test
    void thePluginsErrorIsFoundInAnEvent() {
        assertThat(IpamTexts.core(IpamTexts.podEvent(SANDBOX, "range is full"))).isEqualTo("range is full");
        assertThat(IpamTexts.core(
                        "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network"
                                + " for sandbox \"" + SANDBOX
                                + "\": plugin type=\"cilium-cni\" failed (add): unable to connect"
                                + " to Cilium agent: timeout"))
                .isEqualTo("unable to connect to Cilium agent: timeout");
        assertThat(IpamTexts.core("0/3 nodes are available")).isEqualTo("0/3 nodes are available");
        assertThat(IpamTexts.core("")).isEmpty();
    }
}
