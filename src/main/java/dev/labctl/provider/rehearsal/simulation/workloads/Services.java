package dev.labctl.provider.rehearsal.simulation.workloads;

import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.HostAllocator;
import dev.labctl.ipam.IpAddress;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.provider.rehearsal.simulation.kernel.Kernel;
import dev.labctl.provider.rehearsal.simulation.kernel.ObjectController;
import dev.labctl.provider.rehearsal.simulation.kernel.Randomness;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Gives Services their cluster IPs and node ports (Kubernetes {@code pkg/registry/core/service}). A cluster IP is any address
 * of the service subnet but the first and the last, so the allocator of node addresses does for them as well.
 */
public final class Services extends ObjectController {
    private static final long FIRST_NODE_PORT = 30_000;
    private static final int NODE_PORTS = 2_768;

    private final Randomness random;
    private final List<Family> families = new ArrayList<>();
    private final Map<Family, HostAllocator> ips = new EnumMap<>(Family.class);
    private final Map<ObjectRef, List<IpAddress>> taken = new HashMap<>();

    public Services(List<Cidr> subnets, Kernel kernel) {
        super("v1", "Service", kernel.store());
        this.random = kernel.random();
        for (Cidr subnet : subnets) {
            families.add(subnet.family());
            ips.put(subnet.family(), new HostAllocator(subnet, random));
        }
    }

    @Override
    protected void forget(ObjectRef ref) {
        taken.getOrDefault(ref, List.of())
                .forEach(address -> ips.get(address.family()).release(address));
        taken.remove(ref);
    }

    @Override
    protected void reconcile(KubeObject service) {
        String type = service.text("spec", "type").orElse("ClusterIP");
        if (type.equals("ExternalName")) {
            return;
        }
        List<Family> wanted = families(service);
        Map<String, Object> tree = Tree.withDefault(service.tree(), policy(service), "spec", "ipFamilyPolicy");
        tree = Tree.with(tree, wanted.stream().map(Family::toString).toList(), "spec", "ipFamilies");
        tree = Tree.withDefault(tree, "None", "spec", "sessionAffinity");
        tree = Tree.withDefault(tree, "Cluster", "spec", "internalTrafficPolicy");
        tree = Tree.with(tree, ports(service, type), "spec", "ports");
        tree = Tree.withDefault(tree, Map.of(), "status", "loadBalancer");
        List<String> clusterIps = clusterIps(service, wanted);
        if (!clusterIps.isEmpty()) {
            tree = Tree.with(tree, clusterIps.get(0), "spec", "clusterIP");
            tree = Tree.with(tree, clusterIps, "spec", "clusterIPs");
        }
        store().put(tree);
    }

    private static String policy(KubeObject service) {
        return service.list("spec", "ipFamilies").size() > 1 ? "RequireDualStack" : "SingleStack";
    }

    /** The families of a Service, the primary one first (Kubernetes docs, "IPv4/IPv6 dual-stack"). */
    private List<Family> families(KubeObject service) {
        List<Family> asked = Stream.concat(
                        service.list("spec", "ipFamilies").stream().flatMap(word -> families.stream()
                                .filter(family -> family.toString().equals(word))),
                        families.stream())
                .distinct()
                .toList();
        String policy = service.text("spec", "ipFamilyPolicy").orElse(policy(service));
        return policy.equals("SingleStack") ? asked.subList(0, 1) : asked;
    }

    private List<String> clusterIps(KubeObject service, List<Family> wanted) {
        Optional<String> fixed = service.text("spec", "clusterIP");
        if (service.has("None", "spec", "clusterIP")) {
            return List.of("None");
        }
        List<IpAddress> held = taken.computeIfAbsent(service.ref(), ref -> new ArrayList<>());
        Stream.concat(
                        fixed.stream(),
                        service.list("spec", "clusterIPs").stream().map(String::valueOf))
                .flatMap(text -> IpAddress.read(text).stream())
                .filter(address -> !held.contains(address))
                .filter(address -> ips.containsKey(address.family()))
                .filter(address -> ips.get(address.family()).occupy(address))
                .forEach(held::add);
        List<String> all = new ArrayList<>();
        for (Family family : wanted) {
            Optional<IpAddress> address = held.stream()
                    .filter(mine -> mine.family() == family)
                    .findFirst()
                    .or(() -> ips.get(family).take().map(fresh -> {
                        held.add(fresh);
                        return fresh;
                    }));
            address.ifPresent(found -> all.add(found.toString()));
        }
        return all;
    }

    private List<Object> ports(KubeObject service, String type) {
        Set<Long> used = new HashSet<>();
        store().list("v1", "Service").forEach(other -> other.list("spec", "ports")
                .forEach(port -> Tree.number(port, "nodePort").ifPresent(used::add)));
        List<Object> ports = new ArrayList<>();
        for (Object port : service.list("spec", "ports")) {
            Map<String, Object> tree = Tree.withDefault(Tree.map(port), "TCP", "protocol");
            tree = Tree.withDefault(tree, Tree.number(port, "port").orElse(0L), "targetPort");
            if (!type.equals("ClusterIP") && Tree.number(tree, "nodePort").isEmpty()) {
                tree = Tree.with(tree, freeNodePort(used), "nodePort");
            }
            ports.add(tree);
        }
        return ports;
    }

    private long freeNodePort(Set<Long> used) {
        long port = FIRST_NODE_PORT + random.nextInt(NODE_PORTS);
        while (!used.add(port)) {
            port = FIRST_NODE_PORT + random.nextInt(NODE_PORTS);
        }
        return port;
    }
}
