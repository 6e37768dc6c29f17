package dev.labctl.verify;

import dev.labctl.cluster.Node;
import dev.labctl.cluster.Pod;
import dev.labctl.cluster.PodProblem;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.lab.Expectation;
import dev.labctl.lab.LabState;
import dev.labctl.lab.Range;
import dev.labctl.verify.Verdict.Outcome;
import dev.labctl.verify.VerificationContext.PodOwners;
import dev.labctl.yaml.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * How many pods run, where and with which addresses; how many do not, and why.
 *
 * @param pods that are meant, and how many run; how many are stuck, 0 where none may be
 * @param on labels of the nodes that the pods are on
 * @param spread on how many nodes they are; empty for any number
 */
record PodsCheck(Expectation.StuckPods pods, List<Label> on, OptionalInt spread, AddressCheck addresses)
        implements Check {
    /** A label of a node; without a value, any will do. */
    private record Label(String key, Optional<String> value) {
        boolean isOn(Map<String, String> labels) {
            return value.map(wanted -> wanted.equals(labels.get(key))).orElse(labels.containsKey(key));
        }

        @Override
        public String toString() {
            return key + value.map(wanted -> "=" + wanted).orElse("");
        }
    }

    static Check read(Fields fields) {
        Map<String, String> selector = CheckFields.requiredLabels(fields, "selector");
        fields.require("running");
        Range running = CheckFields.range(fields, "running").orElse(Range.exactly(0));
        Range stuck = CheckFields.range(fields, "stuck").orElse(Range.exactly(0));
        String because = fields.text("because").orElse("");
        if (stuck.max() > 0 && because.isBlank()) {
            fields.problem("stuck", "pods that stay stuck need `because`: a part of the event's text that says why");
        }
        if (stuck.max() == 0 && !because.isBlank()) {
            fields.problem("because", "`because` goes with `stuck`");
        }
        OptionalInt spread = fields.count("spread");
        if (spread.isPresent() && spread.getAsInt() == 0) {
            fields.problem("spread", "`spread` must be at least 1");
        }
        return new PodsCheck(
                new Expectation.StuckPods(
                        fields.text("namespace").orElse("default"), selector, running, stuck, because),
                fields.text("onNodes").map(text -> nodeLabels(text, fields)).orElse(List.of()),
                spread,
                fields.fields("addresses").map(AddressCheck::read).orElse(AddressCheck.NONE));
    }

    /** As those of pods, and a key alone for any value of it. */
    private static List<Label> nodeLabels(String text, Fields fields) {
        return Stream.of(text.split(",", -1))
                .map(part -> {
                    if (!part.contains("=") && !part.isBlank() && !part.contains("!")) {
                        return new Label(part.strip(), Optional.empty());
                    }
                    return CheckFields.labels(part, fields, "onNodes").entrySet().stream()
                            .findFirst()
                            .map(label -> new Label(label.getKey(), Optional.of(label.getValue())))
                            .orElse(new Label("", Optional.empty()));
                })
                .toList();
    }

    @Override
    public Optional<Expectation.StuckPods> stuckPods() {
        return pods.stuck().max() > 0 ? Optional.of(pods) : Optional.empty();
    }

    @Override
    public void check(VerificationContext context, Findings findings) {
        if (context.hasNamespace(pods.namespace(), findings)) {
            new Run(context, findings).check();
        }
    }

    /** One check of the pods as they are. */
    private final class Run {
        private final VerificationContext context;
        private final Findings findings;
        private final PodOwners owners;
        private final List<Pod> all;
        private final List<Pod> running;
        private final List<Pod> waiting;

        Run(VerificationContext context, Findings findings) {
            this.context = context;
            this.findings = findings;
            this.owners = context.owners(pods.namespace(), pods.selector());
            this.all = context.pods(pods.namespace(), pods.selector());
            this.running = all.stream().filter(Pod::isRunning).toList();
            this.waiting = all.stream().filter(Pod::isStuck).toList();
        }

        void check() {
            boolean someStuck = stuckPods().isPresent() && context.state() == LabState.FAULT;
            int least = pods.running().min() + (someStuck ? pods.stuck().min() : 0);
            if (owners.none() && running.isEmpty() && waiting.isEmpty()) {
                findings.broken("no workload creates such pods: run `labctl apply`");
                return;
            }
            if (owners.isCounted() && owners.wanted() < least) {
                findings.broken(owners.words(), owners.refs());
                return;
            }
            if (someStuck) {
                exhausted();
            } else {
                counts(stuckPods().isPresent() ? Range.exactly(owners.wanted()) : pods.running());
            }
            places();
            addresses.check(running, context, findings);
        }

        private void counts(Range wanted) {
            if (running.size() > wanted.max()) {
                String seen = running.size() + " run";
                if (owners.wanted() > wanted.max()) {
                    findings.broken(seen + ": " + owners.words(), owners.refs());
                } else {
                    findings.notYet(seen + ", more than the workload asks for");
                }
            } else if (waiting.isEmpty() && running.size() >= wanted.min()) {
                findings.holds(running.size() == 1 ? "1 runs" : running.size() + " run");
            } else {
                String seen = running.size() + " of " + wanted + (running.size() == 1 ? " runs" : " run");
                Findings causes = new Findings();
                new PendingPods(context).addTo(causes, waiting);
                findings.add(
                        waiting.isEmpty() ? Outcome.NOT_YET : causes.outcome(),
                        waiting.isEmpty() ? seen : seen + "; " + causes.seen(),
                        waiting.isEmpty() ? owners.refs() : causes.about().toArray(ObjectRef[]::new));
            }
        }

        /** The rules of {@link Verifier#status(Expectation.StuckPods, List)}, and what waiting will not fix. */
        private void exhausted() {
            if (running.size() > pods.running().max()) {
                findings.broken(running.size() + " run and " + waiting.size() + " are stuck", owners.refs());
                return;
            }
            for (Pod pod : waiting) {
                Optional<PodProblem> other = pod.problem().filter(PodProblem::terminal);
                if (other.isPresent()) {
                    findings.broken(other.get().message(), pod.ref());
                    return;
                }
            }
            if (Verifier.status(pods, all) instanceof ObjectStatus.InProgress progress) {
                findings.notYet(progress.why(), waiting.stream().map(Pod::ref).toArray(ObjectRef[]::new));
            } else {
                findings.holds(running.size() + " run, " + waiting.size() + " stuck: " + pods.because());
            }
        }

        /** Pods do not move: one on a wrong node stays there. */
        private void places() {
            Stream.concat(running.stream(), waiting.stream())
                    .forEach(pod -> pod.node().ifPresent(node -> {
                        Map<String, String> labels = context.cluster()
                                .node(node)
                                .map(Node::object)
                                .map(KubeObject::labels)
                                .orElse(Map.of());
                        on.stream()
                                .filter(label -> !label.isOn(labels))
                                .findFirst()
                                .ifPresent(label -> findings.broken(
                                        "Pod " + pod.name() + " is on " + node + ", which does not have the label "
                                                + label,
                                        pod.ref()));
                    }));
            if (running.isEmpty() || (spread.isEmpty() && on.isEmpty())) {
                return;
            }
            List<String> nodes = running.stream()
                    .map(pod -> pod.node().orElse(""))
                    .distinct()
                    .sorted()
                    .toList();
            String where = "on " + String.join(", ", nodes);
            if (spread.isPresent() && findings.hold() && spread.getAsInt() != nodes.size()) {
                findings.broken("all are " + where, owners.refs());
            } else {
                findings.holds(where);
            }
        }
    }

    @Override
    public String expected(LabState state) {
        boolean allRun = stuckPods().isPresent() && state == LabState.HEALTHY;
        StringBuilder words = new StringBuilder(
                allRun ? "all pods run" : pods.running() + (pods.running().max() == 1 ? " runs" : " run"));
        if (stuckPods().isPresent() && !allRun) {
            words.append(", ").append(pods.stuck()).append(" stuck: ").append(pods.because());
        }
        if (!on.isEmpty()) {
            words.append(", on nodes with ").append(CheckFields.join(on, ", "));
        }
        spread.ifPresent(nodes -> words.append(", on ").append(nodes).append(nodes == 1 ? " node" : " nodes"));
        String addressWords = addresses.expected();
        return addressWords.isEmpty() ? words.toString() : words + "; " + addressWords;
    }
}
