package dev.labctl.plan;

/** The event {@code FailedCreatePodSandBox} of a pod that the agent gives no address. */
final class SandboxText {
    private SandboxText() {}

    static String of(String why) {
        return "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox"
                + " \"<id>\": plugin type=\"cilium-cni\" failed (add): unable to allocate IP via local cilium agent:"
                + " [POST /ipam][502] postIpamFailure \"" + why + "\"";
    }
}
