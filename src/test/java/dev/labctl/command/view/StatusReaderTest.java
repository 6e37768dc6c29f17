package dev.labctl.command.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.cilium.CiliumState;
import dev.labctl.cilium.Damage;
import dev.labctl.kubernetes.FakeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.Observation;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.TestChapters;
import dev.labctl.provider.ClusterFacts;
import dev.labctl.provider.ClusterState.Managed;
import dev.labctl.provider.LabRecord;
import dev.labctl.report.Report;
import dev.labctl.report.Report.Origin;
import dev.labctl.report.StatusView;
import dev.labctl.report.StatusView.Stage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How far a lab has come, and what comes next. */
class StatusReaderTest {
    private static final Instant SEEN = Instant.parse("2026-11-23T09:00:00Z");
    private static final ObjectRef ONE = ObjectRef.namespaced("v1", "ConfigMap", "default", "one");
    private static final CiliumState INSTALLED =
            new CiliumState(Optional.of(new CiliumState.Release(1, "deployed")), Optional.empty());

    @TempDir
    Path folder;

    private dev.labctl.steps.Stage stage;
    private LabRecord record;

    @BeforeEach
    void aLab() {
        stage = new dev.labctl.steps.Stage(folder).manifest("10-one.yaml", TestChapters.CONFIG_MAP);
        record = LabRecord.of(stage.spec()).withCilium(Optional.of(new LabRecord.Cilium("1.18.2", "abc", 1)));
    }

    private StatusView read(LabRecord with, CiliumState cilium, ClusterName name) {
        Managed made = new Managed(with, new ClusterFacts(1, 2, "v1.33.12", "ipv4", true, false), cilium);
        Observation seen = Observation.read(stage.api(), SEEN, List.of(ONE));
        return new StatusReader(name, new Origin("kind", false), made, seen, Optional.of(stage.lab()))
                .read(List.of(), List.of(), Optional.empty());
    }

    private StatusView read(LabRecord with) {
        return read(with, INSTALLED, ClusterName.BOOK);
    }

    private void isApplied() {
        stage.has(TestChapters.CONFIG_MAP.replace("name: one", "name: one\n  namespace: default"));
    }

    @Test
    void withoutCiliumItIsMade() {
        StatusView view = read(LabRecord.of(stage.spec()), CiliumState.NONE, ClusterName.BOOK);

        assertThat(view.stage()).isEqualTo(Stage.MADE);
        assertThat(view.next()).isEqualTo("labctl cilium-install chapter04 --use-case case");
    }

    @Test
    void aCiliumThatSomeoneTookAwayIsNotInstalled() {
        assertThat(read(record.withApplied(List.of(ONE)), CiliumState.NONE, ClusterName.BOOK)
                        .stage())
                .isEqualTo(Stage.MADE);
    }

    @Test
    void withCiliumItIsInstalled() {
        StatusView view = read(record);

        assertThat(view.stage()).isEqualTo(Stage.INSTALLED);
        assertThat(view.objects()).isEmpty();
        assertThat(view.next()).isEqualTo("labctl apply chapter04 --use-case case");
    }

    @Test
    void withItsObjectsItIsApplied() {
        isApplied();
        StatusView view = read(record.withApplied(List.of(ONE)));

        assertThat(view.stage()).isEqualTo(Stage.APPLIED);
        assertThat(view.objects()).containsExactly(new StatusView.ObjectLine("ConfigMap default/one", "", 0));
        assertThat(view.next()).isEqualTo("labctl verify");
    }

    @Test
    void anObjectThatIsGoneIsAppliedAgain() {
        StatusView view = read(record.withApplied(List.of(ONE)).withVerified(Optional.of(SEEN)));

        assertThat(view.objects())
                .containsExactly(new StatusView.ObjectLine(
                        "ConfigMap one", "ConfigMap one does not exist: run `labctl apply`", 0));
        assertThat(view.next()).isEqualTo("labctl apply chapter04 --use-case case");
    }

    @Test
    void whatWasSeenAsItShouldBeIsVerifiedAndNothingComesNext() {
        isApplied();
        StatusView view = read(record.withApplied(List.of(ONE)).withVerified(Optional.of(SEEN)));

        assertThat(view.stage()).isEqualTo(Stage.VERIFIED);
        assertThat(view.verified()).contains(SEEN);
        assertThat(view.next()).isEmpty();
    }

    /** It was verified before. */
    @Test
    void aLabOnADamagedCiliumIsNoLongerVerified() {
        isApplied();
        CiliumState damaged = new CiliumState(
                INSTALLED.release(),
                INSTALLED.settings(),
                INSTALLED.namespace(),
                INSTALLED.presence(),
                List.of(new Damage(Damage.Kind.RELEASE, "its agents are gone")));

        StatusView view =
                read(record.withApplied(List.of(ONE)).withVerified(Optional.of(SEEN)), damaged, ClusterName.BOOK);

        assertThat(view.stage()).isEqualTo(Stage.APPLIED);
        assertThat(view.verified()).isEmpty();
        assertThat(view.troubles()).containsExactly("Cilium is damaged: its agents are gone.");
        assertThat(view.next()).isEqualTo("labctl cilium-install chapter04 --use-case case");
    }

    @Test
    void aLabWithoutManifestsHasNothingToApply() {
        dev.labctl.steps.Stage bare = new dev.labctl.steps.Stage(folder.resolve("bare"));
        Observation seen = Observation.read(bare.api(), SEEN, List.of());
        Managed made = new Managed(record, new ClusterFacts(1, 2, "v1.33.12", "ipv4", true, false), INSTALLED);

        StatusView view = new StatusReader(
                        ClusterName.BOOK, new Origin("kind", false), made, seen, Optional.of(bare.lab()))
                .read(List.of(), List.of(), Optional.empty());

        assertThat(view.stage()).isEqualTo(Stage.APPLIED);
        assertThat(view.next()).isEqualTo("labctl verify");
    }

    @Test
    void whatComesNextIsForThisClusterAndNoOther() {
        assertThat(read(record, INSTALLED, new ClusterName("two")).next())
                .isEqualTo("labctl apply chapter04 --use-case case --cluster two");
    }

    /** After the provider's own look, each kind is asked for once. */
    @Test
    void nothingIsAskedForTwice() {
        stage.provider()
                .has(
                        ClusterName.BOOK,
                        new Managed(
                                record.withApplied(List.of(ONE)),
                                new ClusterFacts(1, 2, "v1.33.12", "ipv4", true, false),
                                INSTALLED));
        List<Integer> lists = new ArrayList<>();
        List<Integer> gets = new ArrayList<>();
        stage.api().beforeEachList(api -> lists.add(1));
        stage.api().beforeEachGet(api -> gets.add(1));

        Report report = stage.commands().status(stage.target("status"));

        assertThat(report.failure()).isEmpty();
        assertThat(lists).as("kinds and events").hasSize(15);
        assertThat(gets).as("Cilium's settings, and the lab's ConfigMap").hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void aLargeClusterIsReadAsASmallOne() {
        List<KubeObject> objects = new ArrayList<>();
        for (int node = 0; node < 500; node++) {
            objects.add(FakeApi.object("v1", "Node", null, "n" + node, Map.of()));
            objects.add(FakeApi.object(
                    "cilium.io/v2",
                    "CiliumNode",
                    null,
                    "n" + node,
                    Map.of(
                            "spec",
                            Map.of(
                                    "ipam",
                                    Map.of("podCIDRs", List.of("10." + node / 250 + "." + node % 250 + ".0/24"))))));
        }
        for (int app = 0; app < 100; app++) {
            objects.add(FakeApi.object(
                    "apps/v1",
                    "Deployment",
                    "default",
                    "web-" + app,
                    Map.of(
                            "spec",
                            Map.of("replicas", 100, "selector", Map.of("matchLabels", Map.of("app", "web-" + app))))));
            stage.manifest(
                    "web-" + app + ".yaml",
                    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web-" + app + "}\n");
        }
        for (int pod = 0; pod < 10_000; pod++) {
            objects.add(pod(pod));
        }
        Observation seen = new Observation(SEEN, "v1.33.12", objects);
        Managed made = new Managed(
                record.withApplied(List.of(ONE)), new ClusterFacts(1, 499, "v1.33.12", "ipv4", true, false), INSTALLED);
        StatusReader reader =
                new StatusReader(ClusterName.BOOK, new Origin("kind", false), made, seen, Optional.of(stage.lab()));

        StatusView view = reader.read(List.of(), List.of(), Optional.empty());

        assertThat(view.nodes()).hasSize(500);
        assertThat(view.wanted()).isEqualTo(10_000);
        assertThat(view.objects()).hasSize(101);
    }

    private static KubeObject pod(int number) {
        String app = "web-" + number % 100;
        return FakeApi.object(
                "v1",
                "Pod",
                "default",
                app + "-" + number,
                Map.of(
                        "metadata",
                        Map.of(
                                "labels",
                                Map.of("app", app),
                                "ownerReferences",
                                List.of(Map.of(
                                        "apiVersion",
                                        "apps/v1",
                                        "kind",
                                        "Deployment",
                                        "name",
                                        app,
                                        "controller",
                                        true))),
                        "spec",
                        Map.of("nodeName", "n" + number % 500),
                        "status",
                        Map.of(
                                "phase",
                                "Running",
                                "podIPs",
                                List.of(Map.of(
                                        "ip",
                                        "10." + number % 500 / 250 + "." + number % 250 + "." + (10 + number / 500))),
                                "conditions",
                                List.of(Map.of("type", "Ready", "status", "True")))));
    }
}
