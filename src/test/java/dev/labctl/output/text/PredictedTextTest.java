package dev.labctl.output.text;

import static dev.labctl.Golden.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.NodeMap;
import dev.labctl.addresses.WorkloadPods;
import dev.labctl.ipam.Family;
import dev.labctl.lab.Range;
import dev.labctl.output.Plans;
import dev.labctl.report.PlanView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans as their readers see them, on narrow and wide terminals of every kind. */
class PredictedTextTest {
    private static final Style UNICODE = new Style(false, true, true, 80);
    private static final Map<String, Style> STYLES = Map.of(
            "80",
            UNICODE,
            "200",
            new Style(false, true, true, 200),
            "ascii",
            Style.PLAIN,
            "colour",
            new Style(true, true, true, 80));

    static Stream<Arguments> plans() {
        return Plans.all().keySet().stream()
                .flatMap(plan -> STYLES.keySet().stream().sorted().map(style -> Arguments.of(plan, style)));
    }

    @ParameterizedTest
    @MethodSource("plans")
    void isAsItAlwaysWas(String plan, String style) {
        assertGolden(
                "plan/" + plan + "-" + style + ".txt",
                AddressText.of(Plans.all().get(plan), STYLES.get(style)));
    }

    @ParameterizedTest
    @MethodSource("plans")
    void fitsTheTerminal(String plan, String style) {
        Style shown = STYLES.get(style);

        assertThat(AddressText.of(Plans.all().get(plan), shown)
                        .replaceAll("\u001B\\[[0-9]+m", "")
                        .lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(shown.width()));
    }

    @ParameterizedTest
    @MethodSource("plans")
    void aPlainTerminalSeesAsciiAlone(String plan) {
        assertThat(AddressText.of(Plans.all().get(plan), Style.PLAIN)).matches("[\\n -~]*");
    }

    private static String text(List<NodeMap> nodes, List<WorkloadPods> pods) {
        return AddressText.of(
                new PlanView("x", AddressMap.predicted("cluster-pool", nodes, List.of(), pods, List.of()), List.of()),
                UNICODE);
    }

    private static NodeMap node(int number, Optional<String> error) {
        return new NodeMap(
                "n" + number,
                List.of(Plans.share("cluster", Family.IPV4, 6, "10.0.0." + 8 * (number % 32) + "/29")),
                List.of(),
                error);
    }

    private static List<NodeMap> nodes(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> node(number, Optional.empty()))
                .toList();
    }

    @Test
    void twelveNodesAreShownOneByOneAndThirteenAreSummedUp() {
        assertThat(text(nodes(12), List.of()))
                .contains("\n  n1 ")
                .contains("\n  n12 ")
                .doesNotContain("like n1");
        assertThat(text(nodes(13), List.of()))
                .contains("\n  n1 ")
                .doesNotContain("\n  n2 ")
                .contains("\n  12 more nodes are like n1.\n");
    }

    @Test
    void ofManyNodesThoseThatDifferAreShown() {
        List<NodeMap> nodes = new ArrayList<>(nodes(13));
        nodes.set(6, node(7, Optional.of("allocator full")));

        assertThat(text(nodes, List.of(Plans.pods("default/web", 9, Range.exactly(4), "n3"))))
                .contains("\n  10 more nodes are like n1.\n")
                .contains("\n  n3 ")
                .contains("RR████|×××××")
                .contains("\n  n7 ")
                .contains("\n  ! n7: allocator full\n");
    }

    @Test
    void howeverManyNodesDifferTheListEnds() {
        List<WorkloadPods> pods = IntStream.rangeClosed(1, 40)
                .mapToObj(number ->
                        Plans.pods("default/web" + number, number, Range.exactly(Math.min(4, number)), "n" + number))
                .toList();

        assertThat(text(nodes(40), pods))
                .contains("\n  n12 ")
                .doesNotContain("\n  n13 ")
                .contains("\n  28 more nodes differ from these. `-o json` shows all of them.\n")
                .contains("\n  and 20 more with 210 pods; `-o json` shows all of them\n")
                .contains("where\n  default/web40 ")
                .contains("default/web24 and\n  others");
    }

    @Test
    void ofManyWorkloadsThoseThatRunAreSummedUp() {
        List<WorkloadPods> pods = new ArrayList<>(IntStream.rangeClosed(1, 30)
                .mapToObj(number -> Plans.pods("default/web" + number, 2, Range.exactly(2), ""))
                .toList());
        pods.add(Plans.pods("default/late", 2, new Range(1, 2), ""));

        assertThat(text(nodes(3), pods))
                .contains("\n  default/late ")
                .doesNotContain("default/web1 ")
                .contains("\n  and 30 more with 60 pods, which all run; `-o json` shows all of them\n");
    }

    @Test
    void aNodeWithoutABlockSaysSo() {
        assertThat(text(List.of(new NodeMap("n1", List.of(), List.of(), Optional.of("OPERATOR_FAILS"))), List.of()))
                .isEqualTo(
                        """
                        The lab has no pods of its own.
                        x; IPAM mode cluster-pool, 1 node

                        Nodes  block    addresses  usable  slots
                          n1   none
                          ! OPERATOR_FAILS
                        """);
    }

    /** Pods that no node takes neither have an address nor miss one. */
    @Test
    void podsThatTheSchedulerHoldsBackHangOverNoEdge() {
        WorkloadPods pods = WorkloadPods.predicted(
                "default",
                "Deployment",
                "web",
                Optional.of("n1"),
                false,
                500,
                Range.exactly(3),
                Range.exactly(497),
                "0/2 nodes are available: 1 Too many pods.");

        assertThat(text(nodes(1), List.of(pods)))
                .contains("RR███░  ")
                .contains("6      4     3\n")
                .doesNotContain("×");
    }

    @Test
    void aThousandNodesAreTwoScreensAtTheMost() {
        PlanView large = Plans.large();

        String text = AddressText.of(large, UNICODE);

        assertThat(text.lines()).hasSizeLessThan(48);
    }
}
