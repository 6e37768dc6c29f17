package dev.labctl.cilium;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.process.ProcessResult;
import java.util.List;
import java.util.regex.Pattern;

/** What the cilium CLI's messages mean (cilium-cli 0.19 with Helm; older ones say "cannot re-use"). */
public final class CiliumFailure {
    private static final Pattern NAME_IN_USE = Pattern.compile("cannot re-?use a name that is still in use");
    private static final Pattern BUSY =
            Pattern.compile("another operation \\(install/upgrade/rollback\\) is in progress");
    private static final Pattern NO_VERSION = Pattern.compile("version \\S+ not found|no chart version found");
    private static final Pattern OWNERSHIP = Pattern.compile("invalid ownership metadata");
    private static final Pattern UNREACHABLE = Pattern.compile("Kubernetes cluster unreachable");
    private static final Pattern TERMINATING = Pattern.compile("because it is being terminated");

    private CiliumFailure() {}

    /** Whether a namespace of the previous Cilium is still being deleted: a moment later the same call works. */
    public static boolean isTransient(ProcessResult result) {
        return TERMINATING.matcher(result.stderr().plain()).find();
    }

    /** The failure when {@link #isTransient} stayed true for the command's time. */
    public static Failure stillTerminating(ProcessResult result) {
        return Failure.of(
                        Reason.DEADLINE_PASSED,
                        "a namespace of the previous Cilium was still being deleted when the command's time was up",
                        "See what blocks it (`kubectl get namespace cilium-secrets -o yaml`), then run the same command again.")
                .withDetails(result.stderr().lastLines(ProcessResult.SHOWN));
    }

    public static Failure explain(Reason reason, ProcessResult result) {
        String text = result.stdout().plain() + result.stderr().plain();
        List<String> last = result.stderr().lastLines(ProcessResult.SHOWN);
        String verb = result.command().arguments().isEmpty()
                ? ""
                : result.command().arguments().get(0);
        String did = "`cilium " + verb + "` failed";
        return advice(reason, did, text)
                .withDetails(last.isEmpty() ? result.stdout().lastLines(ProcessResult.SHOWN) : last);
    }

    private static Failure advice(Reason reason, String did, String text) {
        if (NO_VERSION.matcher(text).find()) {
            return Failure.of(
                    Reason.VALUES_INVALID,
                    did + ": this version of Cilium is not available",
                    "Check --cilium-version; `cilium install --list-versions` lists the versions.");
        }
        if (NAME_IN_USE.matcher(text).find() || BUSY.matcher(text).find()) {
            return Failure.of(
                    reason,
                    did + ": another install is in progress, or an earlier one was cut off",
                    "Run the same command again: it checks what is there first.");
        }
        if (OWNERSHIP.matcher(text).find()) {
            return Failure.of(
                    reason,
                    did + ": there are objects of a Cilium that Helm did not install",
                    "Remove them, or recreate the cluster with `labctl up … --recreate`.");
        }
        if (UNREACHABLE.matcher(text).find()) {
            return Failure.of(
                    Reason.API_UNREACHABLE,
                    did + ": the API server does not answer",
                    "Check that the cluster's nodes run (`labctl status`), then run the same command again.");
        }
        return Failure.of(reason, did, "See its last lines; the same command can be run again.");
    }
}
