package dev.labctl.doctor;

import static dev.labctl.lab.TestChapters.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.labctl.doctor.CheckResult.Severity;
import dev.labctl.doctor.Needs.EksCluster;
import dev.labctl.doctor.Needs.Part;
import dev.labctl.failure.Reason;
import dev.labctl.process.Executables;
import dev.labctl.process.Output;
import dev.labctl.process.ProcessResult;
import dev.labctl.process.ProcessRunner;
import dev.labctl.process.ProcessSpec;
import dev.labctl.process.ScriptedRunner;
import dev.labctl.time.Deadline;
import dev.labctl.time.VirtualTime;
import dev.labctl.tools.Platform;
import dev.labctl.tools.Tools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gathering the facts of a machine, with its programs and files in a temporary folder. */
class DoctorTest {
    private static final String INFO =
            "docker info --format '{{.ServerVersion}}|{{.CgroupVersion}}|{{.MemTotal}}|{{.NCPU}}"
                    + "|{{.MemoryLimit}} {{.PidsLimit}} {{.CPUShares}}|{{.SecurityOptions}}'";
    /** What follows the CPUs in the answer of Docker 20.10. */
    private static final String REST = "|true true true|[name=seccomp,profile=default]\n";

    private static final String NETWORK = "docker network inspect kind --format '{{.EnableIPv6}}'";

    @TempDir
    Path folder;

    private final ScriptedRunner runner = new ScriptedRunner();
    private final Map<String, String> environment = new HashMap<>();
    private final Deadline deadline = Deadline.in(Duration.ofMinutes(10), new VirtualTime());
    private Path bin;

    @BeforeEach
    void allTools() throws IOException {
        bin = Files.createDirectories(folder.resolve("bin"));
        for (String tool : List.of("docker", "kind", "cilium", "kubectl", "eksctl", "aws")) {
            assertThat(Files.writeString(bin.resolve(tool), "#!/bin/sh\n")
                            .toFile()
                            .setExecutable(true))
                    .isTrue();
        }
        environment.put("PATH", bin.toString());
    }

    private void file(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private List<CheckResult> examine(Needs needs, ProcessRunner asked) {
        Tools tools = new Tools(new Executables(environment, "Linux"), Platform.LINUX);
        return new Doctor(tools, asked, environment, folder).examine(needs, deadline);
    }

    private List<CheckResult> examine(Part... parts) {
        return examine(new Needs(Set.of(parts), OptionalInt.empty(), List.of(), 3), runner);
    }

    private static ProcessResult timedOut(ProcessSpec command) {
        return new ProcessResult.TimedOut(command, Output.EMPTY, Output.EMPTY);
    }

    @Test
    void withoutNeedsNoProgramIsRun() {
        assertThat(examine()).isEmpty();
        assertThat(runner.calls()).isEmpty();
    }

    @Test
    void eachRequiredProgramIsRunOnce() throws IOException {
        file("proc/sys/fs/inotify/max_user_watches", "524288\n");
        file("proc/sys/fs/inotify/max_user_instances", "512\n");
        runner.says(INFO, "28.3.3|2|17179869184|8" + REST)
                .recorded("kind version", "kind-version")
                .says("cilium version --client", "cilium-cli: v0.19.1 compiled with go1.26\ncilium image: v1.18.2\n")
                .says("kubectl version --client", "Client Version: v1.34.2\nKustomize Version: v5.7.1\n");

        assertThat(examine(Needs.anyLab(), runner))
                .containsExactly(
                        CheckResult.ok("docker", "Docker 28.3.3, cgroup v2, 16.0 GiB, 8 CPUs"),
                        CheckResult.ok("kind", "kind 0.33.0"),
                        CheckResult.ok("cilium", "cilium 0.19.1"),
                        CheckResult.ok("kubectl", "kubectl 1.34.2"),
                        CheckResult.ok("inotify", "524288 watches, 512 instances"));
        assertThat(runner.lines())
                .containsExactlyInAnyOrder(INFO, "kind version", "cilium version --client", "kubectl version --client");
    }

    @Test
    void awsToolsAreRunWithTheirOwnArguments() {
        runner.says("eksctl version", "0.215.0\n").says("aws --version", "aws-cli/2.31.0 Python/3.13\n");

        assertThat(examine(Part.AWS))
                .containsExactly(CheckResult.ok("eksctl", "eksctl 0.215.0"), CheckResult.ok("aws", "aws 2.31.0"));
    }

    @Test
    void aVersionIsReadFromStandardError() {
        runner.answer(
                "kind version",
                command -> new ProcessResult.Succeeded(command, Output.EMPTY, new Output("kind v0.33.0\n")));

        assertThat(examine(Part.KIND)).containsExactly(CheckResult.ok("kind", "kind 0.33.0"));
    }

    @Test
    void aMissingProgramIsNotRun() throws IOException {
        Files.delete(bin.resolve("kind"));
        Files.delete(bin.resolve("docker"));

        assertThat(examine(Part.KIND, Part.ENGINE, Part.IPV6))
                .extracting(CheckResult::reason)
                .contains("TOOL_MISSING", "TOOL_MISSING");
        assertThat(runner.calls()).isEmpty();
    }

    /** {@code cilium version} queries the newest release over the network, and may hang. */
    @Test
    void aProgramThatHangsIsAWarning() {
        runner.answer("cilium version --client", DoctorTest::timedOut).says("kind version", "kind v0.33.0\n");

        assertThat(examine(Part.CILIUM, Part.KIND))
                .containsExactly(
                        CheckResult.ok("kind", "kind 0.33.0"),
                        new CheckResult(
                                Severity.WARNING,
                                "cilium",
                                "TOOL_VERSION_UNKNOWN",
                                "cilium does not report its version",
                                "Run `cilium version` to see why."));
    }

    @Test
    void aCallHasAShorterLimitThanTheCommand() {
        List<Duration> given = new ArrayList<>();
        ProcessRunner slow = (command, until, lines) -> {
            given.add(until.remaining());
            return timedOut(command);
        };

        examine(new Needs(Set.of(Part.ENGINE, Part.CILIUM, Part.IPV6), OptionalInt.empty(), List.of(), 3), slow);

        assertThat(given).hasSize(3).containsOnly(Duration.ofSeconds(10));
    }

    @Test
    void dockersErrorIsQuoted() {
        runner.fails(
                INFO,
                "WARNING: something\nCannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker"
                        + " daemon running?\n");

        assertThat(examine(Part.ENGINE)).singleElement().satisfies(finding -> {
            assertThat(finding.reason()).isEqualTo("DOCKER_UNREACHABLE");
            assertThat(finding.message())
                    .isEqualTo("Docker does not respond: Cannot connect to the Docker daemon at"
                            + " unix:///var/run/docker.sock. Is the docker daemon running?");
        });
    }

    private String engineTrouble() {
        return examine(Part.ENGINE).get(0).message();
    }

    @Test
    void aDockerClientThatHangsIsReported() {
        runner.answer(INFO, DoctorTest::timedOut);

        assertThat(engineTrouble()).isEqualTo("Docker does not respond: no response within 10 s");
    }

    @Test
    void aDockerClientThatCannotBeStartedIsReported() {
        runner.answer(INFO, command -> new ProcessResult.NotStarted(command, "Exec format error"));

        assertThat(engineTrouble()).isEqualTo("Docker does not respond: Exec format error");
    }

    @Test
    void aDockerClientThatFailsSilentlyIsReported() {
        runner.fails(INFO, "\n");

        assertThat(engineTrouble()).isEqualTo("Docker does not respond: no reason given");
    }

    /** Without the daemon, docker info succeeds and prints nothing about the server. */
    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "|||||", "28.3.3", "|2|17179869184|8||", "28.3.3|2|17179869184|8|||more"})
    void anUnexpectedAnswerOfDockerIsReported(String answer) {
        runner.says(INFO, answer);

        assertThat(examine(Part.ENGINE)).extracting(CheckResult::reason).containsExactly("DOCKER_UNREACHABLE");
    }

    @Test
    void invalidNumbersAreIgnored() {
        runner.says(INFO, "28.3.3|2|much|some" + REST);

        assertThat(examine(Part.ENGINE))
                .containsExactly(CheckResult.ok("docker", "Docker 28.3.3, cgroup v2, 0.0 GiB, 0 CPUs"));
    }

    /** As Docker 28 reports it for a daemon of a user whose systemd delegates memory and pids alone. */
    @Test
    void aDockerWithoutRoot() throws IOException {
        file("etc/subuid", "bob:100000:65536\n");
        file("proc/sys/net/ipv4/ip_unprivileged_port_start", "1024\n");
        environment.put("USER", "ann");
        runner.says(
                INFO,
                "28.3.3|2|17179869184|8|true true false|[name=seccomp,profile=builtin name=rootless name=cgroupns]\n");

        assertThat(examine(new Needs(Set.of(Part.ENGINE), OptionalInt.empty(), List.of(80), 3), runner))
                .extracting(CheckResult::subject)
                .containsExactly("docker", "cgroup", "ids", "ports", "bpf");

        file("etc/subuid", "bob:100000:65536\nann:165536:65536\n");
        file("etc/subgid", "ann:165536:65536\n");
        assertThat(examine(Part.ENGINE)).extracting(CheckResult::subject).containsExactly("docker", "cgroup", "bpf");
    }

    /** As podman 4.3 reports it on a machine with cgroup v1. */
    @Test
    void podmanIsAskedInItsOwnWords() throws IOException {
        Files.move(bin.resolve("docker"), bin.resolve("podman"));
        file("proc/sys/net/ipv6/conf/all/disable_ipv6", "0\n");
        runner.says(
                        "podman info --format",
                        "4.3.1|v1|25276502016|2|[cpuset cpu cpuacct blkio memory devices freezer pids]|false\n")
                .says("podman network inspect kind --format '{{.IPv6Enabled}}'", "true\n");

        assertThat(examine(Part.ENGINE, Part.IPV6))
                .extracting(CheckResult::message)
                .containsExactly(
                        "podman 4.3.1, cgroup v1, 23.5 GiB, 2 CPUs",
                        "this machine uses cgroup v1, which Kubernetes 1.35 and later do not support",
                        "IPv6 is enabled");
    }

    @Test
    void aPodmanWithoutRoot() throws IOException {
        Files.move(bin.resolve("docker"), bin.resolve("podman"));
        file("etc/subuid", "ann:100000:65536\n");
        file("etc/subgid", "ann:100000:65536\n");
        environment.put("USER", "ann");
        runner.says("podman info --format", "5.2.1|v2|25276502016|2|[memory pids]|true\n");

        assertThat(examine(Part.ENGINE))
                .extracting(CheckResult::message)
                .contains(
                        "podman 5.2.1 without root, cgroup v2, 23.5 GiB, 2 CPUs",
                        "without root, podman may not limit cpu, because systemd does not delegate it");
    }

    @Test
    void nerdctlDoesNotTellWhetherANetworkHasIpv6() throws IOException {
        Files.move(bin.resolve("docker"), bin.resolve("nerdctl"));
        file("proc/sys/net/ipv6/conf/all/disable_ipv6", "0\n");

        assertThat(examine(Part.IPV6)).containsExactly(CheckResult.ok("ipv6", "IPv6 is enabled"));
        assertThat(runner.calls()).isEmpty();
    }

    @Test
    void thePortsOfThisMachineAreNotThoseOfARemoteEngine() throws IOException {
        environment.put("DOCKER_HOST", "tcp://192.0.2.5:2375");
        try (ServerSocket socket = new ServerSocket(0)) {
            Needs needs = new Needs(Set.of(), OptionalInt.empty(), List.of(socket.getLocalPort()), 1);

            assertThat(examine(needs, runner)).isEmpty();
        }
    }

    @Test
    void theLimitsOfInotifyAreReadFromTheKernel() throws IOException {
        file("proc/sys/fs/inotify/max_user_watches", "8192\n");
        file("proc/sys/fs/inotify/max_user_instances", "128\n");

        assertThat(examine(Part.INOTIFY)).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.message()).isEqualTo("the inotify limits are low: 8192 watches, 128 instances");
        });
    }

    @Test
    void otherSystemsThanLinuxHaveNoInotifyLimits() throws IOException {
        file("proc/sys/fs/inotify/max_user_instances", "unlimited\n");

        assertThat(examine(Part.INOTIFY)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, IPv6 is disabled on this machine", "0, IPv6 is enabled", ", this kernel does not support IPv6"})
    void ipv6IsReadFromTheKernel(String disabled, String message) throws IOException {
        if (disabled != null) {
            file("proc/sys/net/ipv6/conf/all/disable_ipv6", disabled + "\n");
        }
        runner.says(NETWORK, "true\n");

        assertThat(examine(Part.IPV6)).extracting(CheckResult::message).containsExactly(message);
    }

    @Test
    void theKindNetworkIsCheckedForIpv6() throws IOException {
        file("proc/sys/net/ipv6/conf/all/disable_ipv6", "0\n");
        runner.says(NETWORK, "false\n");

        assertThat(examine(Part.IPV6))
                .extracting(CheckResult::message)
                .containsExactly("Docker's network \"kind\" was created without IPv6");
    }

    @Test
    void aMissingKindNetworkIsNoProblem() throws IOException {
        file("proc/sys/net/ipv6/conf/all/disable_ipv6", "0\n");
        runner.fails(NETWORK, "Error response from daemon: network kind not found\n");

        assertThat(examine(Part.IPV6)).containsExactly(CheckResult.ok("ipv6", "IPv6 is enabled"));
    }

    @Test
    void onlyAPortInUseIsTaken() throws IOException {
        int free;
        try (ServerSocket other = new ServerSocket(0)) {
            free = other.getLocalPort();
        }
        try (ServerSocket socket = new ServerSocket(0);
                ServerSocket local = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int taken = socket.getLocalPort();
            int takenHere = local.getLocalPort();
            Needs needs = new Needs(Set.of(), OptionalInt.empty(), List.of(taken, free, takenHere), 1);

            assertThat(examine(needs, runner))
                    .extracting(CheckResult::subject)
                    .containsExactly("port " + taken, "port " + takenHere);
        }
    }

    @Test
    void theRoomOfThisMachine() throws IOException {
        file("proc/meminfo", "MemTotal:       24684000 kB\nMemFree:          285000 kB\nMemAvailable:    9437184 kB\n");
        runner.says("docker info --format '{{.ServerVersion}}", "28.3.3|2|17179869184|8" + REST)
                .says("docker info --format '{{.DockerRootDir}}'", folder + "\n");

        assertThat(examine(new Needs(Set.of(Part.ENGINE), OptionalInt.empty(), List.of(), 3).times(3), runner))
                .extracting(CheckResult::subject, CheckResult::message)
                .contains(tuple("memory", "3 clusters of 3 nodes need 8.7 GiB of memory; 9.0 are free"))
                .extracting(finding -> finding.toList().get(0))
                .containsExactly("docker", "memory", "cpus", "disk");
    }

    private static Needs eks() {
        return new Needs(
                Set.of(Part.AWS),
                OptionalInt.empty(),
                List.of(),
                0,
                1,
                Optional.of(new EksCluster("room", "eu-west-1", Map.of("t3.medium", 2))));
    }

    @Test
    void theAccountIsAskedOfAwsItself() {
        environment.put("AWS_REGION", "eu-west-1");
        runner.says("eksctl version", "0.215.0\n")
                .says("aws --version", "aws-cli/1.46.3 Python/3.11.7 Linux/6.18 botocore/1.43.62\n")
                .recorded("aws sts get-caller-identity --region us-east-1 --output json", "aws-no-credentials");

        assertThat(examine(eks(), runner))
                .extracting(CheckResult::reason)
                .containsExactly("OK", "OK", "AWS_REGION_IGNORED", "AWS_CREDENTIALS_MISSING");

        environment.put("AWS_DEFAULT_REGION", "eu-west-1");
        assertThat(examine(eks(), runner)).extracting(CheckResult::reason).doesNotContain("AWS_REGION_IGNORED");
    }

    @Test
    void withoutTheAwsCliNothingIsAsked() throws IOException {
        Files.delete(bin.resolve("aws"));
        runner.says("eksctl version", "0.215.0\n");

        assertThat(examine(eks(), runner)).extracting(CheckResult::reason).containsExactly("OK", "TOOL_MISSING");
    }

    /** Ctrl-C does not mean that the engine is unreachable. */
    @Test
    void anInterruptIsNotAResult() {
        Thread.currentThread().interrupt();
        try {
            assertThat(failureOf(() -> examine(Part.ENGINE)).reason()).isEqualTo(Reason.INTERRUPTED);
        } finally {
            assertThat(Thread.interrupted()).as("the interruption is passed on").isTrue();
        }
    }
}
