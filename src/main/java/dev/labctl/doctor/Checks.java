package dev.labctl.doctor;

import dev.labctl.doctor.MachineFacts.Engine;
import dev.labctl.doctor.Needs.Part;
import dev.labctl.failure.Reason;
import dev.labctl.tools.Platform;
import dev.labctl.tools.Tool;
import dev.labctl.tools.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Judges the facts of a machine. */
final class Checks {
    /** kind docs, "Known issues": pod errors due to "too many open files". */
    private static final long INOTIFY_WATCHES = 524_288;

    private static final long INOTIFY_INSTANCES = 512;

    /** A container per node with systemd, containerd and kubelet needs about forty instances (kind#1652, kind#2744). */
    private static final long INSTANCES_PER_NODE = 40;

    private static final double GIB = 1L << 30;

    private final MachineFacts facts;
    private final Needs needs;
    private final List<Finding> findings = new ArrayList<>();

    private Checks(MachineFacts facts, Needs needs) {
        this.facts = facts;
        this.needs = needs;
    }

    /** The findings in the order in which a reader would mend them. */
    static List<Finding> judge(MachineFacts facts, Needs needs) {
        Checks checks = new Checks(facts, needs);
        checks.engine();
        checks.tool(Part.KIND, Tool.KIND, true);
        checks.tool(Part.CILIUM, Tool.CILIUM, true);
        checks.tool(Part.KUBECTL, Tool.KUBECTL, false);
        checks.inotify();
        checks.ipv6();
        checks.ports();
        checks.aws();
        return checks.findings;
    }

    private void engine() {
        if (!needs.parts().contains(Part.ENGINE)) {
            return;
        }
        if (!facts.tools().containsKey(Tool.DOCKER)) {
            findings.add(Finding.error(
                    "docker",
                    Reason.TOOL_MISSING.name(),
                    "docker is not on the PATH",
                    Tool.DOCKER.install(facts.platform())));
            return;
        }
        Optional<Engine> engine = facts.engine();
        if (engine.isEmpty()) {
            findings.add(Finding.error(
                    "docker",
                    Reason.DOCKER_UNREACHABLE.name(),
                    "Docker does not answer: " + facts.engineTrouble(),
                    start()));
            return;
        }
        engine(engine.get());
        memory(engine.get());
    }

    private void engine(Engine engine) {
        findings.add(Finding.ok(
                "docker",
                String.format(
                        Locale.ROOT,
                        "Docker %s, cgroup v%s, %.1f GiB, %d CPUs",
                        engine.version(),
                        engine.cgroups(),
                        engine.memoryBytes() / GIB,
                        engine.cpus())));
        Optional<Version> version = Version.parse(engine.version());
        if (version.isPresent() && version.get().compareTo(Tool.DOCKER.oldest()) < 0) {
            findings.add(Finding.warning(
                    "docker",
                    Reason.TOOL_TOO_OLD.name(),
                    "Docker is " + version.get() + "; the labs need " + Tool.DOCKER.oldest() + " or later",
                    Tool.DOCKER.install(facts.platform())));
        }
        if (engine.cgroups().equals("1")) {
            findings.add(Finding.warning(
                    "cgroup",
                    "CGROUP_V1",
                    "this machine is on cgroup v1, which Kubernetes 1.35 and later refuse",
                    "Boot with systemd.unified_cgroup_hierarchy=1, or keep to the pinned node image."));
        }
    }

    private String start() {
        return facts.platform() == Platform.LINUX
                ? "sudo systemctl start docker; and `sudo usermod -aG docker $USER` where permission is denied"
                : "Start Docker Desktop.";
    }

    private void memory(Engine engine) {
        needs.memoryGiB().ifPresent(wanted -> {
            if (engine.memoryBytes() < wanted * GIB * 0.9) {
                findings.add(Finding.warning(
                        "memory",
                        "MEMORY_LOW",
                        String.format(
                                Locale.ROOT,
                                "the lab wants %d GiB for its nodes; Docker has %.1f",
                                wanted,
                                engine.memoryBytes() / GIB),
                        facts.platform() == Platform.LINUX
                                ? "Stop what else needs memory: `docker ps`, `free -h`."
                                : "Docker Desktop, Settings, Resources: give it more memory."));
            }
        });
    }

    private void tool(Part part, Tool tool, boolean required) {
        if (!needs.parts().contains(part)) {
            return;
        }
        String said = facts.tools().get(tool);
        if (said == null) {
            String message = tool.program() + " is not on the PATH";
            String fix = tool.install(facts.platform());
            findings.add(
                    required
                            ? Finding.error(tool.program(), Reason.TOOL_MISSING.name(), message, fix)
                            : Finding.warning(tool.program(), Reason.TOOL_MISSING.name(), message, fix));
            return;
        }
        Optional<Version> version = Version.parse(said);
        if (version.isPresent() && version.get().compareTo(tool.oldest()) < 0) {
            String message = tool.program() + " is " + version.get() + "; the labs need " + tool.oldest() + " or later";
            findings.add(
                    required
                            ? Finding.error(
                                    tool.program(), Reason.TOOL_TOO_OLD.name(), message, tool.install(facts.platform()))
                            : Finding.warning(
                                    tool.program(),
                                    Reason.TOOL_TOO_OLD.name(),
                                    message,
                                    tool.install(facts.platform())));
            return;
        }
        findings.add(version.map(found -> Finding.ok(tool.program(), tool.program() + " " + found))
                .orElse(Finding.warning(
                        tool.program(),
                        "TOOL_VERSION_UNKNOWN",
                        tool.program() + " does not say its version" + (said.isBlank() ? "" : ": " + said),
                        "Run `" + tool.program() + " version` to see why.")));
    }

    private void inotify() {
        if (!needs.parts().contains(Part.INOTIFY) || facts.inotifyInstances().isEmpty()) {
            return;
        }
        long watches = facts.inotifyWatches().orElse(INOTIFY_WATCHES);
        long instances = facts.inotifyInstances().getAsLong();
        String found = watches + " watches, " + instances + " instances";
        String fix = "sudo sysctl fs.inotify.max_user_watches=" + INOTIFY_WATCHES + " fs.inotify.max_user_instances="
                + INOTIFY_INSTANCES;
        if (instances < INSTANCES_PER_NODE * needs.nodes()) {
            findings.add(Finding.error(
                    "inotify",
                    Reason.INOTIFY_LIMITS.name(),
                    "the limits of inotify are too low for " + needs.nodes() + " nodes: " + found,
                    fix));
        } else if (watches < INOTIFY_WATCHES || instances < INOTIFY_INSTANCES) {
            findings.add(Finding.warning(
                    "inotify", Reason.INOTIFY_LIMITS.name(), "the limits of inotify are low: " + found, fix));
        } else {
            findings.add(Finding.ok("inotify", found));
        }
    }

    private void ipv6() {
        if (!needs.parts().contains(Part.IPV6)) {
            return;
        }
        if (facts.platform() == Platform.LINUX && facts.ipv6Disabled().orElse(true)) {
            findings.add(Finding.error(
                    "ipv6",
                    Reason.IPV6_UNAVAILABLE.name(),
                    facts.ipv6Disabled().isPresent()
                            ? "IPv6 is switched off on this machine"
                            : "this kernel has no IPv6",
                    "sudo sysctl net.ipv6.conf.all.disable_ipv6=0"));
        } else if (!facts.kindNetworkIpv6().orElse(true)) {
            findings.add(Finding.error(
                    "ipv6",
                    Reason.IPV6_UNAVAILABLE.name(),
                    "Docker's network \"kind\" was made without IPv6",
                    "With no kind cluster left: docker network rm kind (kind makes it anew, with IPv6)"));
        } else {
            findings.add(Finding.ok("ipv6", "IPv6 is on"));
        }
    }

    private void ports() {
        facts.takenPorts()
                .forEach(port -> findings.add(Finding.error(
                        "port " + port,
                        Reason.PORT_TAKEN.name(),
                        "port " + port + ", which the lab's kind.yaml asks for, is taken",
                        facts.platform() == Platform.LINUX
                                ? "Find who has it: ss -ltnp 'sport = :" + port + "'"
                                : "Find who has it: lsof -i :" + port)));
    }

    private void aws() {
        if (!needs.parts().contains(Part.AWS)) {
            return;
        }
        tool(Part.AWS, Tool.EKSCTL, true);
        tool(Part.AWS, Tool.AWS, false);
        findings.add(
                facts.awsCredentials()
                        ? Finding.ok("aws credentials", "AWS credentials are there")
                        : Finding.error(
                                "aws credentials",
                                "AWS_CREDENTIALS_MISSING",
                                "no AWS credentials in the environment or in ~/.aws",
                                "aws configure, or set AWS_PROFILE"));
    }
}
