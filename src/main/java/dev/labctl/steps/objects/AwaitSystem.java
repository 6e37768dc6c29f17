package dev.labctl.steps.objects;

import dev.labctl.cluster.Cluster;
import dev.labctl.cluster.Pod;
import dev.labctl.cluster.Workload;
import dev.labctl.failure.Reason;
import dev.labctl.ipam.IpamTrouble.Kind;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.kubernetes.Observation;
import dev.labctl.steps.Session;
import dev.labctl.steps.Step;
import dev.labctl.steps.StepEnd;
import dev.labctl.time.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
    public boolean changesCluster() {
        return false;
    }

    @Override
    public StepEnd run(Session session) {
        KubeApi api = session.api();
        Deadline enough = session.deadline().atMost(LONGEST);
        AtomicReference<SystemPods> last = new AtomicReference<>();
        boolean atOnce = session.waiting().until("the system's pods", Reason.OBJECT_FAILED, () -> {
            SystemPods pods = observe(api, session.now());
            last.set(pods);
            return enough.passed() ? ObjectStatus.CURRENT : pods.status();
        });
        String detail = last.get().text();
        return atOnce ? StepEnd.unchanged(detail) : StepEnd.done(detail);
    }

    private record SystemPods(long running, List<String> starting, long stuck) {
        ObjectStatus status() {
            return ObjectStatus.currentUnless(starting.stream().findFirst().map(pod -> "Pod " + pod + " is starting"));
        }

        String text() {
            long lacking = starting.size() + stuck;
            return running
                    + (running == 1 ? " runs" : " run")
                    + (lacking == 0 ? "" : ", " + lacking + (lacking == 1 ? " does not" : " do not"));
        }
    }

    private static SystemPods observe(KubeApi api, Instant now) {
        List<KubeObject> objects = new ArrayList<>();
        Workload.SYSTEM_NAMESPACES.stream()
                .sorted()
                .forEach(namespace -> objects.addAll(api.list("v1", "Pod", Optional.of(namespace), Map.of())));
        objects.stream()
                .filter(pod -> !pod.conditionTrue("Ready"))
                .flatMap(pod -> pod.namespace().stream())
                .distinct()
                .toList()
                .forEach(namespace -> objects.addAll(api.list("v1", "Event", Optional.of(namespace), Map.of())));
        Cluster cluster = Cluster.of(new Observation(now, "", objects));
        List<Pod> pods = cluster.pods().stream()
                .filter(pod -> pod.takesAddress() && !pod.isDeleting())
                .toList();
        List<Pod> waiting = pods.stream().filter(pod -> !pod.isReady()).toList();
        List<String> starting =
                waiting.stream().filter(pod -> !isStuck(pod)).map(Pod::name).toList();
        return new SystemPods(pods.size() - waiting.size(), starting, waiting.size() - starting.size());
    }

    /** Whether waiting will not fix it: its addresses are used up, or it has another terminal problem. */
    private static boolean isStuck(Pod pod) {
        return pod.problem()
                .filter(problem -> problem.terminal()
                        || problem.ipam()
                                .filter(trouble -> trouble.kind() != Kind.POOL_NOT_YET_AVAILABLE)
                                .isPresent())
                .isPresent();
    }
}
