package dev.labctl.e2e;

import dev.labctl.json.Json;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.Observation;
import dev.labctl.lab.ClusterName;
import dev.labctl.process.Executables;
import dev.labctl.process.JdkProcessRunner;
import dev.labctl.process.RunningProcesses;
import dev.labctl.provider.Provider;
import dev.labctl.provider.kind.KindProvider;
import dev.labctl.time.Deadline;
import dev.labctl.time.Operation;
import dev.labctl.time.TimeSource;
import dev.labctl.tools.Platform;
import dev.labctl.tools.Tools;
import dev.labctl.tree.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Records the state of a kind cluster in {@code src/test/resources/recorded/observations}, for tests that work on what a real
 * cluster returned. After {@code ./mvnw package -DskipUnitTests=true}:
 *
 * <pre>
 * java -cp 'target/test-classes:target/classes:target/lib/*' dev.labctl.e2e.RecordObservation CLUSTER NAME
 * </pre>
 */
final class RecordObservation {
    private static final Path FOLDER = Path.of("src/test/resources/recorded/observations");

    private RecordObservation() {}

    public static void main(String... arguments) throws IOException {
        ClusterName cluster = new ClusterName(arguments[0]);
        String os = System.getProperty("os.name");
        try (Provider provider = new KindProvider(
                new Tools(new Executables(System.getenv(), os), Platform.of(os)),
                new JdkProcessRunner(System.getenv()),
                new RunningProcesses.ThisMachine(),
                System.getenv(),
                TimeSource.system())) {
            Operation operation =
                    new Operation(Deadline.in(Duration.ofMinutes(1), TimeSource.system()), said -> {}, line -> {});
            KubeApi api = provider.connect(cluster, operation).api();
            Observation seen = Observation.read(api, TimeSource.system().now(), List.of());
            Files.createDirectories(FOLDER);
            Files.writeString(FOLDER.resolve(arguments[1] + ".json"), Json.write(withoutRoutine(seen.tree())));
        }
    }

    /** Normal events are most of an observation, and nothing is concluded from them. */
    private static Map<String, Object> withoutRoutine(Map<String, Object> tree) {
        Map<String, Object> copy = new LinkedHashMap<>(tree);
        copy.put(
                "objects",
                Tree.list(tree, "objects").stream()
                        .filter(object -> !Tree.text(object, "kind")
                                        .filter("Event"::equals)
                                        .isPresent()
                                || Tree.text(object, "type")
                                        .filter("Warning"::equals)
                                        .isPresent())
                        .toList());
        return copy;
    }
}
