package dev.labctl.output.text;

import static dev.labctl.Golden.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.explain.Explainer;
import dev.labctl.explain.LargeClusterTest;
import dev.labctl.explain.Recordings;
import dev.labctl.explain.causes.Explanation;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.failure.Severity;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.output.Explanations;
import dev.labctl.report.ExplainView;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How explanations read: those of clusters that there really were. */
class ExplainTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "agent-crashes-node-down",
                "allocator-full",
                "family-mismatch",
                "multi-pool",
                "multi-pool-latency",
                "multi-pool-troubles",
                "no-cilium",
                "no-slots",
                "small-exhausted",
                "workload-troubles"
            })
    void ofRecordedClusters(String name) {
        ExplainView view = new ExplainView(Optional.empty(), Explainer.all(Recordings.read(name), LabFacts.NONE));

        assertGolden("explain/" + name + ".txt", ExplainText.of(view, Style.PLAIN));
    }

    private static ExplainView view(List<Explanation> explanations) {
        return new ExplainView(Optional.empty(), explanations);
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 200})
    void nothingButWhatIsThereToBeCopiedIsWiderThanTheTerminal(int width) {
        Set<String> commands = Explanations.all().stream()
                .flatMap(one -> one.advice().stream())
                .flatMap(advice -> advice.how().lines())
                .collect(Collectors.toSet());

        String text = ExplainText.of(view(Explanations.all()), new Style(false, false, false, width));

        assertThat(text.lines().filter(line -> !commands.contains(line.strip())))
                .allMatch(line -> line.length() <= width);
        assertThat(text.lines().map(String::strip)).containsAll(commands);
        assertThat(text).isASCII();
    }

    @Test
    void ofManyObjectsAFewAreNamed() {
        assertThat(ExplainText.of(view(Explanations.all()), Style.PLAIN))
                .contains("default/nginx-5, and 1,340 more")
                .doesNotContain("nginx-6");
    }

    @Test
    void ofManyExplanationsTheWorstAreTold() {
        List<Explanation> many = Collections.nCopies(40, Explanations.imagePull());

        assertThat(ExplainText.of(view(many), Style.PLAIN))
                .startsWith("Not everything is as it should be: 40 errors.")
                .endsWith("\nand 25 more; `-o json` shows all of them\n");
    }

    @Test
    void withoutColoursItSaysTheSame() {
        String coloured = ExplainText.of(view(Explanations.all()), new Style(true, true, true, 80));

        assertThat(coloured.replaceAll("\u001B\\[[0-9;]*m", ""))
                .isEqualTo(ExplainText.of(view(Explanations.all()), new Style(false, true, true, 80)));
        assertThat(coloured).contains("\u001B[31merror");
    }

    @Test
    void notesAloneAreNothingWrong() {
        List<Explanation> notes = Explanations.all().stream()
                .filter(one -> one.severity() == Severity.NOTE)
                .toList();

        assertThat(ExplainText.of(view(notes), Style.PLAIN)).startsWith("Nothing is wrong; 1 note:\n");
    }

    @Test
    void whatIsWellIsNamed() {
        ObjectRef nginx = ObjectRef.namespaced("apps/v1", "Deployment", "default", "nginx");

        assertThat(ExplainText.of(new ExplainView(Optional.of(nginx), List.of()), Style.PLAIN))
                .isEqualTo("Deployment default/nginx is as it should be.\n");
    }

    @Test
    void aLargeClusterIsReadable() {
        ExplainView large = view(Explainer.all(LargeClusterTest.large(), LabFacts.NONE));

        assertGolden("explain/large.txt", ExplainText.of(large, Style.PLAIN));
    }
}
