package dev.labctl.output.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.failure.ExitCode;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.output.Plans;
import dev.labctl.output.ReportSchema;
import dev.labctl.output.picture.AddressSvg;
import dev.labctl.redaction.Redaction;
import dev.labctl.report.Report;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A picture is in its file as a whole, or the report says why it is not. */
class OutputFileTest {
    @TempDir
    Path folder;

    private static Report report() {
        return Report.of("plan", Optional.empty(), Plans.small());
    }

    private static Report save(Report report, Path file) {
        return FileWriter.write(report, List.of(new OutputFile(OutputFile.Kind.SVG, file)), new Redaction(""));
    }

    private void assertRefused(Path file, String why) throws IOException {
        Report report = save(report(), file);

        assertThat(report.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(report.failure().orElseThrow().reason()).isEqualTo(Reason.IO_FAILED);
        assertThat(report.failure().orElseThrow().message())
                .isEqualTo("the picture cannot be written to " + file + ": " + why);
        assertThat(report.failure().orElseThrow().next()).isNotBlank();
        assertThat(report.result()).as("the plan is told all the same").isEqualTo(Plans.small());
        assertThat(ReportSchema.problems(dev.labctl.json.Json.write(report.tree())))
                .isEmpty();
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith(".labctl"));
        }
    }

    @Test
    void isWrittenAndSaidWhere() throws IOException {
        Path file = folder.resolve("a picture.svg");

        Report report = save(report(), file);

        assertThat(report.failure()).isEmpty();
        assertThat(report.message()).isEqualTo("the picture is in " + file);
        assertThat(report.result()).isEqualTo(Plans.small());
        assertThat(file).hasContent(AddressSvg.of(Plans.small()));
        assertNothingIsLeft();
    }

    @Test
    void takesThePlaceOfAnOlderOne() throws IOException {
        Path file = Files.writeString(folder.resolve("x.svg"), "older, and ".repeat(100_000));

        assertThat(save(report(), file).failure()).isEmpty();
        assertThat(file).hasContent(AddressSvg.of(Plans.small()));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void mayBeReadByThoseWhoMayReadAnyNewFile() throws IOException {
        Path other = Files.writeString(folder.resolve("other"), "");

        save(report(), folder.resolve("x.svg"));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("x.svg"))))
                .isEqualTo(PosixFilePermissions.toString(Files.getPosixFilePermissions(other)));
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aLinkStaysOne() throws IOException {
        Path file = Files.writeString(folder.resolve("x.svg"), "older");
        Path link = Files.createSymbolicLink(folder.resolve("link.svg"), file);

        assertThat(save(report(), link).failure()).isEmpty();
        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent(AddressSvg.of(Plans.small()));
    }

    @Test
    void aFolderThatIsMissingIsNotMade() throws IOException {
        assertRefused(folder.resolve("no/where/x.svg"), "there is no folder " + folder.resolve("no/where"));
        assertThat(folder.resolve("no")).doesNotExist();
    }

    @Test
    void aFolderIsNotReplaced() throws IOException {
        assertRefused(folder, "it exists and is not a file");
        assertThat(folder).isDirectory();
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aDeviceIsNotReplaced() throws IOException {
        assertRefused(Path.of("/dev/null"), "it exists and is not a file");
        assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void whatIsNoFolderHoldsNoFile() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "mine");

        assertRefused(file.resolve("x.svg"), "Not a directory");
        assertThat(file).hasContent("mine");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aNameThatTheDiskDoesNotTakeIsToldAsSuch() throws IOException {
        assertRefused(folder.resolve("x".repeat(300)), "File name too long");
    }

    static Stream<Arguments> troubles() {
        return Stream.of(
                Arguments.of(new NoSuchFileException("/a/.labctl-1.svg"), "there is no folder /a"),
                Arguments.of(new AccessDeniedException("/a/.labctl-1.svg"), "permission denied"),
                Arguments.of(new FileSystemException("/a", null, "Read-only file system"), "Read-only file system"),
                Arguments.of(new FileSystemException("/a"), "/a"),
                Arguments.of(new IOException("No space left on device"), "No space left on device"));
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void theReasonIsSaidInWords(IOException trouble, String words) {
        assertThat(OutputFile.why(trouble, Path.of("/a/x.svg"))).isEqualTo(words);
    }

    @Test
    void aReportWithoutAPlanStaysAsItIs() throws IOException {
        Report failed = Report.failed(
                "plan", Optional.empty(), Optional.empty(), Failure.of(Reason.CHAPTER_UNKNOWN, "no such chapter", ""));

        assertThat(save(failed, folder.resolve("x.svg"))).isSameAs(failed);
        assertThat(folder).isEmptyDirectory();
    }
}
