package dev.labctl.cilium;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.process.ProcessResult;
import java.util.List;
import java.util.regex.Pattern;

/** What the cilium CLI's own words mean (cilium-cli 0.19 with Helm; older ones say "cannot re-use"). */
public final class CiliumFailure {
    private static final Pattern NAME_IN_USE = Pattern.compile("cannot re-?use a name that is still in use");
    private static final Pattern BUSY =
            Pattern.compile("another operation \\(install/upgrade/rollback\\) is in progress");
    private static final Pattern NO_VERSION = Pattern.compile("version \\S+ not found|no chart version found");
    private static final Pattern OWNERSHIP = Pattern.compile("invalid ownership metadata");
    private static final Pattern UNREACHABLE = Pattern.compile("Kubernetes cluster unreachable");
    private static final Pattern TERMINATING = Pattern.compile("because it is being terminated");
    private static final int SHOWN = 8;

    private CiliumFailure() {}

    /** A namespace of an uninstall just before is still going away; a moment later the same call works. */
    public static boolean healsSoon(ProcessResult result) {
        return TERMINATING.matcher(result.stderr().plain()).find();
    }

    /** What was to heal soon did not within the command's time. */
    public static Failure neverHealed(ProcessResult result) {
        return Failure.of(
                        Reason.DEADLINE_PASSED,
                        "a namespace of the Cilium before was still going away when the command's time was up",
                        "See what holds it (`kubectl get namespace cilium-secrets -o yaml`), then run the same command again.")
                .withDetails(result.stderr().lastLines(SHOWN));
    }

    public static Failure explain(Reason reason, ProcessResult result) {
        String text = result.stdout().plain() + result.stderr().plain();
        List<String> last = result.stderr().lastLines(SHOWN);
        String verb = result.command().arguments().isEmpty()
                ? ""
                : result.command().arguments().get(0);
        String did = "`cilium " + verb + "` failed";
        return advice(reason, did, text)
                .withDetails(last.isEmpty() ? result.stdout().lastLines(SHOWN) : last);
    }

    private static Failure advice(Reason reason, String did, String text) {
        if (NO_VERSION.matcher(text).find()) {
            return Failure.of(
                    Reason.VALUES_INVALID,
                    did + ": this version of Cilium is not to be had",
                    "Check --cilium-version; `cilium install --list-versions` shows what there is.");
        }
        if (NAME_IN_USE.matcher(text).find() || BUSY.matcher(text).find()) {
            return Failure.of(
                    reason,
                    did + ": somebody else is installing Cilium, or an attempt was cut off",
                    "Run the same command again: it looks at what is there first.");
        }
        if (OWNERSHIP.matcher(text).find()) {
            return Failure.of(
                    reason,
                    did + ": objects of a Cilium that Helm did not install are in the way",
                    "Remove them, or make a new cluster with `labctl up … --recreate`.");
        }
        if (UNREACHABLE.matcher(text).find()) {
            return Failure.of(
                    Reason.API_UNREACHABLE,
                    did + ": the API server does not answer",
                    "Check that the cluster's nodes run (`docker ps`), then run the same command again.");
        }
        return Failure.of(reason, did, "Look at its last lines; the same command can be run again.");
    }
}
