package dev.labctl.output;

import static dev.labctl.Golden.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.command.Rehearsed;
import dev.labctl.lab.LabRef;
import dev.labctl.output.files.FileWriter;
import dev.labctl.output.files.OutputFile;
import dev.labctl.output.page.IpamPage;
import dev.labctl.output.text.AddressText;
import dev.labctl.output.text.Style;
import dev.labctl.redaction.Redaction;
import dev.labctl.report.IpamView;
import dev.labctl.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The address maps of the book's labs, rehearsed. */
class IpamLabsTest {
    private static final String SMALL = "cluster-scope-ipam-small";

    /** The picture that the READMEs show. */
    private static final Path PICTURE = Path.of("chapters/chapter04", SMALL, "ipam.svg");

    @TempDir
    Path folder;

    private Report rehearsed(String useCase) {
        Rehearsed rehearsed = new Rehearsed(folder, 7);
        rehearsed.run(LabRef.of("chapter04", useCase));
        // The pods of the system need no lab to wait for them.
        rehearsed.live(Duration.ofMinutes(5), api -> "");
        return rehearsed.ipam();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kubernetes-ipam",
                "cluster-scope-ipam",
                SMALL,
                "multi-pool-ipam",
                "ipv4-ipv6-support/dual-stack",
                "ipv4-ipv6-support/ipv6-only",
                "eni-mode"
            })
    void isAsItAlwaysWasAndFitsTheTerminal(String useCase) {
        IpamView view = (IpamView) rehearsed(useCase).result();

        String text = AddressText.of(view, Style.PLAIN);

        assertGolden("ipam/labs/" + useCase.substring(useCase.lastIndexOf('/') + 1) + ".txt", text);
        assertThat(text.lines()).hasSizeLessThan(70).allSatisfy(line -> assertThat(line)
                .hasSizeLessThanOrEqualTo(80));
        assertThat(IpamPage.of(view, Maps.SOURCE)).contains("as planned");
    }

    @Test
    void thePictureOfTheReadmesIsWhatLabctlDraws() throws IOException {
        Report report = rehearsed(SMALL);
        Path file = folder.resolve("ipam.svg");
        FileWriter.write(report, List.of(new OutputFile(OutputFile.Kind.SVG, file)), new Redaction(""));
        String picture = Files.readString(file);

        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PICTURE, picture);
        }
        assertThat(PICTURE).hasContent(picture);
        assertThat(Path.of("README.md")).content().contains("](" + PICTURE + ")");
        assertThat(PICTURE.resolveSibling("README.md")).content().contains("](ipam.svg)");
    }
}
