package dev.labctl.provider.rehearsal.simulation.nodes;

import dev.labctl.ipam.IpAddress;
import dev.labctl.provider.rehearsal.simulation.kernel.Controller;
import dev.labctl.provider.rehearsal.simulation.kernel.Delay;
import dev.labctl.provider.rehearsal.simulation.kernel.Kernel;
import dev.labctl.provider.rehearsal.simulation.kernel.VirtualClock.Turn;
import dev.labctl.provider.rehearsal.simulation.nodes.PodNetwork.Attachment;
import dev.labctl.provider.rehearsal.simulation.nodes.TemplateRevision.Role;
import java.util.List;
import java.util.TreeMap;

/** All nodes' kubelets: takes a pod from its binding to its end. */
public final class Kubelet implements Controller {
    private final Kernel kernel;
    private final Pods pods;
    private final Nodes nodes;
    private final PodNetwork network;
    private final TreeMap<Integer, SimulatedPod> bound = new TreeMap<>();
    private final TreeMap<Integer, SimulatedPod> unwanted = new TreeMap<>();

    public Kubelet(Kernel kernel, Pods pods, Nodes nodes, PodNetwork network) {
        this.kernel = kernel;
        this.pods = pods;
        this.nodes = nodes;
        this.network = network;
        pods.watch(this::follow);
        kernel.time().onTurn(Turn.POD, number -> pods.get(number)
                .filter(pod -> pod.due != SimulatedPod.NEVER
                        && pod.due <= kernel.time().age())
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
                wakeAfter(pod, Delay.SANDBOX);
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
        pods.change(pod, () -> pod.deleted = kernel.time().age());
        long patience =
                Math.min(Delay.TERMINATION.draw(kernel.random()), pod.template().grace() * 1000);
        pods.wake(pod, kernel.time().in(patience));
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
            kernel.events().warn(pod.ref(), pods.uid(pod), refused.reason(), refused.message(), "kubelet", pod.node);
            wakeAfter(pod, Delay.SANDBOX_RETRY);
            return;
        }
        List<IpAddress> addresses = ((Attachment.Attached) attachment).addresses();
        pods.change(pod, () -> {
            pod.stage = SimulatedPod.Stage.STARTING;
            pod.sandboxed = kernel.time().age();
            pod.addresses = addresses;
        });
        wakeAfter(pod, pod.template().role() == Role.ANY ? Delay.CONTAINERS : Delay.CILIUM_CONTAINERS);
    }

    private void start(SimulatedPod pod) {
        long delay = pod.template().readinessDelay() * 1000;
        boolean readyAtOnce = delay == 0 && pod.template().role() == Role.ANY;
        pods.change(pod, () -> {
            pod.stage = SimulatedPod.Stage.RUNNING;
            pod.started = kernel.time().age();
            pod.ready = readyAtOnce ? kernel.time().age() : SimulatedPod.NEVER;
        });
        if (pod.template().finite()) {
            wakeAfter(pod, Delay.JOB);
        } else if (pod.template().role() != Role.ANY) {
            network.started(pod);
        } else if (!readyAtOnce) {
            pods.wake(pod, kernel.time().in(delay));
        }
    }

    private void goOnRunning(SimulatedPod pod) {
        if (!pod.template().finite()) {
            pods.setReady(pod, true);
            return;
        }
        pods.change(pod, () -> {
            pod.stage = SimulatedPod.Stage.SUCCEEDED;
            pod.ready = SimulatedPod.NEVER;
            pod.ended = kernel.time().age();
        });
        network.detach(pod);
    }

    private void wakeAfter(SimulatedPod pod, Delay delay) {
        pods.wake(pod, kernel.time().in(delay.draw(kernel.random())));
    }
}
