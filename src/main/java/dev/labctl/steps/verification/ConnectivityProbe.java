package dev.labctl.steps.verification;

import dev.labctl.cluster.Cluster;
import dev.labctl.cluster.Pod;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeApi.Execution;
import dev.labctl.time.Deadline;
import dev.labctl.tree.Tree;
import dev.labctl.verify.Answer;
import dev.labctl.verify.Answer.ProbeCommand;
import dev.labctl.verify.Probe;
import dev.labctl.verify.Verdict.Outcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lets pods of the cluster send requests. */
record ConnectivityProbe(KubeApi api, Deadline deadline) {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** With less time than this no request is answered in time. */
    private static final Duration SHORTEST = Duration.ofSeconds(2);

    /**
     * The results of probes now.
     *
     * @param before their last results; they are kept where there is no time to ask again
     */
    Map<Probe, Probe.Result> run(List<Probe> probes, Cluster cluster, Map<Probe, Probe.Result> before) {
        Map<Probe, Probe.Result> results = new LinkedHashMap<>();
        for (Probe probe : probes) {
            if (before.containsKey(probe) && deadline.remaining().compareTo(SHORTEST) < 0) {
                results.put(probe, before.get(probe));
            } else {
                probe.client(cluster).ifPresent(pod -> results.put(probe, run(probe.answer(), pod)));
            }
        }
        return results;
    }

    private Probe.Result run(Answer answer, Pod pod) {
        List<ProbeCommand> commands = answer.commands();
        String programs =
                String.join(" or ", commands.stream().map(ProbeCommand::program).toList());
        return commands.stream()
                .flatMap(command -> run(answer, pod, command).stream())
                .findFirst()
                .orElse(new Probe.Result(Outcome.BROKEN, pod.ref() + " has no " + programs + " to ask with"));
    }

    /** Empty where the pod does not have the program. */
    private Optional<Probe.Result> run(Answer answer, Pod pod, ProbeCommand command) {
        String container = pod.object().list("spec", "containers").stream()
                .flatMap(one -> Tree.text(one, "name").stream())
                .findFirst()
                .orElse("");
        try {
            Execution run = api.exec(
                    pod.namespace(),
                    pod.name(),
                    container,
                    command.argv(),
                    deadline.atMost(TIMEOUT).remaining());
            return command.isMissing(run) ? Optional.empty() : Optional.of(answer.result(run));
        } catch (FailureException e) {
            if (e.failure().reason() == Reason.NOT_IN_REHEARSAL) {
                return Optional.of(
                        new Probe.Result(Outcome.NOT_SHOWN, "no containers run in a rehearsal, so nothing answers"));
            }
            throw e;
        } catch (ApiException e) {
            return Optional.of(new Probe.Result(Outcome.NOT_YET, e.getMessage()));
        }
    }
}
