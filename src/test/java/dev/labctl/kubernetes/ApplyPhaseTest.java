package dev.labctl.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApplyPhaseTest {
    @ParameterizedTest
    @CsvSource({
        "v1, Namespace, NAMESPACES",
        "apiextensions.k8s.io/v1, CustomResourceDefinition, DEFINITIONS",
        "cilium.io/v2alpha1, CiliumPodIPPool, CILIUM",
        "cilium.io/v2, CiliumNetworkPolicy, CILIUM",
        "v1, ConfigMap, CONFIGURATION",
        "v1, Secret, CONFIGURATION",
        "v1, ServiceAccount, CONFIGURATION",
        "v1, PersistentVolumeClaim, CONFIGURATION",
        "rbac.authorization.k8s.io/v1, ClusterRole, CONFIGURATION",
        "storage.k8s.io/v1, StorageClass, CONFIGURATION",
        "networking.k8s.io/v1, NetworkPolicy, CONFIGURATION",
        "v1, Service, SERVICES",
        "networking.k8s.io/v1, Ingress, SERVICES",
        "v1, Pod, WORKLOADS",
        "apps/v1, Deployment, WORKLOADS",
        "apps/v1, DaemonSet, WORKLOADS",
        "batch/v1, Job, WORKLOADS",
        "autoscaling/v2, HorizontalPodAutoscaler, WORKLOADS",
        "example.org/v1, Namespace, CUSTOM",
        "example.org/v1, Thing, CUSTOM",
        "admissionregistration.k8s.io/v1, ValidatingWebhookConfiguration, WEBHOOKS",
        "apiregistration.k8s.io/v1, APIService, WEBHOOKS"
    })
    void kinds(String apiVersion, String kind, ApplyPhase phase) {
        assertThat(ApplyPhase.of(apiVersion, kind)).isEqualTo(phase);
    }
}
