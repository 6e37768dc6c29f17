package dev.labctl.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.lab.ClusterName;
import dev.labctl.lab.KindConfig;
import dev.labctl.tree.Tree;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.YamlReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many pods an object makes, and which nodes they may be on. */
class WorkloadSpecTest {
    private static final List<NodeShape> NODES = NodeShape.ofKind(
            new ClusterName("book"),
            kind(
                    new KindConfig.Node("control-plane", Map.of()),
                    new KindConfig.Node("worker", Map.of("labctl.dev/worker", "first", "size", "3")),
                    new KindConfig.Node("worker", Map.of("labctl.dev/worker", "second", "size", "12"))));

    private static KindConfig kind(KindConfig.Node... nodes) {
        return new KindConfig(
                Path.of("kind.yaml"), Map.of(), List.of(nodes), KindConfig.IpFamily.IPV4, true, List.of());
    }

    private static Map<String, Object> object(String yaml) {
        Problems problems = new Problems();
        Object tree =
                YamlReader.read(Path.of("test.yaml"), yaml, problems).get(0).tree();
        assertThat(problems.none()).isTrue();
        return Tree.map(tree);
    }

    private static String nodes(String podSpec) {
        PodTemplate template = PodTemplate.of(object("spec: " + podSpec));
        return String.join(
                " ",
                NODES.stream()
                        .filter(template::fits)
                        .map(node -> node.name().replace("book-", ""))
                        .toList());
    }

    /** {@code helm template} writes fields without a value, which Kubernetes takes for none. */
    @Test
    void anEmptyNamespaceOrNodeNameIsNone() {
        WorkloadSpec web = WorkloadSpec.of(object("{kind: Deployment, metadata: {name: web, namespace: ''}}"))
                .orElseThrow();

        assertThat(web.namespace()).isEqualTo("default");
        assertThat(nodes("{nodeName: ''}")).isEqualTo(nodes("{}")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Deployment  | {replicas: 4}                     | 4",
                "Deployment  | {}                                | 1",
                "Deployment  | {replicas: 0}                     | 0",
                "StatefulSet | {replicas: 3}                     | 3",
                "ReplicaSet  | {replicas: 2}                     | 2",
                "Pod         | {}                                | 1",
                "Job         | {}                                | 1",
                "Job         | {parallelism: 5}                  | 5",
                "Job         | {parallelism: 5, completions: 2}  | 2",
                "Job         | {completions: 7}                  | 1",
                "Deployment  | {replicas: 99999999999}           | 2147483647",
                "Deployment  | {replicas: 2, paused: true}       | 0",
                "Job         | {parallelism: 2, suspend: true}   | 0"
            })
    void anObjectMakesAsManyPodsAsItSays(String kind, String spec, int replicas) {
        WorkloadSpec workload = WorkloadSpec.of(
                        object("{kind: " + kind + ", metadata: {name: web}, spec: " + spec + "}"))
                .orElseThrow();

        assertThat(workload.replicas()).isEqualTo(replicas);
        assertThat(workload.namespace()).isEqualTo("default");
    }

    @ParameterizedTest
    @CsvSource({"Service", "ConfigMap", "CronJob", "Namespace"})
    void otherObjectsMakeNone(String kind) {
        assertThat(WorkloadSpec.of(object("{kind: " + kind + ", metadata: {name: x}}")))
                .isEmpty();
    }

    @Test
    void kindNamesItsNodesAndKeepsPodsOffTheControlPlane() {
        assertThat(NODES.stream().map(NodeShape::name))
                .containsExactly("book-control-plane", "book-worker", "book-worker2");
        assertThat(NODES.get(0).taints()).containsExactly(Taint.CONTROL_PLANE);
        assertThat(NODES.get(1).labels())
                .containsEntry("labctl.dev/worker", "first")
                .containsEntry("kubernetes.io/hostname", "book-worker");
        assertThat(NodeShape.ofKind(new ClusterName("one"), kind(new KindConfig.Node("control-plane", Map.of())))
                        .get(0)
                        .taints())
                .as("the only node takes all pods")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                              | worker worker2",
                "{nodeName: book-control-plane}                                  | control-plane",
                "{nodeName: elsewhere}                                           | ''",
                "{nodeSelector: {labctl.dev/worker: second}}                     | worker2",
                "{nodeSelector: {labctl.dev/worker: third}}                      | ''",
                "{tolerations: [{operator: Exists}]}                             | control-plane worker worker2",
                "{tolerations: [{key: node-role.kubernetes.io/control-plane, operator: Exists, effect: NoSchedule}]}"
                        + " | control-plane worker worker2",
                "{tolerations: [{key: node-role.kubernetes.io/control-plane, effect: NoSchedule}]}"
                        + " | control-plane worker worker2",
                "{tolerations: [{key: node-role.kubernetes.io/control-plane, value: x}]} | worker worker2",
                "{tolerations: [{key: other, operator: Exists}]}                 | worker worker2",
                "{tolerations: [{operator: Exists, effect: NoExecute}]}          | worker worker2"
            })
    void selectorsAndTaintsDecideWhereAPodMayBe(String podSpec, String nodes) {
        assertThat(nodes(podSpec)).isEqualTo(nodes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{matchExpressions: [{key: labctl.dev/worker, operator: Exists}]}]            | worker worker2",
                "[{matchExpressions: [{key: labctl.dev/worker, operator: In, values: [first, third]}]}] | worker",
                "[{matchExpressions: [{key: labctl.dev/worker, operator: NotIn, values: [first]}]}] | worker2",
                "[{matchExpressions: [{key: labctl.dev/worker, operator: DoesNotExist}]}]      | ''",
                "[{matchExpressions: [{key: size, operator: Gt, values: ['3']}]}]              | worker2",
                "[{matchExpressions: [{key: size, operator: Lt, values: ['10']}]}]             | worker",
                "[{matchExpressions: [{key: size, operator: Gt, values: [many]}]}]             | ''",
                "[{matchFields: [{key: metadata.name, operator: In, values: [book-worker2]}]}] | worker2",
                "[{matchExpressions: [{key: size, operator: Gt, values: ['3']}, {key: size, operator: Lt, values: ['10']}]}] | ''",
                "[{matchExpressions: [{key: size, operator: Gt, values: ['9']}]},"
                        + " {matchExpressions: [{key: size, operator: Lt, values: ['9']}]}] | worker worker2",
                "[{}]                                                                          | ''"
            })
    void requiredAffinityDecidesToo(String terms, String nodes) {
        assertThat(nodes("{affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution:"
                        + " {nodeSelectorTerms: " + terms + "}}}}"))
                .isEqualTo(nodes);
    }

    @ParameterizedTest
    @CsvSource({
        "{key: a; value: b; effect: NoSchedule}, true",
        "{key: a; operator: Exists}, true",
        "{operator: Exists}, true",
        "{key: a; value: other; effect: NoSchedule}, false",
        "{key: a; value: b; effect: NoExecute}, false",
        "{key: c; operator: Exists}, false",
        "{value: b}, false"
    })
    void aTolerationLetsATaintPass(String toleration, boolean passes) {
        NodeChoice choice = NodeChoice.of(object("tolerations: [" + toleration.replace(';', ',') + "]"));

        assertThat(choice.repelledBy(List.of(new Taint("a", "b", "NoSchedule"))).isEmpty())
                .isEqualTo(passes);
    }

    @Test
    void aPodThatFitsNoNodeIsExplainedAsTheSchedulerDoes() {
        PodTemplate template = PodTemplate.of(object("spec: {nodeSelector: {labctl.dev/worker: first}}"));

        assertThat(SchedulingConstraints.failure(NODES.stream()
                        .map(node -> template.closed(node).orElse(SchedulingConstraints.FULL))
                        .toList()))
                .isEqualTo(
                        "0/3 nodes are available: 1 Too many pods, 1 node(s) didn't match Pod's node affinity/selector,"
                                + " 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }.");
    }

    @Test
    void theSystemsOwnPodsTakeAddressesOnlyWhereTheyAreNotOnTheHostsNetwork() {
        List<WorkloadSpec> system = SystemWorkloads.ofKind(NODES, true);

        assertThat(system.stream()
                        .filter(workload -> !workload.template().hostNetwork())
                        .map(workload -> workload.replicas() + " " + workload.name()))
                .containsExactly("2 coredns", "1 local-path-provisioner");
        assertThat(system.stream()
                        .filter(workload -> !workload.template().hostNetwork())
                        .allMatch(workload -> NODES.stream().allMatch(workload.template()::fits)))
                .as("they tolerate the control plane")
                .isTrue();
        assertThat(SystemWorkloads.ofCilium(Map.of()).stream().map(WorkloadSpec::name))
                .containsExactly("cilium", "cilium-envoy", "cilium-operator");
        assertThat(SystemWorkloads.ofCilium(object("hubble: {relay: {enabled: true}, ui: {enabled: true}}")).stream()
                        .filter(workload -> !workload.template().hostNetwork())
                        .map(WorkloadSpec::name))
                .containsExactly("hubble-relay", "hubble-ui");
        assertThat(SystemWorkloads.ofKind(NODES, false).stream().map(WorkloadSpec::name))
                .doesNotContain("kube-proxy");
    }

    /** What {@code helm template} of Cilium 1.18.2's chart gives: replicas, kind and name of what takes addresses. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    hubble: {relay: {enabled: true, replicas: 3}}                              | 3 Deployment kube-system/hubble-relay
                    hubble: {ui: {enabled: true, replicas: 2}}                                 | 2 Deployment kube-system/hubble-ui
                    hubble: {enabled: false, relay: {enabled: true}, ui: {enabled: true}}      | ''
                    clustermesh: {useAPIServer: true, apiserver: {replicas: 2}}                | 2 Deployment kube-system/clustermesh-apiserver
                    clustermesh: {useAPIServer: true}                                          | 1 Deployment kube-system/clustermesh-apiserver
                    authentication: {mutual: {spire: {enabled: true}}}                         | ''
                    authentication: {mutual: {spire: {enabled: true, install: {enabled: true}}}} | 1 StatefulSet cilium-spire/spire-server
                    authentication: {mutual: {spire: {enabled: true, install: {enabled: true, namespace: spire}}}} | 1 StatefulSet spire/spire-server
                    """)
    void valuesBringPodsThatTakeAddresses(String values, String expected) {
        assertThat(SystemWorkloads.ofCilium(object(values)).stream()
                        .filter(workload -> !workload.template().hostNetwork())
                        .map(workload -> workload.replicas() + " " + workload.kind() + " " + workload.namespace() + "/"
                                + workload.name())
                        .collect(Collectors.joining(", ")))
                .isEqualTo(expected);
    }

    @Test
    void anAddonGoesWhereItsValuesSendIt() {
        WorkloadSpec relay =
                SystemWorkloads.ofCilium(
                                object("hubble: {relay: {enabled: true, nodeSelector: {labctl.dev/worker: first}}}"))
                        .stream()
                        .filter(workload -> workload.name().equals("hubble-relay"))
                        .findFirst()
                        .orElseThrow();

        assertThat(NODES.stream().filter(relay.template()::wants).map(NodeShape::name))
                .hasSize(1);
    }
}
