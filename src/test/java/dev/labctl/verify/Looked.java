package dev.labctl.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.Observation;
import dev.labctl.lab.Catalogue;
import dev.labctl.lab.Expectation;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.LabResolver;
import dev.labctl.lab.LabState;
import dev.labctl.lab.TestChapters;
import dev.labctl.tree.Tree;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.YamlReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A few objects that were seen, and one expectation that is held against them; both as YAML. */
final class Looked {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final String BASIS =
            """
            apiVersion: v1
            kind: Namespace
            metadata: {name: default}
            ---
            """;

    private final Path folder;
    private final List<KubeObject> objects = new ArrayList<>();
    private final List<ObjectRef> own = new ArrayList<>();
    private Optional<String> installed = Optional.empty();

    Looked(Path folder) {
        this.folder = folder;
        has(BASIS);
    }

    Looked has(String yaml) {
        Problems problems = new Problems();
        YamlReader.read(Path.of("objects.yaml"), yaml, problems)
                .forEach(document -> objects.add(new KubeObject(Tree.map(document.tree()))));
        assertThat(problems.all()).isEmpty();
        return this;
    }

    /** The objects that are there are those of the lab's manifests. */
    Looked own() {
        objects.forEach(object -> own.add(object.ref()));
        return this;
    }

    Looked owns(ObjectRef ref) {
        own.add(ref);
        return this;
    }

    /** What labctl noted when it installed Cilium. */
    Looked installed(String version) {
        installed = Optional.of(version);
        return this;
    }

    Observation seen() {
        return new Observation(NOW, "v1.33.12", objects);
    }

    VerificationContext scene(LabState state) {
        return VerificationContext.of(seen(), state, Set.copyOf(own), installed);
    }

    /** An expectation as {@code lab.yaml} has it. */
    Expectation expectation(String check) {
        TestChapters chapters = new TestChapters(folder)
                .file("common/kind.yaml", TestChapters.KIND)
                .file("chapter04/case/lab.yaml", "title: x\nexpectations:\n- says: it is so\n" + check.indent(2));
        return new LabResolver(new Catalogue(chapters.root()), ExpectationKinds.ALL)
                .resolve(LabRef.of("chapter04", "case"), Optional.empty())
                .description()
                .expectations()
                .get(0);
    }

    Verdict verdict(String check) {
        return verdict(check, LabState.FAULT);
    }

    Verdict verdict(String check, LabState state) {
        return Verifier.verdicts(List.of(expectation(check)), scene(state)).get(0);
    }

    /** The verdict in one line. */
    String says(String check) {
        Verdict verdict = verdict(check);
        return verdict.outcome().word() + ": " + verdict.seen();
    }
}
