package dev.labctl.doctor;

import dev.labctl.doctor.Checks.MachineFacts;
import dev.labctl.failure.Reason;
import dev.labctl.failure.Wording;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Checks whether a machine has room for several clusters at once. Pure.
 *
 * <p>What a node takes was measured on three clusters of two nodes with Kubernetes 1.33, Cilium 1.18.2 and three pods each, on
 * Docker 20.10: {@code docs/class-room.md} has the figures, of which these are the largest.
 */
record RoomChecks(MachineFacts facts, Needs needs, Findings findings) {
    private static final double GIB = 1L << 30;
    private static final double CONTROL_PLANE_MEMORY = 1.3;
    private static final double WORKER_MEMORY = 0.8;
    private static final double NODE_DISK = 2.6;
    private static final double CONTROL_PLANE_CPU = 0.16;
    private static final double WORKER_CPU = 0.07;

    private static final String FEWER =
            "Create fewer clusters on this machine; `labctl status --all` shows what is there, `labctl down` deletes it.";

    /**
     * What there is of this machine's memory and disk, in bytes.
     *
     * @param memory that programs can still get; empty where only the engine's own figure is known
     * @param disk free where the engine keeps its containers; empty if it is another machine's
     */
    record Room(OptionalLong memory, OptionalLong disk) {
        static final Room UNKNOWN = new Room(OptionalLong.empty(), OptionalLong.empty());
    }

    void run() {
        if (needs.clusters() == 1) {
            return;
        }
        int workers = Math.max(0, needs.nodes() - 1);
        facts.engine().answer().ifPresent(engine -> {
            double memory = facts.room().memory().orElse(engine.memoryBytes()) / GIB;
            enough("memory", "GiB of memory", CONTROL_PLANE_MEMORY + workers * WORKER_MEMORY, memory);
            cpus(CONTROL_PLANE_CPU + workers * WORKER_CPU, engine.cpus());
        });
        facts.room().disk().ifPresent(free -> enough("disk", "GiB of disk", NODE_DISK * needs.nodes(), free / GIB));
        if (!needs.ports().isEmpty()) {
            findings.error(
                    "ports",
                    Reason.PORT_TAKEN,
                    "the lab's kind.yaml maps " + (needs.ports().size() == 1 ? "port " : "the ports ")
                            + Wording.names(needs.ports())
                            + " of this machine, which only one cluster at a time can have",
                    "Remove extraPortMappings from it, or give each cluster a file with ports of its own.");
        }
    }

    private void enough(String subject, String unit, double each, double available) {
        double needed = each * needs.clusters();
        String numbers = String.format(
                Locale.ROOT,
                "%d clusters of %s need %.1f %s; %.1f are free",
                needs.clusters(),
                Wording.counted(needs.nodes(), "node"),
                needed,
                unit,
                available);
        if (needed <= available) {
            findings.ok(subject, numbers);
        } else {
            findings.error(subject, Reason.ROOM_TOO_SMALL, numbers + ", enough for " + (int) (available / each), FEWER);
        }
    }

    private void cpus(double each, int available) {
        double needed = each * needs.clusters();
        String numbers = String.format(
                Locale.ROOT,
                "%d clusters at rest take %.1f of %s",
                needs.clusters(),
                needed,
                Wording.counted(available, "CPU"));
        if (needed <= available / 2.0) {
            findings.ok("cpus", numbers);
        } else {
            findings.warn(
                    "cpus",
                    "CPUS_LOW",
                    numbers + ", which leaves little for what the readers do",
                    "Create the clusters one after another, or fewer of them.");
        }
    }
}
