package dev.labctl.e2e;

import static dev.labctl.e2e.Kubectl.addresses;
import static dev.labctl.e2e.Kubectl.name;
import static dev.labctl.e2e.Kubectl.ready;
import static dev.labctl.e2e.Kubectl.text;
import static dev.labctl.e2e.Kubectl.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a reader must see in each lab of chapter 4, looked up by kubectl. */
final class LabChecks {
    private static final String DEFAULT = "";

    private final Kubectl kubectl;

    LabChecks(Kubectl kubectl) {
        this.kubectl = kubectl;
    }

    /**
     * Checks a lab.
     *
     * @param useCase empty for the chapter's default lab
     */
    void check(String useCase) {
        nodesAreReady();
        Patience.untilHolds(this::noPodIsOnItsWay);
        switch (useCase) {
            case DEFAULT -> mode("kubernetes");
            case "kubernetes-ipam" -> kubernetesIpam();
            case "cluster-scope-ipam" -> clusterScope();
            case "cluster-scope-ipam-small" -> exhausted();
            case "multi-pool-ipam" -> multiPool();
            case "ipv4-ipv6-support/dual-stack" -> dualStack();
            case "ipv4-ipv6-support/ipv6-only" -> ipv6Only();
            default -> throw new AssertionError("no one said what must be seen in " + useCase);
        }
    }

    private void nodesAreReady() {
        assertThat(kubectl.items("get nodes")).hasSize(3).allSatisfy(node -> assertThat(ready(node))
                .isTrue());
        assertThat(kubectl.out(
                        "-n kube-system get daemonset cilium -o jsonpath={.spec.template.spec.containers[0].image}"))
                .contains("v1.18.2");
    }

    /**
     * What comes up in a moment would be another state. A node that is deleted while it starts a container can stay for ever
     * on cgroup v1: its runtime may have frozen it.
     */
    private void noPodIsOnItsWay() {
        Set<String> full = kubectl.items("get events -A").stream()
                .filter(event -> text(event, "message").contains("range is full"))
                .map(event -> text(event, "involvedObject", "name"))
                .collect(Collectors.toSet());
        assertThat(kubectl.items("get pods -A --field-selector spec.hostNetwork=false"))
                .isNotEmpty()
                .allSatisfy(pod -> assertThat(ready(pod) || full.contains(name(pod)))
                        .as(name(pod) + " runs, or never will")
                        .isTrue());
    }

    private void mode(String mode) {
        assertThat(config("ipam")).isEqualTo(mode);
    }

    private String config(String key) {
        return text(kubectl.object("-n kube-system get configmap cilium-config"), "data", key);
    }

    private List<Object> pods(String selector, int count) {
        List<Object> pods = kubectl.items("get pods -l " + selector);
        assertThat(pods).hasSize(count);
        return pods;
    }

    private static String node(Object pod) {
        return text(pod, "spec", "nodeName");
    }

    private Map<String, List<String>> nodeCidrs() {
        return kubectl.items("get nodes").stream()
                .collect(Collectors.toMap(Kubectl::name, node -> texts(node, "spec", "podCIDRs")));
    }

    private Map<String, List<String>> ciliumCidrs() {
        return kubectl.items("get ciliumnodes").stream()
                .collect(Collectors.toMap(Kubectl::name, node -> texts(node, "spec", "ipam", "podCIDRs")));
    }

    private static void inOneOf(List<String> cidrs, String address) {
        assertThat(cidrs).as("one of them holds " + address).anyMatch(cidr -> Cidr.of(cidr)
                .contains(address));
    }

    private void kubernetesIpam() {
        mode("kubernetes");
        assertThat(config("tunnel-protocol")).isEqualTo("vxlan");
        Map<String, List<String>> cidrs = nodeCidrs();
        Set<String> nodes = new HashSet<>();
        for (Object pod : pods("app=nginx", 3)) {
            assertThat(ready(pod)).isTrue();
            assertThat(addresses(pod)).hasSize(1);
            inOneOf(cidrs.get(node(pod)), addresses(pod).get(0));
            nodes.add(node(pod));
        }
        assertThat(nodes).containsExactlyInAnyOrder(kubectl.worker("first"), kubectl.worker("second"));
        assertThat(ciliumCidrs()).isEqualTo(cidrs);
    }

    private void clusterScope() {
        mode("cluster-pool");
        Map<String, List<String>> ignored = nodeCidrs();
        Map<String, List<String>> cidrs = ciliumCidrs();
        assertThat(cidrs.values()).allSatisfy(blocks -> assertThat(blocks)
                .singleElement()
                .satisfies(block -> assertThat(block).startsWith("10.0.").endsWith("/24")));
        for (Object pod : pods("app=nginx", 10)) {
            assertThat(ready(pod)).isTrue();
            assertThat(node(pod)).isEqualTo(kubectl.worker("second"));
            inOneOf(cidrs.get(node(pod)), addresses(pod).get(0));
            assertThat(ignored.get(node(pod)))
                    .noneMatch(cidr -> Cidr.of(cidr).contains(addresses(pod).get(0)));
        }
        assertThat(pods("app=netshoot", 1)).allSatisfy(pod -> {
            assertThat(ready(pod)).isTrue();
            assertThat(node(pod)).isEqualTo(kubectl.worker("first"));
        });
        assertThat(ignored.values())
                .allSatisfy(blocks -> assertThat(blocks.get(0)).startsWith("10.244."));
    }

    private void exhausted() {
        mode("cluster-pool");
        Set<String> all = Set.of("10.0.42.0/29", "10.0.42.8/29", "10.0.84.0/29", "10.0.84.8/29");
        Map<String, List<String>> cidrs = ciliumCidrs();
        List<String> given = cidrs.values().stream().flatMap(List::stream).toList();
        assertThat(given).hasSize(3).doesNotHaveDuplicates().isSubsetOf(all);

        String full = kubectl.worker("second");
        List<Object> running = new ArrayList<>();
        List<Object> stuck = new ArrayList<>();
        for (Object pod : pods("app=nginx", 10)) {
            assertThat(node(pod)).isEqualTo(full);
            (ready(pod) ? running : stuck).add(pod);
        }
        running.forEach(pod -> inOneOf(cidrs.get(full), addresses(pod).get(0)));
        for (Object pod : stuck) {
            assertThat(addresses(pod)).isEmpty();
            assertThat(text(pod, "status", "phase")).isEqualTo("Pending");
            assertThat(kubectl.out("get events --field-selector involvedObject.name=" + name(pod)))
                    .contains("FailedCreatePodSandBox")
                    .contains("range is full");
        }
        // A pod of the system may have its address already and not have said so yet.
        Patience.untilHolds(() -> {
            long others = othersWithAnAddressOn(full);
            assertThat(pods("app=nginx", 10).stream().filter(Kubectl::ready))
                    .as("four addresses, of which system pods have " + others)
                    .hasSize((int) (4 - others));
        });
        assertThat(pods("app=netshoot", 1))
                .allSatisfy(pod -> assertThat(ready(pod)).isTrue());
    }

    private long othersWithAnAddressOn(String node) {
        return kubectl
                .items("get pods -A -l app!=nginx --field-selector spec.nodeName=" + node + ",spec.hostNetwork=false")
                .stream()
                .filter(pod -> !addresses(pod).isEmpty())
                .count();
    }

    private void multiPool() {
        mode("multi-pool");
        assertThat(config("enable-bpf-masquerade")).isEqualTo("true");
        fromPool("acme-corp", "app=nginx", 3, "10.20.0.0/16");
        fromPool("acme-corp", "app=guest", 1, "10.30.0.0/16");
        fromPool("foobar-inc", "app=nginx", 3, "10.30.0.0/16");
        fromPool("default", "app in (nginx,netshoot)", 3, "10.10.0.0/16");
        assertThat(kubectl.items("get ciliumpodippools").stream().map(Kubectl::name))
                .containsExactlyInAnyOrder("default", "acme-pool", "foobar-pool");
        assertThat(kubectl.items("get ciliumnodes")).allSatisfy(node -> {
            List<Object> allocated = Tree.list(node, "spec", "ipam", "pools", "allocated");
            assertThat(allocated).anySatisfy(pool -> {
                assertThat(text(pool, "pool")).isEqualTo("default");
                assertThat(texts(pool, "cidrs")).isNotEmpty().allSatisfy(cidr -> assertThat(cidr)
                        .endsWith("/27"));
            });
        });
    }

    private void fromPool(String namespace, String selector, int count, String cidr) {
        List<Object> pods = kubectl.items("-n " + namespace + " get pods -l '" + selector + "'");
        assertThat(pods).hasSize(count).allSatisfy(pod -> {
            assertThat(ready(pod)).isTrue();
            assertThat(Cidr.of(cidr).contains(addresses(pod).get(0)))
                    .as(addresses(pod) + " in " + cidr)
                    .isTrue();
        });
    }

    private void dualStack() {
        mode("kubernetes");
        assertThat(kubectl.out("-n kube-system get daemonsets -o name")).doesNotContain("kube-proxy");
        for (Object pod : pods("app=echo", 5)) {
            assertThat(ready(pod)).isTrue();
            assertThat(addresses(pod)).hasSize(2);
            assertThat(addresses(pod)).anyMatch(ip -> Cidr.of("10.244.0.0/16").contains(ip));
            assertThat(addresses(pod))
                    .anyMatch(ip -> Cidr.of("fd00:10:244::/56").contains(ip));
        }
        List<String> clusterIps = texts(kubectl.object("get service echo"), "spec", "clusterIPs");
        assertThat(clusterIps).hasSize(2);
        assertThat(Cidr.of("fd00:10:96::/112").contains(clusterIps.get(0)))
                .as("IPv6 first: " + clusterIps)
                .isTrue();
        assertThat(Cidr.of("10.96.0.0/16").contains(clusterIps.get(1)))
                .as("IPv4 second: " + clusterIps)
                .isTrue();
    }

    private void ipv6Only() {
        mode("kubernetes");
        assertThat(config("enable-ipv4")).isEqualTo("false");
        assertThat(config("ipv6-native-routing-cidr")).isEqualTo("fd00:10:244::/48");
        Map<String, List<String>> cidrs = nodeCidrs();
        for (Object pod : pods("app=echo", 5)) {
            assertThat(ready(pod)).isTrue();
            assertThat(addresses(pod)).hasSize(1);
            inOneOf(cidrs.get(node(pod)), addresses(pod).get(0));
        }
        List<String> seen = new ArrayList<>();
        kubectl.items("get pods -A").forEach(pod -> seen.addAll(addresses(pod)));
        kubectl.items("get services -A").forEach(service -> seen.addAll(texts(service, "spec", "clusterIPs")));
        kubectl.items("get nodes").forEach(node -> Tree.list(node, "status", "addresses").stream()
                .filter(address -> text(address, "type").equals("InternalIP"))
                .forEach(address -> seen.add(text(address, "address"))));
        cidrs.values().forEach(seen::addAll);
        assertThat(seen).isNotEmpty().allSatisfy(address -> assertThat(address).contains(":"));
    }
}
