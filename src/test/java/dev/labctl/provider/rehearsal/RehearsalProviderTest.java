package dev.labctl.provider.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labctl.cilium.CiliumRequest;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.LogRange;
import dev.labctl.lab.Catalogue;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.LabResolver;
import dev.labctl.lab.TestChapters;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.LabRecord;
import dev.labctl.provider.kind.KindEquivalents;
import dev.labctl.provider.kind.KindHost;
import dev.labctl.time.Deadline;
import dev.labctl.time.Operation;
import dev.labctl.time.VirtualTime;
import dev.labctl.tools.Platform;
import dev.labctl.verify.ExpectationKinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rehearsals are kept between commands, one command at a time works on them, and what they cannot do they say. */
class RehearsalProviderTest {
    private static final ClusterName CLUSTER = ClusterName.BOOK;
    private static final LabRef REF = LabRef.of("chapter04", "cluster-scope-ipam-small");
    private static final String IMAGE = "kindest/node:v1.33.12@sha256:abc";

    @TempDir
    Path state;

    private final VirtualTime wall = new VirtualTime();

    private RehearsalProvider open(long seed) {
        return open(state, seed);
    }

    private RehearsalProvider open(Path folder, long seed) {
        return new RehearsalProvider(
                folder, OptionalLong.of(seed), wall, new KindEquivalents(KindHost.local(Platform.LINUX)));
    }

    private static Operation operation(RehearsalProvider provider, Duration timeout) {
        return new Operation(Deadline.in(timeout, provider.kind().time()), said -> {}, line -> {});
    }

    private static Operation operation(RehearsalProvider provider) {
        return operation(provider, Duration.ofMinutes(10));
    }

    private static Lab lab() {
        return new LabResolver(new Catalogue(Path.of("chapters").toAbsolutePath()), ExpectationKinds.ALL)
                .resolve(REF, Optional.empty());
    }

    private static ClusterSpec spec() {
        return new ClusterSpec(CLUSTER, REF, lab().kind().orElseThrow(), IMAGE);
    }

    private Path file() {
        return state.resolve("rehearsals").resolve(CLUSTER + ".json");
    }

    private void make(Path folder, long seed) {
        try (RehearsalProvider provider = open(folder, seed)) {
            Operation operation = operation(provider);
            provider.create(spec(), operation);
            provider.connect(CLUSTER, operation)
                    .api()
                    .apply(LabRecord.of(spec()).toConfigMap(), true);
            provider.awaitNodes(spec(), operation);
            new SimulatedInstaller(provider)
                    .install(
                            new CiliumRequest(CLUSTER, REF, "1.18.2", lab().values()),
                            provider.connect(CLUSTER, operation),
                            operation);
            provider.kind().time().sleep(Duration.ofSeconds(90));
            lab().manifests()
                    .forEach(manifest ->
                            provider.connect(CLUSTER, operation).api().apply(new KubeObject(manifest.tree()), false));
            provider.kind().time().sleep(Duration.ofSeconds(90));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Map<String, String> placements(KubeApi api) {
        return api.list("v1", "Pod", Optional.empty(), Map.of()).stream()
                .collect(java.util.stream.Collectors.toMap(
                        KubeObject::name,
                        pod -> pod.text("spec", "nodeName").orElse("") + " "
                                + pod.text("status", "podIP").orElse("none")));
    }

    @Test
    void theSameSeedMakesTheSameClusterOnWhateverDay() throws IOException {
        make(state.resolve("a"), 7);
        wall.sleep(Duration.ofDays(3).plusMillis(1234));
        make(state.resolve("b"), 7);
        make(state.resolve("c"), 8);

        byte[] first = kept("a");
        assertThat(first).isEqualTo(kept("b")).isNotEqualTo(kept("c"));
        assertThat(new String(first, java.nio.charset.StandardCharsets.UTF_8)).doesNotContain("2026-");
        assertThat(seen("a")).isEqualTo(seen("b")).isNotEqualTo(seen("c"));
    }

    private byte[] kept(String folder) throws IOException {
        return Files.readAllBytes(state.resolve(folder).resolve("rehearsals").resolve(CLUSTER + ".json"));
    }

    private Map<String, String> seen(String folder) {
        try (RehearsalProvider provider = open(state.resolve(folder), 0)) {
            return placements(provider.connect(CLUSTER, operation(provider)).api());
        }
    }

    @Test
    void aWallClockThatIsSetBackBetweenCommandsChangesNothing() {
        make(state.resolve("a"), 7);
        Map<String, String> before = seen("a");

        wall.sleep(Duration.ofDays(-400));

        assertThat(seen("a")).isEqualTo(before);
    }

    /** Looking changes nothing, and going on from the file is going on from where it was. */
    @Test
    void aClusterThatIsOnlyLookedAtIsNotWrittenAgain() throws IOException {
        make(state, 1);
        byte[] before = Files.readAllBytes(file());
        Files.setLastModifiedTime(file(), java.nio.file.attribute.FileTime.from(Instant.EPOCH));

        try (RehearsalProvider provider = open(1)) {
            assertThat(provider.inspect(CLUSTER, operation(provider))).isInstanceOf(ClusterState.Managed.class);
        }
        assertThat(Files.getLastModifiedTime(file()).toInstant()).isEqualTo(Instant.EPOCH);

        try (RehearsalProvider provider = open(1)) {
            KubeApi api = provider.connect(CLUSTER, operation(provider)).api();
            KubeObject one = new KubeObject(Map.of(
                    "apiVersion",
                    "v1",
                    "kind",
                    "ConfigMap",
                    "metadata",
                    Map.of("name", "one"),
                    "data",
                    Map.of("a", "b")));
            api.apply(one, false);
            api.delete(one.ref());
        }
        assertThat(Files.readAllBytes(file())).isNotEqualTo(before);
    }

    /** However long no command runs, a cluster does not age: a pod that is a minute old stays a minute old. */
    @Test
    void timeStandsStillBetweenCommands() {
        make(state, 1);
        Duration age = age();

        wall.sleep(Duration.ofDays(100));

        assertThat(age()).isCloseTo(age, Duration.ofSeconds(1));
    }

    private Duration age() {
        try (RehearsalProvider provider = open(1)) {
            KubeObject node = provider.connect(CLUSTER, operation(provider))
                    .api()
                    .list("v1", "Node", Optional.empty(), Map.of())
                    .get(0);
            return Duration.between(
                    node.created().orElseThrow(), provider.kind().time().now());
        }
    }

    @Test
    void timePassesOnlyWhileSomeoneSleeps() throws InterruptedException {
        try (RehearsalProvider provider = open(1)) {
            Instant start = provider.kind().time().now();
            assertThat(start).isEqualTo(wall.now());

            provider.kind().time().sleep(Duration.ofHours(1));

            assertThat(provider.kind().time().now()).isEqualTo(start.plus(Duration.ofHours(1)));
            assertThat(wall.now()).isEqualTo(start);
        }
    }

    @Test
    void whoIsInterruptedDoesNotSleepOn() {
        try (RehearsalProvider provider = open(1)) {
            Thread.currentThread().interrupt();

            Failure failure = TestChapters.failureOf(() -> provider.create(spec(), operation(provider)));

            assertThat(failure.reason()).isEqualTo(Reason.INTERRUPTED);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(provider.inspect(CLUSTER, operation(provider))).isEqualTo(new ClusterState.Absent());
        }
        assertThat(file()).doesNotExist();
    }

    @Test
    void aClusterThatIsNotMadeInTimeLeavesNothing() {
        try (RehearsalProvider provider = open(1)) {
            Failure failure =
                    TestChapters.failureOf(() -> provider.create(spec(), operation(provider, Duration.ofSeconds(5))));

            assertThat(failure.reason()).isEqualTo(Reason.DEADLINE_PASSED);
        }
        assertThat(file()).doesNotExist();
    }

    @Test
    void twoCommandsAtOnceTakeTurns() {
        make(state, 1);
        try (RehearsalProvider first = open(1)) {
            first.connect(CLUSTER, operation(first));
            try (RehearsalProvider second = open(1)) {
                Instant before = wall.now();
                Failure failure = TestChapters.failureOf(
                        () -> second.connect(CLUSTER, operation(second, Duration.ofSeconds(30))));

                assertThat(failure.reason()).isEqualTo(Reason.CLUSTER_BUSY);
                assertThat(failure.message()).isEqualTo("another labctl is at work on the rehearsal cilium-book");
                assertThat(Duration.between(before, wall.now())).isEqualTo(Duration.ofSeconds(30));
                assertThat(second.inspect(new ClusterName("another"), operation(second)))
                        .isEqualTo(new ClusterState.Absent());
            }
        }
        try (RehearsalProvider third = open(1)) {
            assertThat(third.connect(CLUSTER, operation(third)).api().version()).isEqualTo("v1.33.12");
        }
    }

    @Test
    void whatIsNoRecordingCountsAsDamaged() throws IOException {
        make(state, 1);
        String whole = Files.readString(file());
        Files.writeString(file(), whole.replace("\"blueprint\":", "\"redprint\":"));

        try (RehearsalProvider provider = open(1)) {
            Failure failure = TestChapters.failureOf(() -> provider.inspect(CLUSTER, operation(provider)));

            assertThat(failure.reason()).isEqualTo(Reason.REHEARSAL_DAMAGED);
            assertThat(provider.inspect(CLUSTER, operation(provider))).isEqualTo(new ClusterState.Absent());
        }
    }

    /** An exception that does not come from reading the file is a defect of labctl, and the file stays where it is. */
    @Test
    void aDefectOfTheSimulationIsNotCalledADamagedFile() throws IOException {
        make(state, 1);
        Files.writeString(file(), Files.readString(file()).replace("\"v1.33.12\"", "\"v1: {\""));

        try (RehearsalProvider provider = open(1)) {
            Operation operation = operation(provider);
            assertThatThrownBy(() -> provider.inspect(CLUSTER, operation))
                    .isExactlyInstanceOf(IllegalStateException.class);
        }
        assertThat(file()).exists();
    }

    @Test
    void whatCannotBeReadCanBeDeleted() throws IOException {
        make(state, 1);
        for (String text : List.of("damaged", "{\"format\":99}")) {
            Files.writeString(file(), text);
            try (RehearsalProvider provider = open(1)) {
                provider.delete(CLUSTER, operation(provider));
            }
            assertThat(file()).doesNotExist();
        }
    }

    @Test
    void thereIsNoContextForKubectl() {
        make(state, 1);
        try (RehearsalProvider provider = open(1)) {
            Failure failure = TestChapters.failureOf(() -> provider.useContext(CLUSTER, operation(provider)));

            assertThat(failure.reason()).isEqualTo(Reason.NOT_IN_REHEARSAL);
            assertThat(failure.message()).contains("kubectl cannot reach it");
        }
    }

    @Test
    void aModeThatIsNotSimulatedIsRefused() throws IOException {
        make(state, 1);
        Path values = Files.writeString(state.resolve("eni.yaml"), "ipam:\n  mode: eni\n");
        Lab eni = new LabResolver(new Catalogue(Path.of("chapters").toAbsolutePath()), ExpectationKinds.ALL)
                .resolve(REF, Optional.of(values));
        try (RehearsalProvider provider = open(1)) {
            Failure failure = TestChapters.failureOf(() -> new SimulatedInstaller(provider)
                    .upgrade(
                            new CiliumRequest(CLUSTER, REF, "1.18.2", eni.values()),
                            provider.connect(CLUSTER, operation(provider)),
                            operation(provider)));

            assertThat(failure.reason()).isEqualTo(Reason.NOT_IN_REHEARSAL);
            assertThat(failure.message())
                    .isEqualTo("the IPAM mode eni cannot be rehearsed on a cluster whose nodes are no EC2 instances");
        }
    }

    @Test
    void logsSayThatThereAreNone() {
        make(state, 1);
        try (RehearsalProvider provider = open(1)) {
            assertThat(provider.connect(CLUSTER, operation(provider))
                            .api()
                            .logs("kube-system", "cilium-x", "cilium-agent", LogRange.newest(10)))
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("a rehearsal has no logs"));
        }
    }

    @Test
    void networksThatKubeadmRefusesAreRefused() {
        TestChapters chapters = new TestChapters(state)
                .file(
                        "common/kind.yaml",
                        TestChapters.KIND.replace("networking:\n", "networking:\n  podSubnet: 10.244.0.0/25\n"))
                .file("chapter04/bad/lab.yaml", "title: bad\n");
        Lab bad = chapters.resolve(LabRef.of("chapter04", "bad"));
        try (RehearsalProvider provider = open(1)) {
            Failure failure = TestChapters.failureOf(() -> provider.create(
                    new ClusterSpec(CLUSTER, bad.ref(), bad.kind().orElseThrow(), IMAGE), operation(provider)));

            assertThat(failure.reason()).isEqualTo(Reason.CLUSTER_CREATE_FAILED);
            assertThat(failure.message())
                    .endsWith(
                            "networking.podSubnet: Invalid value: \"10.244.0.0/25\": the size of pod subnet with mask 25"
                                    + " is smaller than the size of node subnet with mask 24");
        }
    }
}
