package dev.labctl.provider.rehearsal.simulation.workloads;

import dev.labctl.ipam.IpAddress;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.provider.rehearsal.simulation.api.ObjectStore;
import dev.labctl.provider.rehearsal.simulation.kernel.Randomness;
import dev.labctl.provider.rehearsal.simulation.kernel.VirtualClock;
import dev.labctl.provider.rehearsal.simulation.nodes.Nodes;
import dev.labctl.provider.rehearsal.simulation.nodes.Pods;
import dev.labctl.provider.rehearsal.simulation.nodes.SimulatedPod;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Objects that follow from others and are built when they are read: there are as many endpoints as pods. */
public final class EndpointObjects {
    /** Kubernetes 1.33 {@code pkg/controller/endpointslice}: {@code --max-endpoints-per-slice}. */
    private static final int SLICE = 100;

    private final ObjectStore store;
    private final Pods pods;
    private final Nodes nodes;
    private final VirtualClock time;

    public EndpointObjects(ObjectStore store, Pods pods, Nodes nodes, VirtualClock time) {
        this.store = store;
        this.pods = pods;
        this.nodes = nodes;
        this.time = time;
    }

    /** The views of a kind; none where it is no kind of view. */
    public List<KubeObject> of(String apiVersion, String kind) {
        return switch (apiVersion + " " + kind) {
            case "discovery.k8s.io/v1 EndpointSlice" -> slices();
            case "v1 Endpoints" -> endpoints();
            case "cilium.io/v2 CiliumEndpoint" -> ciliumEndpoints();
            default -> List.of();
        };
    }

    private List<KubeObject> slices() {
        List<KubeObject> slices = new ArrayList<>();
        for (KubeObject service : store.list("v1", "Service")) {
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
        List<Object> endpoints = new ArrayList<>();
        for (SimulatedPod pod : members) {
            endpoints.add(Tree.of(
                    "addresses", List.of(address(pod, family).orElseThrow().toString()),
                    "conditions",
                            Tree.of("ready", pod.isReady(), "serving", pod.isReady(), "terminating", pod.deleting()),
                    "nodeName", pod.node(),
                    "targetRef", target(pod)));
        }
        String name = service.name() + "-" + Randomness.letters(service.uid() + family + number, 5);
        Map<String, Object> metadata =
                Tree.with(metadata(service, name), Map.of("kubernetes.io/service-name", service.name()), "labels");
        return new KubeObject(Tree.of(
                "apiVersion",
                "discovery.k8s.io/v1",
                "kind",
                "EndpointSlice",
                "metadata",
                metadata,
                "addressType",
                family,
                "endpoints",
                endpoints,
                "ports",
                ports(service, members)));
    }

    private List<KubeObject> endpoints() {
        List<KubeObject> all = new ArrayList<>();
        for (KubeObject service : store.list("v1", "Service")) {
            if (service.texts("spec", "selector").isEmpty()) {
                continue;
            }
            String family = service.list("spec", "ipFamilies").stream()
                    .map(String::valueOf)
                    .findFirst()
                    .orElse("IPv4");
            List<SimulatedPod> members = members(service, family);
            all.add(new KubeObject(Tree.of(
                    "apiVersion",
                    "v1",
                    "kind",
                    "Endpoints",
                    "metadata",
                    metadata(service, service.name()),
                    "subsets",
                    members.isEmpty() ? null : List.of(subset(service, family, members)))));
        }
        return all;
    }

    private static Map<String, Object> subset(KubeObject service, String family, List<SimulatedPod> members) {
        List<Object> ready =
                addresses(members.stream().filter(SimulatedPod::isReady).toList(), family);
        List<Object> others =
                addresses(members.stream().filter(pod -> !pod.isReady()).toList(), family);
        return Tree.of(
                "addresses", ready.isEmpty() ? null : ready,
                "notReadyAddresses", others.isEmpty() ? null : others,
                "ports", ports(service, members));
    }

    private static List<Object> addresses(List<SimulatedPod> members, String family) {
        return members.stream()
                .<Object>map(pod ->
                        Tree.of("ip", own(pod, family).map(IpAddress::toString).orElse(null), "nodeName", pod.node()))
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

    private Optional<IpAddress> address(SimulatedPod pod, String family) {
        if (!pod.template().hostNetwork()) {
            return own(pod, family);
        }
        return nodes.addresses(pod.node()).stream()
                .filter(address -> address.family().toString().equals(family))
                .findFirst();
    }

    private static Optional<IpAddress> own(SimulatedPod pod, String family) {
        return pod.addresses().stream()
                .filter(address -> address.family().toString().equals(family))
                .findFirst();
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
                .filter(port -> Tree.text(port, "name").filter(name::equals).isPresent())
                .mapToLong(port -> Tree.number(port, "containerPort").orElse(0L))
                .findFirst()
                .orElse(0);
    }

    private Map<String, Object> target(SimulatedPod pod) {
        return Tree.of(
                "kind", "Pod",
                "name", pod.name(),
                "namespace", pod.namespace(),
                "uid", pods.uid(pod).toString());
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
        List<KubeObject> all = new ArrayList<>();
        for (SimulatedPod pod : pods.all()) {
            if (!pod.addresses().isEmpty() && pod.live()) {
                all.add(ciliumEndpoint(pod));
            }
        }
        return all;
    }

    private KubeObject ciliumEndpoint(SimulatedPod pod) {
        Map<String, Object> addressing = Tree.of(
                "ipv4", own(pod, "IPv4").map(IpAddress::toString).orElse(null),
                "ipv6", own(pod, "IPv6").map(IpAddress::toString).orElse(null));
        List<IpAddress> node = nodes.addresses(pod.node());
        return new KubeObject(Tree.of(
                "apiVersion",
                "cilium.io/v2",
                "kind",
                "CiliumEndpoint",
                "metadata",
                Tree.of(
                        "name", pod.name(),
                        "namespace", pod.namespace(),
                        "resourceVersion", Long.toString(pod.version()),
                        "creationTimestamp", time.text(pod.sandboxed()),
                        "labels", pod.template().labels()),
                "status",
                Tree.of(
                        "state",
                        pod.stage() == SimulatedPod.Stage.STARTING ? "waiting-for-identity" : "ready",
                        "networking",
                        Tree.of(
                                "addressing",
                                List.of(addressing),
                                "node",
                                node.isEmpty() ? null : node.get(0).toString()))));
    }
}
