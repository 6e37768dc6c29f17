package dev.labctl.verify;

import dev.labctl.cluster.PodProblem;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.lab.Expectation.Pods;
import dev.labctl.lab.LabState;
import dev.labctl.lab.Range;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Holds pods against what is expected of them. */
final class PodsCheck {
    private final Pods expected;
    private final VerificationContext scene;
    private final Findings findings = new Findings();
    private final List<KubeObject> pods;
    private final List<KubeObject> staying;
    private final List<KubeObject> running;
    private final List<KubeObject> waiting;
    private final Makers makers;

    private PodsCheck(Pods expected, VerificationContext scene) {
        this.expected = expected;
        this.scene = scene;
        this.pods = scene.pods(expected.namespace(), expected.selector());
        this.staying = pods.stream().filter(pod -> !pod.deleting()).toList();
        this.running =
                staying.stream().filter(pod -> pod.conditionTrue("Ready")).toList();
        this.waiting =
                staying.stream().filter(pod -> !pod.conditionTrue("Ready")).toList();
        this.makers = Makers.of(scene, expected.namespace(), expected.selector());
    }

    static Findings judge(Pods expected, VerificationContext scene) {
        return new PodsCheck(expected, scene).findings();
    }

    private Findings findings() {
        if (!made()) {
            return findings;
        }
        if (!expected.expectsStuck()) {
            counts(expected.running());
        } else if (scene.state() == LabState.HEALTHY) {
            healthy();
        } else {
            exhausted();
        }
        places();
        AddressCheck.judge(expected.addresses(), running, scene, findings);
        return findings;
    }

    /** Whether there is anything to wait for. */
    private boolean made() {
        String namespace = expected.namespace();
        if (scene.seen().find(VerificationContext.namespace(namespace)).isEmpty()) {
            findings.broken("there is no namespace " + namespace, VerificationContext.namespace(namespace));
            return false;
        }
        if (makers.none() && staying.isEmpty()) {
            findings.broken("nothing there makes such pods: `labctl apply` does");
            return false;
        }
        long least = expectedLeast();
        if (makers.counted() && makers.wanted() < least) {
            findings.broken(makers.asks(), makers.refs());
            return false;
        }
        return true;
    }

    private long expectedLeast() {
        boolean bothAreWanted = expected.expectsStuck() && scene.state() == LabState.FAULT;
        return expected.running().min()
                + (bothAreWanted ? (long) expected.stuck().min() : 0);
    }

    private void healthy() {
        long wanted = makers.wanted();
        int all = (int) Math.min(wanted, Integer.MAX_VALUE);
        counts(Range.exactly(all));
    }

    private void counts(Range wanted) {
        if (running.size() > wanted.max()) {
            String seen = running.size() + " run";
            if (makers.wanted() > wanted.max()) {
                findings.broken(seen + ": " + makers.asks(), makers.refs());
            } else {
                findings.notYet(seen + ", some of them no longer wanted");
            }
            return;
        }
        if (waiting.isEmpty() && running.size() >= wanted.min()) {
            findings.holds(running.size() == 1 ? "1 runs" : running.size() + " run");
            return;
        }
        Findings why = new Findings();
        new Waiting(scene).judge(waiting, why);
        String seen = running.size() + " of " + wanted + (running.size() == 1 ? " runs" : " run");
        String reason = why.seen();
        findings.add(
                waiting.isEmpty() ? Verdict.Outcome.NOT_YET : why.outcome(),
                reason.isEmpty() ? seen : seen + "; " + reason,
                waiting.isEmpty() ? makers.refs() : why.about().toArray(ObjectRef[]::new));
    }

    /** The rules of {@link StuckPods}, and what waiting will not mend. */
    private void exhausted() {
        if (running.size() > expected.running().max()) {
            findings.broken(running.size() + " run and " + waiting.size() + " are stuck", makers.refs());
            return;
        }
        for (KubeObject pod : waiting) {
            Optional<PodProblem> other = scene.problem(pod).filter(PodProblem::terminal);
            if (other.isPresent()) {
                findings.broken(other.get().message(), pod.ref());
                return;
            }
        }
        List<KubeObject> events = waiting.stream()
                .flatMap(pod -> scene.seen().events(pod).stream())
                .toList();
        ObjectStatus status = StuckPods.judge(expected, pods, events);
        if (status instanceof ObjectStatus.InProgress progress) {
            findings.notYet(progress.why(), refs(waiting));
        } else {
            findings.holds(running.size() + " run, " + waiting.size() + " stuck: " + expected.because());
        }
    }

    private static ObjectRef[] refs(List<KubeObject> pods) {
        return pods.stream().map(KubeObject::ref).toArray(ObjectRef[]::new);
    }

    /** Pods do not move: one on a wrong node stays there. */
    private void places() {
        for (KubeObject pod : staying) {
            pod.text("spec", "nodeName").ifPresent(node -> {
                Map<String, String> labels = scene.seen()
                        .find(VerificationContext.node(node))
                        .map(KubeObject::labels)
                        .orElse(Map.of());
                expected.on().stream()
                        .filter(label -> !label.isOn(labels))
                        .findFirst()
                        .ifPresent(label -> findings.broken(
                                "Pod " + pod.name() + " is on " + node + ", which is not " + label, pod.ref()));
            });
        }
        if (running.isEmpty() || (expected.spread().isEmpty() && expected.on().isEmpty())) {
            return;
        }
        List<String> nodes = running.stream()
                .map(pod -> pod.text("spec", "nodeName").orElse(""))
                .distinct()
                .sorted()
                .toList();
        String on = "on " + String.join(", ", nodes);
        if (expected.spread().isPresent()
                && findings.hold()
                && expected.spread().getAsInt() != nodes.size()) {
            findings.broken("all are " + on, makers.refs());
        } else {
            findings.holds(on);
        }
    }

    /** What must be seen, in a few words. */
    static String words(Pods pods, LabState state) {
        StringBuilder words = new StringBuilder();
        boolean healed = pods.expectsStuck() && state == LabState.HEALTHY;
        words.append(healed ? "all run that are asked for" : count(pods.running(), "run"));
        if (pods.expectsStuck() && !healed) {
            words.append(", ").append(pods.stuck()).append(" stuck: ").append(pods.because());
        }
        if (!pods.on().isEmpty()) {
            words.append(", on nodes with ")
                    .append(pods.on().stream().map(Object::toString).collect(Collectors.joining(", ")));
        }
        pods.spread().ifPresent(nodes -> words.append(", on ").append(nodes).append(nodes == 1 ? " node" : " nodes"));
        String addresses = AddressCheck.words(pods.addresses());
        return addresses.isEmpty() ? words.toString() : words + "; " + addresses;
    }

    private static String count(Range range, String verb) {
        return range + " " + (range.max() == 1 ? verb + "s" : verb);
    }
}
