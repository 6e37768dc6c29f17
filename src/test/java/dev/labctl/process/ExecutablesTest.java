package dev.labctl.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExecutablesTest {
    @TempDir
    Path root;

    private Path first;
    private Path second;

    @BeforeEach
    void makeFolders() throws IOException {
        first = Files.createDirectory(root.resolve("first"));
        second = Files.createDirectory(root.resolve("second"));
    }

    @Test
    void findsTheFirstInTheOrderOfThePath() throws IOException {
        program(second, "kind");
        Path expected = program(first, "kind");

        assertThat(linux(first + ":" + second).find("kind")).contains(expected);
    }

    @Test
    void ignoresFilesThatCannotBeExecuted() throws IOException {
        Files.createFile(first.resolve("kind"));
        Files.createDirectory(first.resolve("cilium"));
        Path kind = program(second, "kind");
        Path cilium = program(second, "cilium");

        Executables executables = linux(first + ":" + second);

        assertThat(executables.find("kind")).contains(kind);
        assertThat(executables.find("cilium")).contains(cilium);
    }

    @Test
    void isEmptyForAnUnknownProgram() throws IOException {
        Files.createFile(first.resolve("kind"));

        assertThat(linux(first + ":/does/not/exist").find("kind")).isEmpty();
        assertThat(new Executables(Map.of(), "Linux").find("sh")).isEmpty();
    }

    @Test
    void neverSearchesRelativeFolders() throws IOException {
        program(first, "kind");
        Path relative = Path.of("").toAbsolutePath().relativize(first);

        assertThat(relative.resolve("kind")).isExecutable();
        assertThat(linux(relative.toString()).find("kind")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", ".", "::.", "./"})
    void neverSearchesTheCurrentFolder(String path) {
        // A file of the project's own, which the tests run in.
        assertThat(Path.of("mvnw")).isExecutable();

        assertThat(linux(path).find("mvnw")).isEmpty();
    }

    @Test
    void searchesOnlyOnce() throws IOException {
        Executables executables = linux(first + ":" + second);
        Path kind = program(second, "kind");
        assertThat(executables.find("kind")).contains(kind);
        assertThat(executables.find("cilium")).isEmpty();

        program(first, "kind");
        program(first, "cilium");

        assertThat(executables.find("kind")).contains(kind);
        assertThat(executables.find("cilium")).isEmpty();
    }

    @Test
    void keepsASymbolicLinkAsItIs() throws IOException {
        Path target = program(second, "busybox");
        Path link = Files.createSymbolicLink(first.resolve("kind"), target);

        assertThat(linux(first.toString()).find("kind")).contains(link);
    }

    @Test
    void onWindowsFindsOnlyExe() throws IOException {
        program(first, "kind.bat");
        program(first, "kind.cmd");
        program(first, "kind");
        Path exe = program(second, "kind.exe");
        Executables executables =
                new Executables(Map.of("Path", ";\"" + first + "\";" + second), "Windows Server 2025");

        assertThat(executables.find("kind")).contains(exe);
        assertThat(executables.find("cilium")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/bin/sh", "./kind", "../kind", "bin/kind", "bin\\kind", "C:kind"})
    void refusesNamesThatArePaths(String name) {
        Executables executables = linux("/bin");

        assertThatThrownBy(() -> executables.find(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + name + "'");
    }

    @Test
    void findsTheShellOfThisMachine() {
        assertThat(new Executables(System.getenv(), System.getProperty("os.name")).find("sh"))
                .hasValueSatisfying(path -> assertThat(path).isAbsolute().isExecutable());
    }

    private static Executables linux(String path) {
        return new Executables(Map.of("PATH", path), "Linux");
    }

    private static Path program(Path folder, String name) throws IOException {
        Path file = Files.createFile(folder.resolve(name));
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}
