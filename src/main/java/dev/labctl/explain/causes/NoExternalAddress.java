package dev.labctl.explain.causes;

import dev.labctl.cluster.ExternalAddresses;
import dev.labctl.cluster.ExternalAddresses.Refusal;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.explain.facts.Evidence;
import dev.labctl.failure.Wording;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.Observation;
import java.util.List;
import java.util.Optional;

/**
 * A Service of type LoadBalancer has no external address (Cilium 1.18 {@code operator/pkg/lbipam}).
 *
 * @param why in Cilium's words, where it has said something
 * @param reason of Cilium's condition; empty where it has said nothing
 */
public record NoExternalAddress(String why, String reason) implements Cause {
    /** The cause for a Service that nothing gives an address. */
    public static Optional<Cause> of(KubeObject service, ClusterIndex cluster) {
        return ExternalAddresses.isLacking(service)
                ? ExternalAddresses.refusal(service, cluster.view().observation())
                        .map(refusal -> of(service, refusal))
                : Optional.empty();
    }

    private static NoExternalAddress of(KubeObject service, Refusal refusal) {
        String reason = service.condition(ExternalAddresses.CONDITION)
                .map(KubeObject.Condition::reason)
                .orElse("");
        return new NoExternalAddress(refusal.words(), reason);
    }

    @Override
    public void explain(ExplanationBuilder it) {
        Observation seen = it.view().observation();
        List<String> pools = seen.list(ExternalAddresses.POOL).stream()
                .map(pool -> pool.ref() + ": " + Evidence.text(String.valueOf(pool.list("spec", "blocks")))
                        + (pool.has("true", "spec", "disabled") ? ", disabled" : ""))
                .toList();
        it.error("NO_EXTERNAL_ADDRESS")
                .symptom(Wording.names(it.refs()) + " "
                        + Wording.agree(it.objects().size(), "has no external address") + ".")
                .cause("A Service of type LoadBalancer needs an address from outside, and nothing gives it one: " + why
                        + ".")
                .evidence(it.objects().stream().limit(3).map(service -> Evidence.condition(
                                service, ExternalAddresses.CONDITION)
                        .orElse(service.ref() + ": status.loadBalancer has no ingress")))
                .evidence(pools.isEmpty() ? List.of(ExternalAddresses.POOL + "s: none").stream() : pools.stream());
        switch (reason) {
            case "out_of_ips" -> it.fix("Add a block to a pool that matches the Service: spec.blocks");
            case "already_allocated" -> it.fix("Ask for another address, or share it: lbipam.cilium.io/sharing-key");
            case "pool_selector_mismatch" ->
                it.fix(
                        "Let the pool's spec.serviceSelector match the labels of the Service, or ask for another address");
            default -> {
                if (!pools.isEmpty()) {
                    it.fix("Let a pool that is not disabled match the Service: spec.serviceSelector, and a block of its"
                            + " address family");
                }
                it.fix("Create a pool, with addresses that nothing else uses", manifest(it));
            }
        }
        it.fix("Or use type NodePort or ClusterIP, if the Service need not be reached from outside the cluster");
    }

    private static String manifest(ExplanationBuilder it) {
        String apply = it.kubectl("apply -f pool.yaml");
        return "# pool.yaml\n"
                + "apiVersion: cilium.io/v2\n"
                + "kind: " + ExternalAddresses.POOL + "\n"
                + "metadata: {name: external}\n"
                + "spec: {blocks: [{cidr: CIDR}]}"
                + (apply.isEmpty() ? "" : "\n" + apply);
    }
}
