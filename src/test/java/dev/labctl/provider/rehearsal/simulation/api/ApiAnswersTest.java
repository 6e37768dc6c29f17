package dev.labctl.provider.rehearsal.simulation.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.provider.rehearsal.simulation.Simulated;
import dev.labctl.redaction.Redaction;
import dev.labctl.tree.Tree;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A rehearsal's API server answers what the recorded one answered, word for word. */
class ApiAnswersTest {
    private static Simulated shared;

    @BeforeAll
    static void start() {
        shared = Simulated.ready();
    }

    static Stream<Arguments> answers() throws IOException {
        String text;
        try (InputStream in = ApiAnswersTest.class.getResourceAsStream("/api/answers.yaml")) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        Problems problems = new Problems();
        List<Object> rows = Tree.list(
                Tree.of(
                        "rows",
                        YamlReader.read(Path.of("answers.yaml"), text, problems)
                                .get(0)
                                .tree()),
                "rows");
        assertThat(problems.all()).isEmpty();
        return rows.stream().map(row -> Arguments.of(Tree.text(row, "case").orElseThrow(), row));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void itAnswersAsTheRecordedOne(String name, Object row) {
        long code = Tree.number(row, "code").orElseThrow();
        KubeObject object = new KubeObject(Tree.map(row, "object"));
        boolean alone = code < 300 || Tree.at(row, "given").isPresent();
        Simulated simulated = alone ? Simulated.ready() : shared;
        Tree.at(row, "given").ifPresent(given -> simulated.cluster().apply(new KubeObject(Tree.map(given)), false));
        simulated.passes(alone ? 1 : 0);
        if (code < 300) {
            assertThat(simulated.cluster().apply(object, false).name()).isEqualTo(object.name());
            return;
        }
        ApiException refusal = refusal(simulated, object);
        assertThat(refusal.getMessage())
                .isEqualTo(Redaction.SHOWN.text(Tree.text(row, "answer").orElseThrow()));
        assertThat(refusal.code()).isEqualTo((int) code);
        assertThat(refusal.retryable()).isEqualTo(code == 404);
    }

    private static ApiException refusal(Simulated simulated, KubeObject object) {
        try {
            simulated.cluster().apply(object, false);
        } catch (ApiException e) {
            return e;
        }
        throw new AssertionError("it was taken");
    }
}
