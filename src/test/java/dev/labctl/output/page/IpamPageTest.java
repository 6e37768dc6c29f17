package dev.labctl.output.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.NodeMap;
import dev.labctl.addresses.StuckPod;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.output.Maps;
import dev.labctl.output.picture.Markup;
import dev.labctl.report.IpamView;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/** Pages are sound, stand alone, say everything in words, and are short at first where the cluster is large. */
class IpamPageTest {
    static Stream<String> maps() {
        return Maps.all().keySet().stream();
    }

    private static String page(String map) {
        return IpamPage.of(Maps.all().get(map), Maps.SOURCE);
    }

    @ParameterizedTest
    @MethodSource("maps")
    void isSoundAndStandsAlone(String map) throws Exception {
        String page = page(map);

        assertThat(page.replace("http://www.w3.org/2000/svg", ""))
                .startsWith("<!DOCTYPE html>\n<html lang=\"en\">")
                .doesNotContain("http:", "https:", "<script", "@import", "@font-face", "url(http", "<link", "<img")
                .doesNotContainPattern("<[^>]+ on[a-z]+=");
        assertThat(Markup.ofPage(page).elements("a")).allSatisfy(link -> {
            String target = link.getAttribute("href").substring(1);
            assertThat(page).contains("id=\"" + target + "\"");
        });
    }

    @ParameterizedTest
    @MethodSource("maps")
    void canBeReadWithoutSeeingIt(String map) throws Exception {
        Markup page = Markup.ofPage(page(map));

        assertThat(page.elements("h1")).hasSize(1);
        assertThat(page.elements("main")).hasSize(1);
        assertThat(page.elements("section")).hasSameSizeAs(page.elements("h2")).allSatisfy(section -> assertThat(
                        page.elements("h2").stream().map(heading -> heading.getAttribute("id")))
                .contains(section.getAttribute("aria-labelledby")));
        assertThat(page.elements("table")).isNotEmpty().allSatisfy(table -> {
            assertThat(table.getElementsByTagName("caption").getLength()).isEqualTo(1);
            assertThat(table.getElementsByTagName("th").getLength()).isPositive();
        });
        assertThat(page.elements("th"))
                .allSatisfy(head -> assertThat(head.getAttribute("scope")).isIn("col", "row"));
        assertThat(page.elements("svg")).singleElement().satisfies(picture -> {
            boolean stops = page.elements("g").stream().anyMatch(part -> part.hasAttribute("tabindex"));
            assertThat(picture.getAttribute("role"))
                    .as("an img has no parts for a screen reader")
                    .isEqualTo(stops ? "group" : "img");
            assertThat(picture.getElementsByTagName("desc").getLength()).isEqualTo(1);
        });
        assertThat(page.elements("div").stream()
                        .filter(part -> part.getAttribute("class").equals("scroll")))
                .as("what can be moved can be moved by keyboard, and has a name")
                .allSatisfy(part -> {
                    assertThat(part.getAttribute("tabindex")).isEqualTo("0");
                    assertThat(part.getAttribute("aria-label")).isNotBlank();
                });
    }

    @Test
    void everythingThatThePictureShowsIsThereInWords() throws Exception {
        Markup page = Markup.ofPage(page("small"));

        assertThat(page.texts("h1")).containsExactly("Cluster scope IPAM, exhausted on purpose");
        assertThat(page.texts("tr"))
                .contains(
                        "10.0.84.4router",
                        "10.0.84.1default/nginx-1",
                        "10.0.42.12-10.0.42.132 free",
                        "default/nginx-10cilium-book-worker2nonerange is full",
                        "10.0.84.0/29cilium-book-worker2",
                        "default/nginx1037cilium-book-worker2");
    }

    @Test
    void thePlanStandsBesideWhatIsThereWithAMarkWhereTheyDiffer() throws Exception {
        assertThat(Markup.ofPage(page("small")).texts("tr"))
                .contains(
                        "default/nginx, pods that run1 to 43as planned", "kube-system/coredns, pods wanted21≠ differs");
        assertThat(page("pools")).contains("there is no chapter chapter04");
        assertThat(page("small")).contains("range is full. <code>labctl explain</code> says why");
    }

    @Test
    void ofALargeClusterTheListsAreClosed() throws Exception {
        IpamView large = Maps.large();

        String page = IpamPage.of(large, Maps.SOURCE);

        List<Element> details = Markup.ofPage(page).elements("details");
        assertThat(details).hasSizeGreaterThan(500).noneMatch(part -> part.hasAttribute("open"));
        assertThat(page).contains("<summary>Every address of 500 nodes</summary>", "10.0.9.163");
    }

    @Test
    void aSmallOneIsOpen() throws Exception {
        assertThat(Markup.ofPage(page("small")).elements("details"))
                .hasSize(3)
                .allMatch(part -> part.hasAttribute("open"));
    }

    @Test
    void aTextFromOutsideStaysText() throws Exception {
        String hostile = "</td><script>alert('&amp;\"')</script>\u0001";
        StuckPod pod = new StuckPod(
                "a/" + hostile,
                ObjectRef.namespaced("v1", "Pod", "a", hostile),
                Optional.of(hostile),
                false,
                Optional.empty(),
                hostile);
        IpamView view = new IpamView(
                hostile,
                AddressMap.observed(
                        hostile,
                        List.of(new NodeMap(hostile, List.of(), List.of(), Optional.of(hostile))),
                        List.of(),
                        List.of(),
                        List.of(pod),
                        List.of()),
                Optional.empty(),
                hostile,
                Maps.WHEN,
                Optional.empty());

        String page = IpamPage.of(view, hostile);

        assertThat(page).doesNotContain("<script");
        assertThat(Markup.ofPage(page).texts("h1")).containsExactly(hostile.replace('\u0001', '\uFFFD'));
    }
}
