package dev.labctl.provider.rehearsal.simulation.cilium;

import dev.labctl.ipam.IpamTexts;
import dev.labctl.provider.rehearsal.simulation.kernel.EventLog;
import dev.labctl.provider.rehearsal.simulation.nodes.NodeObjects;
import dev.labctl.provider.rehearsal.simulation.nodes.PodNetwork.Attachment.Refused;

/** What the kubelet reports in an event when Cilium's CNI plugin cannot connect a pod. */
final class SandboxErrors {
    /** Cilium 1.18 {@code plugins/cilium-cni/lib/client.go}. */
    private static final String NO_AGENT =
            "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup"
                    + " network for sandbox \"" + EventLog.SANDBOX
                    + "\": plugin type=\"cilium-cni\" failed (add): unable to"
                    + " connect to Cilium agent: failed to create cilium agent client after 30.000000 seconds timeout: Get"
                    + " \"http://localhost/v1/config\": dial unix /var/run/cilium/cilium.sock: connect: no such file or"
                    + " directory\nIs the agent running?";

    private SandboxErrors() {}

    /** The agent has no address, for the reason in its text. */
    static Refused refused(String text) {
        return new Refused(IpamTexts.POD_EVENT_REASON, IpamTexts.podEvent(EventLog.SANDBOX, text));
    }

    /** No agent answers on the node. */
    static Refused noAgent() {
        return new Refused(IpamTexts.POD_EVENT_REASON, NO_AGENT);
    }

    /** The kubelet does not even try: the node has no network. */
    static Refused noNetwork() {
        return new Refused("NetworkNotReady", "network is not ready: " + NodeObjects.NO_NETWORK);
    }
}
