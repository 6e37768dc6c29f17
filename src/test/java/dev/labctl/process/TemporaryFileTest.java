package dev.labctl.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryFileTest {
    @Test
    void livesAsLongAsItIsOpenAndOnlyThisUserCanReadIt() throws IOException {
        Path path;
        try (TemporaryFile file = TemporaryFile.of("token: ☺\n", ".kubeconfig")) {
            path = file.path();
            assertThat(path).hasContent("token: ☺\n");
            assertThat(file.text()).isEqualTo("token: ☺\n");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-------");
        }
        assertThat(path).doesNotExist();
    }

    /** It may hold credentials. */
    @Test
    void whatAKilledProcessLeftIsDeletedAndWhatARunningOneHasStays(@TempDir Path folder)
            throws IOException, InterruptedException {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Path left = Files.writeString(folder.resolve("labctl-" + ended.pid() + "-7.mark"), "");
        Path used = Files.writeString(
                folder.resolve("labctl-" + ProcessHandle.current().pid() + "-8.mark"), "");
        Path other = Files.writeString(folder.resolve("labctl-testbed"), "");

        TemporaryFile.deleteLeftovers(folder);

        assertThat(left).doesNotExist();
        assertThat(used).exists();
        assertThat(other).exists();
    }

    @Test
    void mayBeGoneAlready() throws IOException {
        TemporaryFile file = TemporaryFile.of("", ".mark");
        Files.delete(file.path());

        file.close();

        assertThat(file.path()).doesNotExist();
    }

    /** Cleaning up after an interruption takes files as well. */
    @Test
    void anInterruptedThreadMayWriteOneAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        try (TemporaryFile file = TemporaryFile.of("mark", ".mark")) {
            assertThat(file.text()).isEqualTo("mark");
        } finally {
            assertThat(Thread.interrupted()).as("the interruption is passed on").isTrue();
        }
    }
}
