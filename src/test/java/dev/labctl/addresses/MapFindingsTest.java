package dev.labctl.addresses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.addresses.AddressMap.Address;
import dev.labctl.addresses.AddressMap.Given;
import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpAddress;
import dev.labctl.ipam.IpamTexts;
import dev.labctl.kubernetes.ObjectRef;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What an address map gives cause to say. */
class MapFindingsTest {
    private static final String FULL = IpamTexts.podEvent("0".repeat(64), IpamTexts.RANGE_FULL);
    private static final String NOT_YET = IpamTexts.podEvent(
            "0".repeat(64), "unable to allocate from pool \"acme\" (family ipv4): pool not (yet) available");

    private static Address address(String ip, String owner) {
        return new Address(IpAddress.parse(ip), owner, owner);
    }

    private static Block block(String cidr, int used) {
        Cidr parsed = Cidr.parse(cidr);
        return Block.observed(
                parsed,
                "p",
                IntStream.rangeClosed(1, used)
                        .mapToObj(i -> address(parsed.address(i).toString(), i == 1 ? "router" : "default/web-" + i))
                        .toList());
    }

    private static NodeMap node(String name, Block... blocks) {
        return new NodeMap(name, List.of(blocks), List.of(), Optional.empty());
    }

    private static PoolMap pool(int free) {
        return new PoolMap(
                "p",
                Family.IPV4,
                List.of("10.0.0.0/24"),
                30,
                free + 1,
                free,
                List.of(new Given(Cidr.parse("10.0.0.0/30"), "n1")));
    }

    private static AddressMap map(String mode, List<NodeMap> nodes, PoolMap... pools) {
        return AddressMap.observed(mode, nodes, List.of(pools), List.of(), List.of(), List.of());
    }

    private static StuckPod stuck(String name, String node, boolean addressed, String text) {
        return new StuckPod(
                "default/" + name,
                ObjectRef.namespaced("apps/v1", "Deployment", "default", "web"),
                Optional.of(node).filter(found -> !found.isEmpty()),
                addressed,
                Optional.empty(),
                text);
    }

    private static List<String> findings(AddressMap map, StuckPod... stuck) {
        AddressMap found = AddressMap.observed(
                map.mode(), map.nodes(), map.pools(), map.workloads(), List.of(stuck), map.outsideBlocks());
        return found.findings().stream()
                .map(finding -> finding.severity() + " " + finding.reason() + ": " + finding.message())
                .toList();
    }

    private static final AddressMap ROOM = map("cluster-pool", List.of(node("n1", block("10.0.0.0/30", 1))), pool(3));

    @Test
    void whereAllIsWellThereIsNothingToSay() {
        assertThat(findings(ROOM)).isEmpty();
    }

    @Test
    void podsOfOneCauseAreSaidOnce() {
        assertThat(findings(
                        ROOM,
                        stuck("a", "n1", false, FULL),
                        stuck("b", "n2", false, FULL),
                        stuck("c", "n2", false, FULL)))
                .containsExactly(
                        "ERROR PODS_WITHOUT_ADDRESS: 3 pods of default/web on n1, n2 have no address: range is full");
    }

    @Test
    void latenessIsNoError() {
        assertThat(findings(ROOM, stuck("a", "n1", false, NOT_YET)))
                .containsExactly("NOTE PODS_WITHOUT_ADDRESS: 1 pod of default/web on n1 has no address: unable to"
                        + " allocate from pool \"acme\" (family ipv4): pool not (yet) available");
        assertThat(findings(ROOM, stuck("a", "n1", false, "")))
                .containsExactly("NOTE PODS_WITHOUT_ADDRESS: 1 pod of default/web on n1 has no address yet");
        assertThat(findings(
                        ROOM,
                        stuck(
                                "a",
                                "n1",
                                false,
                                "Failed to create pod sandbox: x failed (add): unable to connect to Cilium agent: y")))
                .containsExactly("WARNING PODS_WITHOUT_ADDRESS: 1 pod of default/web on n1 has no address: unable to"
                        + " connect to Cilium agent: y");
    }

    @Test
    void whatHasAnAddressOrNoNodeLacksSomethingElse() {
        assertThat(findings(ROOM, stuck("a", "n1", true, "Back-off pulling image"), stuck("b", "", false, "0/3 nodes")))
                .containsExactly(
                        "ERROR PODS_NOT_READY: 2 pods of default/web on n1 are not ready: Back-off pulling image");
    }

    @Test
    void aFullNodeIsToldUnlessItGetsAnotherBlock() {
        List<NodeMap> full = List.of(node("n1", block("10.0.0.0/30", 2)));

        assertThat(findings(map("cluster-pool", full, pool(3))))
                .containsExactly("WARNING NODE_FULL: no address is free on n1: the next pod there gets none");
        assertThat(findings(map("multi-pool", full, pool(3)))).isEmpty();
        assertThat(findings(map("multi-pool", full, pool(0))))
                .containsExactly(
                        "WARNING NODE_FULL: no address is free on n1: the next pod there gets none",
                        "WARNING POOL_WITHOUT_BLOCKS: no block is left in pool p (IPv4): the next node that needs one"
                                + " gets none");
        assertThat(findings(map(
                        "multi-pool", List.of(node("n1", block("10.0.0.0/30", 2), block("10.0.0.4/30", 1))), pool(1))))
                .isEmpty();
    }

    @Test
    void nodesWithoutBlocksAreToldByWhatTheOperatorSays() {
        NodeMap refused = new NodeMap("n2", List.of(), List.of(), Optional.of("allocator full"));
        NodeMap another = new NodeMap("n3", List.of(), List.of(), Optional.of("allocator full"));

        assertThat(findings(map("cluster-pool", List.of(node("n1"), refused, another))))
                .containsExactly(
                        "ERROR NODE_ERROR: the operator reports on n2, n3: allocator full",
                        "WARNING NODE_WITHOUT_BLOCK: n1 has no block of addresses yet");
    }

    @Test
    void ofManyThatShareAFindingAFewAreNamed() {
        List<NodeMap> nodes =
                IntStream.rangeClosed(1, 9).mapToObj(i -> node("n" + i)).toList();

        assertThat(findings(map("cluster-pool", nodes)))
                .containsExactly(
                        "WARNING NODE_WITHOUT_BLOCK: n1, n2, n3, n4, n5 and 4 more have no block of addresses yet");
    }

    @Test
    void anAddressOutsideTheBlocksOfItsNodeIsFound() {
        AddressMap map = AddressMap.observed(
                "cluster-pool",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(address("10.9.9.9", "default/old")));

        assertThat(findings(map))
                .containsExactly("WARNING ADDRESS_OUTSIDE: default/old (10.9.9.9) has an address outside the"
                        + " blocks of its node: it was allocated before the node's block changed");
    }
}
