package dev.labctl.doctor;

import dev.labctl.doctor.CheckResult.Severity;
import dev.labctl.doctor.Needs.Part;
import dev.labctl.doctor.RoomChecks.Room;
import dev.labctl.failure.Reason;
import dev.labctl.tools.HostTroubles;
import dev.labctl.tools.Platform;
import dev.labctl.tools.Tool;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Checks the facts of a machine against what a lab needs. Pure. */
final class Checks {
    /** A node container with systemd, containerd and kubelet needs about forty instances (kind#1652, kind#2744). */
    private static final long INSTANCES_PER_NODE = 40;

    /**
     * The observed facts of a machine.
     *
     * @param tools the version output of each required program; no entry for missing programs
     * @param ipv6Disabled {@code net.ipv6.conf.all.disable_ipv6}; empty if the machine has no such setting
     * @param kindNetworkIpv6 whether Docker's network {@code kind} has IPv6; empty if it does not exist yet
     * @param takenPorts the required ports that cannot be bound
     * @param room for several clusters
     * @param aws what AWS answers for a lab on EKS
     */
    record MachineFacts(
            Platform platform,
            Map<Tool, String> tools,
            EngineFacts engine,
            OptionalLong inotifyWatches,
            OptionalLong inotifyInstances,
            Optional<Boolean> ipv6Disabled,
            Optional<Boolean> kindNetworkIpv6,
            List<Integer> takenPorts,
            Room room,
            AwsFacts aws) {
        MachineFacts {
            tools = Map.copyOf(tools);
            takenPorts = List.copyOf(takenPorts);
        }
    }

    private final MachineFacts facts;
    private final Needs needs;
    private final Findings findings;

    private Checks(MachineFacts facts, Needs needs) {
        this.facts = facts;
        this.needs = needs;
        this.findings = new Findings(facts.platform());
    }

    /** The results in the order in which a user would fix them. */
    static List<CheckResult> run(MachineFacts facts, Needs needs) {
        Checks checks = new Checks(facts, needs);
        boolean here = facts.engine().here();
        checks.check(Part.ENGINE, () -> new EngineChecks(facts.engine(), needs, checks.findings).run());
        checks.check(Part.KIND, () -> checks.tool(Tool.KIND, Severity.ERROR));
        checks.check(Part.CILIUM, () -> checks.tool(Tool.CILIUM, Severity.ERROR));
        checks.check(Part.KUBECTL, () -> checks.tool(Tool.KUBECTL, Severity.WARNING));
        if (here) {
            checks.check(Part.INOTIFY, checks::inotify);
        }
        checks.check(Part.IPV6, checks::ipv6);
        checks.ports();
        new RoomChecks(facts, needs, checks.findings).run();
        checks.check(Part.AWS, checks::aws);
        return checks.findings.results();
    }

    private void check(Part part, Runnable check) {
        if (needs.parts().contains(part)) {
            check.run();
        }
    }

    private void tool(Tool tool, Severity severity) {
        findings.tool(tool, severity, facts.tools());
    }

    private void inotify() {
        if (facts.inotifyInstances().isEmpty()) {
            return;
        }
        long watches = facts.inotifyWatches().orElse(HostTroubles.INOTIFY_WATCHES);
        long instances = facts.inotifyInstances().getAsLong();
        String found = watches + " watches, " + instances + " instances";
        long nodes = (long) needs.nodes() * needs.clusters();
        long needed = INSTANCES_PER_NODE * nodes;
        boolean tooLow = instances < needed;
        if (tooLow || watches < HostTroubles.INOTIFY_WATCHES || instances < HostTroubles.INOTIFY_INSTANCES) {
            String message = tooLow
                    ? "the inotify limits are too low for " + nodes + " nodes: " + found
                    : "the inotify limits are low: " + found;
            findings.add(
                    tooLow ? Severity.ERROR : Severity.WARNING,
                    "inotify",
                    troubles().inotify(message, OptionalLong.of(needed)));
        } else {
            findings.ok("inotify", found);
        }
    }

    private void ipv6() {
        if (findings.linux() && facts.engine().here() && facts.ipv6Disabled().orElse(true)) {
            findings.add(
                    Severity.ERROR,
                    "ipv6",
                    Reason.IPV6_UNAVAILABLE,
                    facts.ipv6Disabled().isPresent()
                            ? "IPv6 is disabled on this machine"
                            : "this kernel does not support IPv6",
                    "sudo sysctl net.ipv6.conf.all.disable_ipv6=0");
        } else if (!facts.kindNetworkIpv6().orElse(true)) {
            findings.error("ipv6", troubles().networkWithoutIpv6());
        } else {
            findings.ok("ipv6", "IPv6 is enabled");
        }
    }

    private void ports() {
        facts.takenPorts()
                .forEach(port -> findings.error("port " + port, troubles().portTaken(String.valueOf(port))));
    }

    private HostTroubles troubles() {
        return facts.engine().troubles(facts.platform());
    }

    private void aws() {
        tool(Tool.EKSCTL, Severity.ERROR);
        tool(Tool.AWS, Severity.ERROR);
        needs.eks().ifPresent(cluster -> new AwsChecks(facts.aws(), cluster, findings).run());
    }
}
