package dev.labctl.addresses;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.output.Maps;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** For which block a pod without an address waits. */
class NodeMapTest {
    private static final Block FULL = Maps.block("10.0.0.0/30", "a", "10.0.0.1 router", "10.0.0.2 default/x");
    private static final Block ROOM = Maps.block("10.0.0.8/29", "a", "10.0.0.9 router", "10.0.0.12 default/y");
    private static final Block OTHER = Maps.block("10.1.0.0/29", "b");

    private static StuckPod pod(String pool) {
        return new StuckPod(
                "default/web-1",
                ObjectRef.namespaced("apps/v1", "Deployment", "default", "web"),
                Optional.of("n"),
                false,
                Optional.of(pool).filter(name -> !name.isEmpty()),
                "");
    }

    private static NodeMap node(StuckPod pod, Block... blocks) {
        return AddressMap.observed(
                        "multi-pool",
                        List.of(Maps.node("n", List.of(blocks))),
                        List.of(),
                        List.of(),
                        List.of(pod),
                        List.of())
                .nodes()
                .get(0);
    }

    private static List<StuckPod> waitingFor(NodeMap node, Block block) {
        return node.blocks().stream()
                .filter(one -> one.known().equals(block.known()))
                .flatMap(one -> one.waiting().stream())
                .toList();
    }

    @Test
    void aPodWaitsForABlockOfItsPoolAndRatherForAFullOne() {
        NodeMap node = node(pod("a"), OTHER, ROOM, FULL);

        assertThat(waitingFor(node, FULL)).hasSize(1);
        assertThat(waitingFor(node, ROOM)).isEmpty();
        assertThat(waitingFor(node, OTHER)).isEmpty();
        assertThat(node.withoutBlock()).isEmpty();
    }

    @Test
    void aPodWithoutAPoolWaitsForTheFirstBlockThatIsFullOrTheFirst() {
        assertThat(waitingFor(node(pod(""), ROOM, OTHER), ROOM)).hasSize(1);
        assertThat(waitingFor(node(pod(""), ROOM, FULL), FULL)).hasSize(1);
    }

    @Test
    void aPodOfAPoolThatTheNodeHasNothingOfWaitsForNone() {
        assertThat(node(pod("c"), ROOM, OTHER).withoutBlock()).hasSize(1);
    }
}
