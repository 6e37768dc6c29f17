package dev.labctl.output.text;

import static dev.labctl.Golden.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.output.Maps;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Address maps as their readers see them, on narrow and wide terminals of every kind. */
class ObservedTextTest {
    private static final Map<String, Style> STYLES = Map.of(
            "80",
            new Style(false, true, true, 80),
            "200",
            new Style(false, true, true, 200),
            "ascii",
            Style.PLAIN,
            "colour",
            new Style(true, true, true, 80));

    static Stream<Arguments> maps() {
        return Maps.all().keySet().stream()
                .flatMap(map -> STYLES.keySet().stream().sorted().map(style -> Arguments.of(map, style)));
    }

    private static String text(String map, String style) {
        return AddressText.of(Maps.all().get(map), STYLES.get(style));
    }

    @ParameterizedTest
    @MethodSource("maps")
    void isAsItAlwaysWas(String map, String style) {
        assertGolden("ipam/" + map + "-" + style + ".txt", text(map, style));
    }

    @ParameterizedTest
    @MethodSource("maps")
    void fitsTheTerminal(String map, String style) {
        assertThat(text(map, style).replaceAll("\u001B\\[[0-9]+m", "").lines()).allSatisfy(line -> assertThat(line)
                .hasSizeLessThanOrEqualTo(STYLES.get(style).width()));
    }

    @ParameterizedTest
    @MethodSource("maps")
    void aPlainTerminalSeesAsciiAlone(String map, String style) {
        Style plain = new Style(false, false, false, STYLES.get(style).width());

        assertThat(AddressText.of(Maps.all().get(map), plain)).matches("[\\n -~]*");
    }

    @Test
    void coloursAddNothingButColours() {
        assertThat(text("small", "colour").replaceAll("\u001B\\[[0-9]+m", "")).isEqualTo(text("small", "80"));
    }

    @Test
    void whatIsFullIsFullAndWhoeverHasNoAddressHangsOverTheEdge() {
        assertThat(text("small", "80"))
                .startsWith("Of the lab's 11 pods, 4 run and 7 are stuck: \"range is full\".\n")
                .contains("10.0.84.0/29  RR████|×××××××     6     0      7")
                .contains("default/nginx               7  none: range is full")
                .contains("10.0.84.8/29  cluster  free");
    }

    /** Pods that are gone from their workload keep their addresses until they have ended. */
    @Test
    void anAddressOfNoKnownWorkloadIsItsPods() {
        assertThat(text("small", "80")).contains("default/old-7");
    }

    @Test
    void oneNodeIsToldWithEveryAddress() {
        assertThat(text("one", "80"))
                .contains("10.0.84.4  router\n", "10.0.84.6  default/old-7\n")
                .doesNotContain("cilium-book-control-plane", "Pools", "planned");
    }

    @Test
    void ofALargeClusterTheFullNodesAreToldAndTheOthersCounted() {
        String text = text("large", "80");

        assertThat(text.lines()).hasSizeLessThan(60);
        assertThat(text)
                .contains("500 nodes, 11,016 of 15,000 addresses used")
                .containsSubsequence("big-worker-077", "big-worker-099", "big-worker-000")
                .contains("488 more nodes: 10,736 of 14,640 addresses used, none is full.")
                .contains("no address is free on big-worker-077, big-worker-099")
                .contains("and 499 more with 9,988 pods, which all run")
                .doesNotContain("big-worker-100 ");
    }

    @Test
    void aMapWithoutAPlanSaysWhy() {
        assertThat(text("pools", "80")).endsWith("Plan  Not available: there is no chapter chapter04\n");
    }
}
