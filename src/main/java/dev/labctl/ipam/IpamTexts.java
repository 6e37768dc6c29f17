package dev.labctl.ipam;

import dev.labctl.ipam.Infrastructure.Purpose;
import java.util.Locale;
import java.util.Optional;

/** The messages of Cilium 1.18 and Kubernetes 1.33 about addresses, word for word. */
public final class IpamTexts {
    /** The agent has no address left in its node's CIDR (Cilium {@code pkg/ipam/service/ipallocator/allocator.go}). */
    public static final String RANGE_FULL = "range is full";

    /** The agent's blocks of a pool are full (Cilium {@code pkg/ipam/pool.go}). */
    public static final String POOL_EXHAUSTED = "all pod CIDR ranges are exhausted";

    /** The node's network interfaces have no address left (Cilium {@code pkg/ipam/crd.go}). */
    public static final String NO_MORE_IPS = "No more IPs available";

    /** The operator's error on a CiliumNode when no block is left (Cilium {@code podcidr.go}). It names no family. */
    public static final String ALLOCATOR_FULL = "allocator full";

    /** The operator does not know the limits of the instance type (Cilium {@code pkg/aws/eni/node.go}). */
    public static final String NO_LIMITS = "unable to determine limits";

    /** The reason of the event with the message {@link #podEvent} (Kubernetes {@code pkg/kubelet/events/event.go}). */
    public static final String POD_EVENT_REASON = "FailedCreatePodSandBox";

    /** The reason of a Node's event when the controller manager has no block left for it. */
    public static final String CIDR_NOT_AVAILABLE = "CIDRNotAvailable";

    /** The agent's log in mode multi-pool until it has blocks of each pool for which it pre-allocates addresses. */
    public static final String WAITING_FOR_POOL = "Waiting for podCIDR pool to become available";

    /** Cilium {@code pkg/ipam/cidrset/cidr_set.go}. */
    static final String SUBNET_MASK_INVALID =
            "SubNetMask is invalid, should be lower or equal to 32 for IPv4 and to 128 for IPv6";

    /** Cilium {@code pkg/ipam/cidrset/cidr_set.go}. */
    static final String NODE_CIDR_TOO_BIG = "New CIDR set failed; the node CIDR size is too big";

    /** The operator has no block of a pool left (Cilium {@code pkg/ipam/allocator/multipool/pool.go}). */
    static final String POOL_EMPTY = "pool empty";

    /** The pool does not exist; its name follows (Cilium {@code pkg/ipam/allocator/multipool/pool_allocator.go}). */
    static final String NON_EXISTING_POOL = "cannot allocate from non-existing pool: ";

    /** Precedes the agent's error in a pod's event. */
    private static final String AGENT_SAYS = "postIpamFailure ";

    /** Precedes the network plugin's error in a pod's event. */
    private static final String PLUGIN_SAYS = " failed (add): ";

    private static final String RANGE_FULL_HELP = ", see https://cilium.link/ipam-range-full";

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

    /** A family as in the agent's texts and in pod annotations: {@code ipv4}, {@code ipv6}. */
    static String word(Family family) {
        return family.toString().toLowerCase(Locale.ROOT);
    }

    /** The agent's fatal error if its own addresses do not fit (Cilium {@code daemon/cmd/ipam.go}). */
    static String infrastructureFailed(Purpose purpose, Family family) {
        return switch (purpose) {
            case ROUTER -> "Unable to allocate router IP for family " + word(family) + ": " + RANGE_FULL;
            case INGRESS -> "unable to allocate ingress IPs: " + RANGE_FULL + RANGE_FULL_HELP;
            case HEALTH -> "unable to allocate health " + family + ": " + RANGE_FULL + RANGE_FULL_HELP;
        };
    }

    /** Go {@code net.ParseCIDR}. */
    static String invalidCidr(String text) {
        return "invalid CIDR address: " + text;
    }

    /** Cilium {@code cidr_set.go}. */
    static String range(Cidr cidr, int maskSize) {
        return "clusterCIDR: " + cidr + ", nodeMask: " + maskSize;
    }

    /** Cilium {@code pkg/ipam/allocator/clusterpool/cidralloc/cidralloc.go}. */
    static String collision(String cidr, BlockSet other) {
        return "requested CIDR " + cidr + " collides with " + other;
    }

    /** Cilium {@code cidralloc.go}. */
    static String wrongFamily(Cidr cidr, Family wanted) {
        return "CIDR is not " + (wanted == Family.IPV4 ? "v4" : "v6") + " family: " + cidr;
    }

    /** A fatal error of the operator (Cilium {@code pkg/ipam/allocator/clusterpool/clusterpool.go}). */
    static String allocatorNotInitialized(Family family, String error) {
        return "unable to initialize " + family + " allocator: " + error;
    }

    /** A fatal error of the operator (Cilium {@code clusterpool.go}). */
    static String poolMissing(Family family) {
        return ClusterPool.cidrKey(family) + " must be provided when using ClusterPool";
    }

    /** On a CiliumNode whose block cannot be kept (Cilium {@code podcidr.go}). */
    static String notConfigured(Cidr block) {
        return "allocator not configured for the requested CIDR " + block;
    }

    /** On a CiliumNode whose block cannot be kept (Cilium {@code podcidr.go}). */
    static String rangeIsFull(String range) {
        return "allocator " + range + " full";
    }

    /** On a CiliumNode whose block cannot be kept (Cilium {@code podcidr.go}). */
    static String alreadyAllocated(Cidr block) {
        return "requested CIDR (" + block + ") is already allocated";
    }

    /** On a CiliumNode with blocks of a family that is off (Cilium {@code podcidr.go}). */
    static String noAllocator(Iterable<Cidr> blocks, Family family) {
        return "unable to allocate CIDR " + goList(blocks) + " since allocator for " + family
                + " addresses does not exist";
    }

    private static String goList(Iterable<?> items) {
        StringBuilder list = new StringBuilder("[");
        for (Object item : items) {
            list.append(list.length() > 1 ? " " : "").append(item);
        }
        return list.append(']').toString();
    }

    /** kubeadm's answer to a pod subnet (Kubernetes {@code cmd/kubeadm/app/apis/kubeadm/validation/validation.go}). */
    static String subnetSmallerThanNode(Cidr subnet, int nodeMask) {
        return invalidSubnet(
                subnet,
                "the size of pod subnet with mask " + subnet.prefixLength()
                        + " is smaller than the size of node subnet with mask " + nodeMask);
    }

    /** The same, for a subnet of too many node blocks. */
    static String subnetTooLarge(Cidr subnet, int nodeMask, int maxDifference) {
        return invalidSubnet(
                subnet,
                "pod subnet mask (" + subnet.prefixLength() + ") and node-mask (" + nodeMask
                        + ") difference is greater than " + maxDifference);
    }

    private static String invalidSubnet(Cidr subnet, String why) {
        return "networking.podSubnet: Invalid value: \"" + subnet + "\": " + why;
    }

    /** The controller manager's log (Kubernetes {@code pkg/controller/nodeipam/ipam/range_allocator.go}). */
    static String nodeCidrsExhausted(int subnet) {
        return "failed to allocate cidr from cluster cidr at idx:" + subnet
                + ": CIDR allocation failed; there are no remaining CIDRs left to allocate in the accepted range";
    }

    /** The controller manager's log, for a node with more CIDRs than the cluster has subnets. */
    static String noSuchSubnet(String node, Cidr cidr, int subnet) {
        return "node:" + node + " has an allocated cidr: " + cidr + " at index:" + subnet
                + " that does not exist in cluster cidrs configuration";
    }

    /** The controller manager's log, for a node with a CIDR of another subnet. */
    static String outOfSubnet(String node, Cidr cidr, int subnet, Cidr clusterCidr) {
        return "failed to mark cidr[" + cidr + "] at idx [" + subnet + "] as occupied for node: " + node + ": cidr "
                + cidr + " is out the range of cluster cidr " + clusterCidr;
    }

    /** An agent has no block of a pool (Cilium {@code pkg/ipam/multipool.go}). */
    public static String poolNotYetAvailable(String pool, Family family) {
        return "unable to allocate from pool \"" + pool + "\" (family " + word(family) + "): pool not (yet) available";
    }

    /** On a CiliumNode, one line for each pool and family (Cilium {@code pool_allocator.go}). */
    static String poolAllocationFailed(Family family, String node, String pool, String why) {
        return "failed to allocate " + word(family) + " address for node \"" + node + "\" from pool \"" + pool + "\": "
                + why;
    }

    /** On a CiliumNode with blocks of a pool that is gone (Cilium {@code pool_allocator.go}). */
    static String noPoolToReuse(String pool) {
        return "cannot reuse from non-existing pool: " + pool;
    }

    /** On a CiliumNode whose block cannot be kept (Cilium {@code pool_allocator.go}). */
    static String notReused(String pool, String why) {
        return "unable to reuse from pool " + pool + ": " + why;
    }

    /** On a CiliumNode that released a block which the pool no longer has (Cilium {@code pool_allocator.go}). */
    static String notReleased(String pool, Cidr cidr) {
        return "unable to release from pool " + pool + ": released cidr " + cidr + " was not part the pool";
    }

    /** The operator's log (Cilium {@code pool_allocator.go}). */
    static String maskSizeChanged(Family family, String pool) {
        return "cannot change " + family + " mask size in existing pool \"" + pool + "\"";
    }

    /** The operator's log (Cilium {@code pool_allocator.go}). */
    static String noPoolToDelete(String pool) {
        return "pool \"" + pool + "\" requested for deletion doesn't exist";
    }

    /** A fatal error of the agent (Cilium {@code pkg/option/config.go}, {@code pkg/command/map_string.go}). */
    static String notPairs(String option, String text) {
        return "unable to parse " + option + ": '" + text + "' is not formatted as key=value,key1=value1";
    }

    /** A fatal error of the agent (Cilium {@code pkg/ipam/multipool.go}). */
    static String noNumberForPool(String pool, String text) {
        return "invalid value for pool \"" + pool + "\": strconv.ParseInt: parsing \"" + text + "\": invalid syntax";
    }
}
