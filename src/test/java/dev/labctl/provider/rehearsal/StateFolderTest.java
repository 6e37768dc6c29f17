package dev.labctl.provider.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.failure.ExitCode;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.KindConfig.IpFamily;
import dev.labctl.lab.TestChapters;
import dev.labctl.provider.rehearsal.simulation.Recording;
import dev.labctl.provider.rehearsal.simulation.nodes.Blueprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of rehearsals is whole or not there, for its user alone, and what is not whole is never lost. */
class StateFolderTest {
    private static final ClusterName ONE = new ClusterName("one");

    @TempDir
    Path root;

    private StateFolder folder() {
        return new StateFolder(root.resolve("labctl"));
    }

    private Path file(String name) {
        return root.resolve("labctl").resolve("rehearsals").resolve(name);
    }

    private void write(String name, String text) throws IOException {
        Files.createDirectories(file(name).getParent());
        Files.writeString(file(name), text);
    }

    @ParameterizedTest
    @CsvSource({
        "/state, /state/labctl",
        "'', /home/me/.local/state/labctl",
        "relative/does-not-count, /home/me/.local/state/labctl"
    })
    void theStateIsWhereTheSpecificationSays(String variable, Path expected) {
        assertThat(StateFolder.of(Map.of("XDG_STATE_HOME", variable), Path.of("/home/me")))
                .isEqualTo(expected);
        assertThat(StateFolder.of(Map.of(), Path.of("/home/me"))).isEqualTo(Path.of("/home/me/.local/state/labctl"));
    }

    private static Recording recording(long seed) {
        Blueprint blueprint = new Blueprint(
                "one",
                "v1.33.12",
                IpFamily.IPV4,
                Optional.empty(),
                Optional.empty(),
                true,
                List.of(new Blueprint.Node("one-control-plane", "control-plane", Map.of("a", "b"), 110)));
        return new Recording(blueprint, seed, 20_000, List.of());
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        folder().write(ONE, recording(7));

        assertThat(folder().read(ONE)).contains(recording(7));
        assertThat(folder().clusters()).containsExactly(ONE);
        assertThat(folder().read(new ClusterName("other"))).isEmpty();
    }

    @Test
    void onlyTheUserCanReadIt() throws IOException {
        folder().write(ONE, recording(1));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("one.json"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(""))))
                .isEqualTo("rwx------");
    }

    @Test
    void anOldFileIsReplacedAndNothingElseIsLeft() throws IOException {
        write("one.json.new", "half of what was written when somebody was killed");
        folder().write(ONE, recording(1));
        folder().write(ONE, recording(2));

        assertThat(folder().read(ONE)).contains(recording(2));
        try (Stream<Path> files = Files.list(file(""))) {
            assertThat(files.map(path -> path.getFileName().toString())).containsExactly("one.json");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "not JSON", "{\"format\":1", "{\"a\":1,\"a\":2}", "[]"})
    void aDamagedFileIsPutAsideAndNamed(String text) throws IOException {
        write("one.json", text);
        write("one.json.damaged-1", "an older one");

        Failure failure = TestChapters.failureOf(() -> folder().read(ONE));

        assertThat(failure.reason()).isEqualTo(Reason.REHEARSAL_DAMAGED);
        assertThat(failure.reason().exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(failure.message())
                .contains("rehearsal one", file("one.json.damaged-2").toString());
        assertThat(failure.next()).contains("labctl up");
        assertThat(file("one.json.damaged-2")).hasContent(text);
        assertThat(file("one.json.damaged-1")).hasContent("an older one");
        assertThat(folder().read(ONE)).isEmpty();
    }

    @Test
    void aFileOfAnOlderFormatIsPutAsideAndTheReaderIsToldWhatToDo() throws IOException {
        write("one.json", "{\"format\":1,\"seed\":7}");

        Failure failure = TestChapters.failureOf(() -> folder().read(ONE));

        assertThat(failure.reason()).isEqualTo(Reason.REHEARSAL_OLDER);
        assertThat(failure.message())
                .contains("rehearsal one was kept by an older labctl, in format 1, which this one cannot replay")
                .endsWith(file("one.json.older-1").toString());
        assertThat(failure.next()).isEqualTo("Create it again: `labctl up CHAPTER --use-case USE_CASE --rehearse`.");
        assertThat(file("one.json.older-1")).exists();
        assertThat(folder().read(ONE)).isEmpty();
    }

    @Test
    void aNewerFileIsLeftAlone() throws IOException {
        long newer = StateFolder.FORMAT + 1;
        write("one.json", "{\"format\":" + newer + ",\"new\":true}");

        Failure failure = TestChapters.failureOf(() -> folder().read(ONE));

        assertThat(failure.reason()).isEqualTo(Reason.REHEARSAL_NEWER);
        assertThat(failure.reason().exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(failure.message())
                .contains("newer labctl, in format " + newer + "; this one knows up to " + StateFolder.FORMAT);
        assertThat(file("one.json")).exists();
    }

    @Test
    void filesOfOtherNamesAreNoRehearsals() throws IOException {
        folder().write(ONE, recording(1));
        for (String name : List.of("Two.json", "-.json", "three", "four.json.damaged-1", "lock")) {
            write(name, "{}");
        }

        assertThat(folder().clusters()).containsExactly(ONE);
    }

    @Test
    void deletingWhatIsNotThereIsNoFailure() {
        folder().write(ONE, recording(1));
        folder().delete(ONE);
        folder().delete(ONE);

        assertThat(folder().has(ONE)).isFalse();
        assertThat(new StateFolder(root.resolve("nowhere")).clusters()).isEmpty();
    }

    /** As on a full disk: what was begun beside the file takes no more room. */
    @Test
    void nothingIsLeftOfAFileThatCannotBeFinished() throws IOException {
        write("one.json/in-the-way", "");

        Failure failure = TestChapters.failureOf(() -> folder().write(ONE, recording(1)));

        assertThat(failure.reason()).isEqualTo(Reason.IO_FAILED);
        assertThat(failure.next()).contains("space");
        assertThat(file("one.json.new")).doesNotExist();
    }

    @Test
    void aPlaceThatCannotBeWrittenIsTold() throws IOException {
        Files.writeString(root.resolve("labctl"), "a file where the folder should be");

        Failure failure = TestChapters.failureOf(() -> folder().write(ONE, recording(1)));

        assertThat(failure.reason()).isEqualTo(Reason.IO_FAILED);
        assertThat(failure.next()).contains("XDG_STATE_HOME");
    }
}
