package dev.labctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.command.planner.Replacing;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.LabState;
import dev.labctl.lab.Manifest;
import dev.labctl.report.Report;
import dev.labctl.report.Report.StepOutcome;
import dev.labctl.report.VerifyView;
import dev.labctl.tree.Tree;
import dev.labctl.verify.Verdict;
import dev.labctl.verify.Verdict.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the book says of each lab of chapter 4 holds in the lab as it is made, whatever chance decides, and does not hold,
 * for the right reason, once something is broken in it.
 */
class RehearsedVerdictsTest {
    private static final String DUAL = "ipv4-ipv6-support/dual-stack";
    private static final String V6 = "ipv4-ipv6-support/ipv6-only";
    private static final String SMALL = "cluster-scope-ipam-small";
    private static final String POOLS = "multi-pool-ipam";
    private static final ObjectRef ACME_POOL =
            ObjectRef.ofCluster("cilium.io/v2alpha1", "CiliumPodIPPool", "acme-pool");

    @TempDir
    Path folder;

    static List<String> labs() {
        return RehearsedLabsTest.labs();
    }

    private Rehearsed rehearsed(long seed) {
        return new Rehearsed(folder.resolve("state" + seed), seed);
    }

    private static Report verify(Rehearsed rehearsed, String lab, LabState state) {
        return rehearsed.commands().verify(rehearsed.target("verify", Optional.of(RehearsedLabsTest.ref(lab))), state);
    }

    private static VerifyView view(Report report) {
        return (VerifyView) report.result();
    }

    @ParameterizedTest(name = "\"{0}\"")
    @MethodSource("labs")
    void everyLabIsAsTheBookSays(String lab) {
        for (long seed = 1; seed <= 5; seed++) {
            Rehearsed rehearsed = rehearsed(seed);
            rehearsed.run(RehearsedLabsTest.ref(lab));

            Report report = verify(rehearsed, lab, LabState.FAULT);

            assertThat(report.failure()).isEmpty();
            assertThat(view(report).verdicts()).hasSizeGreaterThan(2).allSatisfy(verdict -> {
                boolean asks = verdict.expectation().says().contains("respond")
                        || verdict.expectation().says().contains("DNS name of the Service");
                assertThat(verdict.outcome()).as(verdict.seen()).isEqualTo(asks ? Outcome.NOT_SHOWN : Outcome.HOLDS);
                assertThat(verdict.expected()).isNotBlank();
                assertThat(verdict.seen()).isNotBlank();
                assertThat(verdict.about().isEmpty()).isEqualTo(!asks);
            });
        }
    }

    /** Each way to break a lab, and what is said of it then. */
    record Breakage(String lab, String how, Consumer<Broken> act, String says, Outcome outcome, String seen) {
        @Override
        public String toString() {
            return (lab.isEmpty() ? "chapter04" : lab) + ": " + how;
        }
    }

    /** A lab that somebody breaks. */
    private record Broken(Rehearsed rehearsed, LabRef ref, Path folder) {
        Lab lab() {
            return rehearsed.lab(ref);
        }

        void made() {
            rehearsed.run(ref);
        }

        /** The lab with values of somebody else's. */
        void with(String values) {
            Optional<Path> file = Optional.of(write(values));
            done(rehearsed.commands().up(rehearsed.target("up", Optional.of(ref)), Replacing.NOTHING));
            done(rehearsed.commands().ciliumInstall(rehearsed.target("cilium-install", Optional.of(ref), file)));
            // Not every lab comes to what apply waits for then.
            rehearsed.commands().apply(rehearsed.target("apply", Optional.of(ref)));
            then(api -> {});
        }

        private Path write(String values) {
            try {
                return Files.writeString(folder.resolve("values.yaml"), values);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        private static void done(Report report) {
            assertThat(report.failure()).isEmpty();
        }

        /** The lab as it is made, but for one object. */
        void changed(String kind, String name, Map<String, Object> change) {
            made();
            Manifest manifest = lab().manifests().stream()
                    .filter(one -> one.kind().equals(kind) && one.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            then(api -> api.apply(new KubeObject(Tree.merge(manifest.tree(), change)), true));
        }

        void deleted(ObjectRef ref) {
            made();
            then(api -> api.delete(ref));
        }

        void then(Consumer<KubeApi> act) {
            rehearsed.look(api -> {
                act.accept(api);
                return null;
            });
            rehearsed.live(Duration.ofSeconds(60), api -> null);
        }
    }

    private static Map<String, Object> replicas(long count) {
        return Tree.single("spec.replicas", count);
    }

    private static Map<String, Object> template(String path, Object value) {
        return Tree.single("spec.template." + path, value);
    }

    private static Breakage broken(String lab, String how, Consumer<Broken> act, String says, String seen) {
        return new Breakage(lab, how, act, says, Outcome.BROKEN, seen);
    }

    static Stream<Arguments> breakages() {
        List<Breakage> all = new ArrayList<>();
        all.addAll(wrongValues());
        all.addAll(wrongWorkloads());
        all.addAll(wrongObjects());
        all.addAll(wrongServices());
        return all.stream().map(Arguments::of);
    }

    private static List<Breakage> wrongValues() {
        Consumer<Broken> clusterPool = broken -> broken.with("ipam: {mode: cluster-pool}\noperator: {replicas: 1}\n");
        Consumer<Broken> kubernetes = broken -> broken.with("ipam: {mode: kubernetes}\noperator: {replicas: 1}\n");
        Consumer<Broken> otherRange = broken ->
                broken.with("ipam:\n  mode: cluster-pool\n  operator: {clusterPoolIPv4PodCIDRList: [172.30.0.0/16]}\n");
        Consumer<Broken> larger = broken -> broken.with(
                "ipam:\n  mode: cluster-pool\n  operator:\n    clusterPoolIPv4PodCIDRList: [10.0.42.0/26, 10.0.84.0/26]\n"
                        + "    clusterPoolIPv4MaskSize: 27\n");
        Consumer<Broken> otherPool = broken ->
                broken.with("ipam:\n  mode: multi-pool\n  operator:\n    autoCreateCiliumPodIPPools:\n      default:\n"
                        + "        ipv4: {cidrs: [10.77.0.0/16], maskSize: 26}\nbpf: {masquerade: true}\n"
                        + "kubeProxyReplacement: true\n");
        return List.of(
                broken("", "wrong mode", clusterPool, "selects the IPAM mode", "the IPAM mode is cluster-pool"),
                broken("", "wrong mode", clusterPool, "DNS pods run", ", which is not in cilium-book-"),
                broken("kubernetes-ipam", "wrong mode", clusterPool, "pod CIDRs from Kubernetes", "is cluster-pool"),
                broken("kubernetes-ipam", "wrong mode", clusterPool, "Three nginx", "'s spec.podCIDRs, 10.244."),
                broken(
                        "cluster-scope-ipam",
                        "wrong mode",
                        kubernetes,
                        "divides 10.0.0.0/8",
                        "the IPAM mode is kubernetes"),
                broken(
                        "cluster-scope-ipam",
                        "wrong mode",
                        kubernetes,
                        "No pod uses",
                        ", which is in cilium-book-worker2's"),
                broken("cluster-scope-ipam", "wrong range", otherRange, "divides 10.0.0.0/8", "cidr is 172.30.0.0/16"),
                broken(
                        "cluster-scope-ipam",
                        "wrong range",
                        otherRange,
                        "Ten nginx",
                        "not in the expected CIDRs, 10.0.0.0/8"),
                broken(SMALL, "wrong mode", kubernetes, "its own range", "the IPAM mode is kubernetes"),
                broken(SMALL, "larger blocks", larger, "four blocks of 8", "is 10.0.42.0/26 10.0.84.0/26"),
                broken(SMALL, "larger blocks", larger, "The second worker", "10 run and 0 are stuck"),
                broken(SMALL, "default range", clusterPool, "The second worker", "10 run and 0 are stuck"),
                broken(
                        POOLS,
                        "other default pool",
                        otherPool,
                        "nginx in the namespace default",
                        "not in the expected CIDRs"),
                broken(POOLS, "other default pool", otherPool, "several pools", "auto-direct-node-routes is false"));
    }

    private static List<Breakage> wrongWorkloads() {
        Consumer<Broken> noNginx = broken -> broken.changed("Deployment", "nginx", replicas(0));
        Consumer<Broken> first = broken -> broken.changed(
                "Deployment", "nginx", template("spec.nodeSelector", Map.of("labctl.dev/worker", "first")));
        Consumer<Broken> second = broken -> broken.changed(
                "Deployment", "nginx", template("spec.nodeSelector", Map.of("labctl.dev/worker", "second")));
        return List.of(
                broken(
                        "kubernetes-ipam",
                        "scaled to none",
                        noNginx,
                        "Three nginx",
                        "Deployment default/nginx asks for 0 pods"),
                broken("cluster-scope-ipam", "scaled to none", noNginx, "Ten nginx", "asks for 0 pods"),
                broken(SMALL, "scaled to none", noNginx, "The second worker", "asks for 0 pods"),
                broken(
                        SMALL,
                        "fewer pods than addresses",
                        broken -> broken.changed("Deployment", "nginx", replicas(3)),
                        "The second worker",
                        "asks for 3 pods"),
                broken(
                        "cluster-scope-ipam",
                        "scaled up",
                        broken -> broken.changed("Deployment", "nginx", replicas(40)),
                        "Ten nginx",
                        "40 run: Deployment default/nginx asks for 40 pods"),
                broken(
                        "cluster-scope-ipam",
                        "on the wrong worker",
                        first,
                        "Ten nginx",
                        "is on cilium-book-worker, which does not have the label labctl.dev/worker=second"),
                broken("kubernetes-ipam", "on one worker", second, "Three nginx", "all are on cilium-book-worker2"),
                broken(
                        POOLS,
                        "a pool that does not exist",
                        broken -> broken.changed(
                                "Deployment",
                                "guest",
                                template("metadata.annotations", Map.of("ipam.cilium.io/ip-pool", "ghost"))),
                        "guest is in acme-corp",
                        ": no address, there is no pool ghost"),
                broken(
                        POOLS,
                        "another pool",
                        broken -> broken.changed(
                                "Deployment",
                                "guest",
                                template("metadata.annotations", Map.of("ipam.cilium.io/ip-pool", "acme-pool"))),
                        "guest is in acme-corp",
                        "'s blocks of pool foobar-pool"),
                new Breakage(
                        DUAL,
                        "a node that no pod fits on",
                        broken -> broken.changed(
                                "Deployment", "echo", template("spec.nodeSelector", Map.of("disk", "none"))),
                        "Five echo pods",
                        Outcome.NOT_YET,
                        "cannot be scheduled"));
    }

    private static List<Breakage> wrongObjects() {
        Consumer<Broken> noTenant = broken -> broken.deleted(ObjectRef.ofCluster("v1", "Namespace", "acme-corp"));
        Consumer<Broken> otherAnnotation = broken -> broken.changed(
                "Namespace",
                "acme-corp",
                Map.of("metadata", Map.of("annotations", Map.of("ipam.cilium.io/ip-pool", "foobar-pool"))));
        return List.of(
                broken(POOLS, "no namespace", noTenant, "The pods in acme-corp", "there is no namespace acme-corp"),
                broken(POOLS, "no namespace", noTenant, "The annotation of the namespace acme", "run `labctl apply`"),
                broken(
                        POOLS,
                        "other annotation",
                        otherAnnotation,
                        "The annotation of the namespace acme",
                        "is foobar-pool"),
                broken(
                        POOLS,
                        "no pool",
                        broken -> broken.deleted(ACME_POOL),
                        "Each tenant has a pool",
                        "it is not there: run `labctl apply`"),
                broken(
                        "cluster-scope-ipam",
                        "no workload",
                        broken -> broken.deleted(ObjectRef.namespaced("apps/v1", "Deployment", "default", "netshoot")),
                        "netshoot runs",
                        "no workload creates such pods"),
                broken(
                        "cluster-scope-ipam",
                        "no Cilium",
                        broken -> {
                            broken.made();
                            Rehearsed rehearsed = broken.rehearsed();
                            rehearsed
                                    .commands()
                                    .ciliumUninstall(rehearsed.target("cilium-uninstall", Optional.empty()));
                        },
                        "divides 10.0.0.0/8",
                        "Cilium is not installed"),
                broken(
                        V6,
                        "another lab's cluster",
                        broken -> broken.rehearsed().run(LabRef.of("chapter04")),
                        "Ready, with IPv6",
                        " has IPv4"),
                broken(
                        DUAL,
                        "another lab's cluster",
                        broken -> broken.rehearsed().run(LabRef.of("chapter04")),
                        "There is no kube-proxy",
                        "it is there"));
    }

    private static List<Breakage> wrongServices() {
        Consumer<Broken> nobody =
                broken -> broken.changed("Service", "echo", Tree.single("spec.selector", Map.of("app", "nobody")));
        Consumer<Broken> noEcho = broken -> broken.changed("Deployment", "echo", replicas(0));
        return List.of(
                broken(
                        DUAL,
                        "no endpoints",
                        nobody,
                        "one cluster IP of each",
                        "no workload creates pods with app=nobody"),
                broken(
                        DUAL,
                        "scaled to none",
                        noEcho,
                        "one cluster IP of each",
                        "Deployment default/echo asks for 0 pods"),
                broken(V6, "no endpoints", nobody, "The Service has one", "0 IPv6 endpoints ready"),
                broken(
                        DUAL,
                        "no Service",
                        broken -> broken.deleted(ObjectRef.namespaced("v1", "Service", "default", "echo")),
                        "one cluster IP of each",
                        "there is no Service default/echo"),
                broken(DUAL, "one family", RehearsedVerdictsTest::singleStack, "one cluster IP of each", "are IPv4"));
    }

    private static void singleStack(Broken broken) {
        broken.deleted(ObjectRef.namespaced("v1", "Service", "default", "echo"));
        broken.then(api -> api.apply(
                new KubeObject(Map.of(
                        "apiVersion",
                        "v1",
                        "kind",
                        "Service",
                        "metadata",
                        Map.of("name", "echo", "namespace", "default"),
                        "spec",
                        Map.of(
                                "ipFamilyPolicy",
                                "SingleStack",
                                "ipFamilies",
                                List.of("IPv4"),
                                "selector",
                                Map.of("app", "echo"),
                                "ports",
                                List.of(Map.of("port", 80L))))),
                true));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("breakages")
    void whatIsBrokenIsFoundForItsReason(Breakage breakage) {
        Rehearsed rehearsed = rehearsed(3);
        breakage.act().accept(new Broken(rehearsed, RehearsedLabsTest.ref(breakage.lab()), folder));

        Report report = verify(rehearsed, breakage.lab(), LabState.FAULT);

        assertThat(report.failure().orElseThrow().reason()).isEqualTo(Reason.EXPECTATION_FAILED);
        Verdict verdict = view(report).verdicts().stream()
                .filter(one -> one.expectation().says().contains(breakage.says()))
                .findFirst()
                .orElseThrow();
        assertThat(verdict.seen()).contains(breakage.seen());
        assertThat(verdict.outcome()).isEqualTo(breakage.outcome());
        assertThat(report.steps().get(0).elapsed())
                .isLessThanOrEqualTo(
                        breakage.outcome() == Outcome.BROKEN ? Duration.ofSeconds(30) : Duration.ofMinutes(10));
    }

    // the healed state

    private static void scaleNginx(Rehearsed rehearsed, long count) {
        new Broken(rehearsed, LabRef.of("chapter04", SMALL), Path.of("")).then(api -> {
            Manifest nginx = rehearsed.lab(LabRef.of("chapter04", SMALL)).manifests().stream()
                    .filter(manifest -> manifest.name().equals("nginx"))
                    .findFirst()
                    .orElseThrow();
            api.apply(new KubeObject(Tree.merge(nginx.tree(), replicas(count))), true);
        });
    }

    /** Fix 1 of the small lab's README. */
    @Test
    void asManyPodsAsAddressesAreHealthy() {
        for (long seed = 1; seed <= 5; seed++) {
            Rehearsed rehearsed = rehearsed(seed);
            rehearsed.run(LabRef.of("chapter04", SMALL));
            assertThat(verify(rehearsed, SMALL, LabState.HEALTHY).failure()).isPresent();
            long others = rehearsed.<Long>look(api -> Seen.needy(api).stream()
                    .filter(pod -> Seen.node(pod).equals(Seen.worker(api, "second")))
                    .filter(pod -> !"nginx".equals(pod.labels().get("app")))
                    .count());

            scaleNginx(rehearsed, 4 - others);

            Report healed = verify(rehearsed, SMALL, LabState.HEALTHY);
            assertThat(healed.failure()).isEmpty();
            assertThat(view(healed).verdicts())
                    .allSatisfy(verdict -> assertThat(verdict.outcome()).isEqualTo(Outcome.HOLDS));
            assertThat(verify(rehearsed, SMALL, LabState.FAULT).failure())
                    .as("the fault is gone")
                    .isPresent();
        }
    }

    @Test
    void noPodsAtAllAreNotHealthy() {
        Rehearsed rehearsed = rehearsed(3);
        rehearsed.run(LabRef.of("chapter04", SMALL));
        scaleNginx(rehearsed, 0);

        Report report = verify(rehearsed, SMALL, LabState.HEALTHY);

        assertThat(view(report).failed()).singleElement().satisfies(verdict -> assertThat(verdict.seen())
                .contains("asks for 0 pods"));
    }

    /** Fix 2 of it. */
    @Test
    void largerBlocksAreHealthy() throws IOException {
        Rehearsed rehearsed = rehearsed(3);
        Path larger = Path.of("chapters/chapter04/cluster-scope-ipam-small/larger-blocks.yaml");
        new Broken(rehearsed, LabRef.of("chapter04", SMALL), folder).with(Files.readString(larger));

        assertThat(verify(rehearsed, SMALL, LabState.HEALTHY).failure()).isEmpty();
    }

    @Test
    void runEndsWithTheVerdicts() {
        Rehearsed rehearsed = rehearsed(3);

        Report report = rehearsed.run(LabRef.of("chapter04", DUAL));

        assertThat(report.steps()).last().satisfies(step -> {
            assertThat(step.name()).isEqualTo("verify");
            assertThat(step.outcome()).isEqualTo(StepOutcome.DONE);
        });
        assertThat(view(report).verdicts()).hasSize(8);
        assertThat(report.message())
                .isEqualTo("chapter04 ipv4-ipv6-support/dual-stack is applied to cilium-book,"
                        + " and 6 of 8 expectations hold; 2 cannot be shown here");
    }

    @Test
    void theLabIsTheOneThatTheClusterHolds() {
        Rehearsed rehearsed = rehearsed(3);
        rehearsed.run(LabRef.of("chapter04", "kubernetes-ipam"));

        Report report = rehearsed.commands().verify(rehearsed.target("verify", Optional.empty()), LabState.FAULT);

        assertThat(report.failure()).isEmpty();
        assertThat(report.message()).isEqualTo("chapter04 kubernetes-ipam: all 4 expectations hold");
        assertThat(report.lab()).contains(LabRef.of("chapter04", "kubernetes-ipam"));
    }
}
