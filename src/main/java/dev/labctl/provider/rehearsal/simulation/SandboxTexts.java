package dev.labctl.provider.rehearsal.simulation;

import dev.labctl.provider.rehearsal.simulation.PodNetwork.Attachment.Refused;

/** What the kubelet tells in an event when Cilium's CNI plugin cannot connect a pod. */
final class SandboxTexts {
    private static final String REASON = "FailedCreatePodSandBox";

    /** Kubernetes 1.33 {@code pkg/kubelet/kuberuntime/kuberuntime_manager.go}, containerd {@code pkg/cri}. */
    private static final String START = "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup"
            + " network for sandbox \"" + EventLog.SANDBOX + "\": plugin type=\"cilium-cni\" failed (add): ";

    private SandboxTexts() {}

    /** The agent has no address; its text stands in the answer to the plugin (Cilium 1.18 {@code plugins/cilium-cni/cmd/cmd.go}). */
    static Refused refused(String text) {
        String quoted = text.replace("\"", "\\\"");
        return new Refused(
                REASON,
                START + "unable to allocate IP via local cilium agent: [POST /ipam][502] postIpamFailure \"" + quoted
                        + "\"");
    }

    /** No agent answers on the node. */
    static Refused noAgent() {
        return new Refused(
                REASON,
                START
                        + "unable to connect to Cilium agent: failed to create cilium agent client after 30.000000 seconds"
                        + " timeout: Get \"http://localhost/v1/config\": dial unix /var/run/cilium/cilium.sock: connect:"
                        + " no such file or directory\nIs the agent running?");
    }
}
