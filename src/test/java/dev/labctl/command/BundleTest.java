package dev.labctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.addresses.AddressMap;
import dev.labctl.cilium.CiliumState;
import dev.labctl.json.Json;
import dev.labctl.kubernetes.Observation;
import dev.labctl.kubernetes.Observations;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.LabDescription.ProviderKind;
import dev.labctl.lab.LabRef;
import dev.labctl.output.ReportSchema;
import dev.labctl.output.files.FileWriter;
import dev.labctl.output.files.OutputFile;
import dev.labctl.provider.ClusterFacts;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.LabRecord;
import dev.labctl.redaction.Redaction;
import dev.labctl.report.BundleView;
import dev.labctl.report.Report;
import dev.labctl.steps.Stage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bug reports: what is in them, and that no planted secret is. */
class BundleTest {
    private static final String SECRET = "hunter2";
    private static final String AGENT = "kube-system/cilium-x/cilium-agent";

    @TempDir
    Path folder;

    private Stage stage;

    @BeforeEach
    void stage() {
        stage = new Stage(folder);
    }

    private Report bundle() {
        return stage.commands().bundle(stage.target("logs"));
    }

    private Report saved(Report report, Path file) {
        return FileWriter.write(report, List.of(new OutputFile(OutputFile.Kind.BUNDLE, file)), new Redaction(""));
    }

    private Map<String, String> unzipped(Path file) {
        Map<String, String> texts = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                texts.put(
                        entry.getName(), new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    private Map<String, String> bundled() {
        Path file = folder.resolve("bug.zip");
        assertThat(saved(bundle(), file).failure()).isEmpty();
        return unzipped(file);
    }

    /** A lab in which everything that can hold a secret does. */
    private void fullOfSecrets() {
        LabRecord record = LabRecord.of(stage.spec());
        Map<String, String> kind = new LinkedHashMap<>(record.cluster().settings());
        kind.put("kubeadmConfigPatches[0]", "token: " + SECRET);
        LabRecord made = new LabRecord(
                        record.lab(),
                        record.nodeImage(),
                        new LabRecord.Created(ProviderKind.KIND, kind),
                        Optional.empty(),
                        List.of(),
                        Optional.empty())
                .withApplied(
                        Stage.objects("apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: default}\n").stream()
                                .map(object -> object.ref())
                                .toList());
        stage.recorded(made)
                .provider()
                .has(
                        Stage.CLUSTER,
                        new ClusterState.Managed(
                                made, new ClusterFacts(1, 2, "v1.33.12", "ipv4", true, false), CiliumState.NONE));
        stage.manifest("10-config.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: app}\ndata: {a: b}\n");
        stage.has(
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: app, namespace: default}
                data: {settings: hunter2}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: app, namespace: default}
                data: {settings: hunter2}
                ---
                apiVersion: v1
                kind: Pod
                metadata:
                  name: web
                  namespace: default
                  uid: u1
                  annotations:
                    kubectl.kubernetes.io/last-applied-configuration: '{"env":[{"name":"A","value":"hunter2"}]}'
                    example.com/token: hunter2
                spec:
                  containers:
                    - name: main
                      args: [--password, hunter2]
                      env: [{name: DATABASE_URL, value: hunter2}]
                status:
                  containerStatuses:
                    - name: main
                      restartCount: 1
                      state: {waiting: {reason: CrashLoopBackOff, message: password=hunter2}}
                      lastState: {terminated: {exitCode: 1, message: 'token: hunter2'}}
                ---
                apiVersion: v1
                kind: Event
                metadata: {name: e, namespace: default}
                involvedObject: {uid: u1}
                message: 'cannot pull https://user:hunter2@registry.example.com/web'
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: cilium-x, namespace: kube-system, labels: {app.kubernetes.io/part-of: cilium}}
                spec: {initContainers: [{name: config}], containers: [{name: cilium-agent}]}
                status: {phase: Running}
                """);
        stage.api()
                .writes(
                        AGENT,
                        "2026-11-23T10:00:00Z level=info msg=\"started\"",
                        "2026-11-23T10:00:01Z Authorization: Bearer hunter2",
                        "2026-11-23T10:00:02Z -----BEGIN PRIVATE KEY-----",
                        "2026-11-23T10:00:02Z hunter2",
                        "2026-11-23T10:00:02Z -----END PRIVATE KEY-----",
                        "2026-11-23T10:00:03Z level=info msg=\"ready\"");
        stage.api().writes("default/web/main", "2026-11-23T10:00:00Z {\"password\":\"hunter2\"}");
        stage.api()
                .writes(
                        "default/web/main.previous",
                        "2026-11-23T09:00:00Z secret=hunter2",
                        "2026-11-23T09:00:01Z panic");
    }

    @Test
    void noSecretSurvivesAnywhere() {
        fullOfSecrets();

        Map<String, String> files = bundled();

        assertThat(files.keySet())
                .containsExactly(
                        "versions.txt",
                        "status.json",
                        "doctor.json",
                        "record.json",
                        "observation.json",
                        "logs/default/web/main.log",
                        "logs/default/web/main.previous.log",
                        "logs/kube-system/cilium-x/cilium-agent.log",
                        "logs/kube-system/cilium-x/config.log");
        assertThat(files).allSatisfy((name, text) -> assertThat(text).as(name).doesNotContain(SECRET));
        assertThat(files.get("logs/default/web/main.previous.log")).contains("panic");
        assertThat(files.get("logs/kube-system/cilium-x/cilium-agent.log")).contains("started", "ready");
        assertThat(files.get("observation.json"))
                .as("what would have had it")
                .contains("DATABASE_URL", "registry.example.com", "CrashLoopBackOff", "example.com/token", "\"app\"")
                .doesNotContain("\"Secret\"");
        assertThat(files.get("versions.txt")).startsWith("labctl 1.0\nprovider fake\nkubernetes v1.33.12\n");
    }

    @Test
    void theReportsInItKeepTheContract() {
        fullOfSecrets();

        Map<String, String> files = bundled();

        for (String name : List.of("status.json", "doctor.json")) {
            String asOfKind = files.get(name).replace("\"fake\"", "\"kind\"");
            assertThat(ReportSchema.problems(asOfKind)).as(name).isEmpty();
        }
    }

    @Test
    void theSameClusterIsTheSameFile() throws IOException {
        fullOfSecrets();
        Report report = bundle();

        saved(report, folder.resolve("one.zip"));
        saved(report, folder.resolve("two.zip"));

        assertThat(folder.resolve("one.zip")).hasSameBinaryContentAs(folder.resolve("two.zip"));
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith(".labctl"));
        }
    }

    /** Who cannot make a cluster needs a bug report most. */
    @Test
    void aClusterThatDoesNotAnswerIsReportedAsFarAsItCanBe() {
        stage.provider().has(Stage.CLUSTER, new ClusterState.Unreachable(true, "refused"));

        Map<String, String> files = bundled();

        assertThat(files.keySet()).containsExactly("versions.txt", "status.json", "doctor.json");
        assertThat(files.get("status.json")).contains("the API server does not answer: refused");
    }

    @Test
    void ofManyPodsThoseThatAreNotWellAreKept() {
        List<String> applied = new ArrayList<>();
        fullOfSecrets();
        for (int i = 0; i < 120; i++) {
            String ready = i == 77 ? "False" : "True";
            stage.has("apiVersion: v1\nkind: Pod\nmetadata: {name: many-" + i + ", namespace: default}\n"
                    + "spec: {containers: [{name: main}]}\n"
                    + "status: {phase: Running, conditions: [{type: Ready, status: '" + ready + "'}]}\n");
            applied.add("many-" + i);
        }
        LabRecord record = stage.record()
                .withApplied(applied.stream()
                        .map(name -> dev.labctl.kubernetes.ObjectRef.namespaced("v1", "Pod", "default", name))
                        .toList());
        stage.provider()
                .has(
                        Stage.CLUSTER,
                        new ClusterState.Managed(
                                record, new ClusterFacts(1, 2, "v1.33.12", "ipv4", true, false), CiliumState.NONE));

        Map<String, String> files = bundled();

        assertThat(files.keySet()).filteredOn(name -> name.startsWith("logs/")).hasSize(100);
        assertThat(files).containsKey("logs/default/many-77/main.log");
        assertThat(files.get("versions.txt")).contains("logs left out: 22\n");
    }

    // where it goes

    @Test
    void whatIsNoFileIsLeftAlone() throws IOException {
        stage.provider().has(Stage.CLUSTER, new ClusterState.Absent());
        Path directory = Files.createDirectory(folder.resolve("bug.zip"));

        Report report = saved(bundle(), directory);

        assertThat(report.failure()).hasValueSatisfying(failure -> assertThat(failure.message())
                .isEqualTo("the bundle cannot be written to " + directory + ": it exists and is not a file"));
        assertThat(report.message()).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aFileThatIsThereIsReplacedAndALinkStaysOne() throws IOException {
        stage.provider().has(Stage.CLUSTER, new ClusterState.Absent());
        Path file = Files.writeString(folder.resolve("old.zip"), "old");
        Path link = Files.createSymbolicLink(folder.resolve("link.zip"), file);

        assertThat(saved(bundle(), link).message()).startsWith("the bundle is in " + link);

        assertThat(link).isSymbolicLink();
        assertThat(unzipped(file)).containsKey("versions.txt");
    }

    @Test
    void withoutAFolderThereIsNoFile() {
        stage.provider().has(Stage.CLUSTER, new ClusterState.Absent());
        Path file = folder.resolve("nowhere/bug.zip");

        assertThat(saved(bundle(), file).failure()).hasValueSatisfying(failure -> assertThat(failure.message())
                .endsWith("there is no folder " + folder.resolve("nowhere")));
    }

    // of a rehearsal

    /** What a bug report holds is enough to look into it as into the cluster. */
    @Test
    void anObservationComesBackFromABugReport() {
        Rehearsed rehearsed = new Rehearsed(folder, 1, Path.of("chapters"), ClusterName.BOOK);
        rehearsed.run(LabRef.of("chapter04", "cluster-scope-ipam-small"));
        Report report = rehearsed.commands().bundle(rehearsed.target("logs", Optional.empty()));
        BundleView view = (BundleView) report.result();
        Path file = folder.resolve("bug.zip");
        saved(report, file);

        Observation again = Observations.of(Json.read(
                new ByteArrayInputStream(unzipped(file).get("observation.json").getBytes(StandardCharsets.UTF_8))));

        assertThat(AddressMap.of(again).nodes())
                .isEqualTo(AddressMap.of(view.observation().orElseThrow()).nodes());
        assertThat(again.list("Event")).isNotEmpty();
        assertThat(view.logs()).isEmpty();
        assertThat(view.doctor()).isEmpty();
        assertThat(view.versions()).contains("no logs: nothing runs in a rehearsal");
    }
}
