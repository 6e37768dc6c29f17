package dev.labctl.doctor;

import dev.labctl.doctor.CheckResult.Severity;
import dev.labctl.doctor.EngineFacts.Answer;
import dev.labctl.failure.Reason;
import dev.labctl.tools.HostTroubles;
import dev.labctl.tools.RemoteEngine;
import dev.labctl.tools.Version;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Checks a container engine: whether it responds, and what kind's nodes need of it. Pure. */
record EngineChecks(EngineFacts facts, Needs needs, Findings findings) {
    private static final double GIB = 1L << 30;

    void run() {
        Optional<Answer> answer = facts.answer();
        if (!facts.installed()) {
            findings.error(program(), troubles().missing());
        } else if (answer.isEmpty()) {
            findings.error(program(), troubles().notResponding(facts.trouble()));
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

    private HostTroubles troubles() {
        return facts.troubles(findings.platform());
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
        Optional<Version> version = Version.parse(answer.version());
        if (version.isEmpty()) {
            findings.versionUnknown(program(), title(), answer.version());
        }
        version.filter(known -> known.compareTo(facts.engine().tool().oldest()) < 0)
                .ifPresent(known ->
                        findings.add(Severity.WARNING, program(), troubles().tooOld(known.toString())));
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

    private void rootless(Answer answer) {
        if (answer.cgroups().equals("1")) {
            findings.error("cgroup", troubles().rootlessOnCgroupV1());
        } else if (!answer.unlimited().isEmpty()) {
            findings.error("cgroup", troubles().notDelegated(answer.unlimited()));
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
            findings.error("ports", troubles().privilegedPorts(privileged, first));
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
