package dev.labctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.failure.Failure;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.TestChapters;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Objects that will not be ready by waiting, and objects that need not be waited for. */
class EndlessWaitsRehearsedTest {
    private static final LabRef LAB = LabRef.of("chapter04", "endless");
    private static final String TEMPLATE =
            "selector: {matchLabels: {app: web}}, template: {metadata: {labels: {app: web}}, spec: {POD containers:"
                    + " [{name: web, image: nginx}]}}";
    private static final String CLAIM = "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: data}\n"
            + "spec: {CLASS accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}\n";

    @TempDir
    Path folder;

    private static String manifest(String word) {
        String deployment =
                "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {FIELD " + TEMPLATE + "}\n";
        return switch (word) {
            case "paused" -> deployment.replace("FIELD", "paused: true,").replace("POD", "");
            case "node" -> deployment.replace("FIELD", "").replace("POD", "nodeName: elsewhere,");
            case "unused" -> CLAIM.replace("CLASS", "");
            case "used" ->
                CLAIM.replace("CLASS", "") + "---\n"
                        + deployment
                                .replace("FIELD", "")
                                .replace("POD", "volumes: [{name: v, persistentVolumeClaim: {claimName: data}}],");
            case "volume" ->
                CLAIM.replace("CLASS", "storageClassName: manual,")
                        + "---\napiVersion: v1\nkind: PersistentVolume\nmetadata: {name: disk}\nspec: {storageClassName: manual,"
                        + " capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], hostPath: {path: /tmp}}\n";
            default -> CLAIM.replace("CLASS", "storageClassName: '" + word + "',");
        };
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "paused|Deployment default/web is paused (spec.paused), so it creates no pods",
                "node|is bound to node elsewhere (spec.nodeName), which the cluster does not have",
                "fast|PersistentVolumeClaim default/data gets no volume: storageclass.storage.k8s.io \"fast\" not found",
                "without a class|gets no volume: no persistent volumes available for this claim and no storage class is set",
                "unused|",
                "used|",
                "volume|"
            })
    void isToldInsteadOfWaitedFor(String word, String message) {
        TestChapters chapters = new TestChapters(folder)
                .file("common/kind.yaml", TestChapters.KIND)
                .file("chapter04/endless/manifests/all.yaml", manifest(word.equals("without a class") ? "" : word));
        Rehearsed rehearsed = new Rehearsed(folder.resolve("state"), 5, chapters.root(), ClusterName.BOOK);

        Optional<Failure> failure = rehearsed.attempt(LAB).failure();

        assertThat(failure.map(Failure::message).orElse("")).contains(message == null ? "" : message);
        assertThat(failure.isPresent()).isEqualTo(message != null);
    }
}
