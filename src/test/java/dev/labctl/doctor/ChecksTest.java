package dev.labctl.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.doctor.Finding.Severity;
import dev.labctl.doctor.MachineFacts.Engine;
import dev.labctl.doctor.Needs.Part;
import dev.labctl.failure.Reason;
import dev.labctl.tools.Platform;
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

/** Every fact of a machine that is not as it should be, and what the reader is told about it. */
class ChecksTest {
    private static final long GIB = 1L << 30;
    private static final Engine ENGINE = new Engine("28.3.3", "2", 16 * GIB, 8);
    private static final String LIMITS =
            "sudo sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=512";

    /** A machine that has everything, until the test changes it. */
    private static final class Machine {
        private Platform platform = Platform.LINUX;
        private final Map<Tool, String> tools = new EnumMap<>(Map.of(
                Tool.DOCKER, "",
                Tool.KIND, "kind v0.33.0 go1.26.8 linux/amd64",
                Tool.CILIUM, "cilium-cli: v0.19.1 compiled with go1.26",
                Tool.KUBECTL, "Client Version: v1.34.2",
                Tool.EKSCTL, "0.215.0",
                Tool.AWS, "aws-cli/2.31.0 Python/3.13"));
        private Optional<Engine> engine = Optional.of(ENGINE);
        private String engineTrouble = "";
        private OptionalLong watches = OptionalLong.of(524_288);
        private OptionalLong instances = OptionalLong.of(512);
        private Optional<Boolean> ipv6Disabled = Optional.of(false);
        private Optional<Boolean> kindNetworkIpv6 = Optional.of(true);
        private List<Integer> takenPorts = List.of();
        private boolean credentials = true;

        MachineFacts facts() {
            return new MachineFacts(
                    platform,
                    tools,
                    engine,
                    engineTrouble,
                    watches,
                    instances,
                    ipv6Disabled,
                    kindNetworkIpv6,
                    takenPorts,
                    credentials);
        }
    }

    private static Needs needs(Part... parts) {
        return new Needs(Set.of(parts), OptionalInt.empty(), List.of(), 3);
    }

    private static List<Finding> judge(Needs needs, Consumer<Machine> change) {
        Machine machine = new Machine();
        change.accept(machine);
        return Checks.judge(machine.facts(), needs);
    }

    @Test
    void aMachineThatHasEverythingIsToldSoInTheOrderOfMending() {
        assertThat(judge(new Needs(EnumSet.allOf(Part.class), OptionalInt.of(8), List.of(), 3), machine -> {}))
                .containsExactly(
                        Finding.ok("docker", "Docker 28.3.3, cgroup v2, 16.0 GiB, 8 CPUs"),
                        Finding.ok("kind", "kind 0.33.0"),
                        Finding.ok("cilium", "cilium 0.19.1"),
                        Finding.ok("kubectl", "kubectl 1.34.2"),
                        Finding.ok("inotify", "524288 watches, 512 instances"),
                        Finding.ok("ipv6", "IPv6 is on"),
                        Finding.ok("eksctl", "eksctl 0.215.0"),
                        Finding.ok("aws", "aws 2.31.0"),
                        Finding.ok("aws credentials", "AWS credentials are there"));
    }

    @Test
    void whatIsNotNeededIsNotTold() {
        assertThat(judge(needs(), machine -> {
                    machine.tools.clear();
                    machine.engine = Optional.empty();
                    machine.instances = OptionalLong.of(1);
                    machine.ipv6Disabled = Optional.of(true);
                    machine.credentials = false;
                }))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void withoutDockerThereIsNoCluster(Platform platform) {
        assertThat(judge(needs(Part.ENGINE), machine -> {
                    machine.platform = platform;
                    machine.tools.remove(Tool.DOCKER);
                    machine.engine = Optional.empty();
                }))
                .containsExactly(Finding.error(
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
    void aDockerThatDoesNotAnswerIsStarted(Platform platform) {
        assertThat(judge(needs(Part.ENGINE), machine -> {
                    machine.platform = platform;
                    machine.engine = Optional.empty();
                    machine.engineTrouble = "Cannot connect to the Docker daemon";
                }))
                .containsExactly(Finding.error(
                        "docker",
                        "DOCKER_UNREACHABLE",
                        "Docker does not answer: Cannot connect to the Docker daemon",
                        platform == Platform.LINUX
                                ? "sudo systemctl start docker; and `sudo usermod -aG docker $USER` where permission is"
                                        + " denied"
                                : "Start Docker Desktop."));
    }

    @Test
    void theFirstControlGroupsAreAWarning() {
        assertThat(judge(needs(Part.ENGINE), machine -> machine.engine = Optional.of(new Engine("20.10", "1", GIB, 1))))
                .containsExactly(
                        Finding.ok("docker", "Docker 20.10, cgroup v1, 1.0 GiB, 1 CPUs"),
                        Finding.warning(
                                "cgroup",
                                "CGROUP_V1",
                                "this machine is on cgroup v1, which Kubernetes 1.35 and later refuse",
                                "Boot with systemd.unified_cgroup_hierarchy=1, or keep to the pinned node image."));
    }

    /** A machine of 8 GiB shows a little less: that is no reason to warn. */
    @ParameterizedTest
    @CsvSource({"8.0, false", "7.6, false", "7.1, true", "1.0, true"})
    void littleMemoryIsAWarning(double gib, boolean warned) {
        Needs needs = new Needs(Set.of(Part.ENGINE), OptionalInt.of(8), List.of(), 3);
        List<Finding> findings =
                judge(needs, machine -> machine.engine = Optional.of(new Engine("28.3.3", "2", (long) (gib * GIB), 8)));

        assertThat(findings.stream().map(Finding::reason).anyMatch("MEMORY_LOW"::equals))
                .isEqualTo(warned);
        assertThat(findings).noneMatch(finding -> finding.severity() == Severity.ERROR);
    }

    @ParameterizedTest
    @EnumSource
    void theWayToMoreMemoryDependsOnTheMachine(Platform platform) {
        Needs needs = new Needs(Set.of(Part.ENGINE), OptionalInt.of(8), List.of(), 3);

        assertThat(judge(needs, machine -> {
                    machine.platform = platform;
                    machine.engine = Optional.of(new Engine("28.3.3", "2", 4 * GIB, 8));
                }))
                .last()
                .isEqualTo(Finding.warning(
                        "memory",
                        "MEMORY_LOW",
                        "the lab wants 8 GiB for its nodes; Docker has 4.0",
                        platform == Platform.LINUX
                                ? "Stop what else needs memory: `docker ps`, `free -h`."
                                : "Docker Desktop, Settings, Resources: give it more memory."));
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
        "AWS, AWS, WARNING"
    })
    void aToolIsMissingOrTooOldOrDoesNotSay(Part part, Tool tool, Severity severity) {
        assertThat(toolsOf(part)).contains(tool);
        for (Platform platform : Platform.values()) {
            assertThat(judge(needs(part), machine -> {
                        machine.platform = platform;
                        machine.tools.remove(tool);
                    }))
                    .contains(new Finding(
                            severity,
                            tool.program(),
                            "TOOL_MISSING",
                            tool.program() + " is not on the PATH",
                            tool.install(platform)));
            assertThat(judge(needs(part), machine -> {
                        machine.platform = platform;
                        machine.tools.put(tool, "v0.1.9");
                    }))
                    .contains(new Finding(
                            severity,
                            tool.program(),
                            "TOOL_TOO_OLD",
                            tool.program() + " is 0.1.9; the labs need " + tool.oldest() + " or later",
                            tool.install(platform)));
        }
        assertThat(judge(needs(part), machine -> machine.tools.put(tool, "built from source")))
                .contains(Finding.warning(
                        tool.program(),
                        "TOOL_VERSION_UNKNOWN",
                        tool.program() + " does not say its version: built from source",
                        "Run `" + tool.program() + " version` to see why."));
        assertThat(judge(needs(part), machine -> machine.tools.put(tool, "")))
                .extracting(Finding::message)
                .contains(tool.program() + " does not say its version");
        assertThat(judge(needs(part), machine -> machine.tools.put(tool, "v" + tool.oldest())))
                .contains(Finding.ok(tool.program(), tool.program() + " " + tool.oldest()));
    }

    /** Every program that labctl knows the oldest version of is held against it. */
    @Test
    void aDockerThatIsTooOldIsToldToo() {
        assertThat(judge(
                        needs(Part.ENGINE),
                        machine -> machine.engine = Optional.of(new Engine("19.3.15", "2", 16 * GIB, 8))))
                .extracting(Finding::subject, Finding::reason)
                .contains(org.assertj.core.api.Assertions.tuple("docker", "TOOL_TOO_OLD"));
    }

    @ParameterizedTest
    @CsvSource({
        "524288, 512, OK, OK, '524288 watches, 512 instances'",
        "1048576, 8192, OK, OK, '1048576 watches, 8192 instances'",
        "524288, 120, WARNING, INOTIFY_LIMITS, 'the limits of inotify are low: 524288 watches, 120 instances'",
        "8192, 512, WARNING, INOTIFY_LIMITS, 'the limits of inotify are low: 8192 watches, 512 instances'",
        "524288, 119, ERROR, INOTIFY_LIMITS,"
                + " 'the limits of inotify are too low for 3 nodes: 524288 watches, 119 instances'"
    })
    void inotifyHasToDoForTheNodes(long watches, long instances, Severity severity, String reason, String message) {
        assertThat(judge(needs(Part.INOTIFY), machine -> {
                    machine.watches = OptionalLong.of(watches);
                    machine.instances = OptionalLong.of(instances);
                }))
                .containsExactly(
                        new Finding(severity, "inotify", reason, message, severity == Severity.OK ? "" : LIMITS));
    }

    @Test
    void aMachineWithoutInotifyHasNothingToMend() {
        assertThat(judge(needs(Part.INOTIFY), machine -> {
                    machine.platform = Platform.MACOS;
                    machine.instances = OptionalLong.empty();
                    machine.watches = OptionalLong.empty();
                }))
                .isEmpty();
    }

    @Test
    void ipv6ThatIsSwitchedOffIsSwitchedOn() {
        assertThat(judge(needs(Part.IPV6), machine -> machine.ipv6Disabled = Optional.of(true)))
                .containsExactly(Finding.error(
                        "ipv6",
                        "IPV6_UNAVAILABLE",
                        "IPv6 is switched off on this machine",
                        "sudo sysctl net.ipv6.conf.all.disable_ipv6=0"));
    }

    @Test
    void aKernelWithoutIpv6() {
        assertThat(judge(needs(Part.IPV6), machine -> machine.ipv6Disabled = Optional.empty()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                    assertThat(finding.reason()).isEqualTo("IPV6_UNAVAILABLE");
                    assertThat(finding.message()).isEqualTo("this kernel has no IPv6");
                });
    }

    /** The kernel that counts on macOS and Windows is the one of Docker's virtual machine. */
    @ParameterizedTest
    @EnumSource(names = {"MACOS", "WINDOWS"})
    void elsewhereTheMachinesOwnKernelDoesNotCount(Platform platform) {
        assertThat(judge(needs(Part.IPV6), machine -> {
                    machine.platform = platform;
                    machine.ipv6Disabled = Optional.empty();
                }))
                .containsExactly(Finding.ok("ipv6", "IPv6 is on"));
    }

    @ParameterizedTest
    @EnumSource
    void aNetworkOfKindsThatWasMadeWithoutIpv6(Platform platform) {
        assertThat(judge(needs(Part.IPV6), machine -> {
                    machine.platform = platform;
                    machine.kindNetworkIpv6 = Optional.of(false);
                }))
                .containsExactly(Finding.error(
                        "ipv6",
                        "IPV6_UNAVAILABLE",
                        "Docker's network \"kind\" was made without IPv6",
                        "With no kind cluster left: docker network rm kind (kind makes it anew, with IPv6)"));
    }

    @Test
    void aNetworkOfKindsThatIsNotThereYetWillHaveIpv6() {
        assertThat(judge(needs(Part.IPV6), machine -> machine.kindNetworkIpv6 = Optional.empty()))
                .containsExactly(Finding.ok("ipv6", "IPv6 is on"));
    }

    @ParameterizedTest
    @EnumSource
    void eachTakenPortIsToldByItself(Platform platform) {
        String find = platform == Platform.LINUX ? "ss -ltnp 'sport = :%d'" : "lsof -i :%d";

        assertThat(judge(needs(), machine -> {
                    machine.platform = platform;
                    machine.takenPorts = List.of(80, 8443);
                }))
                .containsExactly(
                        Finding.error(
                                "port 80",
                                "PORT_TAKEN",
                                "port 80, which the lab's kind.yaml asks for, is taken",
                                "Find who has it: " + find.formatted(80)),
                        Finding.error(
                                "port 8443",
                                "PORT_TAKEN",
                                "port 8443, which the lab's kind.yaml asks for, is taken",
                                "Find who has it: " + find.formatted(8443)));
    }

    @Test
    void withoutAwsCredentialsThereIsNoEks() {
        assertThat(judge(needs(Part.AWS), machine -> machine.credentials = false))
                .last()
                .isEqualTo(Finding.error(
                        "aws credentials",
                        "AWS_CREDENTIALS_MISSING",
                        "no AWS credentials in the environment or in ~/.aws",
                        "aws configure, or set AWS_PROFILE"));
    }

    /** Whoever fails because of a finding takes its reason by name. */
    @Test
    void theReasonOfEveryErrorIsOneThatFailuresHave() {
        List<Finding> worst = judge(new Needs(EnumSet.allOf(Part.class), OptionalInt.of(8), List.of(), 3), machine -> {
            machine.tools.clear();
            machine.engine = Optional.empty();
            machine.instances = OptionalLong.of(1);
            machine.ipv6Disabled = Optional.of(true);
            machine.takenPorts = List.of(80);
            machine.credentials = false;
        });

        assertThat(worst)
                .filteredOn(finding -> finding.severity() == Severity.ERROR)
                .hasSize(8)
                .extracting(Finding::reason)
                .isSubsetOf(Stream.of(Reason.values()).map(Reason::name).toList());
    }
}
