package dev.labctl.cilium;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.process.ProcessResult;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the messages of the cilium CLI mean, and of Helm behind it (cilium-cli 0.19 with Helm 3.18; where older ones have other
 * words, the patterns have both).
 */
public final class CiliumFailure {
    /** One known cause: its pattern, the reason where it has one of its own, and the words for the reader. */
    private record Cause(Pattern pattern, Optional<Reason> reason, UnaryOperator<String> message, String next) {}

    /** {@code - at '/ipam/mode': got number, want string}; before Helm 3.18 {@code - ipam.mode: Invalid type. Expected: …}. */
    private static final Pattern REFUSED_VALUE =
            Pattern.compile("(?m)^- (?:at '/?([^']*)': |([^\\s:]+): )(?:Invalid type\\. )?(.+)$");

    private static final String SCHEMA = "values don't meet the specifications of the schema(?s:.*)";

    /** The first that is found counts: a host that is out of reach is often reported as a deadline that passed. */
    private static final List<Cause> CAUSES = List.of(
            cause(
                    "version \\S+ not found|no chart version found",
                    Reason.VALUES_INVALID,
                    "this version of Cilium is not available",
                    "Check --cilium-version; `cilium install --list-versions` lists the versions."),
            cause(
                    "cannot re-?use a name that is still in use"
                            + "|another operation \\(install/upgrade/rollback\\) is in progress",
                    "another install is in progress, or an earlier one was cut off",
                    "Run the same command again: it checks what is there first."),
            cause(
                    "invalid ownership metadata",
                    "there are objects of a Cilium that Helm did not install",
                    "Remove them, or recreate the cluster with `labctl up … --recreate`."),
            new Cause(
                    Pattern.compile(SCHEMA),
                    Optional.of(Reason.VALUES_INVALID),
                    CiliumFailure::refusedValues,
                    "Fix the values; `labctl show` prints them, and the file that they are in."),
            cause(
                    "execution error at \\(cilium/templates/[^)]*\\): ([^\\n]+)",
                    Reason.VALUES_INVALID,
                    "Cilium's chart does not accept the values: {}",
                    "Fix the values; `labctl show` prints them, and the file that they are in."),
            cause(
                    "Kubernetes cluster unreachable",
                    Reason.API_UNREACHABLE,
                    "the API server does not answer",
                    "Check that the cluster's nodes run (`labctl status`), then run the same command again."),
            cause(
                    "(?:chart repository or cannot be reached|[Ff]ailed to (?:fetch|do request))[^\\n]*?https?://([^/\"\\s]+)"
                            + "|Get \"https?://([^/\"]*(?:cilium|quay)[^/\"]*)",
                    "the host of Cilium's chart, {}, cannot be reached",
                    "Check the network, DNS and the proxy of this machine (`curl -I https://{}`), then run the same command again."),
            cause(
                    "resource (\\S+) not ready[^\\n]*(?s:.*)(?:context deadline exceeded|timed out waiting)",
                    Reason.CILIUM_NOT_READY,
                    "{} was not ready in time",
                    "See what keeps it (`labctl explain`). Over a slow network its images may still be on their way: run the same"
                            + " command again."),
            cause(
                    "context deadline exceeded|timed out waiting for the condition",
                    "the cluster did not do what Helm waited for in time",
                    "See what keeps it (`labctl explain`), then run the same command again, with a longer --timeout if the"
                            + " machine or its network is slow."));

    private static final Pattern TERMINATING = Pattern.compile("because it is being terminated");
    private static final Pattern GONE = Pattern.compile("namespaces \"[^\"]+\" not found");

    private CiliumFailure() {}

    private static Cause cause(String pattern, Reason reason, String message, String next) {
        return new Cause(Pattern.compile(pattern), Optional.of(reason), text -> message, next);
    }

    private static Cause cause(String pattern, String message, String next) {
        return new Cause(Pattern.compile(pattern), Optional.empty(), text -> message, next);
    }

    private static String refusedValues(String text) {
        String each = REFUSED_VALUE
                .matcher(text)
                .results()
                .map(CiliumFailure::refused)
                .collect(Collectors.joining("; "));
        return "Cilium's chart does not accept the values" + (each.isEmpty() ? "" : ": " + each);
    }

    /** {@code ipam.mode: got number, want string}. */
    private static String refused(MatchResult line) {
        String key = line.group(1) == null ? line.group(2) : line.group(1).replace('/', '.');
        return (key.isEmpty() ? "" : key + ": ") + line.group(3);
    }

    /** Whether a namespace of the previous Cilium is still being deleted: a moment later the same call works. */
    public static boolean isTransient(ProcessResult result) {
        return TERMINATING.matcher(result.stderr().plain()).find();
    }

    /** Whether a namespace of the previous Cilium, which was being deleted, went while Helm was at work in it. */
    static boolean isJustGone(ProcessResult result) {
        return GONE.matcher(result.stderr().plain()).find();
    }

    /** The failure when {@link #isTransient} stayed true for the command's time. */
    public static Failure stillTerminating(ProcessResult result) {
        return Failure.of(
                        Reason.DEADLINE_PASSED,
                        "a namespace of the previous Cilium was still being deleted when the command's time was up",
                        "See what blocks it (`kubectl get namespace cilium-secrets -o yaml`), then run the same command again.")
                .withDetails(result.stderr().lastLines(ProcessResult.SHOWN));
    }

    /**
     * The failure that a bad end of the cilium CLI stands for.
     *
     * @param reason of the failure where its cause has none of its own
     */
    public static Failure explain(Reason reason, ProcessResult result) {
        String text = result.stdout().plain() + result.stderr().plain();
        List<String> last = result.stderr().lastLines(ProcessResult.SHOWN);
        String verb = result.command().arguments().isEmpty()
                ? ""
                : result.command().arguments().get(0);
        return advice(reason, "`cilium " + verb + "` failed", text)
                .withDetails(last.isEmpty() ? result.stdout().lastLines(ProcessResult.SHOWN) : last);
    }

    private static Failure advice(Reason reason, String did, String text) {
        for (Cause cause : CAUSES) {
            Matcher found = cause.pattern().matcher(text);
            if (found.find()) {
                String detail = detail(found);
                return Failure.of(
                        cause.reason().orElse(reason),
                        did + ": " + cause.message().apply(found.group()).replace("{}", detail),
                        cause.next().replace("{}", detail));
            }
        }
        return Failure.of(reason, did, "See its last lines; the same command can be run again.");
    }

    /** What the first group that took part in the match holds, without the full stop of a sentence. */
    private static String detail(MatchResult found) {
        for (int group = 1; group <= found.groupCount(); group++) {
            if (found.group(group) != null) {
                return found.group(group).strip().replaceAll("\\.$", "");
            }
        }
        return "";
    }
}
