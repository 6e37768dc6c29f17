package dev.labctl.provider.kind;

import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.lab.KindConfig;
import dev.labctl.lab.KindConfig.IpFamily;
import dev.labctl.tools.ContainerEngine;
import dev.labctl.tools.HostTroubles;
import dev.labctl.tools.Platform;
import dev.labctl.tools.RemoteEngine;
import dev.labctl.tools.Tools;
import dev.labctl.tree.Tree;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The machine on which the nodes of clusters run: this one, or that of a remote container engine.
 *
 * @param platform of this machine; on Linux alone, containers of a local engine share its network
 * @param environment tells whether the engine is remote
 */
public record KindHost(Platform platform, ContainerEngine engine, Map<String, String> environment) {
    static final String NETWORKING = "networking";
    private static final String ADDRESS = "apiServerAddress";
    private static final String PORT = "apiServerPort";

    public KindHost {
        environment = Map.copyOf(environment);
    }

    static KindHost of(Tools tools, Map<String, String> environment) {
        return new KindHost(tools.platform(), ContainerEngine.of(environment, tools.executables()), environment);
    }

    /** This machine, with Docker. */
    public static KindHost local(Platform platform) {
        return new KindHost(platform, ContainerEngine.DOCKER, Map.of());
    }

    /** What it may lack. */
    HostTroubles troubles() {
        return new HostTroubles(engine, platform, remote());
    }

    private Optional<RemoteEngine> remote() {
        return RemoteEngine.of(engine, environment);
    }

    /** The configuration to pass to kind: the file unchanged, where nothing has to be added. */
    Map<String, Object> config(KindConfig kind) {
        Map<String, Object> tree = kind.tree();
        for (Map.Entry<String, Object> addition : additions(kind).entrySet()) {
            tree = Tree.with(tree, addition.getValue(), NETWORKING, addition.getKey());
        }
        return tree;
    }

    /**
     * What the file lacks below {@code networking}. Docker on macOS and Windows runs in a virtual machine that forwards ports
     * over IPv4 only, so the API server of an IPv6 cluster must listen on 127.0.0.1 there (kind docs, "IPv6 clusters"). On a
     * remote engine it must listen on an address of that machine, on a port that the engine chooses: kind looks for a free
     * one on this machine, and fails (kind {@code providers/common/getport.go}).
     */
    Map<String, Object> additions(KindConfig kind) {
        Map<String, Object> additions = new LinkedHashMap<>();
        Optional<RemoteEngine> remote = remote();
        if (remote.isPresent()) {
            additions.put(ADDRESS, address(remote.get()));
            additions.put(PORT, -1L);
        } else if (platform != Platform.LINUX && kind.ipFamily() == IpFamily.IPV6) {
            additions.put(ADDRESS, "127.0.0.1");
        }
        additions.keySet().removeIf(field -> Tree.at(kind.tree(), NETWORKING, field)
                .isPresent());
        return additions;
    }

    private static String address(RemoteEngine remote) {
        return remote.addresses().stream()
                .min(Comparator.comparing(address -> !(address instanceof Inet4Address)))
                .map(InetAddress::getHostAddress)
                .orElseThrow(() -> new FailureException(
                        Reason.DOCKER_UNREACHABLE,
                        "the host " + remote.host() + " of the container engine (" + remote.endpoint()
                                + ") has no address that this machine can find",
                        "Use its DNS name or its address: an alias in ~/.ssh/config is known to ssh alone."));
    }

    /** The address on which the API server answers other machines; empty where it answers its own machine alone. */
    Optional<String> exposedAddress(KindConfig kind) {
        return Tree.text(config(kind), NETWORKING, ADDRESS).filter(address -> !isLoopback(address));
    }

    /** Why other machines could reach the API server. */
    Optional<String> exposure(KindConfig kind) {
        Optional<RemoteEngine> remote = remote();
        Optional<String> address = exposedAddress(kind);
        if (remote.isEmpty()) {
            return address.map(exposed ->
                    "kind.yaml makes the API server listen on " + exposed + ", where other machines can reach it");
        }
        String endpoint = remote.get().endpoint();
        if (address.filter(this::has).isEmpty()) {
            throw new FailureException(
                    Reason.LAB_INVALID,
                    "kind.yaml makes the API server listen on an address that is not one of the container engine's host ("
                            + endpoint + ")",
                    "Remove networking.apiServerAddress from it: labctl then adds the right one.");
        }
        return Optional.of("the container engine is on another machine (" + endpoint
                + "), so the API server of the cluster would listen on " + address.get());
    }

    /** Whether an address is one of this machine, or of that of the remote engine. */
    boolean has(String address) {
        try {
            InetAddress wanted = InetAddress.getByName(address);
            Optional<RemoteEngine> remote = remote();
            return remote.isPresent()
                    ? remote.get().addresses().contains(wanted)
                    : wanted.isAnyLocalAddress() || NetworkInterface.getByInetAddress(wanted) != null;
        } catch (UnknownHostException | SocketException e) {
            return false;
        }
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
