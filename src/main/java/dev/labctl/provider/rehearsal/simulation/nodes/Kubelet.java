package dev.labctl.provider.rehearsal.simulation.nodes;

import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.provider.rehearsal.simulation.api.EventLog;
import dev.labctl.provider.rehearsal.simulation.kernel.Controller;
import dev.labctl.provider.rehearsal.simulation.kernel.Delay;
import dev.labctl.provider.rehearsal.simulation.kernel.EventQueue;
import dev.labctl.provider.rehearsal.simulation.kernel.Randomness;
import dev.labctl.provider.rehearsal.simulation.kernel.VirtualClock;
import dev.labctl.provider.rehearsal.simulation.nodes.PodNetwork.Attachment;
import dev.labctl.provider.rehearsal.simulation.nodes.TemplateRevision.Role;
import java.util.List;
import java.util.TreeMap;

/** All nodes' kubelets: takes a pod from its binding to its end. */
public final class Kubelet implements Controller {
    /** Kubernetes {@code pkg/kubelet/kubelet.go}: a container that crashes waits for 10 s, then for twice as long each time. */
    private static final long FIRST_PAUSE = 10_000;

    private static final long LONGEST_PAUSE = 300_000;
    private static final int DOUBLINGS = 5;

    private final VirtualClock time;
    private final EventQueue queue;
    private final Randomness random;
    private final Pods pods;
    private final Nodes nodes;
    private final EventLog events;
    private final PodNetwork network;
    private final TreeMap<Integer, SimulatedPod> bound = new TreeMap<>();
    private final TreeMap<Integer, SimulatedPod> unwanted = new TreeMap<>();

    public Kubelet(
            VirtualClock time,
            EventQueue queue,
            Randomness random,
            Pods pods,
            Nodes nodes,
            EventLog events,
            PodNetwork network) {
        this.time = time;
        this.queue = queue;
        this.random = random;
        this.pods = pods;
        this.nodes = nodes;
        this.events = events;
        this.network = network;
        pods.watch(this::follow);
        queue.onTurn(EventQueue.Turn.POD, number -> pods.get(number)
                .filter(pod -> pod.due != SimulatedPod.NEVER && pod.due <= time.age())
                .ifPresent(this::goOn));
    }

    private void follow(SimulatedPod pod) {
        if (pod.stage == SimulatedPod.Stage.BOUND && pod.due == SimulatedPod.NEVER) {
            bound.put(pod.number(), pod);
        }
    }

    @Override
    public boolean reconcile() {
        if (bound.isEmpty() && unwanted.isEmpty()) {
            return false;
        }
        List<SimulatedPod> gone = List.copyOf(unwanted.values());
        unwanted.clear();
        gone.stream().filter(pods::contains).forEach(this::delete);
        List<SimulatedPod> turn = List.copyOf(bound.values());
        bound.clear();
        for (SimulatedPod pod : turn) {
            if (pods.contains(pod) && pod.stage == SimulatedPod.Stage.BOUND && pod.due == SimulatedPod.NEVER) {
                dueIn(pod, Delay.SANDBOX);
            }
        }
        return true;
    }

    /** Has a pod deleted as soon as time passes: requests of the same moment must not depend on their order. */
    public void request(SimulatedPod pod) {
        unwanted.put(pod.number(), pod);
    }

    /** Deletes a pod: at once where nothing runs, else after the containers had time to end. */
    public void delete(SimulatedPod pod) {
        if (pod.deleting()) {
            return;
        }
        if (pod.node.isEmpty() || !pod.live()) {
            remove(pod);
            return;
        }
        pods.change(pod, () -> pod.deleted = time.age());
        long patience = Math.min(Delay.TERMINATION.draw(random), pod.template().grace() * 1000);
        due(pod, time.in(patience));
    }

    private void remove(SimulatedPod pod) {
        network.stopped(pod);
        network.detach(pod);
        pods.remove(pod);
    }

    /** Something is due for the pod. */
    private void goOn(SimulatedPod pod) {
        pod.due = SimulatedPod.NEVER;
        if (pod.deleting()) {
            remove(pod);
            return;
        }
        switch (pod.stage) {
            case BOUND -> sandbox(pod);
            case STARTING, CRASHED -> start(pod);
            case RUNNING -> goOnRunning(pod);
            case PENDING, SUCCEEDED -> {}
        }
    }

    private void sandbox(SimulatedPod pod) {
        SimulatedNode node = nodes.get(pod.node).orElseThrow();
        Attachment attachment =
                pod.template().hostNetwork() ? new Attachment.Attached(List.of()) : network.attach(pod, node);
        if (attachment instanceof Attachment.Refused refused) {
            events.warn(ref(pod), pods.uid(pod).toString(), refused.reason(), refused.message(), "kubelet", pod.node);
            dueIn(pod, Delay.SANDBOX_RETRY);
            return;
        }
        List<dev.labctl.ipam.IpAddress> addresses = ((Attachment.Attached) attachment).addresses();
        pods.change(pod, () -> {
            pod.stage = SimulatedPod.Stage.STARTING;
            pod.sandboxed = time.age();
            pod.addresses = addresses;
        });
        dueIn(pod, pod.template().role() == Role.ANY ? Delay.CONTAINERS : Delay.CILIUM_CONTAINERS);
    }

    private void start(SimulatedPod pod) {
        long delay = pod.template().readinessDelay() * 1000;
        boolean readyAtOnce = delay == 0 && pod.template().role() == Role.ANY;
        pods.change(pod, () -> {
            pod.stage = SimulatedPod.Stage.RUNNING;
            pod.started = time.age();
            pod.ready = readyAtOnce ? time.age() : SimulatedPod.NEVER;
        });
        if (pod.template().finite()) {
            dueIn(pod, Delay.JOB);
        } else if (pod.template().role() != Role.ANY) {
            network.started(pod);
        } else if (!readyAtOnce) {
            due(pod, time.in(delay));
        }
    }

    private void goOnRunning(SimulatedPod pod) {
        if (!pod.template().finite()) {
            setReady(pod, true);
            return;
        }
        pods.change(pod, () -> {
            pod.stage = SimulatedPod.Stage.SUCCEEDED;
            pod.ready = SimulatedPod.NEVER;
            pod.ended = time.age();
        });
        network.detach(pod);
    }

    /** Whether a running pod's containers say that they are ready. */
    public void setReady(SimulatedPod pod, boolean ready) {
        if (pod.isReady() != ready && pod.stage == SimulatedPod.Stage.RUNNING) {
            pods.change(pod, () -> pod.ready = ready ? time.age() : SimulatedPod.NEVER);
        }
    }

    /** The container has ended with an error; it is started again after a while. */
    public void crash(SimulatedPod pod, String exitMessage) {
        long pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(pod.restarts, DOUBLINGS));
        pods.change(pod, () -> {
            pod.stage = SimulatedPod.Stage.CRASHED;
            pod.restarts++;
            pod.exitMessage = exitMessage;
            pod.ready = SimulatedPod.NEVER;
            pod.ended = time.age();
        });
        due(pod, time.in(pause));
    }

    private void dueIn(SimulatedPod pod, Delay latency) {
        due(pod, time.in(latency.draw(random)));
    }

    private void due(SimulatedPod pod, long when) {
        pod.due = when;
        queue.enter(when, EventQueue.Turn.POD, pod.number());
    }

    private static ObjectRef ref(SimulatedPod pod) {
        return ObjectRef.namespaced("v1", "Pod", pod.namespace(), pod.name());
    }
}
