package dev.labctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.failure.ExitCode;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.TestChapters;
import dev.labctl.report.DiffView;
import dev.labctl.report.DiffView.ObjectDiff;
import dev.labctl.report.DiffView.Setting;
import dev.labctl.report.DiffView.State;
import dev.labctl.report.Report;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lab against a cluster that has it, after the lab's files were edited. */
class DiffRehearsedTest {
    private static final LabRef LAB = LabRef.of("chapter04", "drift");
    private static final String WEB =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 1
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: web, image: nginx}]}
            """;
    private static final String OLD =
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: old}\ndata: {password: secret-text}\n";

    @TempDir
    Path folder;

    private TestChapters chapters;
    private Rehearsed rehearsed;

    @BeforeEach
    void theLabRuns() {
        chapters = new TestChapters(folder)
                .file("common/kind.yaml", TestChapters.KIND)
                .file("chapter04/drift/values.yaml", "ipam: {mode: kubernetes}\netcd: {password: secret-text}\n")
                .file("chapter04/drift/manifests/10-web.yaml", WEB)
                .file("chapter04/drift/manifests/20-old.yaml", OLD);
        rehearsed = new Rehearsed(folder.resolve("state"), 5, chapters.root(), ClusterName.BOOK);
        assertThat(rehearsed.attempt(LAB).failure()).isEmpty();
    }

    private Report diff(boolean prune, boolean exitCode) {
        return rehearsed.commands().diff(rehearsed.target("diff", Optional.of(LAB)), prune, exitCode);
    }

    private static DiffView view(Report report) {
        return (DiffView) report.result();
    }

    @Test
    void aClusterThatWasJustMadeIsAsTheLabWantsIt() {
        Report report = diff(false, true);

        assertThat(report.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(view(report).differences()).isZero();
        assertThat(view(report).notes()).isEmpty();
        assertThat(report.message()).isEqualTo("cilium-book is as chapter04 drift wants it");
        assertThat(view(report).objects()).extracting(ObjectDiff::state).containsOnly(State.UNCHANGED);
    }

    @Test
    void whatWasEditedShows() {
        edit();

        Report report = diff(false, false);

        assertThat(report.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(report.message()).isEqualTo("5 differences between cilium-book and chapter04 drift");
        DiffView view = view(report);
        assertThat(view.objects())
                .extracting(ObjectDiff::object, ObjectDiff::state)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("Deployment default/web", State.CHANGED),
                        org.assertj.core.groups.Tuple.tuple("ConfigMap default/new", State.CREATED),
                        org.assertj.core.groups.Tuple.tuple("ConfigMap default/old", State.LEFT_OVER));
        assertThat(view.objects().get(0).diff()).contains("-  replicas: 1", "+  replicas: 2");
        assertThat(view.cilium().values())
                .containsExactly(
                        new Setting("debug.enabled", Optional.empty(), Optional.of("true")),
                        new Setting("etcd.password", Optional.of("(redacted)"), Optional.of("(redacted, changed)")));
        assertThat(view(diff(true, false)).objects())
                .last()
                .isEqualTo(new ObjectDiff("ConfigMap default/old", State.DELETED, ""));
    }

    @Test
    void differencesAreAFailureWhereThatIsAskedFor() {
        edit();

        Report report = diff(false, true);

        assertThat(report.failure())
                .hasValueSatisfying(failure -> assertThat(failure.reason()).isEqualTo(Reason.LAB_DIFFERS));
        assertThat(report.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(view(report).differences()).isEqualTo(5);
    }

    @Test
    void nothingChanges() {
        edit();
        Map<String, String> before = versions();

        diff(true, true);

        assertThat(versions()).isEqualTo(before);
    }

    private void edit() {
        chapters.file("chapter04/drift/manifests/10-web.yaml", WEB.replace("replicas: 1", "replicas: 2"))
                .file("chapter04/drift/manifests/20-old.yaml", OLD.replace("old", "new"))
                .file(
                        "chapter04/drift/values.yaml",
                        "ipam: {mode: kubernetes}\netcd: {password: another}\ndebug: {enabled: true}\n");
    }

    private Map<String, String> versions() {
        List<KubeObject> all = rehearsed.look(api -> {
            List<KubeObject> found = new java.util.ArrayList<>(api.contents("default"));
            found.addAll(api.contents("kube-system"));
            return found;
        });
        return all.stream()
                .collect(java.util.stream.Collectors.toMap(
                        object -> object.ref().toString(), KubeObject::resourceVersion));
    }
}
