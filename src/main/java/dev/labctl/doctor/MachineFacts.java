package dev.labctl.doctor;

import dev.labctl.tools.Platform;
import dev.labctl.tools.Tool;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

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
public record MachineFacts(
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
    public record Engine(String version, String cgroups, long memoryBytes, int cpus) {}

    public MachineFacts {
        tools = Map.copyOf(tools);
        takenPorts = List.copyOf(takenPorts);
    }
}
