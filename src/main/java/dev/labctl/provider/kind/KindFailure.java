package dev.labctl.provider.kind;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.process.ProcessResult;
import dev.labctl.tools.ContainerEngine;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What kind's messages mean. The patterns are texts of kind 0.23 to 0.33 and of the container engines behind it; each has
 * a recorded example among the tests.
 */
final class KindFailure {
    /** One known cause: its pattern, and its failure for the reader. */
    private record Cause(Pattern pattern, Reason reason, String message, String next) {
        Failure failure(Matcher matcher, ContainerEngine engine) {
            String detail = matcher.groupCount() > 0 && matcher.group(1) != null ? matcher.group(1) : "";
            return Failure.of(
                    reason,
                    message.replace("{}", detail).replace("{Engine}", engine.title()),
                    next.replace("{}", detail).replace("{engine}", engine.program()));
        }
    }

    private static final List<Cause> CAUSES = List.of(
            cause(
                    "permission denied while trying to connect to the Docker daemon|dial unix \\S+: connect: permission denied",
                    Reason.DOCKER_UNREACHABLE,
                    "Docker refuses this user",
                    "Add yourself to the group docker (`sudo usermod -aG docker $USER`) and log in again."),
            cause(
                    "Cannot connect to the Docker daemon|error during connect|docker daemon is not running"
                            + "|failed to connect to the docker API",
                    Reason.DOCKER_UNREACHABLE,
                    "Docker does not answer",
                    "Start it (`sudo systemctl start docker`, or Docker Desktop), then run the same command again;"
                            + " `labctl doctor` checks the machine."),
            cause(
                    "executable file not found in \\$PATH",
                    Reason.TOOL_MISSING,
                    "kind finds no container engine",
                    "Install Docker: https://docs.docker.com/engine/install"),
            cause(
                    "(?:Bind for \\S*?|listen tcp\\S* \\S*?):(\\d+)"
                            + "(?: failed: port is already allocated|: bind: address already in use)",
                    Reason.PORT_TAKEN,
                    "a port that the cluster needs is taken: {}",
                    "Find what uses it (`ss -ltnp`, `{engine} ps`), or change the port in kind.yaml."),
            cause(
                    "failed to get IPv6 address for node|is docker configured to use IPv6 correctly",
                    Reason.IPV6_UNAVAILABLE,
                    "the nodes got no IPv6 address: {Engine}'s network \"kind\" was created without IPv6",
                    "With no kind cluster left, remove it (`{engine} network rm kind`); kind creates it again, with IPv6."),
            cause(
                    "node\\(s\\) already exist for a cluster with the name \"([^\"]+)\"",
                    Reason.CLUSTER_BUSY,
                    "a cluster named {} was created meanwhile",
                    "Run the same command again: it checks what is there first."),
            cause(
                    "failed to lock config file",
                    Reason.KUBECONFIG_LOCKED,
                    "kind could not write the kubeconfig: its lock file is there",
                    "If no other kind runs, remove the file config.lock beside your kubeconfig and run `labctl context`."),
            cause(
                    "too many open files|failed to create fsnotify watcher|inotify_(?:init|add_watch)",
                    Reason.INOTIFY_LIMITS,
                    "the nodes ran out of inotify watches or instances",
                    "sudo sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=512"),
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
            cause(
                    "rootless provider requires (cgroup v2|setting systemd property \"Delegate=yes\")",
                    Reason.CGROUPS_UNSUITABLE,
                    "without root, kind needs {}",
                    "`labctl doctor` shows what to change; or use the container engine as root."),
            cause(
                    "error setting rlimit type",
                    Reason.CLUSTER_CREATE_FAILED,
                    "podman may not give a node the limits that it is configured for",
                    "Set lower ones (default_ulimits) in containers.conf; labctl's docs/engines.md has the lines."),
            cause(
                    "podman version \"([^\"]+)\" is too old",
                    Reason.TOOL_TOO_OLD,
                    "podman {} is too old for kind",
                    "Install podman 3.0 or later: https://podman.io/docs/installation"),
            cause(
                    "listen tcp\\S* (\\S+):\\d+: bind: cannot assign requested address",
                    Reason.CLUSTER_CREATE_FAILED,
                    "the container engine's machine has no address {} of its own, on which the API server could listen",
                    "Name it in DOCKER_HOST by an address of one of its network interfaces, not by that of a gateway."),
            cause(
                    "no space left on device",
                    Reason.CLUSTER_CREATE_FAILED,
                    "the disk is full",
                    "Make room (`{engine} system df`, `{engine} system prune`), then run the same command again."),
            cause(
                    "failed to pull image \"([^\"]+)\"",
                    Reason.CLUSTER_CREATE_FAILED,
                    "the node image {} cannot be pulled",
                    "Check the network, or name an image that is here with --node-image (`{engine} images kindest/node`)."),
            cause(
                    "unable to decode config|invalid (?:pod|service) subnet|invalid configuration",
                    Reason.CLUSTER_CREATE_FAILED,
                    "kind does not accept the lab's kind.yaml",
                    "Fix the file; `labctl show` prints its path."));

    private KindFailure() {}

    private static Cause cause(String pattern, Reason reason, String message, String next) {
        return new Cause(Pattern.compile(pattern), reason, message, next);
    }

    /**
     * The failure that a bad end of kind stands for.
     *
     * @param reason of the failure where the cause is not known
     * @param what kind was doing, as it goes before "failed"
     * @param engine that kind uses
     */
    static Failure explain(Reason reason, String what, ProcessResult result, ContainerEngine engine) {
        String text = result.stderr().plain() + "\n" + result.stdout().plain();
        List<String> last = result.stderr().lastLines(ProcessResult.SHOWN);
        for (Cause cause : CAUSES) {
            Matcher matcher = cause.pattern().matcher(text);
            if (matcher.find()) {
                return cause.failure(matcher, engine).withDetails(last);
            }
        }
        return Failure.of(reason, what + " failed", "See kind's last lines; the same command can be run again.")
                .withDetails(last);
    }

    /** Whether the cluster exists and only the reader's kubeconfig was not written: kind keeps the cluster then. */
    static boolean kubeconfigAlone(ProcessResult result) {
        return result.stderr().plain().contains("failed to lock config file");
    }

    /** Whether kind created nothing, because a cluster of that name existed. */
    static boolean inTheWay(ProcessResult result) {
        return result.stderr().plain().contains("already exist for a cluster with the name");
    }
}
