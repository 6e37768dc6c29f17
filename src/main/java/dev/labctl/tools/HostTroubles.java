package dev.labctl.tools;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.failure.Wording;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What a machine and its container engine lack for the nodes of kind, each with its cause and remedy. {@code labctl doctor} finds it
 * beforehand, a tool that failed reports it afterwards, and both use these words.
 *
 * @param remote the machine that the engine runs on, if it is another one
 */
public record HostTroubles(ContainerEngine engine, Platform platform, Optional<RemoteEngine> remote) {
    /** kind docs, "Known issues": pod errors due to "too many open files". */
    public static final long INOTIFY_WATCHES = 524_288;

    public static final long INOTIFY_INSTANCES = 512;

    private static final String ROOTLESS = "https://kind.sigs.k8s.io/docs/user/rootless";

    private static final Pattern REFUSED = Pattern.compile(
            "permission denied while trying to connect to the [Dd]ocker|dial unix \\S+: connect: permission denied");

    /** The engine's client has no answer, for the reason that it gives. */
    public Failure notResponding(String why) {
        return REFUSED.matcher(why).find()
                ? Failure.of(
                        Reason.DOCKER_UNREACHABLE,
                        title() + " refuses this user",
                        "Add yourself to the group docker (`sudo usermod -aG docker $USER`) and log in again.")
                : Failure.of(
                        Reason.DOCKER_UNREACHABLE,
                        title() + " does not respond" + (why.isEmpty() ? "" : ": " + why),
                        start());
    }

    private String start() {
        if (remote.isPresent()) {
            return "Check that " + remote.get().endpoint() + " is right and its machine runs: `" + program()
                    + " version`.";
        }
        boolean linux = platform == Platform.LINUX;
        return switch (engine.tool()) {
            case DOCKER -> linux ? "sudo systemctl start docker" : "Start Docker Desktop.";
            case NERDCTL -> linux ? "sudo systemctl start containerd" : program() + " machine start";
            default -> linux ? "Run `" + program() + " info` to see why." : program() + " machine start";
        };
    }

    public Failure missing() {
        return Failure.of(
                Reason.TOOL_MISSING,
                program() + " is not on the PATH",
                engine.tool().install(platform));
    }

    /** A version of the engine that is older than the labs need. */
    public Failure tooOld(String version) {
        return Failure.of(
                Reason.TOOL_TOO_OLD,
                title() + " is " + version + "; the labs need " + engine.tool().oldest() + " or later",
                engine.tool().install(platform));
    }

    public Failure networkWithoutIpv6() {
        return Failure.of(
                Reason.IPV6_UNAVAILABLE,
                title() + "'s network \"kind\" was created without IPv6",
                "Delete all kind clusters, then run: " + program() + " network rm kind (kind recreates it with IPv6)");
    }

    /** Docker gives each network a range of its own, out of few that no other network and no route of the machine has. */
    public Failure networksUsedUp() {
        return Failure.of(
                Reason.CLUSTER_CREATE_FAILED,
                title()
                        + " has no free range of addresses for the network \"kind\": other networks or the routes of a VPN have"
                        + " all of them",
                "Remove networks that are not in use (`" + program()
                        + " network prune`), disconnect the VPN, or add ranges:"
                        + " default-address-pools in /etc/docker/daemon.json.");
    }

    public Failure networkOverlaps() {
        return Failure.of(
                Reason.CLUSTER_CREATE_FAILED,
                "the range of addresses of " + title() + "'s network \"kind\" overlaps that of another network",
                "Find that network and remove it: " + program() + " network inspect $(" + program()
                        + " network ls -q)");
    }

    /** Something else, such as a restart of firewalld, removed the chains that the engine created when it started. */
    public Failure chainsMissing() {
        return Failure.of(
                Reason.CLUSTER_CREATE_FAILED,
                title() + "'s iptables rules are gone: a firewall was restarted after it, or its rules were flushed",
                "Restart " + title() + ", which creates them again: "
                        + (platform == Platform.LINUX ? "sudo systemctl restart " + program() : start()));
    }

    public Failure windowsContainers() {
        return Failure.of(
                Reason.CLUSTER_CREATE_FAILED,
                title() + " runs Windows containers, and kind's nodes are Linux containers",
                "Switch to Linux containers in the menu of Docker Desktop.");
    }

    public Failure diskFull() {
        return Failure.of(
                Reason.CLUSTER_CREATE_FAILED,
                "the disk is full",
                "Make room (`" + program() + " system df`, `" + program()
                        + " system prune`), then run the same command again.");
    }

    public Failure imageNotPulled(String image) {
        return Failure.of(
                Reason.CLUSTER_CREATE_FAILED,
                "the node image " + image + " cannot be pulled",
                "Check the network, or name an image that is here with --node-image (`" + program()
                        + " images kindest/node`).");
    }

    /** A proxy that inspects TLS shows a certificate of its own. */
    public Failure registryNotTrusted(String image) {
        return Failure.of(
                Reason.CLUSTER_CREATE_FAILED,
                "the node image " + image + " cannot be pulled: " + title()
                        + " does not trust the certificate that the registry, or a proxy before it, shows",
                "Add the certificate of its authority to those that the system trusts, and restart " + title()
                        + "; an image that is here needs no pull (--node-image, `" + program()
                        + " images kindest/node`).");
    }

    /** The limit is that of Docker Hub for each address without a login. */
    public Failure pullsLimited(String image) {
        return Failure.of(
                Reason.CLUSTER_CREATE_FAILED,
                "the node image " + image
                        + " cannot be pulled: the registry limits how many images are pulled, and the limit is reached",
                "Log in (`" + program() + " login`) or try again in a few hours; an image that is here needs no pull"
                        + " (--node-image, `" + program() + " images kindest/node`).");
    }

    /** A port that the lab's kind.yaml maps is in use. */
    public Failure portTaken(String port) {
        return Failure.of(
                Reason.PORT_TAKEN,
                "port " + port + ", which the lab's kind.yaml requires, is in use",
                "Find the process that uses it (`" + find(port) + "`), or change the port in kind.yaml.");
    }

    private String find(String port) {
        return switch (platform) {
            case LINUX -> "ss -ltnp 'sport = :" + port + "'";
            case MACOS -> "lsof -i :" + port;
            case WINDOWS -> "netstat -ano | findstr :" + port;
        };
    }

    /** Windows reserves ranges of ports, for Hyper-V among others, and lets no program listen there. */
    public Failure portReserved(String port) {
        return Failure.of(
                Reason.PORT_TAKEN,
                "Windows has reserved port " + port + ", which the lab's kind.yaml requires, or a program uses it",
                "See the reserved ranges (`netsh interface ipv4 show excludedportrange protocol=tcp`), and use a port outside"
                        + " them in kind.yaml; new ranges are chosen after `net stop winnat` and `net start winnat`.");
    }

    /**
     * Ports that only root may open.
     *
     * @param first the first one that others may open
     */
    public Failure privilegedPorts(List<Integer> ports, long first) {
        return Failure.of(
                Reason.ROOTLESS_SETUP,
                "the lab's kind.yaml needs " + (ports.size() == 1 ? "port " : "the ports ") + Wording.names(ports)
                        + ", and without root the first free port is " + first,
                "sudo sysctl net.ipv4.ip_unprivileged_port_start=" + ports.get(0));
    }

    /**
     * Limits of the kernel.
     *
     * @param instances how many the nodes need; empty where their number is not known
     */
    public Failure inotify(String message, OptionalLong instances) {
        return Failure.of(
                Reason.INOTIFY_LIMITS,
                message,
                "sudo sysctl fs.inotify.max_user_watches=" + INOTIFY_WATCHES + " fs.inotify.max_user_instances="
                        + Math.max(INOTIFY_INSTANCES, instances.orElse(0)));
    }

    /** kind 0.33 {@code pkg/cluster/internal/create}, and its page "Rootless". */
    public Failure rootlessOnCgroupV1() {
        return Failure.of(
                Reason.CGROUPS_UNSUITABLE,
                "without root, kind needs cgroup v2; this machine uses v1",
                "Boot with systemd.unified_cgroup_hierarchy=1, or use " + title() + " as root; see " + ROOTLESS + ".");
    }

    /** The controllers that systemd does not delegate; empty where they are not known. */
    public Failure notDelegated(List<String> controllers) {
        return Failure.of(
                Reason.CGROUPS_UNSUITABLE,
                "without root, " + title() + " may not limit "
                        + (controllers.isEmpty() ? "what a node uses" : Wording.names(controllers))
                        + ", because systemd does not delegate it",
                "Put \"[Service]\" and \"Delegate=yes\" into /etc/systemd/system/user@.service.d/delegate.conf, run"
                        + " `sudo systemctl daemon-reload` and log in again; see " + ROOTLESS + ".");
    }

    private String program() {
        return engine.program();
    }

    private String title() {
        return engine.title();
    }
}
