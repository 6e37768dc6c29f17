package dev.labctl.output.picture;

import static dev.labctl.Golden.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.addresses.AddressMap.Reserved;
import dev.labctl.addresses.Block;
import dev.labctl.addresses.NodeMap;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.lab.Range;
import dev.labctl.output.Plans;
import dev.labctl.output.text.Headline;
import dev.labctl.report.PlanView;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** Pictures of plans are sound SVG that stands alone, draw to scale and keep within their page. */
class PredictedSvgTest {
    static Stream<String> plans() {
        return Plans.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("plans")
    void isAsItAlwaysWas(String plan) {
        assertGolden("plan/" + plan + ".svg", AddressSvg.of(Plans.all().get(plan)));
    }

    private static Document parse(String svg) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Element> elements(Document document, String name) {
        return IntStream.range(0, document.getElementsByTagName(name).getLength())
                .mapToObj(i -> (Element) document.getElementsByTagName(name).item(i))
                .toList();
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    private static List<Element> rects(Document document, String kind) {
        return elements(document, "rect").stream()
                .filter(rect -> rect.getAttribute("class").equals(kind))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("plans")
    void everythingIsWithinThePage(String plan) throws Exception {
        Document document = parse(AddressSvg.of(Plans.all().get(plan)));

        double height = number(document.getDocumentElement(), "height");
        assertThat(elements(document, "rect")).allSatisfy(rect -> {
            assertThat(number(rect, "width")).isPositive();
            assertThat(number(rect, "height")).isPositive();
            assertThat(number(rect, "x")).isNotNegative();
            assertThat(number(rect, "x") + number(rect, "width")).isLessThanOrEqualTo(960);
            assertThat(number(rect, "y") + number(rect, "height")).isLessThanOrEqualTo(height);
        });
        assertThat(elements(document, "text")).allSatisfy(text -> {
            assertThat(number(text, "y")).isBetween(0.0, height);
            assertThat(number(text, "x")).isBetween(0.0, 960.0);
            assertThat(text.getTextContent()).isNotBlank();
        });
    }

    @ParameterizedTest
    @MethodSource("plans")
    void standsAloneAndSpeaksToScreenReaders(String plan) throws Exception {
        String svg = AddressSvg.of(Plans.all().get(plan));
        Document document = parse(svg);

        assertThat(svg.replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain("http", "<script", "href", "@import", "@font-face", "<image", "javascript");
        assertThat(svg).contains("prefers-color-scheme: dark");
        assertThat(document.getDocumentElement().getAttribute("role")).isEqualTo("img");
        assertThat(document.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo(Plans.all().get(plan).title());
        assertThat(document.getElementsByTagName("desc").item(0).getTextContent())
                .startsWith(Headline.of(Plans.all().get(plan).plan()))
                .contains("Node ");
    }

    @Test
    void anAddressIsACellWhereThereIsRoom() throws Exception {
        Document document = parse(AddressSvg.of(Plans.small()));

        // Three nodes of eight addresses each, six pods over the edge of the last, and one of each kind in the legend.
        assertThat(rects(document, "edge")).hasSize(3 * 2 + 1);
        assertThat(rects(document, "reserved")).hasSize(3 * 2 + 1);
        assertThat(rects(document, "slot")).hasSize(4 + 3 + 1);
        assertThat(rects(document, "pod")).hasSize(1 + 4 + 1);
        assertThat(rects(document, "stuck")).hasSize(6 + 1);
        assertThat(rects(document, "taken")).hasSize(3 + 1);
        assertThat(rects(document, "unused")).hasSize(1 + 1);
    }

    @Test
    void whatIsTooSmallIsDrawnLargerAndSaysSo() throws Exception {
        Document document = parse(AddressSvg.of(Plans.dual()));

        assertThat(elements(document, "text").stream().map(Element::getTextContent))
                .contains("the first 16 of 256 blocks, drawn larger");
        assertThat(elements(document, "polygon").stream()
                        .filter(shape -> shape.getAttribute("class").equals("zoom")))
                .hasSize(2);
    }

    @Test
    void severalCandidatesAreNotDrawnAsCertain() throws Exception {
        Document document = parse(AddressSvg.of(Plans.dual()));

        // Four blocks of IPv6 for three nodes; the strip above and the legend have one each.
        assertThat(rects(document, "maybe")).hasSize(4 + 1 + 1);
        assertThat(rects(document, "taken")).hasSize(3 + 1 + 1);
    }

    /** Rows of blocks may go over the ends of the CIDRs that they come from. */
    @Test
    void neighbouringCidrsShareARow() throws Exception {
        Block share = Plans.share("cluster", Family.IPV4, 6, "10.0.0.0/29-10.0.0.24/29");
        Document document = parse(AddressSvg.of(view(
                List.of(Plans.node("a", share)),
                Plans.pool("cluster", Family.IPV4, List.of("10.0.0.0/28", "10.0.0.16/28", "10.0.0.32/28"), 29, 6, 2))));

        assertThat(rects(document, "taken")).hasSize(4 + 1);
        assertThat(rects(document, "unused")).hasSize(2 + 1);
    }

    private static PlanView view(List<NodeMap> nodes, PoolMap... pools) {
        return new PlanView("x", AddressMap.predicted("m", nodes, List.of(pools), List.of(), List.of()), List.of());
    }

    @Test
    void aTextFromOutsideStaysText() throws Exception {
        String hostile = "</text><script>alert('&amp;\"')</script>\u0001\u001B\uD800\uFFFE]]>☺";
        Block share = Block.predicted(
                Optional.empty(), List.of(), hostile, Family.IPV4, 3, List.of(new Reserved(hostile, 1)), 2);
        PlanView view = new PlanView(
                hostile,
                AddressMap.predicted(
                        hostile,
                        List.of(new NodeMap(hostile, List.of(share), List.of(), Optional.of(hostile))),
                        List.of(Plans.pool(hostile, Family.IPV4, List.of(hostile, "10.0.0.0/40"), 24, 1, 0)),
                        List.of(Plans.pods("a/" + hostile, 9, Range.exactly(0), hostile)),
                        List.of()),
                List.of());

        Document document = parse(AddressSvg.of(view));

        assertThat(document.getElementsByTagName("script").getLength()).isZero();
        assertThat(document.getElementsByTagName("title").item(0).getTextContent())
                .isEqualTo("</text><script>alert('&amp;\"')</script>\uFFFD\uFFFD\uFFFD\uFFFD]]>☺");
        assertThat(elements(document, "text").stream().map(Element::getTextContent))
                .contains("is not a CIDR");
    }

    @Test
    void noPlanIsTooLargeToBeDrawn() throws Exception {
        List<String> cidrs =
                IntStream.range(0, 200).mapToObj(i -> "10." + i + ".0.0/16").toList();
        String longest = "n".repeat(300);
        Block ipv4 = Plans.share("cluster", Family.IPV4, 65_534, "10.0.0.0/16-10.199.0.0/16");
        Block ipv6 = Plans.share("cluster", Family.IPV6, 65_534, "fd00::/64-fd00:0:0:ffff::/64");
        List<NodeMap> nodes = new ArrayList<>(Collections.nCopies(9_999, Plans.node("node", ipv4, ipv6)));
        nodes.add(Plans.node(longest, ipv4));

        String svg = AddressSvg.of(view(
                nodes,
                Plans.pool("cluster", Family.IPV4, cidrs, 16, 200, 0),
                Plans.pool("cluster", Family.IPV6, List.of("fd00::/8"), 128, Long.MAX_VALUE, Long.MAX_VALUE),
                Plans.pool(longest, Family.IPV6, List.of("::/0"), 64, Long.MAX_VALUE, Long.MAX_VALUE)));

        assertThat(svg).hasSizeLessThan(40_000).contains("node and 9,998 nodes like it", "and 192 more CIDRs");
        assertThat(parse(svg).getDocumentElement().getAttribute("height")).matches("[0-9.]+");
    }

    @ParameterizedTest
    @CsvSource({
        // A block of two addresses gives both out, one of four keeps its ends back, and AWS knows no ends at all.
        "10.0.0.0/31, 2, 0",
        "10.0.0.0/30, 2, 2",
        "'', 15, 0",
        "fd00::/127, 2, 0",
        "fd00::/126, 2, 2"
    })
    void theEndsOfABlockAreKeptBack(String block, long usable, int edges) throws Exception {
        Block share = Block.predicted(
                Optional.of(block).filter(text -> !text.isEmpty()).map(Cidr::parse),
                List.of(),
                "p",
                block.contains(":") ? Family.IPV6 : Family.IPV4,
                usable,
                List.of(),
                usable);

        Document document = parse(AddressSvg.of(view(List.of(Plans.node("a", share)))));

        assertThat(rects(document, "slot")).hasSize((int) usable + 1);
        assertThat(rects(document, "edge").stream()
                        .filter(rect -> rect.getElementsByTagName("title").getLength() > 0))
                .hasSize(edges);
        assertThat(elements(document, "text").stream().map(Element::getTextContent))
                .contains(
                        block.isEmpty()
                                ? "IPv4, pool p"
                                : (block.contains(":") ? "IPv6" : "IPv4") + ", pool p: " + block);
    }
}
