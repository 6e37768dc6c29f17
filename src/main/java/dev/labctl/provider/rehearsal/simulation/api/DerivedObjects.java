package dev.labctl.provider.rehearsal.simulation.api;

import dev.labctl.ipam.IpAddress;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.provider.rehearsal.simulation.kernel.Kernel;
import dev.labctl.provider.rehearsal.simulation.kernel.Randomness;
import dev.labctl.provider.rehearsal.simulation.nodes.Nodes;
import dev.labctl.provider.rehearsal.simulation.nodes.Pods;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedPod;
import dev.labctl.tree.Tree;
import dev.labctl.tree.TreeBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Objects that follow from others and are built when they are read: there are as many endpoints as pods. */
public record DerivedObjects(Kernel kernel, Pods pods, Nodes nodes) {
    /** Kubernetes 1.33 {@code pkg/controller/endpointslice}: {@code --max-endpoints-per-slice}. */
    private static final int SLICE = 100;

    /** The objects of a kind; none where it is not derived. */
    List<KubeObject> of(String apiVersion, String kind) {
        return switch (apiVersion + " " + kind) {
            case "v1 Event" -> kernel.events().objects();
            case "discovery.k8s.io/v1 EndpointSlice" -> slices();
            case "v1 Endpoints" -> endpoints();
            case "cilium.io/v2 CiliumEndpoint" -> ciliumEndpoints();
            default -> List.of();
        };
    }

    private List<KubeObject> slices() {
        List<KubeObject> slices = new ArrayList<>();
        for (KubeObject service : kernel.store().list("v1", "Service")) {
            for (Object family : service.list("spec", "ipFamilies")) {
                List<SimulatedPod> members = members(service, String.valueOf(family));
                for (int i = 0; i == 0 || i < members.size(); i += SLICE) {
                    List<SimulatedPod> part = members.subList(i, Math.min(i + SLICE, members.size()));
                    slices.add(slice(service, String.valueOf(family), i / SLICE, part));
                }
            }
        }
        return slices;
    }

    private KubeObject slice(KubeObject service, String family, int number, List<SimulatedPod> members) {
        List<Map<String, Object>> endpoints = members.stream()
                .map(pod -> new TreeBuilder()
                        .put("addresses", address(pod, family).stream().toList())
                        .put("conditions.ready", pod.isReady())
                        .put("conditions.serving", pod.isReady())
                        .put("conditions.terminating", pod.deleting())
                        .put("nodeName", pod.node())
                        .put("targetRef.kind", "Pod")
                        .put("targetRef.name", pod.name())
                        .put("targetRef.namespace", pod.namespace())
                        .put("targetRef.uid", pods.uid(pod))
                        .build())
                .toList();
        String name = service.name() + "-" + Randomness.letters(service.uid() + family + number, 5);
        Map<String, Object> metadata =
                Tree.with(metadata(service, name), Map.of("kubernetes.io/service-name", service.name()), "labels");
        return new KubeObject(new TreeBuilder()
                .put("apiVersion", "discovery.k8s.io/v1")
                .put("kind", "EndpointSlice")
                .put("metadata", metadata)
                .put("addressType", family)
                .put("endpoints", endpoints)
                .put("ports", ports(service, members))
                .build());
    }

    private List<KubeObject> endpoints() {
        List<KubeObject> all = new ArrayList<>();
        for (KubeObject service : kernel.store().list("v1", "Service")) {
            if (!service.texts("spec", "selector").isEmpty()) {
                String family = service.list("spec", "ipFamilies").stream()
                        .map(String::valueOf)
                        .findFirst()
                        .orElse("IPv4");
                List<SimulatedPod> members = members(service, family);
                all.add(new KubeObject(new TreeBuilder()
                        .put("apiVersion", "v1")
                        .put("kind", "Endpoints")
                        .put("metadata", metadata(service, service.name()))
                        .put("subsets", members.isEmpty() ? null : List.of(subset(service, family, members)))
                        .build()));
            }
        }
        return all;
    }

    private static Map<String, Object> subset(KubeObject service, String family, List<SimulatedPod> members) {
        List<Object> ready = addresses(members, true, family);
        List<Object> others = addresses(members, false, family);
        return Tree.of(
                "addresses", ready.isEmpty() ? null : ready,
                "notReadyAddresses", others.isEmpty() ? null : others,
                "ports", ports(service, members));
    }

    private static List<Object> addresses(List<SimulatedPod> members, boolean ready, String family) {
        return members.stream()
                .filter(pod -> pod.isReady() == ready)
                .<Object>map(pod -> Tree.of("ip", first(pod.addresses(), family).orElse(null), "nodeName", pod.node()))
                .toList();
    }

    private List<SimulatedPod> members(KubeObject service, String family) {
        Map<String, String> selector = service.texts("spec", "selector");
        if (selector.isEmpty()) {
            return List.of();
        }
        return pods.in(service.namespace().orElse("default")).stream()
                .filter(pod -> pod.template().labels().entrySet().containsAll(selector.entrySet()))
                .filter(pod ->
                        pod.live() && !pod.deleting() && address(pod, family).isPresent())
                .toList();
    }

    private Optional<String> address(SimulatedPod pod, String family) {
        return first(pod.template().hostNetwork() ? nodes.addresses(pod.node()) : pod.addresses(), family);
    }

    private static Optional<String> first(List<IpAddress> addresses, String family) {
        return addresses.stream()
                .filter(address -> address.family().toString().equals(family))
                .findFirst()
                .map(IpAddress::toString);
    }

    /** The ports of a Service as its pods have them: a name stands for the container's port of that name. */
    private static List<Object> ports(KubeObject service, List<SimulatedPod> members) {
        List<Object> ports = new ArrayList<>();
        for (Object port : service.list("spec", "ports")) {
            String target = Tree.text(port, "targetPort").orElse("");
            long number = target.matches("[0-9]{1,5}") ? Long.parseLong(target) : named(target, members);
            ports.add(Tree.of(
                    "name", Tree.text(port, "name").orElse(null),
                    "port", number == 0 ? null : number,
                    "protocol", Tree.text(port, "protocol").orElse("TCP")));
        }
        return ports;
    }

    private static long named(String name, List<SimulatedPod> members) {
        return members.stream()
                .limit(1)
                .flatMap(pod -> Tree.list(pod.template().spec(), "containers").stream())
                .flatMap(container -> Tree.list(container, "ports").stream())
                .filter(port -> Tree.has(port, name, "name"))
                .mapToLong(port -> Tree.number(port, "containerPort").orElse(0L))
                .findFirst()
                .orElse(0);
    }

    private static Map<String, Object> metadata(KubeObject service, String name) {
        return Tree.of(
                "name", name,
                "namespace", service.namespace().orElse("default"),
                "resourceVersion", service.resourceVersion(),
                "creationTimestamp",
                        service.text("metadata", "creationTimestamp").orElse(null));
    }

    /** One for each pod that Cilium connected (Cilium 1.18 {@code pkg/k8s/apis/cilium.io/v2/types.go}). */
    private List<KubeObject> ciliumEndpoints() {
        return pods.all().stream()
                .filter(pod -> !pod.addresses().isEmpty() && pod.live())
                .map(this::ciliumEndpoint)
                .toList();
    }

    private KubeObject ciliumEndpoint(SimulatedPod pod) {
        Map<String, Object> addressing = Tree.of(
                "ipv4", first(pod.addresses(), "IPv4").orElse(null),
                "ipv6", first(pod.addresses(), "IPv6").orElse(null));
        List<IpAddress> node = nodes.addresses(pod.node());
        return new KubeObject(new TreeBuilder()
                .put("apiVersion", "cilium.io/v2")
                .put("kind", "CiliumEndpoint")
                .put("metadata.name", pod.name())
                .put("metadata.namespace", pod.namespace())
                .put("metadata.resourceVersion", Long.toString(pod.version()))
                .put("metadata.creationTimestamp", kernel.time().text(pod.sandboxed()))
                .put("metadata.labels", pod.template().labels())
                .put("status.state", pod.stage() == SimulatedPod.Stage.STARTING ? "waiting-for-identity" : "ready")
                .put("status.networking.addressing", List.of(addressing))
                .put(
                        "status.networking.node",
                        node.isEmpty() ? null : node.get(0).toString())
                .build());
    }
}
