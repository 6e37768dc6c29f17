package dev.labctl.addresses;

import dev.labctl.cluster.Cluster;
import dev.labctl.cluster.Pod;
import dev.labctl.cluster.Workload;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpamMode;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.ipam.IpamTexts;
import dev.labctl.ipam.IpamTrouble;
import dev.labctl.kubernetes.ObjectRef;
import java.util.List;
import java.util.Optional;

/**
 * A pod that is not ready and has not ended.
 *
 * @param name {@code namespace/pod}, as the owners of addresses are called
 * @param of its workload, or the pod itself where it has none
 * @param node empty while the scheduler has found none
 * @param addressed whether it has an address, so that something else is missing
 * @param pool that its address comes from; empty outside of mode multi-pool
 * @param text its newest warning; empty where it has none, or has come further since
 */
public record StuckPod(
        String name, ObjectRef of, Optional<String> node, boolean addressed, Optional<String> pool, String text) {
    private static final int LONGEST = 160;

    /** All of a cluster that take an address, in the order of their workloads. */
    public static List<StuckPod> of(Cluster cluster) {
        return cluster.workloads().stream()
                .filter(workload -> !workload.isHostNetwork())
                .flatMap(workload -> workload.stuck().stream().map(pod -> of(pod, workload, cluster)))
                .toList();
    }

    /** Whether it is on a node and has no address there. */
    public boolean wantsAddress() {
        return node.isPresent() && !addressed;
    }

    /** Its workload, as {@code namespace/name}. */
    public String workload() {
        return of.namespace().orElse("default") + "/" + of.name();
    }

    /** The gist of its warning, in one line that is not too long; empty where it has none. */
    public String words() {
        return words(text);
    }

    /** The core of a pod's event, in one line that is not too long. */
    public static String words(String text) {
        String words = IpamTexts.core(text).replaceAll("\\s+", " ").strip();
        return words.length() <= LONGEST ? words : words.substring(0, LONGEST) + " ...";
    }

    private static StuckPod of(Pod pod, Workload workload, Cluster cluster) {
        String text = pod.lastWarning()
                .flatMap(event -> event.text("message"))
                .filter(event -> !(pod.hasAddress() && IpamTexts.isPodEvent(event)))
                .orElse("");
        return new StuckPod(
                pod.fullName(), workload.ref(), pod.node(), pod.hasAddress(), pool(pod, cluster, text), text);
    }

    /** The pool that the agent names where it names one, else the one that the annotations lead to. */
    private static Optional<String> pool(Pod pod, Cluster cluster, String text) {
        IpamSettings settings = cluster.ipam();
        if (!settings.is(IpamMode.MULTI_POOL)) {
            return Optional.empty();
        }
        return IpamTrouble.in(text).stream()
                .flatMap(trouble -> trouble.pool().stream())
                .findFirst()
                .or(() -> Optional.of(
                        cluster.poolChoice(pod, settings.families().contains(Family.IPV4) ? Family.IPV4 : Family.IPV6)
                                .pool()));
    }
}
