package dev.labctl.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.labctl.doctor.AwsFacts.Identity;
import dev.labctl.doctor.AwsFacts.NameState;
import dev.labctl.doctor.AwsFacts.Quota;
import dev.labctl.doctor.AwsFacts.RegionState;
import dev.labctl.doctor.CheckResult.Severity;
import dev.labctl.doctor.Checks.MachineFacts;
import dev.labctl.doctor.EngineFacts.Answer;
import dev.labctl.doctor.EngineFacts.RootlessSetup;
import dev.labctl.doctor.Needs.EksCluster;
import dev.labctl.doctor.Needs.Part;
import dev.labctl.doctor.RoomChecks.Room;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.tools.ContainerEngine;
import dev.labctl.tools.Platform;
import dev.labctl.tools.RemoteEngine;
import dev.labctl.tools.Tool;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The result of every unsuitable fact of a machine. */
class ChecksTest {
    private static final long GIB = 1L << 30;
    private static final Answer ENGINE = answer("28.3.3", "2", 16 * GIB);
    private static final String LIMITS =
            "sudo sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=512";

    private static final AwsFacts AWS = new AwsFacts(
            Optional.of(new Identity("123456789012", "arn:aws:iam::123456789012:user/ann")),
            Optional.empty(),
            RegionState.ENABLED,
            List.of(new Quota("VPCs", 1, OptionalLong.of(4), OptionalLong.of(5))),
            NameState.FREE,
            false);

    private static Answer answer(String version, String cgroups, long memory) {
        return new Answer(version, cgroups, memory, 8, false, List.of());
    }

    private static Answer rootless(String cgroups, String... unlimited) {
        return new Answer("28.3.3", cgroups, 16 * GIB, 8, true, List.of(unlimited));
    }

    /** A complete machine, which the test changes. */
    private static final class Machine {
        private Platform platform = Platform.LINUX;
        private final Map<Tool, String> tools = new EnumMap<>(Map.of(
                Tool.DOCKER, "",
                Tool.KIND, "kind v0.33.0 go1.26.8 linux/amd64",
                Tool.CILIUM, "cilium-cli: v0.19.1 compiled with go1.26",
                Tool.KUBECTL, "Client Version: v1.34.2",
                Tool.EKSCTL, "0.215.0",
                Tool.AWS, "aws-cli/2.31.0 Python/3.13"));
        private ContainerEngine client = ContainerEngine.DOCKER;
        private Optional<Answer> engine = Optional.of(ENGINE);
        private String engineTrouble = "";
        private Optional<RemoteEngine> remote = Optional.empty();
        private RootlessSetup setup = RootlessSetup.UNKNOWN;
        private OptionalLong watches = OptionalLong.of(524_288);
        private OptionalLong instances = OptionalLong.of(512);
        private Optional<Boolean> ipv6Disabled = Optional.of(false);
        private Optional<Boolean> kindNetworkIpv6 = Optional.of(true);
        private List<Integer> takenPorts = List.of();
        private Room room = Room.UNKNOWN;
        private AwsFacts aws = AWS;

        MachineFacts facts() {
            return new MachineFacts(
                    platform,
                    tools,
                    new EngineFacts(client, tools.containsKey(Tool.DOCKER), engine, engineTrouble, remote, setup),
                    watches,
                    instances,
                    ipv6Disabled,
                    kindNetworkIpv6,
                    takenPorts,
                    room,
                    aws);
        }
    }

    private static Needs needs(Part... parts) {
        return new Needs(Set.of(parts), OptionalInt.empty(), List.of(), 3);
    }

    private static List<CheckResult> check(Needs needs, Consumer<Machine> change) {
        Machine machine = new Machine();
        change.accept(machine);
        return Checks.run(machine.facts(), needs);
    }

    @Test
    void aCompleteMachineHasOnlyOkResultsInOrder() {
        assertThat(check(new Needs(EnumSet.allOf(Part.class), OptionalInt.of(8), List.of(), 3), machine -> {}))
                .containsExactly(
                        CheckResult.ok("docker", "Docker 28.3.3, cgroup v2, 16.0 GiB, 8 CPUs"),
                        CheckResult.ok("kind", "kind 0.33.0"),
                        CheckResult.ok("cilium", "cilium 0.19.1"),
                        CheckResult.ok("kubectl", "kubectl 1.34.2"),
                        CheckResult.ok("inotify", "524288 watches, 512 instances"),
                        CheckResult.ok("ipv6", "IPv6 is enabled"),
                        CheckResult.ok("eksctl", "eksctl 0.215.0"),
                        CheckResult.ok("aws", "aws 2.31.0"));
    }

    @Test
    void onlyNeedsAreChecked() {
        assertThat(check(needs(), machine -> {
                    machine.tools.clear();
                    machine.engine = Optional.empty();
                    machine.instances = OptionalLong.of(1);
                    machine.ipv6Disabled = Optional.of(true);
                }))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aMissingDockerIsAnError(Platform platform) {
        assertThat(check(needs(Part.ENGINE), machine -> {
                    machine.platform = platform;
                    machine.tools.remove(Tool.DOCKER);
                    machine.engine = Optional.empty();
                }))
                .containsExactly(new CheckResult(
                        Severity.ERROR,
                        "docker",
                        "TOOL_MISSING",
                        "docker is not on the PATH",
                        switch (platform) {
                            case LINUX -> "https://docs.docker.com/engine/install";
                            case MACOS -> "brew install --cask docker";
                            case WINDOWS -> "winget install Docker.DockerDesktop";
                        }));
    }

    @ParameterizedTest
    @EnumSource
    void anUnreachableDockerIsAnError(Platform platform) {
        assertThat(check(needs(Part.ENGINE), machine -> {
                    machine.platform = platform;
                    machine.engine = Optional.empty();
                    machine.engineTrouble = "Cannot connect to the Docker daemon";
                }))
                .containsExactly(new CheckResult(
                        Severity.ERROR,
                        "docker",
                        "DOCKER_UNREACHABLE",
                        "Docker does not respond: Cannot connect to the Docker daemon",
                        platform == Platform.LINUX ? "sudo systemctl start docker" : "Start Docker Desktop."));
    }

    @Test
    void cgroupV1IsAWarning() {
        assertThat(check(needs(Part.ENGINE), machine -> machine.engine = Optional.of(answer("20.10", "1", GIB))))
                .containsExactly(
                        CheckResult.ok("docker", "Docker 20.10, cgroup v1, 1.0 GiB, 8 CPUs"),
                        new CheckResult(
                                Severity.WARNING,
                                "cgroup",
                                "CGROUP_V1",
                                "this machine uses cgroup v1, which Kubernetes 1.35 and later do not support",
                                "Boot with systemd.unified_cgroup_hierarchy=1, or keep the pinned node image."));
    }

    /** A machine with 8 GiB reports a little less, which is no reason to warn. */
    @ParameterizedTest
    @CsvSource({"8.0, false", "7.6, false", "7.1, true", "1.0, true"})
    void tooLittleMemoryIsAWarning(double gib, boolean warned) {
        Needs needs = new Needs(Set.of(Part.ENGINE), OptionalInt.of(8), List.of(), 3);
        List<CheckResult> findings =
                check(needs, machine -> machine.engine = Optional.of(answer("28.3.3", "2", (long) (gib * GIB))));

        assertThat(findings.stream().map(CheckResult::reason).anyMatch("MEMORY_LOW"::equals))
                .isEqualTo(warned);
        assertThat(findings).noneMatch(finding -> finding.severity() == Severity.ERROR);
    }

    @ParameterizedTest
    @EnumSource
    void theFixForMemoryDependsOnThePlatform(Platform platform) {
        Needs needs = new Needs(Set.of(Part.ENGINE), OptionalInt.of(8), List.of(), 3);

        assertThat(check(needs, machine -> {
                    machine.platform = platform;
                    machine.engine = Optional.of(answer("28.3.3", "2", 4 * GIB));
                }))
                .last()
                .isEqualTo(new CheckResult(
                        Severity.WARNING,
                        "memory",
                        "MEMORY_LOW",
                        "the lab needs 8 GiB for its nodes; Docker has 4.0",
                        platform == Platform.LINUX
                                ? "Stop other programs that use memory: `docker ps`, `free -h`."
                                : "Give Docker Desktop more memory: Settings, Resources."));
    }

    // engines on other machines, and those without root

    @Test
    void aRemoteEngineIsNotJudgedByThisMachine() {
        assertThat(check(
                        new Needs(Set.of(Part.ENGINE, Part.INOTIFY, Part.IPV6), OptionalInt.empty(), List.of(), 3),
                        machine -> {
                            machine.remote = Optional.of(new RemoteEngine("ssh://me@box", "box", true));
                            machine.instances = OptionalLong.of(1);
                            machine.ipv6Disabled = Optional.of(true);
                        }))
                .containsExactly(
                        CheckResult.ok("docker", "Docker 28.3.3 on box, cgroup v2, 16.0 GiB, 8 CPUs"),
                        CheckResult.ok("ipv6", "IPv6 is enabled"));
    }

    @Test
    void anOpenDockerPortIsAWarning() {
        RemoteEngine open = new RemoteEngine("tcp://10.0.0.5:2375", "10.0.0.5", false);

        assertThat(check(needs(Part.ENGINE), machine -> machine.remote = Optional.of(open)))
                .last()
                .isEqualTo(new CheckResult(
                        Severity.WARNING,
                        "docker",
                        "ENGINE_UNENCRYPTED",
                        "the connection to tcp://10.0.0.5:2375 is not encrypted, and whoever reaches that port can become"
                                + " root there",
                        "Use ssh://USER@10.0.0.5, or TLS:"
                                + " https://docs.docker.com/engine/security/protect-access"));
    }

    @Test
    void aRemoteEngineThatDoesNotRespond() {
        assertThat(check(needs(Part.ENGINE), machine -> {
                    machine.remote = Optional.of(new RemoteEngine("ssh://me@box", "box", true));
                    machine.engine = Optional.empty();
                    machine.engineTrouble = "ssh: Could not resolve hostname box";
                }))
                .containsExactly(new CheckResult(
                        Severity.ERROR,
                        "docker",
                        "DOCKER_UNREACHABLE",
                        "Docker does not respond: ssh: Could not resolve hostname box",
                        "Check that ssh://me@box is right and its machine runs: `docker version`."));
    }

    @Test
    void aUserWhomDockerRefusesIsToldToJoinItsGroup() {
        assertThat(check(needs(Part.ENGINE), machine -> {
                    machine.engine = Optional.empty();
                    machine.engineTrouble = "permission denied while trying to connect to the Docker daemon socket at"
                            + " unix:///var/run/docker.sock";
                }))
                .containsExactly(new CheckResult(
                        Severity.ERROR,
                        "docker",
                        "DOCKER_UNREACHABLE",
                        "Docker refuses this user",
                        "Add yourself to the group docker (`sudo usermod -aG docker $USER`) and log in again."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LINUX|PODMAN|podman|Run `podman info` to see why.",
                "MACOS|PODMAN|podman|podman machine start",
                "LINUX|NERDCTL|nerdctl|sudo systemctl start containerd",
            })
    void otherEnginesAreStartedInTheirOwnWay(Platform platform, Tool tool, String program, String fix) {
        assertThat(check(needs(Part.ENGINE), machine -> {
                    machine.platform = platform;
                    machine.client = new ContainerEngine(tool, program);
                    machine.engine = Optional.empty();
                    machine.engineTrouble = "no reason given";
                }))
                .containsExactly(new CheckResult(
                        Severity.ERROR,
                        program,
                        "DOCKER_UNREACHABLE",
                        program + " does not respond: no reason given",
                        fix));
    }

    @Test
    void anOldPodmanIsAWarning() {
        assertThat(check(needs(Part.ENGINE), machine -> {
                    machine.client = new ContainerEngine(Tool.PODMAN, "podman");
                    machine.engine = Optional.of(answer("2.2.1", "2", 16 * GIB));
                }))
                .last()
                .isEqualTo(new CheckResult(
                        Severity.WARNING,
                        "podman",
                        "TOOL_TOO_OLD",
                        "podman is 2.2.1; the labs need 3.0.0 or later",
                        "https://podman.io/docs/installation"));
    }

    @Test
    void withoutRootCgroupV2IsNeeded() {
        assertThat(check(needs(Part.ENGINE), machine -> machine.engine = Optional.of(rootless("1"))))
                .extracting(CheckResult::severity, CheckResult::reason, CheckResult::message)
                .containsExactly(
                        tuple(Severity.OK, "OK", "Docker 28.3.3 without root, cgroup v1, 16.0 GiB, 8 CPUs"),
                        tuple(
                                Severity.ERROR,
                                "CGROUPS_UNSUITABLE",
                                "without root, kind needs cgroup v2; this machine uses v1"),
                        tuple(
                                Severity.WARNING,
                                "ROOTLESS_BPF",
                                "without root, the kernel does not let Cilium's agents load their BPF programs: the"
                                        + " cluster comes up, but Cilium does not become ready"));
    }

    @Test
    void withoutRootSystemdHasToDelegate() {
        assertThat(check(needs(Part.ENGINE), machine -> machine.engine = Optional.of(rootless("2", "memory", "cpu"))))
                .filteredOn(finding -> finding.severity() == Severity.ERROR)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.message())
                            .isEqualTo("without root, Docker may not limit memory and cpu, because systemd does not"
                                    + " delegate it");
                    assertThat(finding.fix()).contains("Delegate=yes", "daemon-reload");
                });
    }

    @Test
    void withoutRootUsersNeedIdsAndPorts() {
        Needs needs = new Needs(Set.of(Part.ENGINE), OptionalInt.empty(), List.of(8080, 443, 80), 3);

        assertThat(check(needs, machine -> {
                    machine.engine = Optional.of(rootless("2"));
                    machine.setup = new RootlessSetup(OptionalLong.of(1024), Optional.of("ann"));
                }))
                .filteredOn(finding -> finding.severity() == Severity.ERROR)
                .containsExactly(
                        new CheckResult(
                                Severity.ERROR,
                                "ids",
                                "ROOTLESS_SETUP",
                                "/etc/subuid or /etc/subgid has no range of ids for the user ann, which containers need"
                                        + " without root",
                                "sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 ann"),
                        new CheckResult(
                                Severity.ERROR,
                                "ports",
                                "ROOTLESS_SETUP",
                                "the lab's kind.yaml needs the ports 80 and 443, and without root the first free port is"
                                        + " 1024",
                                "sudo sysctl net.ipv4.ip_unprivileged_port_start=80"));
    }

    private static Stream<Tool> toolsOf(Part part) {
        return switch (part) {
            case KIND -> Stream.of(Tool.KIND);
            case CILIUM -> Stream.of(Tool.CILIUM);
            case KUBECTL -> Stream.of(Tool.KUBECTL);
            case AWS -> Stream.of(Tool.EKSCTL, Tool.AWS);
            case ENGINE, INOTIFY, IPV6 -> Stream.of();
        };
    }

    @ParameterizedTest
    @CsvSource({
        "KIND, KIND, ERROR",
        "CILIUM, CILIUM, ERROR",
        "KUBECTL, KUBECTL, WARNING",
        "AWS, EKSCTL, ERROR",
        "AWS, AWS, ERROR"
    })
    void aToolIsMissingOrTooOldOrDoesNotSay(Part part, Tool tool, Severity severity) {
        assertThat(toolsOf(part)).contains(tool);
        for (Platform platform : Platform.values()) {
            assertThat(check(needs(part), machine -> {
                        machine.platform = platform;
                        machine.tools.remove(tool);
                    }))
                    .contains(new CheckResult(
                            severity,
                            tool.program(),
                            "TOOL_MISSING",
                            tool.program() + " is not on the PATH",
                            tool.install(platform)));
            assertThat(check(needs(part), machine -> {
                        machine.platform = platform;
                        machine.tools.put(tool, "v0.1.9");
                    }))
                    .contains(new CheckResult(
                            severity,
                            tool.program(),
                            "TOOL_TOO_OLD",
                            tool.program() + " is 0.1.9; the labs need " + tool.oldest() + " or later",
                            tool.install(platform)));
        }
        assertThat(check(needs(part), machine -> machine.tools.put(tool, "built from source")))
                .contains(new CheckResult(
                        Severity.WARNING,
                        tool.program(),
                        "TOOL_VERSION_UNKNOWN",
                        tool.program() + " does not report its version: built from source",
                        "Run `" + tool.program() + " version` to see why."));
        assertThat(check(needs(part), machine -> machine.tools.put(tool, "")))
                .extracting(CheckResult::message)
                .contains(tool.program() + " does not report its version");
        assertThat(check(needs(part), machine -> machine.tools.put(tool, "v" + tool.oldest())))
                .contains(CheckResult.ok(tool.program(), tool.program() + " " + tool.oldest()));
    }

    /** The version of Go is none of the program's. */
    @ParameterizedTest
    @CsvSource({
        "KIND, kind v0 go1.26.8 linux/amd64",
        "KIND, kind  go1.26.8 linux/amd64",
        "KIND, kind v0.x go1.26.8 linux/amd64",
        "KIND, kind unknown",
        "KIND, go1.26.8",
        "CILIUM, cilium-cli: compiled with go1.25.4 on linux/amd64",
        "AWS, aws-cli/ Python/3.11.8 Linux/6.1.0"
    })
    void aVersionThatCannotBeReadIsAWarning(Tool tool, String answer) {
        Part part = tool == Tool.AWS ? Part.AWS : Part.valueOf(tool.name());

        assertThat(check(needs(part), machine -> machine.tools.put(tool, answer)))
                .contains(new CheckResult(
                        Severity.WARNING,
                        tool.program(),
                        "TOOL_VERSION_UNKNOWN",
                        tool.program() + " does not report its version: " + answer,
                        "Run `" + tool.program() + " version` to see why."));
    }

    @ParameterizedTest
    @CsvSource({
        "KIND, kind v0.33.0 go1.26.8 linux/amd64, 0.33.0",
        "KIND, kind v0.34.0-alpha+aa8c4c5 go1.26.8 linux/amd64, 0.34.0",
        "CILIUM, cilium-cli: v0.18.7 compiled with go1.25.0 on linux/amd64, 0.18.7",
        "KUBECTL, 'Client Version: v1.33.1', 1.33.1",
        "EKSCTL, 0.215.0, 0.215.0",
        "AWS, aws-cli/2.15.30 Python/3.11.8 Linux/6.1.0 exe/x86_64, 2.15.30"
    })
    void aVersionIsReadFromWhatTheProgramsPrint(Tool tool, String answer, String version) {
        assertThat(tool.version(answer)).map(Object::toString).contains(version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v0", "master"})
    void anEngineWithoutAVersionIsAWarning(String version) {
        assertThat(check(needs(Part.ENGINE), machine -> machine.engine = Optional.of(answer(version, "2", 16 * GIB))))
                .extracting(CheckResult::subject, CheckResult::severity, CheckResult::reason)
                .contains(tuple("docker", Severity.WARNING, "TOOL_VERSION_UNKNOWN"));
    }

    /** Every program is compared with its oldest supported version. */
    @Test
    void anOldDockerIsAWarning() {
        assertThat(check(needs(Part.ENGINE), machine -> machine.engine = Optional.of(answer("19.3.15", "2", 16 * GIB))))
                .extracting(CheckResult::subject, CheckResult::reason)
                .contains(tuple("docker", "TOOL_TOO_OLD"));
    }

    @ParameterizedTest
    @CsvSource({
        "524288, 512, OK, OK, '524288 watches, 512 instances'",
        "1048576, 8192, OK, OK, '1048576 watches, 8192 instances'",
        "524288, 120, WARNING, INOTIFY_LIMITS, 'the inotify limits are low: 524288 watches, 120 instances'",
        "8192, 512, WARNING, INOTIFY_LIMITS, 'the inotify limits are low: 8192 watches, 512 instances'",
        "524288, 119, ERROR, INOTIFY_LIMITS,"
                + " 'the inotify limits are too low for 3 nodes: 524288 watches, 119 instances'"
    })
    void inotifyHasToDoForTheNodes(long watches, long instances, Severity severity, String reason, String message) {
        assertThat(check(needs(Part.INOTIFY), machine -> {
                    machine.watches = OptionalLong.of(watches);
                    machine.instances = OptionalLong.of(instances);
                }))
                .containsExactly(
                        new CheckResult(severity, "inotify", reason, message, severity == Severity.OK ? "" : LIMITS));
    }

    @Test
    void aMachineWithoutInotifyIsNotChecked() {
        assertThat(check(needs(Part.INOTIFY), machine -> {
                    machine.platform = Platform.MACOS;
                    machine.instances = OptionalLong.empty();
                    machine.watches = OptionalLong.empty();
                }))
                .isEmpty();
    }

    @Test
    void disabledIpv6IsAnError() {
        assertThat(check(needs(Part.IPV6), machine -> machine.ipv6Disabled = Optional.of(true)))
                .containsExactly(new CheckResult(
                        Severity.ERROR,
                        "ipv6",
                        "IPV6_UNAVAILABLE",
                        "IPv6 is disabled on this machine",
                        "sudo sysctl net.ipv6.conf.all.disable_ipv6=0"));
    }

    @Test
    void aKernelWithoutIpv6IsAnError() {
        assertThat(check(needs(Part.IPV6), machine -> machine.ipv6Disabled = Optional.empty()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                    assertThat(finding.reason()).isEqualTo("IPV6_UNAVAILABLE");
                    assertThat(finding.message()).isEqualTo("this kernel does not support IPv6");
                });
    }

    /** On macOS and Windows, the kernel of Docker's virtual machine matters. */
    @ParameterizedTest
    @EnumSource(names = {"MACOS", "WINDOWS"})
    void onOtherSystemsTheKernelIsNotChecked(Platform platform) {
        assertThat(check(needs(Part.IPV6), machine -> {
                    machine.platform = platform;
                    machine.ipv6Disabled = Optional.empty();
                }))
                .containsExactly(CheckResult.ok("ipv6", "IPv6 is enabled"));
    }

    @ParameterizedTest
    @EnumSource
    void aKindNetworkWithoutIpv6IsAnError(Platform platform) {
        assertThat(check(needs(Part.IPV6), machine -> {
                    machine.platform = platform;
                    machine.kindNetworkIpv6 = Optional.of(false);
                }))
                .containsExactly(new CheckResult(
                        Severity.ERROR,
                        "ipv6",
                        "IPV6_UNAVAILABLE",
                        "Docker's network \"kind\" was created without IPv6",
                        "Delete all kind clusters, then run: docker network rm kind (kind recreates it with IPv6)"));
    }

    @Test
    void aMissingKindNetworkWillHaveIpv6() {
        assertThat(check(needs(Part.IPV6), machine -> machine.kindNetworkIpv6 = Optional.empty()))
                .containsExactly(CheckResult.ok("ipv6", "IPv6 is enabled"));
    }

    @ParameterizedTest
    @EnumSource
    void eachPortInUseIsAnError(Platform platform) {
        String find =
                switch (platform) {
                    case LINUX -> "ss -ltnp 'sport = :%d'";
                    case MACOS -> "lsof -i :%d";
                    case WINDOWS -> "netstat -ano | findstr :%d";
                };

        assertThat(check(needs(), machine -> {
                    machine.platform = platform;
                    machine.takenPorts = List.of(80, 8443);
                }))
                .containsExactly(
                        new CheckResult(
                                Severity.ERROR,
                                "port 80",
                                "PORT_TAKEN",
                                "port 80, which the lab's kind.yaml requires, is in use",
                                "Find the process that uses it (`" + find.formatted(80)
                                        + "`), or change the port in kind.yaml."),
                        new CheckResult(
                                Severity.ERROR,
                                "port 8443",
                                "PORT_TAKEN",
                                "port 8443, which the lab's kind.yaml requires, is in use",
                                "Find the process that uses it (`" + find.formatted(8443)
                                        + "`), or change the port in kind.yaml."));
    }

    // several clusters

    private static List<CheckResult> room(int clusters, Consumer<Machine> change) {
        return check(new Needs(Set.of(Part.INOTIFY), OptionalInt.empty(), List.of(), 3).times(clusters), change);
    }

    @Test
    void oneClusterNeedsNoRoom() {
        assertThat(room(1, machine -> machine.room = new Room(OptionalLong.of(1), OptionalLong.of(1))))
                .extracting(CheckResult::subject)
                .containsExactly("inotify");
    }

    @Test
    void roomForFourClusters() {
        assertThat(room(4, machine -> machine.room = new Room(OptionalLong.of(12 * GIB), OptionalLong.of(100 * GIB))))
                .containsExactly(
                        CheckResult.ok("inotify", "524288 watches, 512 instances"),
                        CheckResult.ok("memory", "4 clusters of 3 nodes need 11.6 GiB of memory; 12.0 are free"),
                        CheckResult.ok("cpus", "4 clusters at rest take 1.2 of 8 CPUs"),
                        CheckResult.ok("disk", "4 clusters of 3 nodes need 31.2 GiB of disk; 100.0 are free"));
    }

    @Test
    void tooManyClusters() {
        String fewer = "Create fewer clusters on this machine; `labctl status --all` shows what is there, `labctl down`"
                + " deletes it.";
        assertThat(room(30, machine -> machine.room = new Room(OptionalLong.of(12 * GIB), OptionalLong.of(100 * GIB))))
                .containsExactly(
                        new CheckResult(
                                Severity.ERROR,
                                "inotify",
                                "INOTIFY_LIMITS",
                                "the inotify limits are too low for 90 nodes: 524288 watches, 512 instances",
                                "sudo sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=3600"),
                        new CheckResult(
                                Severity.ERROR,
                                "memory",
                                "ROOM_TOO_SMALL",
                                "30 clusters of 3 nodes need 87.0 GiB of memory; 12.0 are free, enough for 4",
                                fewer),
                        new CheckResult(
                                Severity.WARNING,
                                "cpus",
                                "CPUS_LOW",
                                "30 clusters at rest take 9.0 of 8 CPUs, which leaves little for what the readers do",
                                "Create the clusters one after another, or fewer of them."),
                        new CheckResult(
                                Severity.ERROR,
                                "disk",
                                "ROOM_TOO_SMALL",
                                "30 clusters of 3 nodes need 234.0 GiB of disk; 100.0 are free, enough for 12",
                                fewer));
    }

    /** In a virtual machine, or on a remote engine, the engine's memory is all that is known. */
    @Test
    void theEnginesMemoryWhereNoOtherIsKnown() {
        assertThat(room(2, machine -> machine.platform = Platform.MACOS))
                .extracting(CheckResult::message)
                .contains("2 clusters of 3 nodes need 5.8 GiB of memory; 16.0 are free");
    }

    @Test
    void aPortOfTheMachineIsForOneCluster() {
        Needs needs = new Needs(Set.of(), OptionalInt.empty(), List.of(80, 443), 3).times(2);

        assertThat(check(needs, machine -> {}))
                .last()
                .extracting(CheckResult::reason, CheckResult::message)
                .containsExactly(
                        "PORT_TAKEN",
                        "the lab's kind.yaml maps the ports 80 and 443 of this machine, which only one cluster at a time"
                                + " can have");
    }

    private static List<CheckResult> eks(AwsFacts aws) {
        Needs needs = new Needs(
                Set.of(Part.AWS),
                OptionalInt.empty(),
                List.of(),
                0,
                1,
                Optional.of(new EksCluster("room", "eu-west-1", Map.of("t3.medium", 2))));
        return check(needs, machine -> machine.aws = aws).stream().skip(2).toList();
    }

    private static AwsFacts aws(RegionState region, NameState name, Quota... quotas) {
        return new AwsFacts(AWS.identity(), Optional.empty(), region, List.of(quotas), name, false);
    }

    @Test
    void anAccountThatHasAllThatALabNeeds() {
        assertThat(eks(AWS))
                .containsExactly(
                        CheckResult.ok("aws account", "account 123456789012, as arn:aws:iam::123456789012:user/ann"),
                        CheckResult.ok("aws region", "region eu-west-1"),
                        CheckResult.ok("aws quota", "VPCs: the lab needs 1, 4 are in use of 5"),
                        CheckResult.ok("aws name", "there is no EKS cluster room in eu-west-1"));
    }

    @Test
    void withoutCredentialsNothingElseIsSaid() {
        Failure expired = Failure.of(Reason.AWS_CREDENTIALS_MISSING, "the credentials for AWS have expired", "Log in.");

        assertThat(eks(AwsFacts.without(Optional.of(expired), false)))
                .containsExactly(new CheckResult(
                        Severity.ERROR,
                        "aws account",
                        "AWS_CREDENTIALS_MISSING",
                        "the credentials for AWS have expired",
                        "Log in."));
        assertThat(eks(AwsFacts.unasked()))
                .as("the AWS CLI is missing, which is said")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DISABLED|ERROR|AWS_REGION_UNSUPPORTED|the region eu-west-1 is not enabled for this account",
                "UNKNOWN|ERROR|AWS_REGION_UNSUPPORTED|AWS has no region eu-west-1",
                "NOT_READ|WARNING|AWS_NOT_READ|whether the region eu-west-1 is enabled cannot be read",
            })
    void aRegionThatCannotBeUsed(RegionState region, Severity severity, String reason, String message) {
        assertThat(eks(aws(region, NameState.FREE)).get(1))
                .extracting(CheckResult::severity, CheckResult::reason, CheckResult::message)
                .containsExactly(severity, reason, message);
    }

    @Test
    void quotas() {
        assertThat(eks(aws(
                        RegionState.ENABLED,
                        NameState.FREE,
                        new Quota("VPCs", 1, OptionalLong.of(5), OptionalLong.of(5)),
                        new Quota("vCPUs", 4, OptionalLong.empty(), OptionalLong.of(5)),
                        new Quota("addresses", 1, OptionalLong.of(1), OptionalLong.empty()))))
                .filteredOn(finding -> finding.subject().equals("aws quota"))
                .extracting(CheckResult::severity, CheckResult::reason, CheckResult::message)
                .containsExactly(
                        tuple(
                                Severity.ERROR,
                                "AWS_QUOTA_EXCEEDED",
                                "VPCs: the lab needs 1, 5 are in use, and the quota is 5"),
                        tuple(Severity.OK, "OK", "vCPUs: the lab needs 4 of 5"),
                        tuple(
                                Severity.WARNING,
                                "AWS_NOT_READ",
                                "addresses: the lab needs 1, 1 are in use; the quota cannot be read"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TAKEN|AWS_NAME_TAKEN|there is an EKS cluster room in eu-west-1 already, which costs money",
                "STACK_LEFT|AWS_NAME_TAKEN|there is no EKS cluster room, but the CloudFormation stack eksctl-room-cluster of an"
                        + " earlier one is left, which may cost money",
                "NOT_READ|AWS_NOT_READ|whether there is an EKS cluster room cannot be read",
            })
    void aNameThatIsInUse(NameState name, String reason, String message) {
        assertThat(eks(aws(RegionState.ENABLED, name)))
                .last()
                .extracting(CheckResult::severity, CheckResult::reason, CheckResult::message)
                .containsExactly(Severity.WARNING, reason, message);
    }

    @Test
    void aRegionThatTheAwsCliIgnores() {
        AwsFacts ignored = AwsFacts.without(AWS.trouble(), true);

        assertThat(eks(ignored)).extracting(CheckResult::reason).containsExactly("AWS_REGION_IGNORED");
    }

    /** A failure caused by a result uses its reason by name. */
    @Test
    void everyErrorHasAReasonOfFailures() {
        List<CheckResult> worst =
                check(new Needs(EnumSet.allOf(Part.class), OptionalInt.of(8), List.of(), 3), machine -> {
                    machine.tools.clear();
                    machine.engine = Optional.empty();
                    machine.instances = OptionalLong.of(1);
                    machine.ipv6Disabled = Optional.of(true);
                    machine.takenPorts = List.of(80);
                });

        assertThat(worst)
                .filteredOn(finding -> finding.severity() == Severity.ERROR)
                .hasSize(8)
                .extracting(CheckResult::reason)
                .isSubsetOf(Stream.of(Reason.values()).map(Reason::name).toList());
    }
}
