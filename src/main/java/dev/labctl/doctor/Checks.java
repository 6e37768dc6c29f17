package dev.labctl.doctor;

import dev.labctl.doctor.CheckResult.Severity;
import dev.labctl.doctor.Checks.MachineFacts.Engine;
import dev.labctl.doctor.Needs.Part;
import dev.labctl.failure.Reason;
import dev.labctl.tools.Platform;
import dev.labctl.tools.Tool;
import dev.labctl.tools.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Checks the facts of a machine against what a lab needs. Pure. */
final class Checks {
    /** kind docs, "Known issues": pod errors due to "too many open files". */
    private static final long INOTIFY_WATCHES = 524_288;

    private static final long INOTIFY_INSTANCES = 512;

    /** A node container with systemd, containerd and kubelet needs about forty instances (kind#1652, kind#2744). */
    private static final long INSTANCES_PER_NODE = 40;

    private static final double GIB = 1L << 30;

    /**
     * The observed facts of a machine.
     *
     * @param tools the version output of each required program; no entry for missing programs
     * @param engine the container engine; empty if it does not respond
     * @param engineTrouble why it does not respond
     * @param ipv6Disabled {@code net.ipv6.conf.all.disable_ipv6}; empty if the machine has no such setting
     * @param kindNetworkIpv6 whether Docker's network {@code kind} has IPv6; empty if it does not exist yet
     * @param takenPorts the required ports that cannot be bound
     * @param awsCredentials whether AWS credentials are configured
     */
    record MachineFacts(
            Platform platform,
            Map<Tool, String> tools,
            Optional<Engine> engine,
            String engineTrouble,
            OptionalLong inotifyWatches,
            OptionalLong inotifyInstances,
            Optional<Boolean> ipv6Disabled,
            Optional<Boolean> kindNetworkIpv6,
            List<Integer> takenPorts,
            boolean awsCredentials) {
        /**
         * The container engine.
         *
         * @param memoryBytes the memory of the machine that runs the containers, a virtual one on macOS and Windows
         */
        record Engine(String version, String cgroups, long memoryBytes, int cpus) {}

        MachineFacts {
            tools = Map.copyOf(tools);
            takenPorts = List.copyOf(takenPorts);
        }
    }

    private final MachineFacts facts;
    private final Needs needs;
    private final boolean linux;
    private final List<CheckResult> results = new ArrayList<>();

    private Checks(MachineFacts facts, Needs needs) {
        this.facts = facts;
        this.needs = needs;
        this.linux = facts.platform() == Platform.LINUX;
    }

    /** The results in the order in which a user would fix them. */
    static List<CheckResult> run(MachineFacts facts, Needs needs) {
        Checks checks = new Checks(facts, needs);
        checks.check(Part.ENGINE, checks::engine);
        checks.check(Part.KIND, () -> checks.tool(Tool.KIND, Severity.ERROR));
        checks.check(Part.CILIUM, () -> checks.tool(Tool.CILIUM, Severity.ERROR));
        checks.check(Part.KUBECTL, () -> checks.tool(Tool.KUBECTL, Severity.WARNING));
        checks.check(Part.INOTIFY, checks::inotify);
        checks.check(Part.IPV6, checks::ipv6);
        checks.ports();
        checks.check(Part.AWS, checks::aws);
        return checks.results;
    }

    private void check(Part part, Runnable check) {
        if (needs.parts().contains(part)) {
            check.run();
        }
    }

    private void ok(String subject, String message) {
        results.add(CheckResult.ok(subject, message));
    }

    private void warn(String subject, String reason, String message, String fix) {
        results.add(new CheckResult(Severity.WARNING, subject, reason, message, fix));
    }

    private void add(Severity severity, String subject, Reason reason, String message, String fix) {
        results.add(new CheckResult(severity, subject, reason.name(), message, fix));
    }

    private void engine() {
        if (!facts.tools().containsKey(Tool.DOCKER)) {
            missing(Tool.DOCKER, Severity.ERROR);
        } else if (facts.engine().isEmpty()) {
            String message = "Docker does not respond: " + facts.engineTrouble();
            add(Severity.ERROR, "docker", Reason.DOCKER_UNREACHABLE, message, startDocker());
        } else {
            engine(facts.engine().get());
        }
    }

    private String startDocker() {
        return linux
                ? "sudo systemctl start docker; and `sudo usermod -aG docker $USER` if permission is denied"
                : "Start Docker Desktop.";
    }

    private void engine(Engine engine) {
        ok(
                "docker",
                String.format(
                        Locale.ROOT,
                        "Docker %s, cgroup v%s, %.1f GiB, %d CPUs",
                        engine.version(),
                        engine.cgroups(),
                        engine.memoryBytes() / GIB,
                        engine.cpus()));
        Version.parse(engine.version())
                .filter(version -> isTooOld(version, Tool.DOCKER))
                .ifPresent(version -> tooOld(Tool.DOCKER, "Docker", version, Severity.WARNING));
        if (engine.cgroups().equals("1")) {
            warn(
                    "cgroup",
                    "CGROUP_V1",
                    "this machine uses cgroup v1, which Kubernetes 1.35 and later do not support",
                    "Boot with systemd.unified_cgroup_hierarchy=1, or keep the pinned node image.");
        }
        needs.memoryGiB().ifPresent(required -> memory(required, engine.memoryBytes() / GIB));
    }

    private void memory(int required, double available) {
        if (available < required * 0.9) {
            warn(
                    "memory",
                    "MEMORY_LOW",
                    String.format(
                            Locale.ROOT, "the lab needs %d GiB for its nodes; Docker has %.1f", required, available),
                    linux
                            ? "Stop other programs that use memory: `docker ps`, `free -h`."
                            : "Give Docker Desktop more memory: Settings, Resources.");
        }
    }

    private void missing(Tool tool, Severity severity) {
        String message = tool.program() + " is not on the PATH";
        add(severity, tool.program(), Reason.TOOL_MISSING, message, tool.install(facts.platform()));
    }

    private void tooOld(Tool tool, String name, Version version, Severity severity) {
        String message = name + " is " + version + "; the labs need " + tool.oldest() + " or later";
        add(severity, tool.program(), Reason.TOOL_TOO_OLD, message, tool.install(facts.platform()));
    }

    private static boolean isTooOld(Version version, Tool tool) {
        return version.compareTo(tool.oldest()) < 0;
    }

    private void tool(Tool tool, Severity severity) {
        String program = tool.program();
        String output = facts.tools().get(tool);
        Optional<Version> version = Optional.ofNullable(output).flatMap(Version::parse);
        if (output == null) {
            missing(tool, severity);
        } else if (version.isEmpty()) {
            warn(
                    program,
                    "TOOL_VERSION_UNKNOWN",
                    program + " does not report its version" + (output.isBlank() ? "" : ": " + output),
                    "Run `" + program + " version` to see why.");
        } else if (isTooOld(version.get(), tool)) {
            tooOld(tool, program, version.get(), severity);
        } else {
            ok(program, program + " " + version.get());
        }
    }

    private void inotify() {
        if (facts.inotifyInstances().isEmpty()) {
            return;
        }
        long watches = facts.inotifyWatches().orElse(INOTIFY_WATCHES);
        long instances = facts.inotifyInstances().getAsLong();
        String found = watches + " watches, " + instances + " instances";
        String fix = "sudo sysctl fs.inotify.max_user_watches=" + INOTIFY_WATCHES + " fs.inotify.max_user_instances="
                + INOTIFY_INSTANCES;
        if (instances < INSTANCES_PER_NODE * needs.nodes()) {
            String message = "the inotify limits are too low for " + needs.nodes() + " nodes: " + found;
            add(Severity.ERROR, "inotify", Reason.INOTIFY_LIMITS, message, fix);
        } else if (watches < INOTIFY_WATCHES || instances < INOTIFY_INSTANCES) {
            add(Severity.WARNING, "inotify", Reason.INOTIFY_LIMITS, "the inotify limits are low: " + found, fix);
        } else {
            ok("inotify", found);
        }
    }

    private void ipv6() {
        if (linux && facts.ipv6Disabled().orElse(true)) {
            add(
                    Severity.ERROR,
                    "ipv6",
                    Reason.IPV6_UNAVAILABLE,
                    facts.ipv6Disabled().isPresent()
                            ? "IPv6 is disabled on this machine"
                            : "this kernel does not support IPv6",
                    "sudo sysctl net.ipv6.conf.all.disable_ipv6=0");
        } else if (!facts.kindNetworkIpv6().orElse(true)) {
            add(
                    Severity.ERROR,
                    "ipv6",
                    Reason.IPV6_UNAVAILABLE,
                    "Docker's network \"kind\" was created without IPv6",
                    "Delete all kind clusters, then run: docker network rm kind (kind recreates it with IPv6)");
        } else {
            ok("ipv6", "IPv6 is enabled");
        }
    }

    private void ports() {
        facts.takenPorts()
                .forEach(port -> add(
                        Severity.ERROR,
                        "port " + port,
                        Reason.PORT_TAKEN,
                        "port " + port + ", which the lab's kind.yaml requires, is in use",
                        "Find the process that uses it: "
                                + (linux ? "ss -ltnp 'sport = :" + port + "'" : "lsof -i :" + port)));
    }

    private void aws() {
        tool(Tool.EKSCTL, Severity.ERROR);
        tool(Tool.AWS, Severity.WARNING);
        if (facts.awsCredentials()) {
            ok("aws credentials", "AWS credentials found");
        } else {
            add(
                    Severity.ERROR,
                    "aws credentials",
                    Reason.AWS_CREDENTIALS_MISSING,
                    "no AWS credentials in the environment or in ~/.aws",
                    "aws configure, or set AWS_PROFILE");
        }
    }
}
