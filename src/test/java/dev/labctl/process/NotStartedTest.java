package dev.labctl.process;

import static dev.labctl.process.Children.later;
import static dev.labctl.process.Children.sh;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.time.Deadline;
import dev.labctl.time.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs that are not started. */
@Timeout(60)
class NotStartedTest {
    @TempDir
    Path folder;

    private final JdkProcessRunner runner = new JdkProcessRunner(Children.ENVIRONMENT);

    @Test
    void aMissingFileIsNotStarted() {
        assertNotStarted(folder.resolve("missing"), "No such file or directory");
    }

    @Test
    void aFileWithoutPermissionIsNotStarted() throws IOException {
        assertNotStarted(Files.writeString(folder.resolve("plain"), "#!/bin/sh\n"), "Permission denied");
    }

    @Test
    void aFolderIsNotStarted() {
        assertNotStarted(folder, "Permission denied");
    }

    @Test
    void aScriptWhoseInterpreterIsMissingIsNotStarted() throws IOException {
        assertNotStarted(executable("#!/does/not/exist\n".getBytes(UTF_8)), "No such file or directory");
    }

    @Test
    void aFileThatIsNotAProgramIsNotStarted() throws IOException {
        assertNotStarted(executable(new byte[] {1, 2, 3, 4, 5}), "Exec format error: neither a program nor a script");
    }

    @Test
    void anEmptyFileIsNotStarted() throws IOException {
        assertNotStarted(executable(new byte[0]), "Exec format error: the file is empty");
    }

    @Test
    void tooManyArgumentsAreNotStarted() {
        String[] words = new String[100];
        Arrays.fill(words, "x".repeat(100_000));

        ProcessResult result = run(sh("exit 0", words));

        assertThat(result).isInstanceOfSatisfying(ProcessResult.NotStarted.class, failed -> assertThat(failed.cause())
                .isEqualTo("Argument list too long"));
    }

    @Test
    void aProgramIsNotStartedAfterTheDeadline() {
        Path file = folder.resolve("made");

        ProcessResult result = runner.run(
                sh("touch \"$1\"", file.toString()), Deadline.in(Duration.ZERO, TimeSource.system()), line -> {});

        assertThat(result).isInstanceOf(ProcessResult.TimedOut.class);
        assertThat(file).doesNotExist();
    }

    private ProcessResult run(ProcessSpec command) {
        return runner.run(command, later(), line -> {});
    }

    private void assertNotStarted(Path file, String cause) {
        ProcessSpec command = ProcessSpec.of(file, List.of());

        ProcessResult result = run(command);

        assertThat(result).isEqualTo(new ProcessResult.NotStarted(command, cause));
        assertThat(result.stdout()).isEqualTo(Output.EMPTY);
    }

    private Path executable(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("program"), content);
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
