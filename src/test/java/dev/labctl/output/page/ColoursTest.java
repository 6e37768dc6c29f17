package dev.labctl.output.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.labctl.output.picture.AddressSvg;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything that is written can be read on what it is written on, light and dark. */
class ColoursTest {
    /** Grounds and lines. */
    private static final Set<String> NO_TEXTS = Set.of("page", "soft", "line", "focus");

    @Test
    void theMeasureIsThatOfTheStandard() {
        assertThat(Contrast.of("#000000", "#ffffff")).isCloseTo(21, within(0.001));
        assertThat(Contrast.of("#767676", "#ffffff")).isCloseTo(4.54, within(0.01));
        assertThat(Contrast.of("#777777", "#777777")).isEqualTo(1);
    }

    @Test
    void everyTextOfAPageCanBeReadOnEveryGround() {
        String style = AddressSvg.sheet(IpamPage.class, "page.css");
        int dark = style.indexOf("@media");
        for (Map<String, String> colours : List.of(
                colours(style.substring(0, dark)),
                colours(style.lines().skip(1).findFirst().orElseThrow()))) {
            assertThat(colours).hasSize(8);
            for (String ground : List.of("page", "soft")) {
                colours.forEach((name, colour) -> {
                    if (!NO_TEXTS.contains(name)) {
                        assertThat(Contrast.of(colour, colours.get(ground)))
                                .as("%s on %s, %s", name, ground, colours)
                                .isGreaterThanOrEqualTo(Contrast.READABLE);
                    }
                });
            }
        }
    }

    /** The colours of a scheme by their names. */
    private static Map<String, String> colours(String scheme) {
        return Pattern.compile("--(\\w+): (#[0-9a-f]{6});")
                .matcher(scheme)
                .results()
                .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
    }

    /** What stands on what in pictures. */
    @ParameterizedTest
    @CsvSource({
        "text, page",
        ".faint, page",
        ".bad, page",
        ".onDark, taken",
        ".onDark, pod",
        ".onLight, reserved",
        "text, slot",
        "text, edge",
        "text, unused",
        "text, maybe"
    })
    void everyTextOfAPictureCanBeRead(String text, String ground) {
        String style = AddressSvg.style();
        String light = style.substring(0, style.indexOf("@media"));
        String dark = style.substring(style.indexOf("@media"));

        for (String scheme : new String[] {light, dark}) {
            assertThat(Contrast.of(fill(scheme, text), fill(scheme, "." + ground)))
                    .as("%s on %s, %s", text, ground, scheme.equals(light) ? "light" : "dark")
                    .isGreaterThanOrEqualTo(Contrast.READABLE);
        }
    }

    private static String fill(String scheme, String selector) {
        Matcher rule = Pattern.compile(Pattern.quote(".plan " + selector + " {") + "[^}]*fill: (#[0-9a-f]{6})")
                .matcher(scheme);
        assertThat(rule.find()).as(selector).isTrue();
        return rule.group(1);
    }
}
