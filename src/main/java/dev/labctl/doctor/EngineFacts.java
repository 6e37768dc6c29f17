package dev.labctl.doctor;

import dev.labctl.tools.ContainerEngine;
import dev.labctl.tools.HostTroubles;
import dev.labctl.tools.Platform;
import dev.labctl.tools.RemoteEngine;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The facts of a container engine.
 *
 * @param installed whether its client is on the PATH
 * @param answer what it reports of itself; empty if it does not respond
 * @param trouble why it does not respond
 * @param remote where it runs, if that is another machine
 * @param setup of this machine for an engine without root
 */
record EngineFacts(
        ContainerEngine engine,
        boolean installed,
        Optional<Answer> answer,
        String trouble,
        Optional<RemoteEngine> remote,
        RootlessSetup setup) {
    /**
     * What an engine reports of itself.
     *
     * @param cgroups the version of cgroups, 1 or 2
     * @param memoryBytes the memory of the machine that runs the containers, a virtual one on macOS and Windows
     * @param rootless whether it runs without root
     * @param unlimited the cgroup controllers that kind needs and the engine may not use: {@code memory}, {@code pids},
     *     {@code cpu}
     */
    record Answer(
            String version, String cgroups, long memoryBytes, int cpus, boolean rootless, List<String> unlimited) {
        Answer {
            unlimited = List.copyOf(unlimited);
        }
    }

    /**
     * What this machine grants to engines without root.
     *
     * @param firstPort the first port that users may open, {@code net.ipv4.ip_unprivileged_port_start}
     * @param userWithoutIds the user, if {@code /etc/subuid} or {@code /etc/subgid} has no range of ids for this name
     */
    record RootlessSetup(OptionalLong firstPort, Optional<String> userWithoutIds) {
        static final RootlessSetup UNKNOWN = new RootlessSetup(OptionalLong.empty(), Optional.empty());
    }

    /** What it may lack, on a machine of this kind. */
    HostTroubles troubles(Platform platform) {
        return new HostTroubles(engine, platform, remote);
    }

    /** Whether facts of this machine, such as its limits and ports, are those of the machine that runs the nodes. */
    boolean here() {
        return remote.isEmpty();
    }
}
