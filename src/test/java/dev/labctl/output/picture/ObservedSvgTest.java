package dev.labctl.output.picture;

import static dev.labctl.Golden.assertGolden;
import static dev.labctl.output.picture.Markup.number;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.NodeMap;
import dev.labctl.addresses.StuckPod;
import dev.labctl.addresses.WorkloadPods;
import dev.labctl.output.Maps;
import dev.labctl.output.Plans;
import dev.labctl.output.text.Headline;
import dev.labctl.report.IpamView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures of address maps are sound SVG that stands alone, say whose every cell is, and keep within their page. */
class ObservedSvgTest {
    static Stream<String> maps() {
        return Maps.all().keySet().stream();
    }

    private static String svg(String map) {
        return AddressSvg.of(Maps.all().get(map), Maps.SOURCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "pools", "dual", "broken"})
    void isAsItAlwaysWas(String map) {
        assertGolden("ipam/" + map + ".svg", svg(map));
    }

    @ParameterizedTest
    @MethodSource("maps")
    void everythingIsWithinThePage(String map) throws Exception {
        Markup svg = Markup.of(svg(map));

        double height = number(svg.root(), "height");
        assertThat(svg.elements("rect")).allSatisfy(rect -> {
            assertThat(number(rect, "width")).isPositive();
            assertThat(number(rect, "x")).isNotNegative();
            assertThat(number(rect, "x") + number(rect, "width")).isLessThanOrEqualTo(960.01);
            assertThat(number(rect, "y") + number(rect, "height")).isLessThanOrEqualTo(height);
        });
        assertThat(svg.elements("text")).allSatisfy(text -> {
            assertThat(number(text, "y")).isBetween(0.0, height);
            assertThat(text.getTextContent()).isNotBlank();
        });
    }

    @ParameterizedTest
    @MethodSource("maps")
    void standsAloneAndSpeaksToScreenReaders(String map) throws Exception {
        String svg = svg(map);

        assertThat(svg.replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain("http", "<script", "href", "@import", "@font-face", "<image", "javascript");
        assertThat(Markup.of(svg).root().getAttribute("role")).isEqualTo("img");
        assertThat(Markup.of(svg).texts("desc").get(0))
                .startsWith(Headline.of(Maps.all().get(map)))
                .contains("Node ", Maps.SOURCE);
    }

    @Test
    void everyAddressIsACellInItsPlaceWithItsOwner() throws Exception {
        Markup svg = Markup.of(svg("small"));

        assertThat(svg.cells("edge")).hasSize(3 * 2);
        assertThat(svg.cells("reserved")).hasSize(3 * 2);
        assertThat(svg.cells("pod")).hasSize(2 + 4);
        assertThat(svg.cells("slot")).hasSize(4 + 2);
        assertThat(svg.cells("stuck")).hasSize(7);
        assertThat(svg.texts("title"))
                .contains(
                        "10.0.84.4: router",
                        "10.0.84.1: default/nginx-1",
                        "10.0.42.12: free",
                        "10.0.84.7: never allocated",
                        "default/nginx-10: no address: range is full")
                .containsSubsequence(
                        "10.0.42.8: never allocated", "10.0.42.9: router", "10.0.42.10: default/netshoot-1");
        assertThat(svg.texts("text"))
                .contains(".4", "router", "nginx", "6 of 6 used, none free; 7 pods have no address");
    }

    @Test
    void everyBlockOfAPoolIsSomeonesOrFree() throws Exception {
        Markup svg = Markup.of(svg("small"));

        assertThat(svg.texts("title"))
                .contains(
                        "10.0.42.8/29: cilium-book-worker", "10.0.84.0/29: cilium-book-worker2", "10.0.84.8/29: free");
        assertThat(svg.cells("taken")).hasSize(3);
        assertThat(svg.cells("unused")).hasSize(1);
        assertThat(svg.texts("text"))
                .contains("allocated to a node", "4 blocks of /29, 1 free")
                .doesNotContain("will be allocated to a node");
    }

    @Test
    void aBlockOf256IsAGridAndALargerOneIsCounted() throws Exception {
        Markup svg = Markup.of(svg("dual"));

        assertThat(svg.texts("title"))
                .contains("10.244.1.99: default/echo-1", "10.244.1.255: never allocated", "65,531 free");
        assertThat(svg.cells("slot")).hasSize(254 - 3 + 1);
    }

    @Test
    void aPodOfAPoolWithoutABlockIsToldBesideTheNode() throws Exception {
        Markup svg = Markup.of(svg("pools"));

        assertThat(svg.texts("text"))
                .anyMatch(text -> text.startsWith("! no block of that pool: 2 of acme-corp/late: "));
        assertThat(svg.cells("stuck")).singleElement().satisfies(cell -> assertThat(cell.getTextContent())
                .isEqualTo("default/slow-1: no address: no event yet"));
    }

    @Test
    void theHeadIsLeftToThePageThatThePictureIsAPartOf() throws Exception {
        assertThat(Markup.of(AddressSvg.part(Maps.small(), Maps.SOURCE)).texts("text"))
                .doesNotContain(Maps.small().title(), Maps.SOURCE)
                .contains("Pools and their blocks");
    }

    @Test
    void ofALargeClusterTheWorstNodesAreDrawn() throws Exception {
        String svg = svg("large");

        assertThat(svg).hasSizeLessThan(200_000);
        assertThat(Markup.of(svg).texts("text"))
                .containsSubsequence("big-worker-077", "big-worker-099", "big-worker-000")
                .contains("488 more nodes: 10,736 of 14,640 addresses used, none is full.");
    }

    /** A /24 with more stuck pods than a row has cells, and a /29 with more than fit beside it. */
    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/24", "10.0.0.0/29", "10.0.0.0/16"})
    void thereAreAlwaysMoreStuckPodsThanThereIsRoom(String cidr) throws Exception {
        List<String> addresses = new ArrayList<>();
        int usable = cidr.endsWith("/29") ? 6 : cidr.endsWith("/24") ? 254 : 65_534;
        IntStream.rangeClosed(1, usable)
                .forEach(i -> addresses.add("10.0." + i / 256 + "." + i % 256 + " default/web-" + i));
        List<NodeMap> nodes =
                List.of(Maps.node("n", List.of(Maps.block(cidr, "cluster", addresses.toArray(String[]::new)))));
        WorkloadPods web = Maps.pods("default/web", "n", usable, 200, Plans.RANGE_IS_FULL);
        List<StuckPod> stuck = Maps.stuck(List.of(web), Optional.empty(), false);
        IpamView view = new IpamView(
                "Full",
                AddressMap.observed("cluster-pool", nodes, List.of(), List.of(web), stuck, List.of()),
                Optional.empty(),
                "",
                Maps.WHEN,
                Optional.empty());

        Markup svg = Markup.of(AddressSvg.of(view, Maps.SOURCE));

        assertThat(svg.elements("rect")).allSatisfy(rect -> assertThat(number(rect, "x") + number(rect, "width"))
                .isLessThanOrEqualTo(960));
        assertThat(svg.cells("stuck")).isNotEmpty();
        assertThat(svg.elements("polygon").stream()
                        .filter(shape -> shape.getAttribute("class").equals("wall")))
                .as("the arrow that says that there are more")
                .hasSize(cidr.endsWith("/16") ? 0 : 1);
    }
}
