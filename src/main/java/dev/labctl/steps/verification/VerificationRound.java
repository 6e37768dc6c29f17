package dev.labctl.steps.verification;

import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.kubernetes.Observation;
import dev.labctl.lab.Expectation;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabState;
import dev.labctl.provider.ClusterObserver;
import dev.labctl.provider.LabRecord;
import dev.labctl.steps.objects.LabObjects;
import dev.labctl.time.Deadline;
import dev.labctl.verify.Probe;
import dev.labctl.verify.Verdict;
import dev.labctl.verify.VerificationContext;
import dev.labctl.verify.Verifier;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Observes a cluster as often as it is asked to, and keeps the last verdicts. */
final class VerificationRound {
    private final LabState state;
    private final KubeApi api;
    private final Deadline deadline;
    private final List<Expectation> expectations;
    private final List<ObjectRef> named;
    private final Set<ObjectRef> own;
    private final Optional<String> installed;
    private List<Verdict> verdicts = List.of();
    private Map<Probe, Probe.Result> results = Map.of();

    VerificationRound(Lab lab, LabState state, KubeApi api, Deadline deadline) {
        this.state = state;
        this.api = api;
        this.deadline = deadline;
        this.expectations = Verifier.in(state, lab.description().expectations());
        this.named = Verifier.objects(expectations).stream()
                .map(ref -> LabObjects.resolve(ref, api))
                .toList();
        this.own = Set.copyOf(LabObjects.refs(lab, api));
        this.installed = ClusterObserver.record(api).flatMap(LabRecord::cilium).map(LabRecord.Cilium::version);
    }

    /** None before the first observation. */
    List<Verdict> verdicts() {
        return verdicts;
    }

    /** Observes the cluster once, and then lets those pods ask whose Services could answer. */
    ObjectStatus observe() {
        Observation observation = Observation.read(api, deadline.time().now(), named);
        VerificationContext context = VerificationContext.of(observation, state, own, installed);
        results = new ConnectivityProbe(api, deadline)
                .run(Verifier.probes(expectations, context), context.cluster(), results);
        verdicts = Verifier.verdicts(expectations, context.with(results));
        return Verifier.status(verdicts);
    }
}
