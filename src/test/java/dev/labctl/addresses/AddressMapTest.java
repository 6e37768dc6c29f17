package dev.labctl.addresses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.labctl.addresses.AddressMap.Address;
import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.addresses.AddressMap.Reserved;
import dev.labctl.cluster.Cluster;
import dev.labctl.command.Rehearsed;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpAddress;
import dev.labctl.ipam.IpamTexts;
import dev.labctl.json.Json;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.Observation;
import dev.labctl.kubernetes.Observations;
import dev.labctl.lab.LabRef;
import dev.labctl.tree.Tree;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.YamlReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Address maps of rehearsed labs, and of what an observation keeps of them. */
class AddressMapTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @TempDir
    Path state;

    private Observation rehearse(String useCase) {
        Rehearsed rehearsed = new Rehearsed(state, 1);
        rehearsed.run(LabRef.of("chapter04", useCase));
        return rehearsed.look(api -> Observation.read(api, NOW, List.of()));
    }

    /** CiliumNodes that were recorded with Cilium 1.18.2 on an EC2 API, with prefixes. */
    @Test
    void addressesOfNetworkInterfacesAreSomeOfASubnet() throws IOException {
        List<KubeObject> objects = new ArrayList<>();
        Object nodes = YamlReader.values(Files.readString(Path.of("src/test/resources/recorded/eni-ciliumnodes.yaml")))
                .get(0);
        Tree.list(nodes, "items").forEach(node -> {
            objects.add(new KubeObject(Tree.map(node)));
            objects.add(new KubeObject(Tree.of(
                    "apiVersion", "v1",
                    "kind", "Node",
                    "metadata",
                            Tree.of("name", Tree.text(node, "metadata", "name").orElseThrow()))));
        });
        objects.add(new KubeObject(Tree.of(
                "apiVersion",
                "v1",
                "kind",
                "ConfigMap",
                "metadata",
                Tree.of("name", "cilium-config", "namespace", "kube-system"),
                "data",
                Tree.of("ipam", "eni", "enable-ipv4", "true"))));

        AddressMap map = AddressMap.of(new Observation(NOW, "v1.33.0", objects));

        assertThat(map.mode()).isEqualTo("eni");
        assertThat(map.nodes()).extracting(node -> node.usable()).containsExactlyInAnyOrder(16L, 32L);
        Block block = map.node("ip-192-168-96-66.eu-west-1.compute.internal")
                .orElseThrow()
                .blocks()
                .get(0);
        assertThat(block.known()).hasToString("192.168.96.0/19");
        assertThat(block.pool()).isEqualTo("t3.medium");
        assertThat(block.given()).hasSize(32).first().hasToString("192.168.96.16");
        assertThat(block.slots()).isEqualTo(30);
        assertThat(block.addresses()).extracting(Address::owner).containsExactly("router", "health");
        assertThat(block.has(IpAddress.parse("192.168.96.47")))
                .as("of the other node")
                .isFalse();
    }

    @Test
    void aFullBlockHasAnOwnerForEachAddress() {
        AddressMap map = AddressMap.of(rehearse("cluster-scope-ipam-small"));

        assertThat(map.mode()).isEqualTo("cluster-pool");
        assertThat(map.outsideBlocks()).isEmpty();
        NodeMap full = map.node("cilium-book-worker2").orElseThrow();
        assertThat(full.error()).isEmpty();
        assertThat(full.ignored()).singleElement().asString().startsWith("10.244.");
        assertThat(full.blocks()).singleElement().satisfies(block -> {
            assertThat(block.pool()).isEqualTo("cluster");
            assertThat(block.usable()).isEqualTo(6);
            assertThat(block.slots()).isEqualTo(4);
            assertThat(block.free()).isZero();
            assertThat(block.reserved()).extracting(Reserved::purpose).containsExactlyInAnyOrder("router", "health");
            assertThat(block.addresses()).hasSize(6).isSortedAccordingTo((a, b) -> a.ip().compareTo(b.ip()));
        });
        assertThat(full.free()).isZero();
        assertThat(map.pools()).singleElement().satisfies(pool -> {
            assertThat(pool.blocks()).isEqualTo(4);
            assertThat(pool.free()).isEqualTo(1);
            assertThat(pool.given()).hasSize(3);
        });
        WorkloadPods nginx = map.workloads().get(1);
        assertThat(nginx.kind() + " " + nginx.fullName()).isEqualTo("Deployment default/nginx");
        assertThat(nginx.node()).contains("cilium-book-worker2");
        assertThat(nginx.wanted()).isEqualTo(10);
        assertThat(nginx.running().max() + nginx.stuck().max()).isEqualTo(10);
        assertThat(nginx.text()).contains("range is full");
    }

    @Test
    void blocksOfPoolsAreTheirPools() {
        AddressMap map = AddressMap.of(rehearse("multi-pool-ipam"));

        assertThat(map.pools()).extracting(PoolMap::name).containsExactly("acme-pool", "default", "foobar-pool");
        assertThat(map.nodes()).allSatisfy(node -> assertThat(node.blocks()).allSatisfy(block -> {
            assertThat(block.reserved()).hasSize(block.pool().equals("default") ? 2 : 0);
            assertThat(block.addresses()).filteredOn(Address::isPods).allSatisfy(address -> assertThat(
                            address.owner().startsWith("acme-corp/nginx"))
                    .isEqualTo(block.pool().equals("acme-pool")));
        }));
    }

    @Test
    void eachFamilyIsABlockOfItsOwn() {
        AddressMap map = AddressMap.of(rehearse("ipv4-ipv6-support/dual-stack"));

        assertThat(map.nodes()).allSatisfy(node -> {
            assertThat(node.ignored()).isEmpty();
            assertThat(node.blocks()).extracting(Block::family).containsExactly(Family.IPV4, Family.IPV6);
            assertThat(node.blocks()).extracting(Block::pool).containsOnly("kubernetes");
            assertThat(node.blocks().get(0).addresses())
                    .hasSameSizeAs(node.blocks().get(1).addresses());
            assertThat(node.free())
                    .isEqualTo(
                            node.blocks().get(0).free() + node.blocks().get(1).free());
        });
    }

    @Test
    void anObservationSurvivesJson() {
        Observation seen = rehearse("multi-pool-ipam");

        Observation again = Observations.of(
                Json.read(new ByteArrayInputStream(Json.write(seen.tree()).getBytes(StandardCharsets.UTF_8))));

        assertThat(again.tree()).isEqualTo(seen.tree());
        assertThat(AddressMap.of(again)).isEqualTo(AddressMap.of(seen));
    }

    @Test
    void aStuckPodSaysOnWhichNodeItWaitsForWhat() {
        Observation seen = rehearse("cluster-scope-ipam-small");

        List<StuckPod> stuck = StuckPod.of(Cluster.of(seen));

        assertThat(stuck)
                .filteredOn(pod -> pod.name().startsWith("default/nginx-"))
                .hasSize(6)
                .allSatisfy(pod -> {
                    assertThat(pod.of().toString()).isEqualTo("Deployment default/nginx");
                    assertThat(pod.node()).contains("cilium-book-worker2");
                    assertThat(pod.pool()).isEmpty();
                    assertThat(pod.wantsAddress()).isTrue();
                    assertThat(pod.words()).isEqualTo("range is full");
                });
    }

    /** In mode multi-pool the annotations of a pod and its namespace say where its address is to come from. */
    @Test
    void aStuckPodOfAPoolNamesIt() {
        String pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: %s, namespace: acme%s}\nspec: {nodeName: n1}\n";
        Observation seen = new Observation(
                NOW,
                "v1.33.12",
                objects("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cilium-config, namespace: kube-system}\n"
                        + "data: {ipam: multi-pool, enable-ipv4: 'true'}\n---\n"
                        + "apiVersion: v1\nkind: Namespace\n"
                        + "metadata: {name: acme, annotations: {ipam.cilium.io/ip-pool: acme-pool}}\n---\n"
                        + String.format(pod, "plain", "") + "---\n"
                        + String.format(pod, "own", ", annotations: {ipam.cilium.io/ip-pool: own-pool}")));

        assertThat(StuckPod.of(Cluster.of(seen)))
                .extracting(StuckPod::name, stuck -> stuck.pool().orElse(""))
                .containsExactlyInAnyOrder(tuple("acme/plain", "acme-pool"), tuple("acme/own", "own-pool"));
    }

    /** What kept it from an address is over once it has one. */
    @Test
    void aPodWithAnAddressLacksSomethingElse() {
        String text = IpamTexts.podEvent("0".repeat(64), "range is full");
        Observation seen = new Observation(
                NOW,
                "v1.33.12",
                objects("apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: default, uid: u}\n"
                        + "spec: {nodeName: n1}\nstatus: {podIPs: [{ip: 10.0.0.1}]}\n---\n"
                        + "apiVersion: v1\nkind: Event\nmetadata: {name: e, namespace: default}\ntype: Warning\n"
                        + "involvedObject: {uid: u}\nmessage: '" + text + "'\n"));

        assertThat(StuckPod.of(Cluster.of(seen))).singleElement().satisfies(pod -> {
            assertThat(pod.addressed()).isTrue();
            assertThat(pod.wantsAddress()).isFalse();
            assertThat(pod.text()).isEmpty();
        });
    }

    private static List<KubeObject> objects(String yaml) {
        return YamlReader.read(Path.of("objects.yaml"), yaml, new Problems()).stream()
                .map(document -> new KubeObject(Tree.map(document.tree())))
                .toList();
    }
}
