package dev.labctl.cluster;

import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpAddress;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A node of a cluster. */
public record Node(KubeObject object, Cluster cluster) {
    /**
     * Where an observation keeps, in a CiliumNode, what the node's agent says of its addresses; an empty map where it gave no
     * answer. An API server does not have it: only the agent itself knows.
     */
    public static final String AGENT_STATUS = "agentStatus";

    /**
     * An address that the node's agent has allocated, as it says itself.
     *
     * @param owner {@code router}, {@code health}, {@code ingress} or {@code namespace/pod}
     * @param endpoint whether one of the agent's endpoints has it, so that it is in use; empty where that was not asked
     */
    public record Allocation(IpAddress ip, String owner, Optional<Boolean> endpoint) {}

    public ObjectRef ref() {
        return object.ref();
    }

    public String name() {
        return object.name();
    }

    public boolean isReady() {
        return object.conditionTrue("Ready");
    }

    /** The pod CIDRs that Kubernetes gave it, whether Cilium uses them or not. */
    public List<Cidr> podCidrs() {
        return object.list("spec", "podCIDRs").stream()
                .flatMap(text -> Cidr.readMasked(String.valueOf(text)).stream())
                .toList();
    }

    /** The families of its own addresses. */
    public Set<Family> families() {
        Set<Family> families = EnumSet.noneOf(Family.class);
        object.list("status", "addresses").stream()
                .filter(entry -> Tree.has(entry, "InternalIP", "type"))
                .flatMap(entry -> Tree.text(entry, "address").flatMap(IpAddress::read).stream())
                .forEach(address -> families.add(address.family()));
        return families;
    }

    public List<Pod> pods() {
        return cluster.podsOn(name());
    }

    /** What Cilium has noted of the node; empty where no agent has registered it. */
    public Optional<KubeObject> ciliumNode() {
        return cluster.find(Kind.CILIUM_NODE.ref(name()));
    }

    /** Whether what its agent says was asked for, with or without an answer. */
    public boolean isAgentAsked() {
        return ciliumNode()
                .filter(node -> node.tree().containsKey(AGENT_STATUS))
                .isPresent();
    }

    /** The name of the agent's pod, where the agent was asked. */
    public Optional<String> askedAgent() {
        return ciliumNode().flatMap(node -> node.text(AGENT_STATUS, "agent"));
    }

    /** What the node's agent says that it has allocated; empty where it was not asked. */
    public Optional<List<Allocation>> allocations() {
        return ciliumNode()
                .filter(node -> askedAgent().isPresent())
                .map(node -> node.list(AGENT_STATUS, "allocations").stream()
                        .flatMap(entry -> Tree.text(entry, "ip").flatMap(IpAddress::read).stream()
                                .map(ip -> new Allocation(
                                        ip, Tree.text(entry, "owner").orElse(""), Tree.flag(entry, "endpoint"))))
                        .toList());
    }
}
