package dev.labctl.output.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.failure.Reason;
import dev.labctl.output.Maps;
import dev.labctl.output.Reports;
import dev.labctl.output.page.IpamPage;
import dev.labctl.output.picture.AddressSvg;
import dev.labctl.redaction.Redaction;
import dev.labctl.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWriterTest {
    @TempDir
    Path folder;

    private static Report report(String name) {
        return Reports.all().get(name);
    }

    private static OutputFile svg(Path file) {
        return new OutputFile(OutputFile.Kind.SVG, file);
    }

    private static OutputFile html(Path file) {
        return new OutputFile(OutputFile.Kind.HTML, file);
    }

    private static Report save(Report report, OutputFile... files) {
        return FileWriter.write(report, List.of(files), new Redaction(""));
    }

    @Test
    void bothAreWrittenAndSaidWhere() throws Exception {
        Path svg = folder.resolve("map.svg");
        Path html = folder.resolve("map.html");

        Report saved = save(report("ipam-small"), svg(svg), html(html));

        assertThat(saved.failure()).isEmpty();
        assertThat(saved.message()).isEqualTo("the picture is in " + svg + ", the page is in " + html);
        assertThat(svg).hasContent(AddressSvg.of(Maps.small(), Maps.SOURCE));
        assertThat(html).hasContent(IpamPage.of(Maps.small(), Maps.SOURCE));
    }

    @Test
    void whatIsNotAskedForIsNotWritten() {
        Report report = report("ipam-small");

        assertThat(save(report)).isSameAs(report);
        assertThat(save(report("up-failed"), svg(folder.resolve("x")), html(folder.resolve("y"))))
                .isEqualTo(report("up-failed"));
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void everyFileOfARehearsalSaysSo() throws Exception {
        Path svg = folder.resolve("map.svg");
        Path html = folder.resolve("map.html");

        save(report("ipam-rehearsed"), svg(svg), html(html));

        assertThat(Files.readString(svg)).contains(">Rehearsal of the cluster cilium-book");
        assertThat(Files.readString(html)).contains("Nothing runs, everything is simulated.</p>");
    }

    @Test
    void aPageThatCannotBeWrittenIsTheOptionsFault() {
        Report saved = save(report("ipam-small"), svg(folder.resolve("map.svg")), html(folder.resolve("no/map.html")));

        assertThat(saved.failure().orElseThrow().reason()).isEqualTo(Reason.IO_FAILED);
        assertThat(saved.failure().orElseThrow().message()).startsWith("the page cannot be written to");
        assertThat(saved.failure().orElseThrow().next()).startsWith("Give --html a file");
        assertThat(saved.result())
                .as("the map is told all the same")
                .isEqualTo(report("ipam-small").result());
    }
}
