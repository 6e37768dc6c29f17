package dev.labctl.provider.rehearsal.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.HostAllocator;
import dev.labctl.ipam.IpAddress;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.lab.KindConfig.IpFamily;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random clusters under random changes. Whatever happens: no address is given twice, none from outside its node's blocks, no
 * first or last one of a block; who has none waits for the reason that there is none, and nobody waits beside a free one.
 */
class RandomClustersTest {
    private static final int CHANGES = 12;
    private static final String[] RANGES = {"10.0.42.0/26", "10.0.84.0/27", "10.0.126.0/28"};

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void hostScopeHoldsItsRules(long seed) {
        Random random = new Random(seed);
        boolean dual = random.nextBoolean();
        int mask = 28 + random.nextInt(2);
        String values = "ipam: {mode: cluster-pool, operator: {clusterPoolIPv4PodCIDRList: ["
                + String.join(", ", RANGES)
                + "], clusterPoolIPv4MaskSize: " + mask
                + ", clusterPoolIPv6PodCIDRList: ['fd00::/112'], clusterPoolIPv6MaskSize: " + (122 + random.nextInt(3))
                + "}}\nipv6: {enabled: " + dual + "}\nendpointHealthChecking: {enabled: " + random.nextBoolean()
                + "}\nenvoyConfig: {enabled: " + random.nextBoolean() + "}";
        Simulated simulated = Simulated.with(
                seed, values, Simulated.blueprint(1 + random.nextInt(4), dual ? IpFamily.DUAL : IpFamily.IPV4, 110));
        simulated.passes(60);

        for (int i = 0; i < CHANGES; i++) {
            simulated = changed(simulated, random, "").passes(40);
            checkAddresses(simulated);
            checkWaiting(simulated, "range is full");
            checkUse(simulated);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void multiPoolHoldsItsRules(long seed) {
        Random random = new Random(seed);
        Simulated simulated = Simulated.with(
                seed,
                "ipam: {mode: multi-pool, operator: {autoCreateCiliumPodIPPools: {default: {ipv4: {cidrs: [10.10.0.0/20],"
                        + " maskSize: " + (26 + random.nextInt(3)) + "}}}}}",
                Simulated.blueprint(1 + random.nextInt(4), IpFamily.IPV4, 110));
        for (String pool : List.of("a", "b")) {
            simulated.applies("apiVersion: cilium.io/v2alpha1\nkind: CiliumPodIPPool\nmetadata: {name: pool-" + pool
                    + "}\nspec: {ipv4: {cidrs: [10." + (pool.equals("a") ? 20 : 30) + ".0.0/" + (25 + random.nextInt(3))
                    + "], maskSize: " + (27 + random.nextInt(3)) + "}}\n");
        }

        for (int i = 0; i < CHANGES; i++) {
            String annotation = random.nextInt(3) == 0
                    ? ""
                    : "annotations: {ipam.cilium.io/ip-pool: pool-" + (random.nextBoolean() ? "a" : "b") + "}, ";
            simulated = changed(simulated, random, annotation).passes(120);
            checkAddresses(simulated);
            checkWaiting(simulated, "all pod CIDR ranges are exhausted|pool not \\(yet\\) available");
        }
    }

    /** One of the things that readers do. */
    private static Simulated changed(Simulated simulated, Random random, String annotation) {
        String name = "app" + random.nextInt(3);
        switch (random.nextInt(5)) {
            case 0 ->
                simulated.pods(name).stream()
                        .filter(pod -> random.nextInt(3) == 0)
                        .forEach(pod -> simulated.delete("v1", "Pod", pod.name()));
            case 1 -> simulated.delete("apps/v1", "Deployment", name);
            case 2 -> {
                return simulated.reopened();
            }
            default ->
                simulated.applies(Simulated.deployment(name, random.nextInt(30), "")
                        .replace("    metadata: {labels", "    metadata: {" + annotation + "labels"));
        }
        return simulated;
    }

    private static Map<String, List<Cidr>> blocks(Simulated simulated) {
        Map<String, List<Cidr>> blocks = new HashMap<>();
        for (KubeObject node : simulated.list("cilium.io/v2", "CiliumNode")) {
            List<Cidr> own = blocks.computeIfAbsent(node.name(), name -> new ArrayList<>());
            node.list("spec", "ipam", "podCIDRs").forEach(cidr -> own.add(Cidr.parse((String) cidr)));
            for (Object pool : node.list("spec", "ipam", "pools", "allocated")) {
                Tree.list(pool, "cidrs").forEach(cidr -> own.add(Cidr.parse((String) cidr)));
            }
        }
        return blocks;
    }

    /** Every address that somebody has, with its node: pods', and the agents' own. */
    private static List<Map.Entry<String, IpAddress>> given(Simulated simulated) {
        List<Map.Entry<String, IpAddress>> given = new ArrayList<>();
        for (KubeObject pod : simulated.list("v1", "Pod")) {
            if (pod.text("spec", "hostNetwork").isEmpty()) {
                String node = pod.text("spec", "nodeName").orElse("");
                pod.list("status", "podIPs")
                        .forEach(ip -> given.add(Map.entry(
                                node, IpAddress.parse(Tree.text(ip, "ip").orElseThrow()))));
            }
        }
        for (KubeObject node : simulated.list("cilium.io/v2", "CiliumNode")) {
            for (Object entry : node.list("spec", "addresses")) {
                if (Tree.text(entry, "type").orElse("").equals("CiliumInternalIP")) {
                    given.add(Map.entry(
                            node.name(), IpAddress.parse(Tree.text(entry, "ip").orElseThrow())));
                }
            }
            List.of("health", "ingress").forEach(part -> node.texts("spec", part)
                    .values()
                    .forEach(ip -> given.add(Map.entry(node.name(), IpAddress.parse(ip)))));
        }
        return given;
    }

    private static void checkAddresses(Simulated simulated) {
        Map<String, List<Cidr>> blocks = blocks(simulated);
        List<Cidr> all = blocks.values().stream().flatMap(List::stream).toList();
        assertThat(all).doesNotHaveDuplicates();
        List<Map.Entry<String, IpAddress>> given = given(simulated);
        assertThat(given).extracting(Map.Entry::getValue).doesNotHaveDuplicates();
        for (Map.Entry<String, IpAddress> address : given) {
            assertThat(blocks.get(address.getKey()).stream()
                            .filter(block -> block.contains(address.getValue()))
                            .toList())
                    .as(address.toString())
                    .singleElement()
                    .satisfies(block -> assertThat(address.getValue()).isNotIn(block.first(), block.last()));
        }
    }

    private static void checkWaiting(Simulated simulated, String why) {
        for (KubeObject pod : simulated.list("v1", "Pod")) {
            boolean waits = pod.text("spec", "nodeName").isPresent()
                    && pod.list("status", "podIPs").isEmpty()
                    && !pod.deleting();
            if (waits) {
                assertThat(pod.text("status", "phase")).contains("Pending");
                assertThat(simulated.events(pod))
                        .anySatisfy(event -> assertThat(event).containsPattern(why));
            }
        }
    }

    /** Where somebody waits, a family of the node has nothing left: used and free are what is usable. */
    private static void checkUse(Simulated simulated) {
        Map<String, List<Cidr>> blocks = blocks(simulated);
        List<Map.Entry<String, IpAddress>> given = given(simulated);
        blocks.forEach((node, own) -> {
            boolean full = own.stream()
                    .anyMatch(block -> given.stream()
                                    .filter(address -> block.contains(address.getValue()))
                                    .count()
                            == HostAllocator.usable(block));
            boolean waits = simulated.list("v1", "Pod").stream()
                    .anyMatch(pod ->
                            pod.text("spec", "nodeName").filter(node::equals).isPresent()
                                    && pod.list("status", "podIPs").isEmpty());
            assertThat(waits && !full).as(node + " has a free address").isFalse();
        });
    }
}
