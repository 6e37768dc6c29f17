package dev.labctl.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.process.Executables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine that kind would use. */
class ContainerEngineTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "docker podman, '', docker, DOCKER, Docker",
        "podman, '', podman, PODMAN, podman",
        "podman nerdctl, '', nerdctl, NERDCTL, nerdctl",
        "finch podman, '', finch, NERDCTL, finch",
        "'', '', docker, DOCKER, Docker",
        "docker podman, podman, podman, PODMAN, podman",
        "docker, podman, podman, PODMAN, podman",
        "docker, nerdctl.lima, nerdctl.lima, NERDCTL, nerdctl.lima",
        "nerdctl.lima, '', docker, DOCKER, Docker",
        "podman, docker, docker, DOCKER, Docker",
        "podman, rm -rf, podman, PODMAN, podman",
    })
    void theOneThatIsNamedElseTheFirstThatIsInstalled(
            String installed, String variable, String program, Tool tool, String title) throws IOException {
        for (String name : installed.split(" ", -1)) {
            if (!name.isEmpty()) {
                Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n");
                assertThat(file.toFile().setExecutable(true)).isTrue();
            }
        }
        Map<String, String> environment = Map.of("PATH", folder.toString(), "KIND_EXPERIMENTAL_PROVIDER", variable);

        ContainerEngine engine = ContainerEngine.of(environment, new Executables(environment, "Linux"));

        assertThat(engine).isEqualTo(new ContainerEngine(tool, program));
        assertThat(engine.title()).isEqualTo(title);
    }
}
