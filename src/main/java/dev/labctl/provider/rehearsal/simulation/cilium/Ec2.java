package dev.labctl.provider.rehearsal.simulation.cilium;

import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Eni;
import dev.labctl.ipam.EniAllocator;
import dev.labctl.ipam.InstanceType;
import dev.labctl.ipam.IpAddress;
import dev.labctl.ipam.VpcSubnet;
import dev.labctl.provider.rehearsal.simulation.nodes.Blueprint;
import dev.labctl.provider.rehearsal.simulation.nodes.Instance;
import dev.labctl.tree.Tree;
import dev.labctl.tree.TreeBuilder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What EC2 knows of a cluster, whatever becomes of Cilium's operator: the subnets, and the network interfaces of the
 * instances. Nothing where the nodes are no instances.
 */
public final class Ec2 {
    private final Blueprint blueprint;
    private final Map<Cidr, VpcSubnet> subnets = new HashMap<>();
    private final Map<String, EniAllocator> instances = new LinkedHashMap<>();

    /** The instances of a blueprint, each with its first network interface. */
    public Ec2(Blueprint blueprint) {
        this.blueprint = blueprint;
        List<Blueprint.Node> nodes = blueprint.nodes();
        nodes.forEach(node -> node.instance()
                .ifPresent(instance -> subnet(instance.subnets().get(0)).take(instance.address())));
        nodes.forEach(node -> node.instance().ifPresent(instance -> InstanceType.of(instance.type())
                .value()
                .ifPresent(type -> instances.put(node.name(), allocator(type, instance)))));
    }

    private VpcSubnet subnet(Cidr cidr) {
        return subnets.computeIfAbsent(cidr, VpcSubnet::new);
    }

    private EniAllocator allocator(InstanceType type, Instance instance) {
        return new EniAllocator(
                type,
                instance.subnets().stream().map(this::subnet).toList(),
                Eni.bare(0, instance.subnets().get(0), instance.address()));
    }

    /** The network interfaces of a node; empty where it is no instance, or of a type whose limits are not known. */
    Optional<EniAllocator> interfaces(String node) {
        return Optional.ofNullable(instances.get(node));
    }

    String instanceId(String node) {
        return Instance.id("i", node);
    }

    String subnetId(Cidr subnet) {
        return Instance.id("subnet", blueprint.cluster() + "/" + subnet);
    }

    String interfaceId(String node, int number) {
        return Instance.id("eni", node + "/" + number);
    }

    String securityGroup() {
        return Instance.id("sg", blueprint.cluster());
    }

    private String vpcId() {
        return Instance.id("vpc", blueprint.cluster());
    }

    /** What an agent writes of its instance into a new CiliumNode (Cilium 1.18 {@code pkg/nodediscovery}); empty elsewhere. */
    Map<String, Object> spec(Blueprint.Node node) {
        if (node.instance().isEmpty() || blueprint.vpc().isEmpty()) {
            return Map.of();
        }
        Instance instance = node.instance().get();
        return new TreeBuilder()
                .put(
                        "eni.availability-zone",
                        instance.zoneName(blueprint.vpc().get().region()))
                .put("eni.disable-prefix-delegation", false)
                .put("eni.first-interface-index", 0L)
                .put("eni.instance-type", instance.type())
                .put("eni.node-subnet-id", subnetId(instance.subnets().get(0)))
                .put("eni.use-primary-address", false)
                .put("eni.vpc-id", vpcId())
                .put("instance-id", instanceId(node.name()))
                .put("ipam.pre-allocate", (long) preAllocate(instance.type()))
                .build();
    }

    private static int preAllocate(String type) {
        return InstanceType.of(type).value().map(InstanceType::preAllocation).orElse(InstanceType.PRE_ALLOCATION);
    }

    /** The network interfaces as the operator writes them into a CiliumNode's status. */
    Map<String, Object> status(String node, EniAllocator allocator) {
        Map<String, Object> enis = new LinkedHashMap<>();
        allocator.interfaces().forEach(eni -> enis.put(interfaceId(node, eni.number()), status(node, eni)));
        return enis;
    }

    private Map<String, Object> status(String node, Eni eni) {
        boolean first = eni.number() == 0;
        Map<String, Object> tags =
                Tree.of("io.cilium/cilium-managed", "true", "io.cilium/cluster-name", blueprint.cluster());
        return Tree.of(
                "addresses", texts(eni.addresses()),
                "description", first ? "Primary network interface" : "Cilium-CNI (" + instanceId(node) + ")",
                "id", interfaceId(node, eni.number()),
                "ip", eni.primary().toString(),
                "mac", mac(eni.primary()),
                "number", first ? null : (long) eni.number(),
                "prefixes", eni.prefixes().isEmpty() ? null : texts(eni.prefixes()),
                "security-groups", List.of(securityGroup()),
                "subnet", Tree.of("cidr", eni.subnet().toString(), "id", subnetId(eni.subnet())),
                "tags", first ? null : tags,
                "vpc",
                        Tree.of(
                                "id",
                                vpcId(),
                                "primary-cidr",
                                blueprint
                                        .vpc()
                                        .map(vpc -> vpc.cidr().toString())
                                        .orElse("")));
    }

    /** One that the address decides: in a VPC no two are the same. */
    private static String mac(IpAddress address) {
        return "02:00:" + String.format(Locale.ROOT, "%08x", address.value()).replaceAll("(..)(?=.)", "$1:");
    }

    private static List<String> texts(List<?> values) {
        return values.stream().map(Object::toString).toList();
    }
}
