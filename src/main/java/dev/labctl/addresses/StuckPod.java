package dev.labctl.addresses;

import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpamMode;
import dev.labctl.ipam.IpamTexts;
import dev.labctl.ipam.IpamTrouble;
import dev.labctl.ipam.MultiPoolSettings;
import dev.labctl.ipam.PoolChoice;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.Observation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A pod that is not ready and has not ended.
 *
 * @param name {@code namespace/pod}, as the owners of addresses are called
 * @param of what made it, or the pod itself where nothing did
 * @param node empty where the scheduler has found none
 * @param addressed whether it has an address, so that something else is missing
 * @param pool that its address comes from; empty outside of mode multi-pool
 * @param text its newest warning; empty where it has none, or has come further since
 */
public record StuckPod(
        String name, ObjectRef of, Optional<String> node, boolean addressed, Optional<String> pool, String text) {
    private static final int LONGEST = 160;

    /** All of them, in the order of their workloads. */
    public static List<StuckPod> of(Observation seen, List<WorkloadState> workloads) {
        return workloads.stream()
                .flatMap(workload -> workload.stuck().stream().map(pod -> of(seen, workload.ref(), pod)))
                .toList();
    }

    /** Whether it is on a node and has no address there. */
    public boolean wantsAddress() {
        return node.isPresent() && !addressed;
    }

    /** What its warning comes to, in one line that is not too long; empty where it has none. */
    public String words() {
        String words = IpamTexts.core(text).replaceAll("\\s+", " ").strip();
        return words.length() <= LONGEST ? words : words.substring(0, LONGEST) + " ...";
    }

    private static StuckPod of(Observation seen, ObjectRef maker, KubeObject pod) {
        boolean addressed = !pod.list("status", "podIPs").isEmpty();
        String text = WorkloadState.newest(pod, seen)
                .filter(event -> !(addressed && IpamTexts.isPodEvent(event)))
                .orElse("");
        return new StuckPod(
                pod.namespace().orElse("default") + "/" + pod.name(),
                maker,
                pod.text("spec", "nodeName").filter(node -> !node.isEmpty()),
                addressed,
                pool(seen, pod, text),
                text);
    }

    /** The agent's word for it where it has one, else what the annotations say. */
    private static Optional<String> pool(Observation seen, KubeObject pod, String text) {
        Map<String, String> config = seen.ciliumConfig();
        if (!IpamMode.MULTI_POOL.word().equals(config.get("ipam"))) {
            return Optional.empty();
        }
        Map<String, String> namespace = pod.namespace()
                .flatMap(name -> seen.find(ObjectRef.ofCluster("v1", "Namespace", name)))
                .map(object -> object.texts("metadata", "annotations"))
                .orElse(Map.of());
        Family family = "true".equals(config.get("enable-ipv4")) ? Family.IPV4 : Family.IPV6;
        return IpamTrouble.in(text).stream()
                .flatMap(trouble -> trouble.pool().stream())
                .findFirst()
                .or(() -> Optional.of(PoolChoice.of(
                                family,
                                pod.texts("metadata", "annotations"),
                                namespace,
                                MultiPoolSettings.ofConfig(config)
                                        .value()
                                        .map(MultiPoolSettings::defaultPool)
                                        .orElse("default"))
                        .pool()));
    }
}
