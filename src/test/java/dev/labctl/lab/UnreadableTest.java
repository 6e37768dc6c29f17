package dev.labctl.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders and files without read permission; in a separate JVM, because root can read everything. */
class UnreadableTest {
    @TempDir
    Path folder;

    private TestChapters chapters;

    @BeforeEach
    void aLab() {
        chapters = new TestChapters(folder)
                .file("common/kind.yaml", TestChapters.KIND)
                .file("chapter04/one/values.yaml", "a: b\n")
                .file("chapter04/one/manifests/m.yaml", TestChapters.CONFIG_MAP);
    }

    @AfterEach
    void readableAgain() throws IOException {
        for (String path : List.of("", "chapter04/one/manifests", "chapter04/one/values.yaml")) {
            permit(path, "rwxr-xr-x");
        }
    }

    private void permit(String path, String permissions) throws IOException {
        Files.setPosixFilePermissions(chapters.root().resolve(path), PosixFilePermissions.fromString(permissions));
    }

    private String labctl(int exit, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all"));
        }
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.labctl.Main"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--chapters", chapters.root().toString()));
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(err).isEqualTo(exit);
        return err;
    }

    @Test
    void theChaptersFolder() throws IOException, InterruptedException {
        permit("", "-wx------");

        assertThat(labctl(2, "list"))
                .contains("error: FOLDER_UNREADABLE: the folder " + chapters.root()
                        + " cannot be read: permission denied")
                .doesNotContain("Exception");
    }

    @Test
    void filesAndFoldersOfALab() throws IOException, InterruptedException {
        permit("chapter04/one/manifests", "---------");
        permit("chapter04/one/values.yaml", "---------");

        assertThat(labctl(2, "show", "chapter04", "-u", "one"))
                .contains("error: LAB_INVALID: the lab chapter04 one has 2 problems")
                .contains("chapters/chapter04/one/manifests: cannot be read: permission denied")
                .contains("chapters/chapter04/one/values.yaml: cannot be read: permission denied")
                .doesNotContain("Exception");
    }
}
