package dev.labctl.doctor;

import dev.labctl.tools.Platform;
import dev.labctl.tools.Tool;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What was seen of a machine.
 *
 * @param tools what each program that was asked for said of its version; no entry for those that are not there
 * @param engine the container engine's answer; empty where it gave none
 * @param engineTrouble its words where it gave none
 * @param ipv6Disabled {@code net.ipv6.conf.all.disable_ipv6}; empty where the machine has no such setting
 * @param kindNetworkIpv6 whether Docker's network {@code kind} has IPv6; empty where it is not there yet
 * @param takenPorts those of the ports asked for that cannot be bound
 * @param awsCredentials whether there is any sign of them
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
     * @param memoryBytes of the machine that containers run on, which on macOS and Windows is a virtual one
     */
    public record Engine(String version, String cgroups, long memoryBytes, int cpus) {}

    public MachineFacts {
        tools = Map.copyOf(tools);
        takenPorts = List.copyOf(takenPorts);
    }
}
