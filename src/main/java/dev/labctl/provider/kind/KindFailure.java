package dev.labctl.provider.kind;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.process.ProcessResult;
import dev.labctl.tools.HostTroubles;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What kind's messages mean. The patterns are texts of kind 0.23 to 0.33 and of the container engines and kubeadm behind it; each
 * has a recorded example among the tests. What {@code labctl doctor} finds beforehand has its words in {@link HostTroubles}.
 */
final class KindFailure {
    /** Every port below it is root's alone, unless the kernel is told otherwise. */
    private static final long FIRST_UNPRIVILEGED = 1024;

    private static final Pattern LOCKED =
            Pattern.compile("failed to lock config file(?:: open (\\S.*?): file exists)?");

    /** One known cause: its pattern, and its failure for the reader. */
    private record Cause(Pattern pattern, BiFunction<Matcher, HostTroubles, Failure> failure) {}

    /** The first that is found counts: what is special stands before what is general. */
    private static final List<Cause> CAUSES = List.of(
            cause(
                    "permission denied while trying to connect to the [Dd]ocker|dial unix \\S+: connect: permission denied",
                    (found, host) -> host.notResponding(found.group())),
            cause(
                    "Cannot connect to the Docker daemon|error during connect|docker daemon is not running"
                            + "|failed to connect to the docker API",
                    (found, host) -> host.notResponding("")),
            cause("executable file not found in \\$PATH", (found, host) -> host.missing()),
            cause(
                    "(?:Bind for \\S*?|listen tcp\\S* \\S*?):(\\d+)(?: failed: port is already allocated"
                            + "|: bind: address already in use|: bind: Only one usage of each socket address)",
                    (found, host) -> host.portTaken(found.group(1))),
            cause(
                    ":(\\d+): bind: An attempt was made to access a socket in a way forbidden by its access permissions",
                    (found, host) -> host.portReserved(found.group(1))),
            cause(
                    "cannot expose privileged port (\\d+)(?:[^\\n]*\\(currently (\\d+)\\))?"
                            + "|listen tcp\\S* \\S*?:(\\d+): bind: permission denied",
                    (found, host) -> host.privilegedPorts(
                            List.of(Integer.parseInt(found.group(1) == null ? found.group(3) : found.group(1))),
                            found.group(2) == null ? FIRST_UNPRIVILEGED : Long.parseLong(found.group(2)))),
            cause(
                    "could not find an available, non-overlapping IPv\\d address pool"
                            + "|all predefined address pools have been fully subnetted",
                    (found, host) -> host.networksUsedUp()),
            cause(
                    "Pool overlaps with other one on this address space|networks have overlapping IPv\\d",
                    (found, host) -> host.networkOverlaps()),
            cause(
                    "failed to get IPv6 address for node|is docker configured to use IPv6 correctly",
                    (found, host) -> host.networkWithoutIpv6()),
            cause(
                    "node\\(s\\) already exist for a cluster with the name \"([^\"]+)\"",
                    Reason.CLUSTER_BUSY,
                    "a cluster named {} was created meanwhile",
                    "Run the same command again: it checks what is there first."),
            new Cause(
                    LOCKED,
                    (found, host) -> kubeconfigLocked(
                            Optional.ofNullable(found.group(1)).orElse("the file config.lock beside your kubeconfig"))),
            cause(
                    "too many open files|failed to create fsnotify watcher|inotify_(?:init|add_watch)",
                    (found, host) ->
                            host.inotify("the nodes ran out of inotify watches or instances", OptionalLong.empty())),
            cause(
                    "could not find a log line that matches",
                    Reason.CLUSTER_CREATE_FAILED,
                    "a node's container did not boot",
                    "Usually inotify limits or memory are too low: `labctl doctor` checks both."),
            // cgroup v1 alone: a runtime in the node was killed between freezing a container and letting it go on.
            cause(
                    "did not receive an exit event",
                    Reason.CLUSTER_DELETE_FAILED,
                    "Docker cannot stop a node, because a process in it is frozen (cgroup v1)",
                    "Thaw it, `sudo find /sys/fs/cgroup/freezer/docker -name freezer.state -exec sh -c 'echo THAWED >$0'"
                            + " {} \\;`, then run the same command again."),
            cause("rootless provider requires cgroup v2", (found, host) -> host.rootlessOnCgroupV1()),
            cause("rootless provider requires setting systemd property", (found, host) -> host.notDelegated(List.of())),
            cause(
                    "error setting rlimit type",
                    Reason.CLUSTER_CREATE_FAILED,
                    "podman may not give a node the limits that it is configured for",
                    "Set lower ones (default_ulimits) in containers.conf; labctl's docs/engines.md has the lines."),
            cause("podman version \"([^\"]+)\" is too old", (found, host) -> host.tooOld(found.group(1))),
            cause(
                    "listen tcp\\S* (\\S+):\\d+: bind: cannot assign requested address",
                    Reason.CLUSTER_CREATE_FAILED,
                    "the container engine's machine has no address {} of its own, on which the API server could listen",
                    "Name it in DOCKER_HOST by an address of one of its network interfaces, not by that of a gateway."),
            cause(
                    "iptables[^\\n]*(?:No chain/target/match by that name|Chain 'DOCKER[^']*' does not exist)",
                    (found, host) -> host.chainsMissing()),
            cause("Windows does not support privileged mode", (found, host) -> host.windowsContainers()),
            cause("no space left on device", (found, host) -> host.diskFull()),
            cause(
                    "failed to pull image \"([^\"]+)\"(?s:.*)(?:toomanyrequests|429 Too Many Requests)",
                    (found, host) -> host.pullsLimited(found.group(1))),
            cause(
                    "failed to pull image \"([^\"]+)\"(?s:.*)x509: ",
                    (found, host) -> host.registryNotTrusted(found.group(1))),
            cause("failed to pull image \"([^\"]+)\"", (found, host) -> host.imageNotPulled(found.group(1))),
            cause(
                    "unable to decode config|invalid (?:pod|service) subnet|invalid configuration",
                    Reason.CLUSTER_CREATE_FAILED,
                    "kind does not accept the lab's kind.yaml",
                    "Fix the file; `labctl show` prints its path."),
            cause(
                    "Invalid value: \"([^\"]+)\": the size of pod subnet with mask \\d+ is smaller than the size of node subnet"
                            + " with mask (\\d+)",
                    (found, host) -> Failure.of(
                            Reason.CLUSTER_CREATE_FAILED,
                            "the pod subnet " + found.group(1)
                                    + " in kind.yaml is smaller than the CIDR of one node, a /" + found.group(2),
                            "Use a larger networking.podSubnet, or smaller node CIDRs (node-cidr-mask-size of the controller"
                                    + " manager, in kubeadmConfigPatches).")),
            cause(
                    "kubelet (?:isn't|is not) (?:running|healthy)",
                    Reason.CLUSTER_CREATE_FAILED,
                    "kubeadm waited in vain for the kubelet of the first node",
                    "Usually memory, cgroups or inotify limits are the reason: `labctl doctor` checks them. Kubelet settings in"
                            + " kubeadmConfigPatches of kind.yaml can be another."),
            // kubeadm's verdict is one of hundreds of lines.
            cause(
                    "failed to (?:init|join) node with kubeadm(?s:.*?)(?m:^\\s*(\\[ERROR [^\\n]+"
                            + "|error execution phase [^\\n]+|[\\w.\\[\\]]+: (?:Invalid value|Forbidden|Required value)[^\\n]+))",
                    Reason.CLUSTER_CREATE_FAILED,
                    "kubeadm cannot set up a node: {}",
                    "Fix what it names: settings come from kind.yaml and its kubeadmConfigPatches; `labctl doctor` checks the"
                            + " machine."));

    private KindFailure() {}

    private static Cause cause(String pattern, BiFunction<Matcher, HostTroubles, Failure> failure) {
        return new Cause(Pattern.compile(pattern), failure);
    }

    /** A cause that is kind's own; {@code {}} stands for the first group of the pattern. */
    private static Cause cause(String pattern, Reason reason, String message, String next) {
        return cause(
                pattern,
                (found, host) -> Failure.of(
                        reason,
                        found.groupCount() > 0
                                ? message.replace("{}", found.group(1).strip())
                                : message,
                        next));
    }

    /**
     * The failure that a bad end of kind stands for.
     *
     * @param reason of the failure where the cause is not known
     * @param what kind was doing, as it goes before "failed"
     * @param host on which kind ran
     */
    static Failure explain(Reason reason, String what, ProcessResult result, HostTroubles host) {
        String text = result.stderr().plain() + "\n" + result.stdout().plain();
        List<String> last = result.stderr().lastLines(ProcessResult.SHOWN);
        for (Cause cause : CAUSES) {
            Matcher matcher = cause.pattern().matcher(text);
            if (matcher.find()) {
                return cause.failure().apply(matcher, host).withDetails(last);
            }
        }
        return Failure.of(reason, what + " failed", "See kind's last lines; the same command can be run again.")
                .withDetails(last);
    }

    private static Failure kubeconfigLocked(String file) {
        return Failure.of(
                Reason.KUBECONFIG_LOCKED,
                "kind could not write the kubeconfig: its lock file is there, " + file,
                "A kind or kubectl is writing it, or was killed while it did. If none runs, delete the lock file, and run the same"
                        + " command again; `labctl context` writes the context of a cluster that is there.");
    }

    /**
     * Whether kind could not write the reader's kubeconfig because of its lock file; that is the last thing that it does for a new
     * cluster, which it keeps.
     */
    static boolean isKubeconfigLocked(ProcessResult result) {
        return result instanceof ProcessResult.Failed
                && LOCKED.matcher(result.stderr().plain()).find();
    }

    /** The lock file that kind names. */
    static Optional<String> lockFile(ProcessResult result) {
        return Optional.of(LOCKED.matcher(result.stderr().plain()))
                .filter(Matcher::find)
                .flatMap(found -> Optional.ofNullable(found.group(1)));
    }

    /** Whether kind created nothing, because a cluster of that name existed. */
    static boolean inTheWay(ProcessResult result) {
        return result.stderr().plain().contains("already exist for a cluster with the name");
    }
}
