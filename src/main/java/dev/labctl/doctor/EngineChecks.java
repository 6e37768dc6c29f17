package dev.labctl.doctor;

import dev.labctl.doctor.CheckResult.Severity;
import dev.labctl.doctor.EngineFacts.Answer;
import dev.labctl.failure.Reason;
import dev.labctl.failure.Wording;
import dev.labctl.tools.RemoteEngine;
import dev.labctl.tools.Tool;
import dev.labctl.tools.Version;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Checks a container engine: whether it responds, and what kind's nodes need of it. Pure. */
record EngineChecks(EngineFacts facts, Needs needs, Findings findings) {
    private static final double GIB = 1L << 30;
    private static final String ROOTLESS = "https://kind.sigs.k8s.io/docs/user/rootless";

    void run() {
        Optional<Answer> answer = facts.answer();
        if (!facts.installed()) {
            findings.missing(facts.engine().tool(), program(), Severity.ERROR);
        } else if (answer.isEmpty()) {
            findings.error(
                    program(),
                    Reason.DOCKER_UNREACHABLE,
                    title() + " does not respond: " + facts.trouble(),
                    startEngine());
        } else {
            found(answer.get());
            facts.remote().filter(remote -> !remote.encrypted()).ifPresent(this::unencrypted);
            if (answer.get().rootless()) {
                rootless(answer.get());
            }
            needs.memoryGiB()
                    .ifPresent(required -> memory(required, answer.get().memoryBytes() / GIB));
        }
    }

    private String program() {
        return facts.engine().program();
    }

    private String title() {
        return facts.engine().title();
    }

    private String startEngine() {
        if (facts.remote().isPresent()) {
            return "Check that " + facts.remote().get().endpoint() + " is right and its machine runs: `" + program()
                    + " version`.";
        }
        if (facts.engine().tool() == Tool.DOCKER) {
            return findings.linux()
                    ? "sudo systemctl start docker; and `sudo usermod -aG docker $USER` if permission is denied"
                    : "Start Docker Desktop.";
        }
        if (findings.linux() && facts.engine().tool() == Tool.NERDCTL) {
            return "sudo systemctl start containerd";
        }
        return findings.linux() ? "Run `" + program() + " info` to see why." : program() + " machine start";
    }

    private void found(Answer answer) {
        findings.ok(
                program(),
                String.format(
                        Locale.ROOT,
                        "%s %s%s%s, cgroup v%s, %.1f GiB, %d CPUs",
                        title(),
                        answer.version(),
                        facts.remote().map(remote -> " on " + remote.host()).orElse(""),
                        answer.rootless() ? " without root" : "",
                        answer.cgroups(),
                        answer.memoryBytes() / GIB,
                        answer.cpus()));
        Version.parse(answer.version())
                .ifPresent(version ->
                        findings.tooOld(facts.engine().tool(), program(), title(), version, Severity.WARNING));
        if (answer.cgroups().equals("1") && !answer.rootless()) {
            findings.warn(
                    "cgroup",
                    "CGROUP_V1",
                    (facts.here() ? "this machine" : facts.remote().get().host())
                            + " uses cgroup v1, which Kubernetes 1.35 and later do not support",
                    "Boot with systemd.unified_cgroup_hierarchy=1, or keep the pinned node image.");
        }
    }

    private void unencrypted(RemoteEngine remote) {
        findings.warn(
                program(),
                "ENGINE_UNENCRYPTED",
                "the connection to " + remote.endpoint() + " is not encrypted, and whoever reaches that port can become"
                        + " root there",
                "Use ssh://USER@" + remote.host() + ", or TLS: https://docs.docker.com/engine/security/protect-access");
    }

    /** The requirements of kind (kind 0.33 {@code pkg/cluster/internal/create}, and its page "Rootless"). */
    private void rootless(Answer answer) {
        if (answer.cgroups().equals("1")) {
            findings.error(
                    "cgroup",
                    Reason.CGROUPS_UNSUITABLE,
                    "without root, kind needs cgroup v2; this machine uses v1",
                    "Boot with systemd.unified_cgroup_hierarchy=1, or use " + title() + " as root; see " + ROOTLESS
                            + ".");
        } else if (!answer.unlimited().isEmpty()) {
            findings.error(
                    "cgroup",
                    Reason.CGROUPS_UNSUITABLE,
                    "without root, " + title() + " may not limit " + Wording.names(answer.unlimited())
                            + ", because systemd does not delegate it",
                    "Put \"[Service]\" and \"Delegate=yes\" into /etc/systemd/system/user@.service.d/delegate.conf, run"
                            + " `sudo systemctl daemon-reload` and log in again; see " + ROOTLESS + ".");
        }
        facts.setup()
                .userWithoutIds()
                .ifPresent(user -> findings.error(
                        "ids",
                        Reason.ROOTLESS_SETUP,
                        "/etc/subuid or /etc/subgid has no range of ids for the user " + user
                                + ", which containers need without root",
                        "sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 " + user));
        privilegedPorts();
        findings.warn(
                "bpf",
                "ROOTLESS_BPF",
                "without root, the kernel does not let Cilium's agents load their BPF programs: the cluster comes up, but"
                        + " Cilium does not become ready",
                "Use " + title() + " as root for labs that install Cilium.");
    }

    private void privilegedPorts() {
        if (facts.setup().firstPort().isEmpty()) {
            return;
        }
        long first = facts.setup().firstPort().getAsLong();
        List<Integer> privileged =
                needs.ports().stream().filter(port -> port < first).sorted().toList();
        if (!privileged.isEmpty()) {
            findings.error(
                    "ports",
                    Reason.ROOTLESS_SETUP,
                    "the lab's kind.yaml needs " + (privileged.size() == 1 ? "port " : "the ports ")
                            + Wording.names(privileged) + ", and without root the first free port is " + first,
                    "sudo sysctl net.ipv4.ip_unprivileged_port_start=" + privileged.get(0));
        }
    }

    private void memory(int required, double available) {
        if (available < required * 0.9) {
            findings.warn(
                    "memory",
                    "MEMORY_LOW",
                    String.format(
                            Locale.ROOT,
                            "the lab needs %d GiB for its nodes; %s has %.1f",
                            required,
                            title(),
                            available),
                    findings.linux()
                            ? "Stop other programs that use memory: `" + program() + " ps`, `free -h`."
                            : "Give Docker Desktop more memory: Settings, Resources.");
        }
    }
}
