package dev.labctl.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether the container engine is on another machine. */
class RemoteEngineTest {
    private static final ContainerEngine PODMAN = new ContainerEngine(Tool.PODMAN, "podman");

    /** The name of docker's folder for a context "box": its SHA-256. */
    private static final String BOX = "26f8567f2569182294c3fa5b9f9cb2270b554eef628b4c149cf82a42888ff4ae";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "tcp://10.0.0.5:2375, '', 10.0.0.5, false",
        "tcp://10.0.0.5:2376, 1, 10.0.0.5, true",
        "ssh://me@10.0.0.5:22, '', 10.0.0.5, true",
        "ssh://alias.invalid, '', alias.invalid, true",
        "tcp://[fd00::5]:2375, '', fd00::5, false",
    })
    void anotherMachine(String endpoint, String tls, String host, boolean encrypted) {
        assertThat(RemoteEngine.of(ContainerEngine.DOCKER, Map.of("DOCKER_HOST", endpoint, "DOCKER_TLS_VERIFY", tls)))
                .contains(new RemoteEngine(endpoint, host, encrypted));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unix:///run/user/1000/docker.sock",
                "npipe:////./pipe/docker_engine",
                "tcp://127.0.0.1:2375",
                "tcp://localhost:2375",
                "ssh://me@[::1]",
                "10.0.0.5",
                "not a URI"
            })
    void thisMachine(String endpoint) {
        assertThat(RemoteEngine.of(ContainerEngine.DOCKER, Map.of("DOCKER_HOST", endpoint)))
                .isEmpty();
    }

    @Test
    void aHostIsOfItsOwnEngineAlone() {
        Map<String, String> docker = Map.of("DOCKER_HOST", "tcp://10.0.0.5:2375");
        Map<String, String> podman = Map.of("CONTAINER_HOST", "ssh://me@10.0.0.6/run/podman/podman.sock");

        assertThat(RemoteEngine.of(PODMAN, docker)).isEmpty();
        assertThat(RemoteEngine.of(PODMAN, podman).map(RemoteEngine::host)).contains("10.0.0.6");
        assertThat(RemoteEngine.of(ContainerEngine.DOCKER, podman)).isEmpty();
        assertThat(RemoteEngine.of(new ContainerEngine(Tool.NERDCTL, "nerdctl"), docker))
                .isEmpty();
    }

    @Test
    void aContextOfDocker() throws IOException {
        Map<String, String> environment = Map.of("DOCKER_CONFIG", folder.toString());
        Files.writeString(folder.resolve("config.json"), "{\"currentContext\": \"box\"}");
        assertThat(RemoteEngine.of(ContainerEngine.DOCKER, environment)).isEmpty();

        Path meta = Files.createDirectories(folder.resolve("contexts/meta").resolve(BOX));
        Files.writeString(
                meta.resolve("meta.json"),
                "{\"Name\":\"box\",\"Metadata\":{},\"Endpoints\":{\"docker\":"
                        + "{\"Host\":\"ssh://me@10.0.0.7\",\"SkipTLSVerify\":false}}}");
        Optional<RemoteEngine> remote = RemoteEngine.of(ContainerEngine.DOCKER, environment);

        assertThat(remote).contains(new RemoteEngine("ssh://me@10.0.0.7", "10.0.0.7", true));
        assertThat(RemoteEngine.of(
                        ContainerEngine.DOCKER,
                        Map.of("DOCKER_CONFIG", folder.toString(), "DOCKER_HOST", "unix:///var/run/docker.sock")))
                .as("the variable wins")
                .isEmpty();
        assertThat(RemoteEngine.of(
                        ContainerEngine.DOCKER,
                        Map.of("DOCKER_CONFIG", folder.toString(), "DOCKER_CONTEXT", "default")))
                .isEmpty();
    }

    @Test
    void aDamagedConfigurationIsDockersToReport() throws IOException {
        Files.createDirectories(folder.resolve(".docker"));
        Files.writeString(folder.resolve(".docker/config.json"), "{");

        assertThat(RemoteEngine.of(ContainerEngine.DOCKER, Map.of("HOME", folder.toString())))
                .isEmpty();
    }
}
