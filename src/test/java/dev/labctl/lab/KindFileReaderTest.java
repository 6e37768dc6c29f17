package dev.labctl.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.lab.KindConfig.Node;
import dev.labctl.yaml.Dialect;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.YamlNode;
import dev.labctl.yaml.YamlReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code kind create cluster --config} of kind 0.33 accepts, and what it refuses; each row was given to it. */
class KindFileReaderTest {
    private static final Path FILE = Path.of("/lab/kind.yaml");
    private static final String HEAD = "kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n";

    private final Problems problems = new Problems();

    private Optional<KindConfig> read(String rest) {
        List<YamlNode> documents = YamlReader.read(FILE, HEAD + rest + "\n", Dialect.KIND, problems);
        return KindFileReader.read(FILE, documents.get(0), problems);
    }

    private List<String> lines() {
        return problems.all().stream()
                .map(problem -> problem.line(Path.of("/lab")))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nodes: []",
                "nodes:",
                "nodes: [{labels: {a: b}}]",
                "nodes: [{role: ''}]",
                "nodes: [{role: control-plane}, {role: worker}]",
                "nodes: [&cp {role: control-plane}, {<<: *cp, role: worker}]",
                "nodes: [{role: control-plane, image: }]",
                "nodes: [{role: !!str control-plane}]",
                "nodes: [{role: !!binary d29ya2Vy}, {role: control-plane}]",
                "nodes: [{role: control-plane, labels: }]",
                "nodes: [{extraPortMappings: [{containerPort: 80, hostPort: -1}]}]",
                "nodes: [{extraPortMappings: [{containerPort: 80}, {containerPort: 81}]}]",
                "nodes: [{extraPortMappings: [{hostPort: 80, protocol: tcp}]}]",
                "nodes: [{extraPortMappings: [{containerPort: 80, hostPort: 80}, "
                        + "{containerPort: 80, hostPort: 80, listenAddress: 127.0.0.1}]}]",
                "networking: {apiServerPort: -1}",
                "networking: {apiServerPort: 0}",
                "networking: {apiServerPort: 014453}",
                "networking: {apiServerPort: 6_443}",
                "networking: {disableDefaultCNI: yes}",
                "networking: {disableDefaultCNI: on}",
                "networking: {disableDefaultCNI: True}",
                "networking: {kubeProxyMode: ''}",
                "networking: {kubeProxyMode: nftables}",
                "networking: {ipFamily: ''}",
                "networking: {ipFamily: dual, podSubnet: 10.1.0.0/16}",
                "networking: {ipFamily: dual, podSubnet: 'fd00:1::/48,10.1.0.0/16'}",
                "networking: {ipFamily: dual, serviceSubnet: 'fd00:96::/112,10.96.0.0/16'}",
                "networking: {podSubnet: 10.1.2.3/16}",
                "networking: {podSubnet: ''}",
                "networking: {dnsSearch: [a.b]}",
                "featureGates: {A: true}"
            })
    void whatKindAccepts(String rest) {
        assertThat(read(rest)).isPresent();
        assertThat(lines()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nodes: [{role: worker}] | :3:8: no node has the role control-plane",
                "nodes: [{role: master}] | :3:16: `role` must be control-plane or worker, not `master`",
                "nodes: {role: worker} | :3:8: `nodes` must be a list, not a mapping",
                "nodes: [{roles: worker}] | :3:10: unknown key `roles`; known keys: extraMounts, extraPortMappings",
                "nodes: [{extraPortMappings: [{hostPort: -2}]}] | :3:41: `hostPort` must be between -1 and 65535",
                "nodes: [{extraPortMappings: [{hostPort: 70000}]}] | :3:41: `hostPort` must be between -1 and 65535",
                "nodes: [{extraPortMappings: [{hostPort: 80}, {hostPort: 80}]}] | :3:57: `hostPort` 80 of 0.0.0.0 is already",
                "nodes: [{extraPortMappings: [{protocol: http}]}] | :3:41: `protocol` must be TCP or UDP or SCTP",
                "networking: {apiServerPort: -2} | :3:29: `apiServerPort` must be between -1 and 65535",
                "networking: {apiServerPort: 70000} | :3:29: `apiServerPort` must be between -1 and 65535",
                "networking: {apiServerPort: '6443'} | :3:29: `apiServerPort` must be a whole number, not text",
                "networking: {disableDefaultCNI: 'true'} | :3:33: `disableDefaultCNI` must be true or false, not text",
                "networking: {disableDefaultCNI: 1} | :3:33: `disableDefaultCNI` must be true or false, not a number",
                "networking: {kubeProxyMode: None} | :3:29: `kubeProxyMode` must be iptables or ipvs or nftables or none",
                "networking: {kubeProxyMode: false} | :3:29: `kubeProxyMode` must be text, not a boolean",
                "networking: {podSubnet: '10.1.0.0/16,10.2.0.0/16'} | :3:25: `podSubnet`: 10.2.0.0/16 is a second range of IPv4",
                "networking: {ipFamily: dual, podSubnet: '10.1.0.0/16,10.2.0.0/16'} | 10.2.0.0/16 is a second range of IPv4",
                "networking: {podSubnet: 'fd00:1::/48'} | `podSubnet`: fd00:1::/48 is IPv6, but the cluster's ipFamily is ipv4",
                "networking: {ipFamily: ipv6, podSubnet: 10.1.0.0/16} | 10.1.0.0/16 is IPv4, but the cluster's ipFamily is ipv6",
                "networking: {serviceSubnet: 'fd00:96::/112'} | `serviceSubnet`: fd00:96::/112 is IPv6, but",
                "networking: {ipFamily: dual, serviceSubnet: '10.96.0.0/16,10.97.0.0/16'} | 10.97.0.0/16 is a second range of",
                "networking: {ipFamily: Dual} | :3:24: `ipFamily` must be ipv4 or ipv6 or dual, not `Dual`",
                "networking: {podSubnet: [10.1.0.0/16]} | :3:25: `podSubnet` must be text, not a list",
                "networking: {disableDefaultCni: true} | :3:14: unknown key `disableDefaultCni`",
                "foo: bar | :3:1: unknown key `foo`",
            })
    void whatKindRefuses(String rest, String problem) {
        read(rest);

        assertThat(lines()).singleElement().asString().startsWith("kind.yaml:").contains(problem);
    }

    /** Seen with kind 0.33's types and go.yaml.in/yaml 3.0.4: an item without a value is no item. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nodes: [null] | control-plane",
                "nodes: [{}] | control-plane",
                "nodes: [null, {role: worker}, {role: control-plane}] | worker, control-plane",
                "nodes: [{labels: {a: yes}}, ~, {role: worker}] | control-plane, worker",
                "nodes: [{extraPortMappings: [null, {hostPort: 80}], extraMounts: [null], kubeadmConfigPatches: [null]}]"
                        + " | control-plane",
                "{nodes: , kubeadmConfigPatches: [null], networking: {dnsSearch: [null]}} | control-plane"
            })
    void itemsWithoutAValueAreLeftOut(String rest, String roles) {
        KindConfig kind = read(rest.startsWith("{")
                        ? rest.substring(1, rest.length() - 1).replace(", ", "\n")
                        : rest)
                .orElseThrow();

        assertThat(lines()).isEmpty();
        assertThat(kind.nodes().stream().map(Node::role)).containsExactly(roles.split(", ", -1));
        assertThat(kind.kubeadm().nodes()).hasSameSizeAs(kind.nodes());
    }

    @Test
    void noControlPlaneIsLeftWhereItsItemHasNoValue() {
        read("nodes: [null, {role: worker}]");

        assertThat(lines()).singleElement().asString().contains("no node has the role control-plane");
    }

    /** Its YAML takes any scalar as a text. */
    @Test
    void labelsAreTextsAsWritten() {
        KindConfig kind = read("nodes: [{labels: {a: yes, b: 0755, c: 1.0, on: x, d: , e: 'n'}}, {role: worker}]")
                .orElseThrow();

        Map<String, String> labels = Map.of("a", "yes", "b", "0755", "c", "1.0", "on", "x", "d", "", "e", "n");
        assertThat(lines()).isEmpty();
        assertThat(kind.nodes()).containsExactly(new Node("control-plane", labels), new Node("worker", Map.of()));
        assertThat(kind.tree()).containsEntry("nodes", List.of(Map.of("labels", labels), Map.of("role", "worker")));
    }

    @Test
    void portsThatTheEngineChoosesAreNotKnown() {
        KindConfig kind = read("networking: {apiServerPort: -1}\n"
                        + "nodes: [{extraPortMappings: [{hostPort: -1}, {hostPort: 0}, {hostPort: 8080}]}]")
                .orElseThrow();

        assertThat(kind.hostPorts()).containsExactly(8080);
    }
}
