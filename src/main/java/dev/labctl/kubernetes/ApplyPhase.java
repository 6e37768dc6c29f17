package dev.labctl.kubernetes;

import java.util.Set;

/**
 * The order in which objects are applied; those of one phase do not need each other. Deleting goes the other way round.
 */
public enum ApplyPhase {
    NAMESPACES,
    DEFINITIONS,
    /** Cilium's own objects, pools above all: pods ask for addresses from them as soon as they are scheduled. */
    CILIUM,
    /** RBAC, configuration, storage: what pods refer to. */
    CONFIGURATION,
    SERVICES,
    WORKLOADS,
    /** Objects of other operators, whose pods may be among the workloads. */
    CUSTOM,
    /** Last, for they judge everything that is applied after them. */
    WEBHOOKS;

    private static final Set<String> WORKLOAD_KINDS = Set.of(("Pod Deployment DaemonSet StatefulSet ReplicaSet"
                    + " ReplicationController Job CronJob HorizontalPodAutoscaler")
            .split(" "));
    private static final Set<String> WEBHOOK_KINDS =
            Set.of(("ValidatingWebhookConfiguration MutatingWebhookConfiguration"
                            + " ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding APIService")
                    .split(" "));

    public static ApplyPhase of(String apiVersion, String kind) {
        String group = apiVersion.contains("/") ? apiVersion.substring(0, apiVersion.indexOf('/')) : "";
        if (group.isEmpty() && kind.equals("Namespace")) {
            return NAMESPACES;
        }
        if (kind.equals("CustomResourceDefinition")) {
            return DEFINITIONS;
        }
        if (group.equals("cilium.io")) {
            return CILIUM;
        }
        if (WEBHOOK_KINDS.contains(kind)) {
            return WEBHOOKS;
        }
        if (group.contains(".") && !group.endsWith(".k8s.io")) {
            return CUSTOM;
        }
        if (kind.equals("Service") || kind.equals("Ingress")) {
            return SERVICES;
        }
        return WORKLOAD_KINDS.contains(kind) ? WORKLOADS : CONFIGURATION;
    }

    public static ApplyPhase of(KubeObject object) {
        return of(object.apiVersion(), object.kind());
    }
}
