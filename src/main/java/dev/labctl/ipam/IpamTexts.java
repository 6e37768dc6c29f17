package dev.labctl.ipam;

import java.util.Optional;

/** The messages of Cilium 1.18 and Kubernetes 1.33 about addresses that several classes write or read, word for word. */
public final class IpamTexts {
    /** The agent has no address left in its node's CIDR (Cilium {@code pkg/ipam/service/ipallocator/allocator.go}). */
    public static final String RANGE_FULL = "range is full";

    static final String RANGE_FULL_WITH_HELP = RANGE_FULL + ", see https://cilium.link/ipam-range-full";

    /** The agent's blocks of a pool are full (Cilium {@code pkg/ipam/pool.go}). */
    public static final String POOL_EXHAUSTED = "all pod CIDR ranges are exhausted";

    /** The node's network interfaces have no address left (Cilium {@code pkg/ipam/crd.go}). */
    public static final String NO_MORE_IPS = "No more IPs available";

    /** The operator's error on a CiliumNode when no block is left (Cilium {@code podcidr.go}). It names no family. */
    public static final String ALLOCATOR_FULL = "allocator full";

    /** The reason of the event with the message {@link #podEvent} (Kubernetes {@code pkg/kubelet/events/event.go}). */
    public static final String POD_EVENT_REASON = "FailedCreatePodSandBox";

    /** The reason of a Node's event when the controller manager has no block left for it. */
    public static final String CIDR_NOT_AVAILABLE = "CIDRNotAvailable";

    /** The agent's log in mode multi-pool until it has blocks of each pool for which it pre-allocates addresses. */
    public static final String WAITING_FOR_POOL = "Waiting for podCIDR pool to become available";

    /** Precedes the agent's error in a pod's event. */
    private static final String AGENT_SAYS = "postIpamFailure ";

    /** Precedes the network plugin's error in a pod's event. */
    private static final String PLUGIN_SAYS = " failed (add): ";

    private IpamTexts() {}

    /**
     * The message of the event on a pod without an address (Kubernetes {@code pkg/kubelet/kuberuntime/kuberuntime_manager.go},
     * Cilium {@code plugins/cilium-cni/cmd/cmd.go}, {@code api/v1/client/ipam/post_ipam_responses.go}). The kubelet
     * retries about every ten seconds, each time with another sandbox.
     *
     * @param sandbox its id, 64 hexadecimal digits
     * @param error the agent's, such as {@link #RANGE_FULL}
     */
    public static String podEvent(String sandbox, String error) {
        String json = error.replace("\\", "\\\\").replace("\"", "\\\"");
        return "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox \""
                + sandbox + "\": plugin type=\"cilium-cni\" failed (add): unable to allocate IP via local cilium agent:"
                + " [POST /ipam][502] " + AGENT_SAYS + "\"" + json + "\"";
    }

    /** The message of the event on a pod whose node's agent does not answer (Cilium {@code plugins/cilium-cni/lib/client.go}). */
    public static String noAgent(String sandbox) {
        return "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox \""
                + sandbox
                + "\": plugin type=\"cilium-cni\" failed (add): unable to connect to Cilium agent: failed to create"
                + " cilium agent client after 30.000000 seconds timeout: Get \"http://localhost/v1/config\": dial unix"
                + " /var/run/cilium/cilium.sock: connect: no such file or directory\nIs the agent running?";
    }

    /**
     * The core of a pod's event, without the prefixes of the components that passed it on: the agent's error, such as {@link
     * #RANGE_FULL}, otherwise the network plugin's, otherwise the complete message.
     */
    public static String core(String event) {
        return agentError(event)
                .orElseGet(() -> event.substring(
                        event.contains(PLUGIN_SAYS) ? event.indexOf(PLUGIN_SAYS) + PLUGIN_SAYS.length() : 0));
    }

    /** Whether an event reports that a sandbox, which includes the address, could not be created. */
    public static boolean isPodEvent(String event) {
        return event.startsWith("Failed to create pod sandbox: ");
    }

    /** The agent's error in the event of a pod without an address; empty for other events. */
    public static Optional<String> agentError(String event) {
        int start = event.indexOf(AGENT_SAYS);
        return start < 0
                ? Optional.empty()
                : Optional.of(event.substring(start + AGENT_SAYS.length())
                        .strip()
                        .replaceFirst("^\"", "")
                        .replaceFirst("\"$", "")
                        .replace("\\\"", "\"")
                        .replace("\\\\", "\\"));
    }

    /**
     * The message of a Node's event without a block, with the reason {@link #CIDR_NOT_AVAILABLE} (Kubernetes {@code
     * pkg/controller/util/node/controller_utils.go}).
     */
    public static String cidrNotAvailable(String node) {
        return "Node " + node + " status is now: " + CIDR_NOT_AVAILABLE;
    }

    /** The agent's log while its node has no block of a family (Cilium {@code daemon/k8s/init.go}). */
    public static String waitingForCidr(Family family) {
        return "required " + family + " PodCIDR not available";
    }

    /** An agent has no block of a pool (Cilium {@code pkg/ipam/multipool.go}). */
    public static String poolNotYetAvailable(String pool, Family family) {
        return "unable to allocate from pool \"" + pool + "\" (family " + family.key() + "): pool not (yet) available";
    }
}
