package dev.labctl.report;

import dev.labctl.addresses.Finding;
import dev.labctl.explain.causes.Explanation;
import dev.labctl.failure.ExitCode;
import dev.labctl.failure.Failure;
import dev.labctl.lab.LabRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The result of a command: everything that is shown of it is derived from this value.
 *
 * @param cluster the name; empty for commands that have nothing to do with one
 * @param origin of that cluster; empty before one was opened
 * @param failure empty where the command did what was asked
 * @param message the result in one line; may be empty
 * @param steps in order
 * @param result the command's own part
 * @param causes of the failure, as far as they are known, the worst first
 * @param findings what the lab's files show by themselves; empty for commands that do not look for it
 */
public record Report(
        String command,
        Optional<LabRef> lab,
        Optional<String> cluster,
        Optional<Origin> origin,
        Optional<Failure> failure,
        String message,
        List<StepReport> steps,
        Result result,
        List<Explanation> causes,
        Optional<List<Finding>> findings) {
    /** What the details of a failure quote of each cause: more would hide the failure. */
    private static final int EVIDENCE = 3;

    /** How it ended, as JSON has it. */
    public enum Outcome {
        DONE,
        FAILED,
        REFUSED,
        INTERRUPTED
    }

    /** What became of a step. */
    public enum StepOutcome {
        DONE,
        /** Its work was found done. */
        UNCHANGED,
        FAILED,
        REFUSED,
        INTERRUPTED,
        /** Not begun, for a step before it failed. */
        SKIPPED;

        public static StepOutcome of(ExitCode exitCode) {
            return switch (exitCode) {
                case DONE -> DONE;
                case REFUSED -> REFUSED;
                case INTERRUPTED -> INTERRUPTED;
                default -> FAILED;
            };
        }
    }

    /** What became of one step, and how long it took. */
    public record StepReport(String name, StepOutcome outcome, Duration elapsed, String detail) {
        private Map<String, Object> tree() {
            Map<String, Object> tree =
                    ViewTree.of("name", name, "outcome", outcome, "seconds", elapsed.toMillis() / 1000.0);
            if (!detail.isEmpty()) {
                tree.put("detail", detail);
            }
            return tree;
        }
    }

    /**
     * Where the cluster of a report comes from.
     *
     * @param provider by its name in JSON
     * @param simulated whether nothing in it runs: everything that is shown of it has to say so
     */
    public record Origin(String provider, boolean simulated) {}

    public Report {
        steps = List.copyOf(steps);
    }

    /** Of a command that only shows something. */
    public static Report of(String command, Optional<LabRef> lab, Result result) {
        return new Report(
                command,
                lab,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                List.of(),
                result,
                List.of(),
                Optional.empty());
    }

    public static Report failed(String command, Optional<LabRef> lab, Optional<String> cluster, Failure failure) {
        return of(command, lab, Result.NONE).in(cluster, Optional.empty()).withFailure(Optional.of(failure));
    }

    /** The same of a cluster. */
    public Report in(Optional<String> name, Optional<Origin> provider) {
        return new Report(command, lab, name, provider, failure, message, steps, result, causes, findings);
    }

    public Report withMessage(String other) {
        return new Report(command, lab, cluster, origin, failure, other, steps, result, causes, findings);
    }

    public Report withSteps(List<StepReport> other) {
        return new Report(command, lab, cluster, origin, failure, message, other, result, causes, findings);
    }

    /** The same with what the lab's files show. */
    public Report withFindings(Optional<List<Finding>> shown) {
        return new Report(command, lab, cluster, origin, failure, message, steps, result, causes, shown);
    }

    /** The same with the steps of an earlier report before its own. */
    public Report after(Report earlier) {
        Result both = earlier.result instanceof DryRunView first && result instanceof DryRunView second
                ? first.and(second)
                : result;
        List<StepReport> all =
                Stream.concat(earlier.steps.stream(), steps.stream()).toList();
        return new Report(command, lab, cluster, origin, failure, message, all, both, causes, findings);
    }

    public Report withFailure(Optional<Failure> other) {
        return new Report(command, lab, cluster, origin, other, message, steps, result, causes, findings);
    }

    /** The same with its failure changed, where it has one. */
    public Report withFailure(UnaryOperator<Failure> change) {
        return new Report(command, lab, cluster, origin, failure.map(change), message, steps, result, causes, findings);
    }

    /** The same with the causes of its failure, which the details of the failure then tell as well. */
    public Report withCauses(List<Explanation> found) {
        Optional<Failure> explained = failure.map(why -> {
            Stream<String> lines = found.stream().flatMap(Report::lines);
            return why.withDetails(Stream.concat(why.details().stream(), lines).toList())
                    .or("`labctl explain` shows the full explanation.");
        });
        return new Report(command, lab, cluster, origin, explained, message, steps, result, found, findings);
    }

    private static Stream<String> lines(Explanation cause) {
        List<String> lines = new ArrayList<>(List.of(cause.reason() + ": " + cause.symptom(), "  " + cause.cause()));
        cause.evidence().stream().limit(EVIDENCE).forEach(line -> lines.add("  - " + line));
        cause.advice().stream().limit(1).forEach(advice -> {
            lines.add("  To fix it: " + advice.what() + (advice.how().isEmpty() ? "" : ":"));
            advice.how().lines().forEach(line -> lines.add("    " + line));
        });
        return lines.stream();
    }

    public ExitCode exitCode() {
        return failure.map(found -> found.reason().exitCode()).orElse(ExitCode.DONE);
    }

    public Outcome outcome() {
        return switch (exitCode()) {
            case DONE -> Outcome.DONE;
            case REFUSED -> Outcome.REFUSED;
            case INTERRUPTED -> Outcome.INTERRUPTED;
            default -> Outcome.FAILED;
        };
    }

    /** The tree that JSON and YAML show; its field names are a contract ({@code report.schema.json}). */
    public Map<String, Object> tree() {
        Map<String, Object> tree = ViewTree.of(
                "command", command,
                "lab", lab,
                "cluster", cluster,
                "provider", origin.map(Origin::provider),
                "outcome", outcome(),
                "reason", failure.map(why -> why.reason().name()),
                "message", failure.map(Failure::message).orElse(message));
        failure.ifPresent(why -> tree.putAll(ViewTree.of("next", why.next(), "details", why.details())));
        tree.put("steps", steps.stream().map(StepReport::tree).toList());
        tree.putAll(result.tree());
        findings.ifPresent(found -> tree.putAll(ViewTree.of("findings", found)));
        if (!causes.isEmpty()) {
            tree.put("explanations", ExplainView.trees(causes));
        }
        return tree;
    }
}
