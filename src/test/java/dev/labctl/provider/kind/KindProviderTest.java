package dev.labctl.provider.kind;

import static dev.labctl.lab.TestChapters.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.TestChapters;
import dev.labctl.process.Executables;
import dev.labctl.process.FakeProcesses;
import dev.labctl.process.Output;
import dev.labctl.process.ProcessResult;
import dev.labctl.process.ProcessSpec;
import dev.labctl.process.RunningProcesses.Identity;
import dev.labctl.process.ScriptedRunner;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.Halted;
import dev.labctl.provider.HaltedNodes.Condition;
import dev.labctl.time.Deadline;
import dev.labctl.time.Operation;
import dev.labctl.time.TimeSource;
import dev.labctl.time.VirtualTime;
import dev.labctl.tools.Platform;
import dev.labctl.tools.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be seen of a cluster, and done to it, without its API server; the rest needs a real one. */
class KindProviderTest {
    private static final ClusterName REC = new ClusterName("rec");

    @TempDir
    Path folder;

    private final ScriptedRunner runner = new ScriptedRunner();
    private final FakeProcesses processes = new FakeProcesses();
    private final List<String> said = Collections.synchronizedList(new ArrayList<>());
    private final Operation operation =
            new Operation(Deadline.in(Duration.ofMinutes(1), TimeSource.system()), said::add, line -> {});
    private Map<String, String> environment;

    @BeforeEach
    void tools() throws IOException {
        for (String tool : List.of("kind", "docker", "cilium")) {
            Path file = Files.writeString(folder.resolve(tool), "#!/bin/sh\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        environment = Map.of("PATH", folder.toString(), "KUBECONFIG", "/home/reader/kubeconfig");
    }

    private KindProvider provider() {
        Tools tools = new Tools(new Executables(environment, "Linux"), Platform.LINUX);
        return new KindProvider(tools, runner, processes, environment, TimeSource.system());
    }

    /** Docker copies the mark out into the file that is named last. */
    private static Function<ProcessSpec, ProcessResult> marked(String text) {
        return command -> {
            try {
                Files.writeString(Path.of(command.arguments().get(2)), text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return ScriptedRunner.succeeded(command, "");
        };
    }

    private static String mark(boolean whole, Identity creator) {
        return new ClusterMarker(whole, creator, Optional.empty()).text();
    }

    @Test
    void noClusterOfThatName() {
        runner.recorded("kind get clusters", "kind-get-clusters");

        assertThat(provider().inspect(new ClusterName("other"), operation)).isEqualTo(new ClusterState.Absent());
        assertThat(runner.lines()).containsExactly("kind get clusters");
    }

    @Test
    void dockerIsDown() {
        runner.recorded("kind get clusters", "kind-get-clusters-docker-down");

        Failure failure = failureOf(() -> provider().inspect(REC, operation));
        assertThat(failure.reason()).isEqualTo(Reason.DOCKER_UNREACHABLE);
    }

    @Test
    void kindIsNotInstalled() throws IOException {
        Files.delete(folder.resolve("kind"));

        Failure failure = failureOf(() -> provider().inspect(REC, operation));
        assertThat(failure.reason()).isEqualTo(Reason.TOOL_MISSING);
        assertThat(failure.details()).singleElement().asString().startsWith("kind: ");
    }

    private ScriptedRunner stopped() {
        return runner.recorded("kind get clusters", "kind-get-clusters")
                .recorded("kind get kubeconfig", "kind-get-kubeconfig-stopped")
                .says("kind get nodes", "rec-control-plane\nrec-worker\n")
                .says("docker ps", "rec-control-plane Exited (137) 2 seconds ago\n");
    }

    @Test
    void stoppedNodesOfAClusterOfOurs() {
        stopped().answer("docker cp", marked(mark(true, FakeProcesses.SELF)));

        assertThat(provider().inspect(REC, operation))
                .isEqualTo(new ClusterState.Unreachable(
                        true,
                        "its control plane does not run",
                        Halted.nodes(Condition.STOPPED, "docker start rec-control-plane", "rec-control-plane")));
    }

    @Test
    void stoppedNodesOfSomeoneElse() {
        stopped()
                .fails("docker cp", "Could not find the file /kind/labctl in container rec-control-plane")
                .says("docker container inspect", "/lib/modules\n/var\n");

        assertThat(provider().inspect(REC, operation))
                .isInstanceOfSatisfying(ClusterState.Unreachable.class, silent -> assertThat(silent.ours())
                        .isFalse());
    }

    /** A deletion that was cut off may leave any of the nodes. */
    @Test
    void oneNodeThatIsLeftSaysWhoseTheClusterWas() {
        stopped()
                .fails("docker cp rec-control-plane", "No such container: rec-control-plane")
                .answer("docker cp rec-worker", marked(mark(true, FakeProcesses.SELF)));

        assertThat(provider().inspect(REC, operation))
                .isInstanceOfSatisfying(ClusterState.Unreachable.class, silent -> assertThat(silent.ours())
                        .isTrue());
    }

    /** A cluster is not taken for someone else's because this machine has no room for what says whose it is. */
    @Test
    void aFullDiskIsNamedAtOnce() {
        stopped().recorded("docker cp", "docker-cp-disk-full");

        Failure failure = failureOf(() -> provider().inspect(REC, operation));

        assertThat(failure.reason()).isEqualTo(Reason.IO_FAILED);
        assertThat(failure.message()).contains("no space left on device");
        assertThat(failure.next()).contains("space");
    }

    /** kind still lists it, and no one can look into its containers any more. */
    @Test
    void aClusterThatIsJustBeingDeletedIsNotTakenForSomeoneElses() {
        runner.recorded("kind get clusters", "kind-get-clusters")
                .recorded("kind get clusters", "kind-get-clusters")
                .recorded("kind get clusters", "kind-get-clusters-none")
                .says("kind get nodes", "rec-worker\n")
                .fails("docker cp", "No such container: rec-worker");

        assertThat(provider().inspect(REC, operation)).isEqualTo(new ClusterState.Absent());
        assertThat(runner.lines())
                .filteredOn(line -> line.startsWith("docker cp"))
                .hasSizeGreaterThan(2);
    }

    @Test
    void begunByAProcessThatIsGone() {
        stopped().answer("docker cp", marked(mark(false, new Identity("laptop", 99, Optional.of(Instant.EPOCH)))));

        assertThat(provider().inspect(REC, operation)).isInstanceOf(ClusterState.Incomplete.class);
    }

    @Test
    void begunByAProcessThatRuns() {
        Identity other = new Identity("laptop", 99, Optional.of(Instant.EPOCH));
        processes.with(other);
        stopped().answer("docker cp", marked(mark(false, other)));

        assertThat(provider().inspect(REC, operation))
                .isEqualTo(new ClusterState.Busy("process 99 on this machine is creating rec"));
    }

    /** There is no container yet: kind still pulls the image of the nodes. */
    @Test
    void begunAndNothingIsThereYet() {
        runner.recorded("kind get clusters", "kind-get-clusters-none");
        runner.recorded("kind get clusters", "kind-get-clusters-none");
        processes.running("kind create cluster --name rec --image kindest/node:v1 --config -", true);
        assertThat(provider().inspect(REC, operation)).isInstanceOf(ClusterState.Incomplete.class);

        processes.running("kind create cluster --name rec --image kindest/node:v1 --config -", false);
        assertThat(provider().inspect(REC, operation))
                .isInstanceOfSatisfying(ClusterState.Busy.class, busy -> assertThat(busy.who())
                        .contains("on this machine is creating rec"));
    }

    /** Killed before the mark was copied into the control plane; a container that was only created has mounts. */
    @ParameterizedTest
    @CsvSource({"laptop, true", "server, false"})
    void containersThatWereOnlyCreatedSayWhoBeganThem(String host, boolean ended) {
        Identity creator = new Identity(host, 99, Optional.of(Instant.ofEpochMilli(1_764_000_000_120L)));
        runner.recorded("kind get clusters", "kind-get-clusters")
                .fails("docker cp", "Could not find the file /kind/labctl in container rec-control-plane")
                .says("docker container inspect", "/lib/modules\n" + new OwnershipMount(creator).target() + "\n/var\n");

        ClusterState state = provider().inspect(REC, operation);

        assertThat(state).isInstanceOf(ended ? ClusterState.Incomplete.class : ClusterState.Busy.class);
    }

    @Test
    void begunOnAnotherMachine() {
        stopped().answer("docker cp", marked(mark(false, new Identity("server", 7, Optional.empty()))));

        assertThat(provider().inspect(REC, operation))
                .isInstanceOfSatisfying(
                        ClusterState.Busy.class, busy -> assertThat(busy.who()).contains("the machine server"));
    }

    @Test
    void ofAllClustersThoseWithAMarkAreOurs() {
        runner.says("kind get clusters", "rec\nother\nsome-name-that-is-far-too-long-for-cilium\n")
                .answer("docker cp rec-control-plane", marked(mark(true, FakeProcesses.SELF)))
                .fails("docker cp other-control-plane", "no such file")
                .says("docker container inspect", "/var\n")
                .says("kind get nodes", "other-control-plane\n");

        assertThat(provider().list(operation)).containsExactly(REC);
    }

    /** kind 0.33 allows dots, and a `-` or a dot anywhere: its names are `^[a-z0-9.-]+$`. */
    @ParameterizedTest
    @ValueSource(strings = {"my.cluster", "rec.", "-rec", "rec-", ".", "some-name-that-is-far-too-long-for-cilium"})
    void aClusterWhoseNameLabctlDoesNotAllowIsLeftOut(String name) {
        runner.says("kind get clusters", name + "\nrec\n")
                .answer("docker cp rec-control-plane", marked(mark(true, FakeProcesses.SELF)));

        assertThat(provider().list(operation)).containsExactly(REC);
        assertThat(runner.lines()).noneMatch(line -> line.contains(name + "-control-plane"));
    }

    private ClusterSpec spec() {
        TestChapters chapters = new TestChapters(folder).file("common/kind.yaml", TestChapters.KIND);
        chapters.file("chapter04/lab.yaml", "title: x\n");
        return new ClusterSpec(
                REC,
                LabRef.of("chapter04"),
                chapters.resolve(LabRef.of("chapter04")).kind().orElseThrow(),
                "kindest/node:v1");
    }

    @Test
    void whenKindFailsTheCauseIsToldAndWhatWasInItsWayStays() {
        processes.running("kind create cluster --name rec --image kindest/node:v1 --config -", true);
        runner.recorded("kind create cluster", "kind-create-exists")
                .fails("docker cp", "No such container: rec-control-plane")
                .fails("docker container inspect", "No such container: rec-control-plane");

        Failure failure = failureOf(() -> provider().create(spec(), operation));

        assertThat(failure.reason()).isEqualTo(Reason.CLUSTER_BUSY);
        assertThat(runner.lines()).noneMatch(line -> line.startsWith("kind delete"));
        assertThat(processes.ended())
                .containsExactly("kind create cluster --name rec --image kindest/node:v1 --config -");
    }

    /** The last step of {@code run --down} deletes by name, whatever the run came to. */
    @Test
    void whatWasInTheWayOfACreationIsNotDeletedEither() {
        runner.recorded("kind create cluster", "kind-create-exists")
                .fails("docker cp", "No such container: rec-control-plane")
                .fails("docker container inspect", "No such container: rec-control-plane");
        KindProvider provider = provider();
        failureOf(() -> provider.create(spec(), operation));

        Failure failure = failureOf(() -> provider.delete(REC, operation));

        assertThat(failure.reason()).isEqualTo(Reason.CLUSTER_NOT_OURS);
        assertThat(runner.lines()).noneMatch(line -> line.startsWith("kind delete"));
    }

    @Test
    void kindWritesTheReadersKubeconfigAndNoOtherToolGetsIt() {
        runner.recorded("kind create cluster", "kind-create-port-taken")
                .fails("docker cp", "No such container")
                .fails("docker container inspect", "No such container: rec-control-plane")
                .recorded("kind delete", "kind-delete-missing")
                .recorded("kind get clusters", "kind-get-clusters-none");
        ClusterSpec spec = spec();

        failureOf(() -> provider().create(spec, operation));

        ProcessSpec create = runner.calls().stream()
                .filter(call -> call.arguments().contains("create"))
                .findFirst()
                .orElseThrow();
        assertThat(create.line()).isEqualTo("kind create cluster --name rec --image kindest/node:v1 --config -");
        assertThat(create.environment()).isEqualTo(Map.of("KUBECONFIG", "/home/reader/kubeconfig"));
        String target = new OwnershipMount(FakeProcesses.SELF).target();
        assertThat(create.stdin().orElseThrow())
                .contains("containerPath: " + target)
                .as("the file itself is otherwise unchanged")
                .contains("disableDefaultCNI: true");
        assertThat(runner.calls())
                .filteredOn(call -> !call.arguments().contains("create")
                        && !call.arguments().contains("delete"))
                .allSatisfy(call -> assertThat(call.environment()).isEmpty());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Someone else's kind was faster: its control plane gets no mark, by which a later `down` would take it for labctl's. */
    @Test
    void aControlPlaneThatAnotherProcessCreatedIsNotMarked() {
        Identity other = new Identity("laptop", 99, Optional.of(Instant.EPOCH));
        CountDownLatch asked = new CountDownLatch(2);
        runner.answer("docker container inspect", command -> {
                    asked.countDown();
                    return ScriptedRunner.succeeded(command, new OwnershipMount(other).target() + "\n");
                })
                .answer("kind create cluster", command -> {
                    awaitQuietly(asked);
                    return new ProcessResult.TimedOut(command, Output.EMPTY, Output.EMPTY);
                })
                .recorded("kind delete", "kind-delete-missing")
                .recorded("kind get clusters", "kind-get-clusters-none");

        failureOf(() -> provider().create(spec(), operation));

        assertThat(runner.lines()).noneMatch(line -> line.startsWith("docker cp"));
    }

    @Test
    void anInterruptedCreationIsRemoved() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        runner.answer("kind create cluster", command -> {
                    begun.countDown();
                    try {
                        Thread.sleep(60_000);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return new ProcessResult.Interrupted(command, Output.EMPTY, Output.EMPTY);
                })
                .fails("docker cp", "No such container")
                .fails("docker container inspect", "No such container: rec-control-plane")
                .recorded("kind delete", "kind-delete")
                // A container that Docker was asked for before appears after the first deletion.
                .recorded("kind get clusters", "kind-get-clusters")
                .recorded("kind get clusters", "kind-get-clusters-none");
        ClusterSpec spec = spec();
        List<Failure> failures = Collections.synchronizedList(new ArrayList<>());
        List<Boolean> flags = Collections.synchronizedList(new ArrayList<>());
        Thread worker = new Thread(() -> {
            failures.add(failureOf(() -> provider().create(spec, operation)));
            flags.add(Thread.currentThread().isInterrupted());
        });
        worker.start();
        begun.await();
        worker.interrupt();
        worker.join();

        assertThat(failures).singleElement().extracting(Failure::reason).isEqualTo(Reason.INTERRUPTED);
        assertThat(flags).as("the interruption is passed on").containsExactly(true);
        assertThat(runner.lines())
                .filteredOn("kind delete cluster --name rec"::equals)
                .hasSize(2);
        assertThat(said).contains("removing the incomplete cluster");
    }

    /** One that a reader started in another terminal goes on, whatever comes of it. */
    @Test
    void deletingEndsAKindThatAnEndedLabctlStartedAndNoOther() {
        processes
                .running("kind create cluster --name rec --image kindest/node:v1 --config -", true)
                .running("kind create cluster --name rec --image kindest/node:v1 --config -", false)
                .running("kind create cluster --name rec", true)
                .running("kind create cluster --name other --image kindest/node:v1 --config -", true);
        runner.recorded("kind delete", "kind-delete");

        provider().delete(REC, operation);

        assertThat(processes.ended())
                .containsExactly("kind create cluster --name rec --image kindest/node:v1 --config -");
        assertThat(runner.calls()).singleElement().satisfies(call -> assertThat(call.environment())
                .containsEntry("KUBECONFIG", "/home/reader/kubeconfig"));
    }

    @Test
    void theContextIsWrittenByKind() {
        runner.recorded("kind export kubeconfig", "kind-export-kubeconfig");

        assertThat(provider().useContext(REC, operation)).isEqualTo("kind-rec");
    }

    @Test
    void aLockedKubeconfig() {
        runner.recorded("kind export kubeconfig", "kind-export-kubeconfig-locked");

        Operation patient = operation.with(Deadline.in(Duration.ofMinutes(1), new VirtualTime()));
        Failure failure = failureOf(() -> provider().useContext(REC, patient));
        assertThat(failure.reason()).isEqualTo(Reason.KUBECONFIG_LOCKED);
    }

    /** A cluster on the engine of another machine, with what its kubeconfig has. */
    private KindProvider remote(String server, ClusterMarker marker) {
        environment = Map.of("PATH", folder.toString(), "DOCKER_HOST", "tcp://192.0.2.5:2375");
        runner.recorded("kind get clusters", "kind-get-clusters")
                .says(
                        "kind get kubeconfig",
                        "apiVersion: v1\nkind: Config\ncurrent-context: kind-rec\nclusters:\n- name: kind-rec\n"
                                + "  cluster:\n    server: " + server + "\ncontexts:\n- name: kind-rec\n"
                                + "  context: {cluster: kind-rec, user: kind-rec}\n"
                                + "users:\n- name: kind-rec\n  user: {}\n")
                .answer("docker cp", marked(marker.text()));
        return provider();
    }

    @Test
    void aServerElsewhereIsAcceptedWhereTheMarkAndTheEngineSaySo() {
        ClusterMarker allowed = new ClusterMarker(true, FakeProcesses.SELF, Optional.of("192.0.2.5"));

        assertThat(remote("https://192.0.2.5:32768", allowed)
                        .connect(REC, operation)
                        .kubeconfig())
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        // The reader did not allow it; the mark is of another address; the engine is on another machine by now.
        "https://192.0.2.5:32768, ''",
        "https://192.0.2.5:32768, 192.0.2.6",
        "https://192.0.2.6:32768, 192.0.2.6",
    })
    void otherwiseItIsRefused(String server, String address) {
        ClusterMarker marker =
                new ClusterMarker(true, FakeProcesses.SELF, Optional.of(address).filter(text -> !text.isEmpty()));
        KindProvider provider = remote(server, marker);

        Failure failure = failureOf(() -> provider.connect(REC, operation));

        assertThat(failure.reason()).isEqualTo(Reason.KUBECONFIG_UNSAFE);
        assertThat(failure.message()).contains(server, "not where labctl was allowed to create the cluster");
    }

    @Test
    void aClusterOnARemoteEngineListensThere() {
        environment = Map.of("PATH", folder.toString(), "DOCKER_HOST", "tcp://192.0.2.5:2375");
        runner.recorded("kind create cluster", "kind-create-port-taken")
                .fails("docker cp", "No such container")
                .fails("docker container inspect", "No such container: rec-control-plane")
                .recorded("kind delete", "kind-delete-missing")
                .recorded("kind get clusters", "kind-get-clusters-none");

        assertThat(provider().exposure(spec())).isPresent();
        failureOf(() -> provider().create(spec(), operation));

        assertThat(runner.calls())
                .filteredOn(call -> call.arguments().contains("create"))
                .singleElement()
                .satisfies(create -> assertThat(create.stdin().orElseThrow())
                        .contains("apiServerAddress: 192.0.2.5", "apiServerPort: -1"));
    }

    @Test
    void otherEnginesThanDockerAreAskedInItsPlace() throws IOException {
        Files.move(folder.resolve("docker"), folder.resolve("podman"));
        runner.recorded("kind get clusters", "kind-get-clusters")
                .recorded("kind get kubeconfig", "kind-get-kubeconfig-stopped")
                .says("kind get nodes", "rec-control-plane\n")
                .says("podman ps", "rec-control-plane Exited (143) 3 seconds ago\n")
                .answer("podman cp", marked(mark(true, FakeProcesses.SELF)));

        assertThat(provider().inspect(REC, operation))
                .isEqualTo(new ClusterState.Unreachable(
                        true,
                        "its control plane does not run",
                        Halted.nodes(Condition.STOPPED, "podman start rec-control-plane", "rec-control-plane")));
    }

    /** The words of podman 4.3 for a node without a mark. */
    @Test
    void podmanFindsNoMark() throws IOException {
        Files.move(folder.resolve("docker"), folder.resolve("podman"));
        runner.recorded("kind get clusters", "kind-get-clusters")
                .says("kind get nodes", "rec-control-plane\n")
                .recorded("podman cp", "podman-cp-no-file")
                .says("podman container inspect", "/var\n");

        assertThat(provider().list(operation)).isEmpty();
    }
}
