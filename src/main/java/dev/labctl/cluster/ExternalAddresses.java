package dev.labctl.cluster;

import dev.labctl.kubernetes.CiliumNamespace;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.kubernetes.Observation;
import dev.labctl.kubernetes.Permitted;
import dev.labctl.tree.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The external addresses of Services of type LoadBalancer: a cloud gives them, or Cilium from its pools (Cilium 1.18 {@code
 * operator/pkg/lbipam}), or another controller, such as MetalLB. kind has none of its own.
 */
public final class ExternalAddresses {
    /** The kind of Cilium's pools of external addresses. */
    public static final String POOL = "CiliumLoadBalancerIPPool";

    /** What Cilium says of a Service that asks for an address. */
    public static final String CONDITION = "cilium.io/IPAMRequestSatisfied";

    /** On the nodes of a rehearsal, which gives no external addresses. */
    public static final String REHEARSED = "labctl.dev/rehearsed";

    private static final ObjectRef DEFINITION = ObjectRef.ofCluster(
            "apiextensions.k8s.io/v1", "CustomResourceDefinition", "ciliumloadbalancerippools.cilium.io");
    private static final String OF_METALLB = "IPAddressPool";

    /** Which part of Cilium gives addresses to Services without a class: {@code lbipam}, {@code nodeipam} or {@code none}. */
    private static final String DEFAULT_GIVER = "default-lb-service-ipam";

    /** What any controller takes until it begins to work on a Service, and Cilium until it has seen a new pool. */
    private static final Duration SOON = Duration.ofSeconds(30);

    private ExternalAddresses() {}

    /**
     * Why a Service gets no external address.
     *
     * @param words what is wrong
     * @param since when that was so
     */
    public record Refusal(String words, Optional<Instant> since) {}

    /** An observation with what decides about external addresses, where a Service has none. */
    static Observation complete(Observation seen, KubeApi api) {
        if (seen.list("Service").stream().noneMatch(ExternalAddresses::isLacking)) {
            return seen;
        }
        Permitted permitted = new Permitted(api);
        List<KubeObject> more = new ArrayList<>();
        if (seen.list("Node").isEmpty()) {
            more.addAll(permitted.list("v1", "Node", Optional.empty(), Map.of()));
        }
        if (seen.ciliumConfig().isEmpty()) {
            permitted.get(CiliumNamespace.of(permitted).config()).ifPresent(more::add);
        }
        more.addAll(permitted.list("metallb.io/v1beta1", OF_METALLB, Optional.empty(), Map.of()));
        permitted.get(DEFINITION).ifPresent(definition -> {
            List<KubeObject> pools =
                    permitted.list("cilium.io/" + servedVersion(definition), POOL, Optional.empty(), Map.of());
            if (permitted.knows(POOL)) {
                more.add(definition);
                more.addAll(pools);
            }
        });
        return seen.with(more.stream()
                .filter(object -> seen.find(object.ref()).isEmpty())
                .toList());
    }

    private static String servedVersion(KubeObject definition) {
        return definition.list("spec", "versions").stream()
                .filter(version -> Tree.flag(version, "served").orElse(false))
                .flatMap(version -> Tree.text(version, "name").stream())
                .min(String::compareTo)
                .orElse("v2");
    }

    /** Whether a Service asks for an external address and has none. */
    public static boolean isLacking(KubeObject service) {
        return service.kind().equals("Service")
                && service.has("LoadBalancer", "spec", "type")
                && !service.deleting()
                && service.list("status", "loadBalancer", "ingress").isEmpty();
    }

    /** How far a Service is that lacks its external address. */
    static ObjectStatus status(KubeObject service, Observation seen) {
        Optional<Refusal> refusal = refusal(service, seen);
        if (refusal.isEmpty()) {
            return ObjectStatus.currentIf(isRehearsed(seen), service.ref() + " has no external address yet");
        }
        String words =
                service.ref() + " gets no external address: " + refusal.get().words();
        boolean recent = refusal.get()
                .since()
                .filter(since -> since.plus(SOON).isAfter(seen.at()))
                .isPresent();
        return recent ? new ObjectStatus.InProgress(words) : new ObjectStatus.Failed(words);
    }

    private static boolean isRehearsed(Observation seen) {
        return seen.list("Node").stream()
                .anyMatch(node -> node.texts("metadata", "annotations").containsKey(REHEARSED));
    }

    /** Why a Service that lacks an external address gets none; empty where one may still come. */
    public static Optional<Refusal> refusal(KubeObject service, Observation seen) {
        Optional<KubeObject.Condition> condition = service.condition(CONDITION);
        if (condition.isPresent()) {
            return condition
                    .filter(found -> found.status().equals("False"))
                    .map(found -> new Refusal(found.message(), found.since()));
        }
        return isWithoutGiver(service, seen)
                ? Optional.of(new Refusal(
                        "there is no " + POOL + ", and kind has no load balancer of its own", service.created()))
                : Optional.empty();
    }

    /** A controller that labctl does not know may have a class of its own, or a finalizer on the Service. */
    private static boolean isWithoutGiver(KubeObject service, Observation seen) {
        return seen.find(DEFINITION).isPresent()
                && seen.list(POOL).isEmpty()
                && seen.list(OF_METALLB).isEmpty()
                && !"nodeipam".equals(seen.ciliumConfig().get(DEFAULT_GIVER))
                && service.text("spec", "loadBalancerClass").isEmpty()
                && service.list("metadata", "finalizers").isEmpty()
                && seen.list("Node").stream().anyMatch(node -> node.text("spec", "providerID")
                        .filter(id -> id.startsWith("kind://"))
                        .isPresent());
    }
}
