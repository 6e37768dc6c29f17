package dev.labctl.steps.objects;

import dev.labctl.addresses.WorkloadState;
import dev.labctl.failure.Reason;
import dev.labctl.ipam.IpamTrouble;
import dev.labctl.ipam.IpamTrouble.Kind;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.kubernetes.PodTrouble;
import dev.labctl.steps.Session;
import dev.labctl.steps.Step;
import dev.labctl.steps.StepEnd;
import dev.labctl.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Waits for the pods that come with a cluster, such as CoreDNS: they could not start before Cilium, and they take addresses
 * of the same blocks as the lab's. One that cannot run is no failure of this step, nor one that takes too long: a lab that
 * needs them expects something of them.
 */
public record AwaitSystem() implements Step {
    private static final Duration LONGEST = Duration.ofMinutes(2);

    @Override
    public String name() {
        return "wait for system pods";
    }

    @Override
    public StepEnd run(Session session) {
        KubeApi api = session.api();
        Deadline enough = session.deadline().atMost(LONGEST);
        AtomicReference<Seen> last = new AtomicReference<>();
        boolean atOnce = session.waiting().until("the system's pods", Reason.OBJECT_FAILED, () -> {
            Seen seen = look(api, session.deadline().time().now());
            last.set(seen);
            return enough.passed() ? ObjectStatus.CURRENT : seen.status();
        });
        String detail = last.get().text();
        return atOnce ? StepEnd.unchanged(detail) : StepEnd.done(detail);
    }

    private record Seen(long running, List<String> starting, long stuck) {
        ObjectStatus status() {
            return starting.isEmpty()
                    ? ObjectStatus.CURRENT
                    : new ObjectStatus.InProgress("Pod " + starting.get(0) + " is on its way");
        }

        String text() {
            long lacking = starting.size() + stuck;
            return running
                    + (running == 1 ? " runs" : " run")
                    + (lacking == 0 ? "" : ", " + lacking + (lacking == 1 ? " does not" : " do not"));
        }
    }

    private static Seen look(KubeApi api, Instant now) {
        List<KubeObject> pods = WorkloadState.SYSTEM.stream()
                .sorted()
                .flatMap(namespace -> api.list("v1", "Pod", Optional.of(namespace), Map.of()).stream())
                .filter(pod -> WorkloadState.takesAddress(pod) && !pod.deleting())
                .toList();
        List<KubeObject> waiting =
                pods.stream().filter(pod -> !pod.conditionTrue("Ready")).toList();
        List<KubeObject> events = waiting.stream()
                .flatMap(pod -> pod.namespace().stream())
                .distinct()
                .flatMap(namespace -> api.events(namespace).stream())
                .toList();
        List<String> starting = waiting.stream()
                .filter(pod -> !stuck(pod, events, now))
                .map(KubeObject::name)
                .toList();
        return new Seen(pods.size() - waiting.size(), starting, waiting.size() - starting.size());
    }

    /** Whether waiting will not mend it: its addresses are used up, or it is hopeless for another reason. */
    private static boolean stuck(KubeObject pod, List<KubeObject> events, Instant now) {
        return PodTrouble.of(pod, now).filter(PodTrouble::terminal).isPresent()
                || events.stream()
                        .filter(event -> event.isAbout(pod))
                        .flatMap(event -> IpamTrouble.in(event.text("message").orElse("")).stream())
                        .anyMatch(trouble -> trouble.kind() != Kind.POOL_NOT_YET_AVAILABLE);
    }
}
