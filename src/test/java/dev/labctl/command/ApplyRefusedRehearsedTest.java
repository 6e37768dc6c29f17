package dev.labctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.explain.causes.Explanation;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.TestChapters;
import dev.labctl.report.ExplainView;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command was refused leaves nothing in the cluster that would tell of it. */
class ApplyRefusedRehearsedTest {
    private static final LabRef LAB = LabRef.of("chapter04", "refused");
    private static final String POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\n"
            + "spec: {containers: [{name: web, image: nginx}]}\n";

    @TempDir
    Path folder;

    @Test
    void explainKnowsWhatTheLastCommandWasRefused() {
        TestChapters chapters = new TestChapters(folder)
                .file("common/kind.yaml", TestChapters.KIND)
                .file("chapter04/refused/manifests/pod.yaml", POD);
        Rehearsed rehearsed = new Rehearsed(folder.resolve("state"), 5, chapters.root(), ClusterName.BOOK);

        Failure failure = rehearsed.attempt(LAB).failure().orElseThrow();
        assertThat(failure.reason()).isEqualTo(Reason.OBJECT_REFUSED);
        assertThat(failure.message()).isEqualTo("the namespace shop of Pod shop/web does not exist");
        assertThat(explained(rehearsed)).first().satisfies(cause -> {
            assertThat(cause.reason()).isEqualTo("APPLY_REFUSED");
            assertThat(cause.cause()).isEqualTo("The namespace shop of Pod shop/web does not exist.");
            assertThat(cause.advice().get(0).how()).startsWith("labctl apply chapter04 --use-case refused");
        });

        chapters.file(
                "chapter04/refused/manifests/shop.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n");
        assertThat(rehearsed.attempt(LAB).failure()).isEmpty();
        assertThat(explained(rehearsed)).isEmpty();
    }

    private static List<Explanation> explained(Rehearsed rehearsed) {
        return ((ExplainView) rehearsed
                        .commands()
                        .explain(rehearsed.target("explain", Optional.empty()), Optional.empty())
                        .result())
                .explanations();
    }
}
