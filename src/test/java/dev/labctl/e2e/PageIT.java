package dev.labctl.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.tree.Tree;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page and the picture that {@code labctl ipam} writes, in a real browser: nothing is broken, everything is readable. */
class PageIT {
    private static final double READABLE = 4.5;

    @TempDir
    Path folder;

    private Browser browser;
    private Path page;
    private Path picture;

    @BeforeEach
    void aRehearsedLabAndItsPage() {
        Shell.needs("bash", "timeout");
        Shell shell = new Shell(folder);
        browser = new Browser(shell, folder);
        page = folder.resolve("map.html");
        picture = folder.resolve("map.svg");
        shell.run("labctl run chapter04 --use-case cluster-scope-ipam-small --rehearse --seed 7")
                .succeeds();
        shell.run("labctl ipam --html " + page + " --svg " + picture).succeeds();
    }

    @ParameterizedTest
    @CsvSource({"false, 1100", "true, 1100", "false, 390", "true, 390"})
    void everythingCanBeReadAndNothingIsWiderThanTheWindow(boolean dark, int width) throws IOException {
        Map<?, ?> measured = browser.measure(
                page, Files.readString(Path.of("src/test/resources/page/measure.js")), dark, width, 9000);

        assertThat(Tree.flag(measured, "dark")).contains(dark);
        assertThat(Tree.number(measured, "width")).isEqualTo(Tree.number(measured, "viewport"));
        assertThat(Tree.list(measured, "texts")).hasSizeGreaterThan(100).allSatisfy(text -> assertThat(
                        Double.parseDouble(Tree.text(text, "contrast").orElse("0")))
                .as(text.toString())
                .isGreaterThanOrEqualTo(READABLE));
    }

    @ParameterizedTest
    @CsvSource({"false, 1100", "true, 1100", "false, 390"})
    void theOwnerOfACellIsShownToWhoGoesThereByKeyboard(boolean dark, int width) throws IOException {
        Map<?, ?> measured = browser.measure(
                page, Files.readString(Path.of("src/test/resources/page/measure.js")), dark, width, 9000);

        assertThat(Tree.list(measured, "cells"))
                .as("each address that is somebody's, and each pod without one")
                .hasSizeGreaterThan(15)
                .allSatisfy(cell -> {
                    assertThat(Tree.flag(cell, "focused")).as(cell.toString()).contains(true);
                    assertThat(Tree.flag(cell, "shown")).as(cell.toString()).contains(true);
                    assertThat(Tree.flag(cell, "inside")).as(cell.toString()).contains(true);
                    assertThat(Tree.list(cell, "covers")).as(cell.toString()).isEmpty();
                    assertThat(Tree.text(cell, "words")).isEqualTo(Tree.text(cell, "label"));
                    assertThat(Double.parseDouble(Tree.text(cell, "contrast").orElse("0")))
                            .as(cell.toString())
                            .isGreaterThanOrEqualTo(READABLE);
                });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bothAreShownInTheReadersColours(boolean dark) throws IOException {
        for (Path file : new Path[] {page, picture}) {
            BufferedImage shown =
                    ImageIO.read(browser.screenshot(file, dark, 1100, 1500).toFile());

            assertThat(brightness(shown.getRGB(2, 2)))
                    .as(file + ", the ground")
                    .matches(value -> dark ? value < 60 : value > 230);
            assertThat(colours(shown)).as(file + ", its most frequent colours").hasSizeGreaterThan(5);
        }
    }

    @Test
    void aPageOnPaperIsMoreThanItsFirstLines() throws IOException {
        assertThat(Files.size(browser.print(page))).isGreaterThan(20_000);
    }

    private static int brightness(int colour) {
        return ((colour >> 16 & 0xff) + (colour >> 8 & 0xff) + (colour & 0xff)) / 3;
    }

    /** The colours that at least as many points have as one cell of the map. */
    private static Map<Integer, Integer> colours(BufferedImage image) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                counts.merge(image.getRGB(x, y), 1, Integer::sum);
            }
        }
        counts.values().removeIf(count -> count < 500);
        return counts;
    }
}
