package dev.labctl.output.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.labctl.addresses.AddressMap.Block;
import dev.labctl.addresses.StuckPod;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.output.Maps;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** For which block a pod without an address waits, and the rows that a block's addresses make. */
class LiveNodeTest {
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

    private static LiveNode node(StuckPod pod, Block... blocks) {
        return new LiveNode(Maps.node("n", List.of(blocks)), List.of(pod));
    }

    @Test
    void aPodWaitsForABlockOfItsPoolAndRatherForAFullOne() {
        LiveNode node = node(pod("a"), OTHER, ROOM, FULL);

        assertThat(node.waitingFor(FULL)).hasSize(1);
        assertThat(node.waitingFor(ROOM)).isEmpty();
        assertThat(node.waitingFor(OTHER)).isEmpty();
        assertThat(node.waitingForNone()).isEmpty();
    }

    @Test
    void aPodWithoutAPoolWaitsForTheFirstBlockThatIsFullOrTheFirst() {
        assertThat(node(pod(""), ROOM, OTHER).waitingFor(ROOM)).hasSize(1);
        assertThat(node(pod(""), ROOM, FULL).waitingFor(FULL)).hasSize(1);
    }

    @Test
    void aPodOfAPoolThatTheNodeHasNothingOfWaitsForNone() {
        assertThat(node(pod("c"), ROOM, OTHER).waitingForNone()).hasSize(1);
    }

    @Test
    void podsHangOverTheEdgeOfWhatIsFullAlone() {
        assertThat(node(pod("a"), FULL).bar(FULL, 20).over()).isEqualTo(1);
        assertThat(node(pod("a"), ROOM).bar(ROOM, 20)).satisfies(bar -> {
            assertThat(bar.over()).isZero();
            assertThat(bar.taken()).isEqualTo(1);
            assertThat(bar.free()).isEqualTo(4);
        });
    }

    @Test
    void everyAddressThatCanBeGivenOutIsInARow() {
        assertThat(AddressRow.of(ROOM))
                .extracting(AddressRow::addresses, AddressRow::whose)
                .containsExactly(
                        tuple("10.0.0.9", "router"),
                        tuple("10.0.0.10-10.0.0.11", "2 free"),
                        tuple("10.0.0.12", "default/y"),
                        tuple("10.0.0.13-10.0.0.14", "2 free"));
        assertThat(AddressRow.of(FULL)).hasSize(2).noneMatch(AddressRow::free);
        assertThat(AddressRow.of(Maps.block("fd00::/64", "p")))
                .singleElement()
                .extracting(AddressRow::addresses)
                .isEqualTo("fd00::1-fd00::fffe");
    }
}
