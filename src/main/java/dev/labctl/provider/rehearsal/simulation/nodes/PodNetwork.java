package dev.labctl.provider.rehearsal.simulation.nodes;

import dev.labctl.ipam.IpAddress;
import java.util.List;

/** What the kubelet asks for a pod's network: on a real node, the CNI plugin. */
public interface PodNetwork {
    /** What came of the attempt to connect a pod. */
    sealed interface Attachment {
        /** The pod has these addresses. */
        record Attached(List<IpAddress> addresses) implements Attachment {}

        /** It has none; the kubelet reports why in an event and tries again. */
        record Refused(String reason, String message) implements Attachment {}
    }

    Attachment attach(SimulatedPod pod, SimulatedNode node);

    /** The pod is gone, or has ended: its addresses are free. */
    void detach(SimulatedPod pod);

    /** The containers of an agent or operator of Cilium's run. */
    void started(SimulatedPod pod);

    /** They do not run any more. */
    void stopped(SimulatedPod pod);
}
