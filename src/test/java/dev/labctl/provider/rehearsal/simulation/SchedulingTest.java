package dev.labctl.provider.rehearsal.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.lab.KindConfig.IpFamily;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pods come to the nodes that they may come to, spread as kube-scheduler spreads them, and say why where there is none. */
class SchedulingTest {
    private static final String MODE = "ipam: {mode: kubernetes}";

    private static Map<String, Long> byNode(List<KubeObject> pods) {
        return pods.stream()
                .map(pod -> pod.text("spec", "nodeName").orElse(""))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static Map<String, Long> scheduled(int workers, int replicas, String podSpec) {
        Simulated simulated = Simulated.with(MODE, workers)
                .applies(Simulated.deployment("web", replicas, podSpec))
                .passes(10);
        return byNode(simulated.pods("web"));
    }

    @Test
    void replicasSpreadEvenlyAndKeepOffTheControlPlane() {
        Map<String, Long> byNode = scheduled(4, 20, "");

        assertThat(byNode).hasSize(4).doesNotContainKey("c-control-plane");
        assertThat(byNode.values()).containsOnly(5L);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "nodeSelector: {number: '2'}|c-worker2",
                "nodeSelector: {kubernetes.io/hostname: c-worker3}|c-worker3",
                "nodeName: c-worker3|c-worker3",
                "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms:"
                        + " [{matchExpressions: [{key: number, operator: In, values: ['1', '3']}]}]}}}|c-worker c-worker3",
                "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms:"
                        + " [{matchExpressions: [{key: number, operator: Gt, values: ['1']}]}]}}}|c-worker2 c-worker3",
                "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms:"
                        + " [{matchExpressions: [{key: number, operator: NotIn, values: ['2']}]}]}}}|c-worker c-worker3",
                "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms:"
                        + " [{matchFields: [{key: metadata.name, operator: In, values: [c-worker2]}]}]}}}|c-worker2",
                "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms:"
                        + " [{}, {matchExpressions: [{key: number, operator: In, values: ['1']}]}]}}}|c-worker",
                "tolerations: [{key: node-role.kubernetes.io/control-plane, effect: NoSchedule}]|c-control-plane"
                        + " c-worker c-worker2 c-worker3"
            })
    void aSpecChoosesNodes(String podSpec, String nodes) {
        assertThat(scheduled(3, 8, podSpec).keySet()).containsExactlyInAnyOrder(nodes.split(" ", -1));
    }

    private static String spread(String when) {
        return "topologySpreadConstraints: [{topologyKey: kubernetes.io/hostname, maxSkew: 1, whenUnsatisfiable: "
                + when + ", labelSelector: {matchLabels: {app: web}}}]";
    }

    /** The control plane counts as a place with none, for its taint is ignored: one pod a node, and no more. */
    @Test
    void aRequiredSpreadCountsTheControlPlane() {
        Map<String, Long> byNode = scheduled(2, 6, spread("DoNotSchedule"));

        assertThat(byNode)
                .containsEntry("c-worker", 1L)
                .containsEntry("c-worker2", 1L)
                .containsEntry("", 4L);
    }

    @Test
    void aWishedSpreadHoldsNobodyBack() {
        Map<String, Long> byNode = scheduled(2, 6, spread("ScheduleAnyway"));

        assertThat(byNode).isEqualTo(Map.of("c-worker", 3L, "c-worker2", 3L));
    }

    private static String apart(String rule) {
        String term = "{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: web}}}";
        return "affinity: {podAntiAffinity: {" + rule + "DuringSchedulingIgnoredDuringExecution: ["
                + (rule.equals("required") ? term : "{weight: 100, podAffinityTerm: " + term + "}") + "]}}";
    }

    @Test
    void podsThatMustBeApartWaitForNodes() {
        Simulated simulated = Simulated.with(MODE, 2)
                .applies(Simulated.deployment("web", 3, apart("required")))
                .passes(10);

        KubeObject waiting = simulated.pods("web").stream()
                .filter(pod -> pod.text("spec", "nodeName").isEmpty())
                .findFirst()
                .orElseThrow();
        assertThat(byNode(simulated.pods("web"))).containsEntry("c-worker", 1L).containsEntry("c-worker2", 1L);
        assertThat(waiting.condition("PodScheduled").orElseThrow().message())
                .isEqualTo("0/3 nodes are available: 1 node(s) had untolerated taint"
                        + " {node-role.kubernetes.io/control-plane: }, 2 node(s) didn't match pod anti-affinity rules."
                        + " preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling,"
                        + " 2 No preemption victims found for incoming pod.");

        simulated.delete(
                "v1",
                "Pod",
                simulated.pods("web").stream()
                        .filter(pod -> pod.text("spec", "nodeName").isPresent())
                        .findFirst()
                        .orElseThrow()
                        .name());
        simulated.passes(10);
        assertThat(simulated.get("v1", "Pod", waiting.name()).text("spec", "nodeName"))
                .isPresent();
    }

    @Test
    void podsThatShouldBeApartAreWhereTheyCanBe() {
        assertThat(scheduled(2, 4, apart("preferred"))).isEqualTo(Map.of("c-worker", 2L, "c-worker2", 2L));
    }

    @Test
    void aPodThatFitsNowhereSaysWhy() {
        Simulated simulated = Simulated.with(MODE, 2)
                .applies(Simulated.deployment("web", 1, "nodeSelector: {disk: none}"))
                .passes(10);

        String why =
                "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector. preemption: 0/3 nodes"
                        + " are available: 3 Preemption is not helpful for scheduling.";
        // The control plane's taint is looked at first.
        why = why.replace(
                "3 node(s) didn't match Pod's",
                "1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 2 node(s) didn't match Pod's");
        KubeObject pod = simulated.pods("web").get(0);
        assertThat(pod.text("status", "phase")).contains("Pending");
        assertThat(pod.condition("PodScheduled").orElseThrow())
                .satisfies(condition -> assertThat(condition.reason()).isEqualTo("Unschedulable"));
        assertThat(pod.condition("PodScheduled").orElseThrow().message()).isEqualTo(why);
        assertThat(simulated.events(pod)).containsExactly("FailedScheduling: " + why);
    }

    /** The scheduler counts pods, those of the host's network among them. */
    @Test
    void aNodeTakesNoMorePodsThanItsKubelet() {
        Simulated simulated = Simulated.with(1, MODE, Simulated.blueprint(2, IpFamily.IPV4, 10))
                .applies(Simulated.deployment("web", 30, ""))
                .passes(20);

        Collection<Long> all = byNode(simulated.list("v1", "Pod").stream()
                        .filter(pod -> pod.text("spec", "nodeName").orElse("").startsWith("c-worker"))
                        .toList())
                .values();
        assertThat(all).containsExactly(10L, 10L);
        assertThat(simulated.pods("web").stream()
                        .flatMap(pod -> pod.condition("PodScheduled").stream())
                        .map(KubeObject.Condition::message)
                        .filter(message -> !message.isEmpty()))
                .isNotEmpty()
                .allSatisfy(message -> assertThat(message)
                        .contains("2 Too many pods")
                        .endsWith("1 Preemption is not helpful for scheduling,"
                                + " 2 No preemption victims found for incoming pod."));

        simulated.applies(Simulated.deployment("web", 5, "")).passes(20);
        assertThat(Simulated.ready(simulated.pods("web"))).isEqualTo(5);
    }

    @Test
    void systemPodsWaitForANetwork() {
        Simulated simulated =
                Simulated.bare(1, Simulated.blueprint(2, IpFamily.IPV4, 110)).passes(30);

        assertThat(simulated.cluster().list("v1", "Pod", Optional.of("kube-system"), Map.of("k8s-app", "kube-dns")))
                .hasSize(2)
                .allSatisfy(pod -> assertThat(
                                pod.condition("PodScheduled").orElseThrow().message())
                        .startsWith("0/3 nodes are available: 3 node(s) had untolerated taint"
                                + " {node.kubernetes.io/not-ready: }."));
        assertThat(simulated.list("v1", "Node")).hasSize(3).noneMatch(node -> node.conditionTrue("Ready"));

        simulated.deploy(MODE);
        simulated.passes(60);
        assertThat(simulated.list("v1", "Node")).allMatch(node -> node.conditionTrue("Ready"));
        assertThat(simulated.cluster().list("v1", "Pod", Optional.of("kube-system"), Map.of("k8s-app", "kube-dns")))
                .allMatch(pod -> pod.conditionTrue("Ready"));
    }

    @Test
    void aClusterOfOneNodeTakesAllOnIt() {
        assertThat(scheduled(0, 2, "")).isEqualTo(Map.of("c-control-plane", 2L));
    }
}
