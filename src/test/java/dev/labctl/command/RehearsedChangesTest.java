package dev.labctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.addresses.WorkloadPods;
import dev.labctl.command.planner.Replacing;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.TestChapters;
import dev.labctl.logs.LogQuery;
import dev.labctl.report.LogView;
import dev.labctl.report.Report;
import dev.labctl.report.Report.StepOutcome;
import dev.labctl.report.StatusView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What readers do to a rehearsal after it is made, command by command. */
class RehearsedChangesTest {
    private static final LabRef SMALL = LabRef.of("chapter04", "cluster-scope-ipam-small");
    private static final LabRef POOLS = LabRef.of("chapter04", "multi-pool-ipam");
    private static final LabRef KUBERNETES = LabRef.of("chapter04", "kubernetes-ipam");

    @TempDir
    Path folder;

    private Rehearsed rehearsed;

    @BeforeEach
    void aUser() {
        rehearsed = new Rehearsed(folder.resolve("state"), 3);
    }

    private static void succeeds(Report report) {
        assertThat(report.failure()).isEmpty();
    }

    private Failure refused(Report report, Reason reason) {
        Failure failure = report.failure().orElseThrow();
        assertThat(failure.reason()).isEqualTo(reason);
        return failure;
    }

    private Path file(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theFourCommandsOfTheBook() {
        succeeds(rehearsed.commands().up(rehearsed.target("up", Optional.of(SMALL)), Replacing.NOTHING));
        assertThat(rehearsed.<Boolean>look(
                        api -> Seen.nodes(api).stream().anyMatch(node -> node.conditionTrue("Ready"))))
                .as("without Cilium")
                .isFalse();
        refused(rehearsed.commands().apply(rehearsed.target("apply", Optional.of(SMALL))), Reason.CILIUM_MISSING);
        succeeds(rehearsed.commands().ciliumInstall(rehearsed.target("cilium-install", Optional.of(SMALL))));
        succeeds(rehearsed.commands().apply(rehearsed.target("apply", Optional.of(SMALL))));
        assertThat(rehearsed.<Integer>look(
                        api -> Seen.pods(api, "default", "nginx").size()))
                .isEqualTo(10);
        succeeds(rehearsed.commands().down(rehearsed.target("down", Optional.empty())));
        assertThat(rehearsed.file()).doesNotExist();
        Report again = rehearsed.commands().down(rehearsed.target("down", Optional.empty()));
        assertThat(again.steps()).singleElement().satisfies(step -> assertThat(step.outcome())
                .isEqualTo(StepOutcome.UNCHANGED));
    }

    @Test
    void statusShowsWhatIsThereAndWhatIsNot() {
        rehearsed.run(SMALL);

        StatusView view = (StatusView) rehearsed
                .commands()
                .status(rehearsed.target("status", Optional.empty()))
                .result();

        assertThat(view.state()).isEqualTo("up, with the lab chapter04 cluster-scope-ipam-small");
        assertThat(view.kubernetes()).isEqualTo("v1.33.12");
        assertThat(view.stage()).isEqualTo(StatusView.Stage.VERIFIED);
        assertThat(view.cilium())
                .contains(new StatusView.Cilium(
                        "1.18.2, deployed, IPAM cluster-pool, IPv4", "1.18.2", "cluster-pool", 3, 3));
        assertThat(view.nodes()).hasSize(3).allSatisfy(node -> {
            assertThat(node.ready()).isTrue();
            assertThat(node.podCidrs()).hasSize(1);
        });
        assertThat(view.objects()).hasSize(2).allSatisfy(line -> assertThat(line.missing())
                .isEmpty());
        assertThat(view.limits()).hasSizeGreaterThan(5);
        assertThat(view.objects().get(0).stuck() + view.objects().get(1).stuck())
                .isBetween(6, 9);
        assertThat(view.workloads()).extracting(WorkloadPods::name).contains("nginx", "netshoot", "coredns");
        assertThat(view.notes()).isEmpty();
        assertThat(view.verified()).isPresent();
        assertThat(view.next()).isEmpty();
    }

    @Test
    void logsAndContextSayThatThereAreNone() {
        rehearsed.run(KUBERNETES);

        LogView logs = (LogView) rehearsed
                .commands()
                .logs(rehearsed.target("logs", Optional.empty()), LogQuery.newest(10))
                .result();
        assertThat(logs.lines()).hasSize(4).allSatisfy(line -> assertThat(line.text())
                .contains("a rehearsal has no logs"));
        refused(rehearsed.commands().context(rehearsed.target("context", Optional.empty())), Reason.NOT_IN_REHEARSAL);
    }

    @Test
    void deletingAndApplyingAgainComesToTheSame() {
        rehearsed.run(SMALL);
        succeeds(rehearsed.commands().delete(rehearsed.target("delete", Optional.empty())));
        assertThat(rehearsed.<List<KubeObject>>look(api -> Seen.pods(api, "default", "nginx")))
                .isEmpty();

        succeeds(rehearsed.commands().apply(rehearsed.target("apply", Optional.of(SMALL))));
        assertThat(rehearsed.<List<KubeObject>>look(api -> Seen.pods(api, "default", "nginx")))
                .hasSize(10);
    }

    /** Fix 2 of the small lab's README. */
    @Test
    void largerBlocksNeedANewCluster() {
        rehearsed.run(SMALL);
        Optional<Path> larger = Optional.of(Path.of("chapters/chapter04/cluster-scope-ipam-small/larger-blocks.yaml")
                .toAbsolutePath());
        refused(
                rehearsed.commands().ciliumInstall(rehearsed.target("cilium-install", Optional.of(SMALL), larger)),
                Reason.NODE_CIDR_CHANGE);

        succeeds(rehearsed.commands().up(rehearsed.target("up", Optional.of(SMALL)), Replacing.OWN));
        succeeds(rehearsed.commands().ciliumInstall(rehearsed.target("cilium-install", Optional.of(SMALL), larger)));
        succeeds(rehearsed.commands().apply(rehearsed.target("apply", Optional.of(SMALL), larger)));
        assertThat(rehearsed.<List<KubeObject>>look(api -> Seen.running(Seen.pods(api, "default", "nginx"))))
                .hasSize(10);
    }

    /** What is not a fix in the small lab's README. */
    @Test
    void aLongerListChangesNothingForNodesThatAreThere() {
        rehearsed.run(SMALL);
        var before = rehearsed.<Object>look(Seen::blocks);
        Path longer = file(
                "longer.yaml",
                "ipam:\n  mode: cluster-pool\n  operator:\n    clusterPoolIPv4MaskSize: 29\n"
                        + "    clusterPoolIPv4PodCIDRList: [10.0.42.0/28, 10.0.84.0/28, 10.0.126.0/24]\n"
                        + "operator: {replicas: 1}\n");

        Report report = rehearsed
                .commands()
                .ciliumInstall(rehearsed.target("cilium-install", Optional.of(SMALL), Optional.of(longer)));

        succeeds(report);
        assertThat(report.steps().get(0).detail()).contains("agents and operator restart");
        assertThat(rehearsed.<String>look(api -> Seen.config(api).get("cluster-pool-ipv4-cidr")))
                .isEqualTo("10.0.42.0/28 10.0.84.0/28 10.0.126.0/24");
        assertThat(rehearsed.<Object>look(Seen::blocks)).isEqualTo(before);
        assertThat(rehearsed.<List<KubeObject>>look(api -> Seen.stuck(Seen.pods(api, "default", "nginx"))))
                .isNotEmpty();
    }

    @Test
    void otherModesAndFamiliesAreRefusedAsOnARealCluster() {
        rehearsed.run(LabRef.of("chapter04"));

        refused(
                rehearsed.commands().ciliumInstall(rehearsed.target("cilium-install", Optional.of(SMALL))),
                Reason.IPAM_MODE_CHANGE);
        refused(
                rehearsed
                        .commands()
                        .ciliumInstall(rehearsed.target(
                                "cilium-install", Optional.of(LabRef.of("chapter04", "ipv4-ipv6-support/dual-stack")))),
                Reason.CLUSTER_DIFFERS);
        refused(
                rehearsed.commands().up(rehearsed.target("up", Optional.of(SMALL)), Replacing.NOTHING),
                Reason.CLUSTER_DIFFERS);
    }

    @Test
    void aLabWithTheSameClusterCanFollow() {
        rehearsed.run(LabRef.of("chapter04"));
        succeeds(rehearsed.commands().ciliumInstall(rehearsed.target("cilium-install", Optional.of(KUBERNETES))));
        succeeds(rehearsed.commands().apply(rehearsed.target("apply", Optional.of(KUBERNETES))));
        assertThat(rehearsed.<List<KubeObject>>look(api -> Seen.running(Seen.pods(api, "default", "nginx"))))
                .hasSize(3);

        succeeds(rehearsed.commands().apply(rehearsed.target("apply", Optional.of(LabRef.of("chapter04")))));
        assertThat(rehearsed.<List<KubeObject>>look(api -> Seen.pods(api, "default", "nginx")))
                .as("left over")
                .hasSize(3);

        succeeds(rehearsed.commands().prune(rehearsed.target("apply", Optional.of(LabRef.of("chapter04")))));
        assertThat(rehearsed.<List<KubeObject>>look(api -> Seen.pods(api, "default", "nginx")))
                .isEmpty();
    }

    @Test
    void ciliumCanGoAndComeAgain() {
        rehearsed.run(POOLS);
        succeeds(rehearsed.commands().ciliumUninstall(rehearsed.target("cilium-uninstall", Optional.empty())));
        assertThat(rehearsed.<Optional<KubeObject>>look(
                        api -> api.get(ObjectRef.namespaced("apps/v1", "DaemonSet", "kube-system", "cilium"))))
                .isEmpty();

        succeeds(rehearsed.commands().ciliumInstall(rehearsed.target("cilium-install", Optional.of(POOLS))));
        succeeds(rehearsed.commands().apply(rehearsed.target("apply", Optional.of(POOLS))));
    }

    @Test
    void aNodeThatGetsNoBlockEndsTheWaitAtOnce() {
        succeeds(rehearsed.commands().up(rehearsed.target("up", Optional.of(SMALL)), Replacing.NOTHING));
        Path tiny = file(
                "tiny.yaml",
                "ipam:\n  mode: cluster-pool\n  operator:\n    clusterPoolIPv4MaskSize: 29\n"
                        + "    clusterPoolIPv4PodCIDRList: [10.0.42.0/28]\noperator: {replicas: 1}\n");

        Failure failure = refused(
                rehearsed
                        .commands()
                        .ciliumInstall(rehearsed.target("cilium-install", Optional.of(SMALL), Optional.of(tiny))),
                Reason.NODE_CIDR_EXHAUSTED);
        assertThat(failure.message()).matches("Node cilium-book-\\S+ got no pod CIDR: allocator full");
    }

    @Test
    void deletingTakesNamespacesAndPoolsAlong() {
        rehearsed.run(POOLS);
        succeeds(rehearsed.commands().delete(rehearsed.target("delete", Optional.empty())));

        assertThat(rehearsed.<List<KubeObject>>look(api -> Seen.all(api, "v1", "Namespace")))
                .extracting(KubeObject::name)
                .contains("default")
                .doesNotContain("acme-corp", "foobar-inc");
        assertThat(rehearsed.<List<KubeObject>>look(api -> Seen.all(api, "cilium.io/v2alpha1", "CiliumPodIPPool")))
                .extracting(KubeObject::name)
                .containsExactly("default");
    }

    /** Objects of a phase are applied by several threads, in whatever order. */
    @Test
    void theSameCommandsWithTheSameSeedMakeTheSameCluster() throws IOException {
        Set<String> kept = new HashSet<>();
        for (int i = 0; i < 8; i++) {
            Rehearsed one = new Rehearsed(folder.resolve("run" + i), 11);
            one.run(POOLS);
            kept.add(Files.readString(one.file()));
        }
        assertThat(kept).hasSize(1);
    }

    @Test
    void manyRehearsalsStandSideBySideAndGoTogether() {
        Rehearsed other = new Rehearsed(folder.resolve("state"), 4, Path.of("chapters"), new ClusterName("other"));
        rehearsed.run(KUBERNETES);
        other.run(SMALL);
        assertThat(other.<List<KubeObject>>look(api -> Seen.nodes(api)))
                .allSatisfy(node -> assertThat(node.name()).startsWith("other-"));

        succeeds(rehearsed.commands().downAll(rehearsed.target("down", Optional.empty())));

        assertThat(rehearsed.file()).doesNotExist();
        assertThat(other.file()).doesNotExist();
    }

    @Test
    void aManifestThatTheServerRefusesFailsAsOnARealOne() {
        TestChapters chapters = new TestChapters(folder)
                .file("common/kind.yaml", TestChapters.KIND)
                .file(
                        "chapter04/bad/manifests/bad.yaml",
                        "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n"
                                + "spec: {ipFamilies: [IPv6], selector: {app: web}, ports: [{port: 80}]}\n");
        Rehearsed author = new Rehearsed(folder.resolve("state"), 1, chapters.root(), ClusterName.BOOK);

        Failure failure = refused(author.attempt(LabRef.of("chapter04", "bad")), Reason.OBJECT_REFUSED);

        assertThat(failure.message())
                .contains("spec.ipFamilies[0]: Invalid value: \"IPv6\": not configured on this cluster");
    }

    /** Nobody waits ten minutes for it. */
    @Test
    void aPodThatNoNodeTakesEndsTheWait() {
        TestChapters chapters = new TestChapters(folder)
                .file("common/kind.yaml", TestChapters.KIND)
                .file(
                        "chapter04/bad/manifests/bad.yaml",
                        "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n"
                                + "spec: {nodeSelector: {disk: none}, containers: [{name: a, image: a}]}\n");
        Rehearsed author = new Rehearsed(folder.resolve("state"), 1, chapters.root(), ClusterName.BOOK);

        Report report = author.attempt(LabRef.of("chapter04", "bad"));

        // The control plane's taint is part of the reason, so it counts as something that may heal.
        refused(report, Reason.DEADLINE_PASSED);
        assertThat(report.failure().orElseThrow().message()).contains("didn't match Pod's node affinity/selector");
    }
}
