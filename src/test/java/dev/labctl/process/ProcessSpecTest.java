package dev.labctl.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessSpecTest {
    @Test
    void showsTheCommandAsAUserWouldTypeIt() {
        ProcessSpec command =
                ProcessSpec.of(Path.of("/usr/local/bin/kind"), List.of("create", "cluster", "--name", "a b"));

        assertThat(command.line()).isEqualTo("kind create cluster --name 'a b'");
    }

    @Test
    void doesNotShowPossibleSecrets() {
        ProcessSpec command = ProcessSpec.of(Path.of("/bin/cat"), List.of("-"))
                .with(Map.of("TOKEN", "secret"))
                .reading("secret");

        assertThat(command).hasToString("cat -");
    }

    @Test
    void refusesARelativeProgram() {
        Path relative = Path.of("kind");
        List<String> none = List.of();

        assertThatThrownBy(() -> ProcessSpec.of(relative, none)).isInstanceOf(IllegalArgumentException.class);
    }
}
