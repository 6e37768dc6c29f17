package dev.labctl.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.addresses.Finding;
import dev.labctl.failure.Severity;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.TestChapters;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What plan says of files that every tool accepts, and that do not do what they look like. */
class LabLintTest {
    private static final String KIND = "kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n";

    @TempDir
    Path folder;

    private List<String> reasons(String kind, String values) {
        return findings(kind, values, "").stream().map(Finding::reason).toList();
    }

    private List<Finding> findings(String kind, String values, String manifest) {
        return Predictor.predict(scenario(kind, values, manifest, WhatIf.NOTHING)).findings().stream()
                .filter(finding ->
                        finding.severity() != Severity.NOTE || !finding.reason().startsWith("SERVICE_CIDR"))
                .toList();
    }

    private Scenario scenario(String kind, String values, String manifest, WhatIf whatIf) {
        TestChapters chapters = new TestChapters(folder)
                .file("chapter04/case/kind.yaml", KIND + kind + "\n")
                .file("chapter04/case/values.yaml", values);
        if (!manifest.isEmpty()) {
            chapters.file("chapter04/case/manifests/all.yaml", manifest);
        }
        Lab lab = chapters.resolve(LabRef.of("chapter04", "case"));
        return Scenario.of(lab, ClusterName.BOOK, Map.of(), whatIf);
    }

    /** Of a hypothetical value, which makes no lab invalid. */
    @Test
    void ofAValueThatHelmRefuses() {
        WhatIf whatIf = new WhatIf(
                OptionalInt.empty(),
                Map.of(),
                Map.of("ipam", Map.of("operator", Map.of("clusterPoolIPv4MaskSize", "x"))));

        assertThat(Predictor.predict(scenario("networking: {disableDefaultCNI: true}", "{}", "", whatIf))
                        .findings())
                .anySatisfy(finding -> {
                    assertThat(finding.reason()).isEqualTo("VALUE_REFUSED");
                    assertThat(finding.message())
                            .isEqualTo(
                                    "--set: `ipam.operator.clusterPoolIPv4MaskSize` must be a whole number, not text");
                });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "networking: {disableDefaultCNI: true} | {} | none",
                "networking: {disableDefaultCNI: yes} | {} | none",
                "networking: {disableDefaultCNI: false} | {} | DEFAULT_CNI_ENABLED",
                "nodes: [{role: control-plane}] | {} | DEFAULT_CNI_ENABLED",
                "networking: {disableDefaultCNI: true, kubeProxyMode: none} | {} | none",
                "networking: {disableDefaultCNI: true, kubeProxyMode: none} | {kubeProxyReplacement: true} | none",
                "networking: {disableDefaultCNI: true, kubeProxyMode: none} | {kubeProxyReplacement: false} | NO_SERVICE_PROXY",
                "networking: {disableDefaultCNI: true, kubeProxyMode: none} | {kubeProxyReplacement: 'false'} | NO_SERVICE_PROXY",
                "networking: {disableDefaultCNI: true} | {kubeProxyReplacement: false} | none",
            })
    void ofTheClustersNetwork(String kind, String values, String reason) {
        assertThat(reasons(
                        kind,
                        "{ipam: {mode: kubernetes}}"
                                .replace("}}", values.equals("{}") ? "}}" : "}, " + values.substring(1))))
                .isEqualTo(reason == null ? List.of() : List.of(reason));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "{k8sServiceHost: cilium-book-control-plane} | none | none",
                "{k8sServiceHost: ''} | none | none",
                "{k8sServiceHost: kind-control-plane} | API_SERVER_HOST | values.yaml:1: k8sServiceHost is"
                        + " kind-control-plane, a node of another cluster; labctl sets cilium-book-control-plane",
                "{k8sServiceHost: 172.18.0.2} | API_SERVER_HOST | k8sServiceHost is 172.18.0.2, which is not the control",
                "{k8sServiceHost: api.example.com} | API_SERVER_HOST | k8sServiceHost is api.example.com, which is not",
                "{foo: bar} | VALUE_UNKNOWN | values.yaml:1: `foo` is not in Cilium's chart 1.18.2, which ignores it",
                "{ipam: {mode: multi-pool, operator: {autoCreateCiliumPodIPPools: {default: {ipv4: {cidrs: [10.10.0.0/16],"
                        + " maskSize: 27}}}}}} | MASQUERADE_INTERFACES_MISSING | pods with other addresses cannot reach anything outside",
            })
    void ofValuesThatDoNotDoWhatTheyLookLike(String values, String reason, String message) {
        List<Finding> found = findings("networking: {disableDefaultCNI: true}", values, "");

        if (reason == null) {
            assertThat(found).isEmpty();
        } else {
            assertThat(found).singleElement().satisfies(finding -> {
                assertThat(finding.reason()).isEqualTo(reason);
                assertThat(finding.message()).contains(message);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bpf: {masquerade: true}",
                "enableIPv4Masquerade: false",
                "egressMasqueradeInterfaces: eth0",
            })
    void masqueradingThatWorksInMultiPoolIsNotFound(String values) {
        String multiPool = "{ipam: {mode: multi-pool, operator: {autoCreateCiliumPodIPPools: {default: {ipv4: {cidrs:"
                + " [10.10.0.0/16], maskSize: 27}}}}}, " + values + "}";

        assertThat(findings("networking: {disableDefaultCNI: true}", multiPool, ""))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "{spec: {nodeName: kind-worker}} | NODE_NAME_UNKNOWN",
                "{spec: {nodeName: cilium-book-control-plane}} | none",
                "{spec: {nodeSelector: {kubernetes.io/hostname: kind-worker}}} | NODE_NAME_UNKNOWN",
                "{spec: {affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms:"
                        + " [{matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: [kind-worker]}]}]}}}}}"
                        + " | NODE_NAME_UNKNOWN",
                "{metadata: {annotations: {ipam.cilium.io/ip-pool: default}}} | none",
            })
    void ofPodsThatNameANodeOfAnotherCluster(String template, String reason) {
        List<String> found =
                findings("networking: {disableDefaultCNI: true}", "{}", deployment("{name: web}", template)).stream()
                        .map(Finding::reason)
                        .filter(one -> one.equals("NODE_NAME_UNKNOWN"))
                        .toList();

        assertThat(found).isEqualTo(reason == null ? List.of() : List.of(reason));
    }

    /** Cilium reads it of pods and namespaces. */
    @Test
    void ofAnAnnotationOnTheDeploymentItself() {
        String multiPool = "{ipam: {mode: multi-pool, operator: {autoCreateCiliumPodIPPools: {default: {ipv4: {cidrs:"
                + " [10.10.0.0/16], maskSize: 27}}}}}, bpf: {masquerade: true}}";
        String manifest = deployment("{name: web, annotations: {ipam.cilium.io/ip-pool: acme}}", "{}");

        assertThat(findings("networking: {disableDefaultCNI: true}", multiPool, manifest))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.reason()).isEqualTo("ANNOTATION_IGNORED");
                    assertThat(finding.message())
                            .isEqualTo("all.yaml:1: the annotation ipam.cilium.io/ip-pool is on the Deployment web"
                                    + " itself; Cilium reads it of pods and namespaces only");
                });
    }

    private static String deployment(String metadata, String template) {
        return "{apiVersion: apps/v1, kind: Deployment, metadata: " + metadata + ", spec: {replicas: 1, template: "
                + template + "}}\n";
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, CLUSTER_REFUSED",
        "10.96.0.0/29, CLUSTER_REFUSED",
    })
    void ofRangesThatKubeadmRefuses(String services, String reason) {
        assertThat(reasons(
                        "networking: {disableDefaultCNI: true, serviceSubnet: " + services + "}",
                        "{ipam: {mode: kubernetes}}"))
                .contains(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "multi-pool, kube-system, NODE_CONFIG_NEEDS_RESTART",
        "multi-pool, default, ''",
        "kubernetes, kube-system, ''",
    })
    void ofADefaultPoolThatAgentsReadOnlyWhenTheyStart(String mode, String namespace, String reason) {
        Lab lab = new TestChapters(folder)
                .file(
                        "chapter04/case/kind.yaml",
                        KIND
                                + "networking: {disableDefaultCNI: true}\nnodes: [{role: control-plane}, {role: worker}]\n")
                .file(
                        "chapter04/case/values.yaml",
                        "ipam: {mode: " + mode + "}\nextraConfig: {ipam-default-ip-pool: default}\n")
                .file(
                        "chapter04/case/manifests/config.yaml",
                        "apiVersion: cilium.io/v2\nkind: CiliumNodeConfig\nmetadata: {name: green, namespace: "
                                + namespace + "}\nspec:\n  nodeSelector: {matchLabels: {kubernetes.io/os: linux}}\n"
                                + "  defaults: {ipam-default-ip-pool: green}\n")
                .resolve(LabRef.of("chapter04", "case"));

        assertThat(Predictor.predict(Scenario.of(lab, ClusterName.BOOK, Map.of(), WhatIf.NOTHING)).findings().stream()
                        .map(Finding::reason)
                        .filter(found -> found.startsWith("NODE_CONFIG")))
                .isEqualTo(reason.isEmpty() ? List.of() : List.of(reason));
    }

    /** Its controller creates no pods of a new template (Kubernetes 1.33 {@code pkg/controller/deployment}). */
    @Test
    void ofADeploymentThatIsPaused() {
        String paused = deployment("{name: web}", "{}").replace("spec: {", "spec: {paused: true, ");
        assertThat(paused).contains("paused");

        assertThat(findings("networking: {disableDefaultCNI: true}", "{}", paused))
                .singleElement()
                .satisfies(finding -> assertThat(finding.reason()).isEqualTo("DEPLOYMENT_PAUSED"));
    }

    /** kind has the class standard, which is the default; a volume of a class need not have a StorageClass. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | none",
                "{storageClassName: standard} | none",
                "{storageClassName: fast} | STORAGE_CLASS_UNKNOWN",
                "{storageClassName: ''} | STORAGE_CLASS_UNKNOWN",
                "{storageClassName: manual} | none",
                "{storageClassName: own} | none"
            })
    void ofAClaimThatNoVolumeComesFor(String spec, String reason) {
        String others =
                "---\n{apiVersion: v1, kind: PersistentVolume, metadata: {name: v}, spec: {storageClassName: manual}}\n"
                        + "---\n{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: own}, provisioner: x}\n";
        String claim = "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data}, spec: " + spec + "}\n";
        String set = "{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db}, spec: {replicas: 1, template: {},"
                + " volumeClaimTemplates: [{metadata: {name: data}, spec: " + spec + "}]}}\n";

        for (String manifest : List.of(claim, set)) {
            assertThat(findings("networking: {disableDefaultCNI: true}", "{}", manifest + others))
                    .extracting(Finding::reason)
                    .containsExactlyElementsOf(reason.equals("none") ? List.of() : List.of(reason));
        }
    }
}
