package dev.labctl.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.addresses.Finding;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.TestChapters;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What plan says of files that every tool accepts, and that do not do what they look like. */
class LabLintTest {
    private static final String KIND = "kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n";

    @TempDir
    Path folder;

    private List<String> reasons(String kind, String values) {
        Lab lab = new TestChapters(folder)
                .file("chapter04/case/kind.yaml", KIND + kind + "\n")
                .file("chapter04/case/values.yaml", values)
                .resolve(LabRef.of("chapter04", "case"));
        return Predictor.predict(Scenario.of(lab, ClusterName.BOOK, Map.of(), WhatIf.NOTHING)).findings().stream()
                .map(Finding::reason)
                .toList();
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
}
