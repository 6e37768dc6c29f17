package dev.labctl.tools;

import dev.labctl.process.Executables;
import java.util.List;
import java.util.Map;

/**
 * The container engine that kind uses: the one that {@code KIND_EXPERIMENTAL_PROVIDER} names, otherwise the first that is
 * installed, in kind's order; Docker where none is (kind 0.33 {@code pkg/internal/runtime}, {@code pkg/cluster/provider.go}).
 *
 * @param program its client; finch and nerdctl.lima are clients of nerdctl's kind
 */
public record ContainerEngine(Tool tool, String program) {
    public static final ContainerEngine DOCKER = new ContainerEngine(Tool.DOCKER, "docker");

    private static final String VARIABLE = "KIND_EXPERIMENTAL_PROVIDER";

    /** In the order in which kind looks for them. */
    private static final List<ContainerEngine> ALL = List.of(
            DOCKER,
            new ContainerEngine(Tool.NERDCTL, "nerdctl"),
            new ContainerEngine(Tool.NERDCTL, "finch"),
            new ContainerEngine(Tool.PODMAN, "podman"),
            new ContainerEngine(Tool.NERDCTL, "nerdctl.lima"));

    /** The engine of this machine; kind ignores names that it does not know. */
    public static ContainerEngine of(Map<String, String> environment, Executables executables) {
        String asked = environment.getOrDefault(VARIABLE, "");
        return ALL.stream()
                .filter(engine -> engine.program.equals(asked))
                .findFirst()
                .or(() -> ALL.stream()
                        .filter(engine -> !engine.program.contains("."))
                        .filter(engine -> executables.find(engine.program).isPresent())
                        .findFirst())
                .orElse(DOCKER);
    }

    /** Its name in sentences. */
    public String title() {
        return tool == Tool.DOCKER ? "Docker" : program;
    }
}
