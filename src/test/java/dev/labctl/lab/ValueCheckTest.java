package dev.labctl.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.yaml.Dialect;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.YamlNode;
import dev.labctl.yaml.YamlReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code helm template} of Helm 3.18 makes of values for the chart of Cilium 1.18.2; each row was given to it. */
class ValueCheckTest {
    private static final Path FILE = Path.of("/lab/values.yaml");

    private static List<ValueNote> check(String values) {
        Problems problems = new Problems();
        YamlNode root =
                YamlReader.read(FILE, values, Dialect.KUBERNETES, problems).get(0);
        assertThat(problems.none()).isTrue();
        return ValueCheck.of(root.mapping("values", problems).orElseThrow());
    }

    @Test
    void theTableIsThatOfThePinnedVersion() {
        assertThat(ChartKey.version()).isEqualTo("1.18.2");
        assertThat(ChartKey.root().paths())
                .contains("ipam.operator.clusterPoolIPv4MaskSize", "egressMasqueradeInterfaces", "kubeProxyReplacement")
                .hasSizeGreaterThan(1000);
    }

    /** Helm's own text follows the path: {@code got string, want integer}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{ipam: {operator: {clusterPoolIPv4MaskSize: '29'}}} | `ipam.operator.clusterPoolIPv4MaskSize` must be a"
                        + " whole number, not text: remove the quotes",
                "{ipam: {operator: {clusterPoolIPv4MaskSize: 29.5}}} | must be a whole number, not a number",
                "{ipam: {operator: {clusterPoolIPv4PodCIDRList: [1]}}} | `ipam.operator.clusterPoolIPv4PodCIDRList[0]`"
                        + " must be text, not a number: quote it",
                "{ipam: {operator: {clusterPoolIPv4PodCIDRList: [null]}}} | PodCIDRList[0]` must be text, not empty",
                "{ipam: {operator: {clusterPoolIPv4PodCIDRList: [[1]]}}} | PodCIDRList[0]` must be text, not a list",
                "{ipam: {operator: {autoCreateCiliumPodIPPools: default}}} | must be a mapping, not text",
                "{ipv6: {enabled: 'true'}} | `ipv6.enabled` must be true or false, not text: remove the quotes",
                "{ipv6: true} | `ipv6` must be a mapping, not a boolean: set ipv6.enabled",
                "{ipam: cluster-pool} | `ipam` must be a mapping, not text: set ipam.mode",
                "{ipam: {multiPoolPreAllocation: {default: 8}}} | must be text, not a mapping",
                "{ipam: {ciliumNodeUpdateRate: 15}} | must be text, not a number: quote it",
                "{k8sServiceHost: 5} | `k8sServiceHost` must be text, not a number: quote it",
                "{k8sServiceHost: {a: b}} | `k8sServiceHost` must be text, not a mapping",
                "{operator: {replicas: '1'}} | `operator.replicas` must be a whole number, not text: remove the quotes",
                "{bpf: {masquerade: 'true'}} | `bpf.masquerade` must be true or false, not text: remove the quotes",
                "{routingMode: on} | `routingMode` must be text, not a boolean (`on` is the boolean true to Kubernetes)",
                "{debug: {enabled: 1}} | `debug.enabled` must be true or false, not a number",
                "{hubble: {metrics: {enabled: dns}}} | `hubble.metrics.enabled` must be a list, not text: write [dns]",
                "{podLabels: x} | `podLabels` must be a mapping, not text",
                "{MTU: '1500'} | `MTU` must be a whole number, not text",
                "{tolerations: [{operator: 5}]} | `tolerations[0].operator` must be text, not a number",
                "{identityManagementMode: foo} | `identityManagementMode` must be agent or operator or both, not `foo`",
                "{envoy: {log: {defaultLevel: foo}}} | `envoy.log.defaultLevel` must be trace or debug or info or",
                "{kubeProxyReplacement: strict} | `kubeProxyReplacement` must be true or false, not `strict`",
                "{kubeProxyReplacement: disabled} | `kubeProxyReplacement` must be true or false, not `disabled`",
                "{kubeProxyReplacement: 1} | `kubeProxyReplacement` must be true or false or text, not a number",
                "{ipam: } | `ipam` has no value, which removes the defaults that the chart needs",
                "{bpf: } | `bpf` has no value, which removes the defaults that the chart needs",
                "{hubble: {relay: }} | `hubble.relay` has no value, which removes",
                "{tunnel: vxlan} | `tunnel` was removed from Cilium's chart, which fails if it is set: use routingMode and",
                "{containerRuntime: {integration: crio}} | `containerRuntime.integration` was removed",
                "{encryption: {keyFile: x}} | `encryption.keyFile` was removed from Cilium's chart, which fails if it is"
                        + " set: use encryption.ipsec.keyFile",
                "{enableCiliumEndpointSlice: true} | set: use ciliumEndpointSlice.enabled",
                "{proxy: {prometheus: {enabled: false}}} | set: use envoy.prometheus.enabled",
                "{ipam: {mode: cluster-pool, operator: {clusterPoolIPv4PodCIDR: 10.0.0.0/8}}} | set: use"
                        + " ipam.operator.clusterPoolIPv4PodCIDRList, with a list"
            })
    void whatHelmRefuses(String values, String sentence) {
        assertThat(check(values)).singleElement().satisfies(note -> {
            assertThat(note.refused()).isTrue();
            assertThat(note.sentence()).contains(sentence);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{ipam: {operator: {clusterPoolIPv4MaskSize: 29.0}}}",
                "{ipam: {operator: {clusterPoolIPv4MaskSize: 031}}}",
                "{ipam: {operator: {clusterPoolIPv4MaskSize: }}}",
                "{ipam: {operator: {clusterPoolIPv4PodCIDRList: 10.0.0.0/8}}}",
                "{ipam: {mode: }}",
                "{ipam: {mode: foo}}",
                "{ipv6: {enabled: yes}}",
                "{ipv6: {enabled: }}",
                "{kubeProxyReplacement: 'true'}",
                "{kubeProxyReplacement: false}",
                "{k8sServicePort: 6443}",
                "{k8sServicePort: '6443'}",
                "{operator: {replicas: }}",
                "{envoy: {log: {defaultLevel: }}}",
                "{tolerations: [null, a, {effect: 5}]}",
                "{extraArgs: [1]}",
                "{extraConfig: {a: b, c: 1, on: d}}",
                "{podLabels: , nodeSelector: {a: b}, affinity: {nodeAffinity: {x: y}}}",
                "{autoDirectNodeRoutes: 'true'}",
                "{endpointRoutes: }",
                "{egressMasqueradeInterfaces: eth0}",
                "{global: {a: b}}",
                "{tunnelProtocol: geneve, routingMode: tunnel}"
            })
    void whatHelmAcceptsAndTheChartKnows(String values) {
        assertThat(check(values)).isEmpty();
    }

    /** Helm accepts them in silence. cilium#23872: "why the pod ip allocated is still 10.0". */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{multiPoolPreAllocation: 'default=8'} | `multiPoolPreAllocation` is not in Cilium's chart 1.18.2, which"
                        + " ignores it | Use ipam.multiPoolPreAllocation.",
                "{operator: {clusterPoolIPv4MaskSize: 26}} | `operator.clusterPoolIPv4MaskSize` is not in | Use"
                        + " ipam.operator.clusterPoolIPv4MaskSize.",
                "{ipam: {clusterPoolIPv4PodCIDRList: [10.1.0.0/16]}} | `ipam.clusterPoolIPv4PodCIDRList` is not in | Use"
                        + " ipam.operator.clusterPoolIPv4PodCIDRList.",
                "{ipam: {operator: {clusterPoolIPv4PodCIDR: 10.1.0.0/16}}} | was removed from Cilium's chart, which"
                        + " ignores it | Use ipam.operator.clusterPoolIPv4PodCIDRList, with a list.",
                "{cluster-pool-ipv4-mask-size: 26} | `cluster-pool-ipv4-mask-size` is not in | Use"
                        + " ipam.operator.clusterPoolIPv4MaskSize.",
                "{ipam: {Mode: kubernetes}} | `ipam.Mode` is not in | Use ipam.mode.",
                "{ipam: {operator: {clusterPoolIPv4MaskSiz: 26}}} | clusterPoolIPv4MaskSiz` is not in | Use"
                        + " ipam.operator.clusterPoolIPv4MaskSize.",
                "{kubeproxyReplacement: true} | `kubeproxyReplacement` is not in | Use kubeProxyReplacement.",
                "{nativeRoutingCIDR: 10.0.0.0/8} | was removed from Cilium's chart, which ignores it | Use"
                        + " ipv4NativeRoutingCIDR.",
                "{tunnel: ''} | `tunnel` was removed from Cilium's chart, which ignores it | Use routingMode and tunnel",
                "{hostPort: {enabled: true}} | `hostPort` was removed | Use kubeProxyReplacement: true.",
                "{nodePort: {enabled: true}} | `nodePort.enabled` was removed | Use kubeProxyReplacement: true.",
                "{something: else} | `something` is not in Cilium's chart | Correct or remove it."
            })
    void whatTheChartIgnores(String values, String message, String fix) {
        assertThat(check(values)).singleElement().satisfies(note -> {
            assertThat(note.refused()).isFalse();
            assertThat(note.message()).contains(message);
            assertThat(note.fix()).startsWith(fix);
        });
    }

    @Test
    void everyNoteHasItsPlace() {
        assertThat(check("ipam:\n  mode: cluster-pool\n  operator:\n    clusterPoolIPv4MaskSize: \"29\"\nfoo: bar\n"))
                .extracting(ValueNote::located)
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("values.yaml:4: `ipam.operator.clusterPool"),
                        second -> assertThat(second).startsWith("values.yaml:5: `foo` is not in"));
    }
}
