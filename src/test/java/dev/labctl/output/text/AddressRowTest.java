package dev.labctl.output.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.Block;
import dev.labctl.addresses.NodeMap;
import dev.labctl.addresses.StuckPod;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.output.Maps;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The rows of a block's addresses, and the pods without an address that hang over its edge. */
class AddressRowTest {
    private static final Block FULL = Maps.block("10.0.0.0/30", "a", "10.0.0.1 router", "10.0.0.2 default/x");
    private static final Block ROOM = Maps.block("10.0.0.8/29", "a", "10.0.0.9 router", "10.0.0.12 default/y");

    private static StuckPod pod(String pool) {
        return new StuckPod(
                "default/web-1",
                ObjectRef.namespaced("apps/v1", "Deployment", "default", "web"),
                Optional.of("n"),
                false,
                Optional.of(pool).filter(name -> !name.isEmpty()),
                "");
    }

    private static Block view(Block block, StuckPod... stuck) {
        List<NodeMap> nodes = List.of(Maps.node("n", List.of(block)));
        return AddressMap.observed("cluster-pool", nodes, List.of(), List.of(), List.of(stuck), List.of())
                .nodes()
                .get(0)
                .blocks()
                .get(0);
    }

    @Test
    void podsHangOverTheEdgeOfWhatIsFullAlone() {
        assertThat(AddressBar.of(view(FULL, pod("a")), 20).over()).isEqualTo(1);
        assertThat(AddressBar.of(view(ROOM, pod("a")), 20)).satisfies(bar -> {
            assertThat(bar.over()).isZero();
            assertThat(bar.taken()).isEqualTo(1);
            assertThat(bar.free()).isEqualTo(4);
        });
    }

    @Test
    void everyAddressThatCanBeGivenOutIsInARow() {
        assertThat(AddressRow.of(view(ROOM)))
                .extracting(AddressRow::addresses, AddressRow::owner)
                .containsExactly(
                        tuple("10.0.0.9", "router"),
                        tuple("10.0.0.10-10.0.0.11", "2 free"),
                        tuple("10.0.0.12", "default/y"),
                        tuple("10.0.0.13-10.0.0.14", "2 free"));
        assertThat(AddressRow.of(view(FULL))).hasSize(2).noneMatch(AddressRow::free);
        assertThat(AddressRow.of(view(Maps.block("fd00::/64", "p"))))
                .singleElement()
                .extracting(AddressRow::addresses)
                .isEqualTo("fd00::1-fd00::fffe");
    }
}
