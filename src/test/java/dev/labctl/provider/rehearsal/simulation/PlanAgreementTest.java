package dev.labctl.provider.rehearsal.simulation;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.addresses.WorkloadPods;
import dev.labctl.command.planner.Versions;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.Range;
import dev.labctl.lab.TestChapters;
import dev.labctl.plan.Predictor;
import dev.labctl.plan.Scenario;
import dev.labctl.plan.WhatIf;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.rehearsal.simulation.nodes.Blueprints;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plan and rehearsal apply the same scheduling rules: as many pods run, and the others wait with the same message. */
class PlanAgreementTest {
    private static final String CILIUM = "ipam: {mode: cluster-pool}";

    private static final String KIND = "kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n"
            + "networking: {disableDefaultCNI: true}\nnodes:\n  - role: control-plane\n  - role: worker\n"
            + "    labels: {number: '1'}\n  - role: worker\n    labels: {number: '2'}\n";

    @TempDir
    Path folder;

    private static String antiAffinity(String key) {
        return "affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: " + key
                + ", labelSelector: {matchExpressions: [{key: app, operator: In, values: [web]}]}}]}}";
    }

    private static String spread(String key, int skew) {
        return "topologySpreadConstraints: [{topologyKey: " + key + ", maxSkew: " + skew
                + ", whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: web}}}]";
    }

    @ParameterizedTest(name = "{0} by {1}, skew {2}: {4} of {3}")
    @CsvSource({
        "anti-affinity, kubernetes.io/hostname, 0, 5, 2",
        "anti-affinity, kubernetes.io/hostname, 0, 2, 2",
        "anti-affinity, number, 0, 4, 2",
        "anti-affinity, kubernetes.io/os, 0, 3, 1",
        "anti-affinity, missing, 0, 5, 5",
        "spread, kubernetes.io/hostname, 1, 5, 2",
        "spread, kubernetes.io/hostname, 2, 5, 4",
        "spread, number, 1, 5, 5",
        "spread, kubernetes.io/os, 1, 5, 5",
        "spread, missing, 1, 3, 0"
    })
    void asManyPodsRunAndTheOthersWaitForTheSameReason(String rule, String key, int skew, int replicas, int running) {
        String spec = rule.equals("spread") ? spread(key, skew) : antiAffinity(key);
        String manifest = Simulated.deployment("web", replicas, spec);

        WorkloadPods plan = plan(manifest);
        Simulated simulated = Simulated.with(CILIUM, 2).applies(manifest).passes(60);
        List<KubeObject> waiting = simulated.pods("web").stream()
                .filter(pod -> pod.text("spec", "nodeName").isEmpty())
                .toList();

        assertThat(plan.running()).isEqualTo(Range.exactly(running));
        assertThat(Simulated.ready(simulated.pods("web"))).isEqualTo(running);
        assertThat(waiting).hasSize(replicas - running).allSatisfy(pod -> assertThat(
                        pod.condition("PodScheduled").orElseThrow().message())
                .startsWith(plan.text() + " preemption: "));
    }

    @ParameterizedTest(name = "{0} {1}: {3} of {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "kubernetes.io/hostname | nodeTaintsPolicy: Honor                                | 5 | 5",
                "kubernetes.io/hostname | nodeTaintsPolicy: Ignore                               | 5 | 2",
                "number                 | minDomains: 3                                          | 5 | 2",
                "number                 | minDomains: 2                                          | 5 | 5",
                "kubernetes.io/hostname | 'nodeTaintsPolicy: Honor, nodeAffinityPolicy: Ignore'  | 5 | 2",
                "kubernetes.io/hostname | 'nodeTaintsPolicy: Honor, nodeAffinityPolicy: Honor'   | 5 | 5"
            })
    void whichNodesCountForASpreadIsTheReadersChoice(String key, String policies, int replicas, int running) {
        boolean affinity = policies.contains("nodeAffinityPolicy");
        String spec = spread(key, affinity ? 2 : 1).replace("maxSkew", policies + ", maxSkew")
                + (affinity ? ", nodeSelector: {number: '1'}" : "");
        String manifest = Simulated.deployment("web", replicas, spec);

        WorkloadPods plan = plan(manifest);
        Simulated simulated = Simulated.with(CILIUM, 2).applies(manifest).passes(60);

        assertThat(plan.running()).isEqualTo(Range.exactly(running));
        assertThat(Simulated.ready(simulated.pods("web"))).isEqualTo(running);
    }

    @ParameterizedTest(name = "{0} first: {1} run")
    @CsvSource({"db, 1", "web, 2"})
    void podsThatKeepAwayFromOthersRunWhereThoseAreNot(String first, int running) {
        String keepsAway = antiAffinity("kubernetes.io/hostname").replace("[web]", "[web, db]");
        Map<String, String> manifests =
                Map.of("web", Simulated.deployment("web", 2, keepsAway), "db", Simulated.deployment("db", 1, ""));

        WorkloadPods plan = plan(manifests.get("web") + "\n---\n" + manifests.get("db"));
        Simulated simulated =
                Simulated.with(CILIUM, 2).applies(manifests.get(first)).passes(60);
        manifests.values().forEach(simulated::applies);
        simulated.passes(60);

        assertThat(plan.running()).isEqualTo(new Range(1, 2));
        assertThat(Simulated.ready(simulated.pods("web"))).isEqualTo(running);
        assertThat(simulated.pods("web").stream()
                        .filter(pod -> pod.text("spec", "nodeName").isEmpty())
                        .toList())
                .hasSize(2 - running)
                .allSatisfy(pod -> assertThat(
                                pod.condition("PodScheduled").orElseThrow().message())
                        .startsWith(plan.text() + " preemption: "));
    }

    /** The pods are those that the issue has: 400 on one worker, whose kubelet takes 1000 and whose block has 4096 addresses. */
    @ParameterizedTest(name = "{0}: {3} to {4} of {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{kind: KubeletConfiguration, maxPods: 1000}, {kind: ClusterConfiguration, controllerManager: {extraArgs:"
                        + " {node-cidr-mask-size: '20'}}} | nodeSelector: {number: '1'} | 400 | 400 | 400",
                "{kind: KubeletConfiguration, maxPods: 1000} | nodeSelector: {number: '1'} | 400 | 249 | 252",
                "{kind: KubeletConfiguration, maxPods: 1000}, {kind: ClusterConfiguration, controllerManager: {extraArgs:"
                        + " {node-cidr-mask-size-ipv4: '26'}}} | nodeSelector: {number: '1'} | 90 | 57 | 60",
                "{kind: InitConfiguration, nodeRegistration: {taints: []}} | HOSTNAME | 5 | 3 | 3",
                "{kind: JoinConfiguration, nodeRegistration: {taints: [{key: a, value: b, effect: NoSchedule}]}} |"
                        + " HOSTNAME | 5 | 0 | 0",
                "{kind: JoinConfiguration, nodeRegistration: {taints: [{key: a, value: b, effect: NoSchedule}]}} |"
                        + " tolerations: [{key: a, value: b}] | 5 | 5 | 5",
                "{kind: JoinConfiguration, nodeRegistration: {kubeletExtraArgs: {node-labels: 'rack=r1'}}} |"
                        + " nodeSelector: {rack: r1} | 5 | 5 | 5",
                "{kind: JoinConfiguration, nodeRegistration: {kubeletExtraArgs: {node-labels: 'rack=r1'}}} |"
                        + " nodeSelector: {number: '1'} | 5 | 0 | 0"
            })
    void patchesOfKindCountInBoth(String patches, String spec, int replicas, int min, int max) {
        List<String> texts = List.of(patches.split("(?<=}), (?=\\{kind)", -1));
        String kind = KIND
                + texts.stream()
                        .map(text -> "  - \"" + text + "\"\n")
                        .collect(joining("", "kubeadmConfigPatches:\n", ""));
        String values = "ipam: {mode: kubernetes}";
        String manifest = Simulated.deployment(
                "web", replicas, spec.equals("HOSTNAME") ? antiAffinity("kubernetes.io/hostname") : spec);
        Lab lab = lab(kind, values, manifest);
        ClusterSpec cluster = new ClusterSpec(ClusterName.BOOK, lab.ref(), lab.cluster(), Versions.PINNED.nodeImage());

        Simulated simulated = Simulated.with(1, values, Blueprints.of(cluster))
                .applies(manifest)
                .passes(120);

        assertThat(plan(lab).running()).isEqualTo(new Range(min, max));
        assertThat(Simulated.ready(simulated.pods("web"))).isBetween((long) min, (long) max);
    }

    private static final String POOL = "{apiVersion: cilium.io/v2alpha1, kind: CiliumPodIPPool, metadata: {name: x},"
            + " spec: {ipv4: {cidrs: [CIDR], maskSize: MASK}}}\n---\n";
    private static final String IN_POOL = "    metadata: {annotations: {ipam.cilium.io/ip-pool: x}, labels";

    /** What each node gets is chance, what all get is not; who has none waits for the reason that the plan tells. */
    @ParameterizedTest(name = "{0} {1} {2}, {3} pods {4}: {5} to {6} with seed {8}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "cluster-pool | 10.0.42.0/27 | 28 | 3 |                          | 3 | 3 | | 1",
                "cluster-pool | 10.0.42.0/27 | 28 | 3 | nodeSelector: {number: '1'} | 0 | 3 | untolerated taint"
                        + " {node.cilium.io/agent-not-ready: } | 1",
                "cluster-pool | 10.0.42.0/27 | 28 | 3 | nodeSelector: {number: '1'} | 0 | 3 | untolerated taint"
                        + " {node.cilium.io/agent-not-ready: } | 2",
                "cluster-pool | 10.0.42.0/27 | 28 | 3 | nodeSelector: {number: '1'} | 0 | 3 | untolerated taint"
                        + " {node.cilium.io/agent-not-ready: } | 3",
                "cluster-pool | nonsense     | 28 | 3 |                          | 0 | 0 | unable to connect to Cilium agent"
                        + " | 1",
                "cluster-pool | 10.0.42.0/28 | 32 | 3 |                          | 0 | 0 | untolerated taint"
                        + " {node.cilium.io/agent-not-ready: } | 1",
                "multi-pool   | 10.20.0.0/29 | 32 | 9 |                          | 8 | 8 | all pod CIDR ranges are exhausted | 1",
                "multi-pool   | 10.20.0.0/29 | 32 | 9 |                          | 8 | 8 | all pod CIDR ranges are exhausted | 2",
                "multi-pool   | 10.20.0.0/28 | 28 | 3 |                          | 1 | 3 | pool not (yet) available | 1",
                "multi-pool   | 10.20.0.0/28 | 28 | 3 |                          | 1 | 3 | pool not (yet) available | 2",
                "multi-pool   | 10.20.0.0/28 | 28 | 3 | nodeSelector: {number: '1'} | 3 | 3 | | 1"
            })
    void boundsAndReasonsHold(
            String mode, String cidr, String mask, int replicas, String spec, int min, int max, String why, long seed) {
        boolean pools = mode.equals("multi-pool");
        String values = pools
                ? "ipam: {mode: multi-pool, operator: {autoCreateCiliumPodIPPools: {default: {ipv4: {cidrs: [10.10.0.0/16],"
                        + " maskSize: 27}}}}}"
                : "ipam: {mode: cluster-pool, operator: {clusterPoolIPv4PodCIDRList: [" + cidr
                        + "], clusterPoolIPv4MaskSize: " + mask + "}}";
        String pods = Simulated.deployment("web", replicas, spec == null ? "" : spec);
        String manifest = pools
                ? POOL.replace("CIDR", cidr).replace("MASK", mask) + pods.replace("    metadata: {labels", IN_POOL)
                : pods;
        Lab lab = lab(KIND, values, manifest);
        ClusterSpec cluster = new ClusterSpec(ClusterName.BOOK, lab.ref(), lab.cluster(), Versions.PINNED.nodeImage());

        WorkloadPods plan = plan(lab);
        Simulated simulated = Simulated.with(seed, values, Blueprints.of(cluster))
                .applies(manifest)
                .passes(200);

        assertThat(plan.running()).isEqualTo(new Range(min, max));
        assertThat(plan.text()).contains(why == null ? "" : why);
        assertThat(Simulated.ready(simulated.pods("web"))).isBetween((long) min, (long) max);
        assertThat(simulated.pods("web").stream()
                        .filter(pod -> !pod.conditionTrue("Ready"))
                        .flatMap(pod -> simulated.events(pod).stream().reduce((first, last) -> last).stream()))
                .allSatisfy(event -> assertThat(event).contains(why));
    }

    /** kube-scheduler keeps a pod off nodes with pods that keep away from it. */
    @ParameterizedTest(name = "{0} first: {1} of db run")
    @CsvSource({"db, 1", "web, 0"})
    void podsThatOthersKeepAwayFromRunWhereThoseAreNot(String first, int running) {
        String keepsAway = antiAffinity("kubernetes.io/hostname").replace("[web]", "[web, db]");
        Map<String, String> manifests =
                Map.of("web", Simulated.deployment("web", 2, keepsAway), "db", Simulated.deployment("db", 1, ""));

        WorkloadPods plan = plan(lab(KIND, CILIUM, manifests.get("web") + "\n---\n" + manifests.get("db")), "db");
        Simulated simulated =
                Simulated.with(CILIUM, 2).applies(manifests.get(first)).passes(60);
        manifests.values().forEach(simulated::applies);
        simulated.passes(60);

        assertThat(plan.running()).isEqualTo(new Range(0, 1));
        assertThat(plan.text()).contains("2 node(s) didn't satisfy existing pods anti-affinity rules");
        assertThat(Simulated.ready(simulated.pods("db"))).isEqualTo(running);
        assertThat(simulated.pods("db").stream()
                        .filter(pod -> pod.text("spec", "nodeName").isEmpty())
                        .toList())
                .hasSize(1 - running)
                .allSatisfy(pod -> assertThat(
                                pod.condition("PodScheduled").orElseThrow().message())
                        .startsWith(plan.text() + " preemption: "));
    }

    private WorkloadPods plan(String manifest) {
        return plan(lab(KIND, CILIUM, manifest));
    }

    private Lab lab(String kind, String values, String manifest) {
        return new TestChapters(folder)
                .file("common/kind.yaml", kind)
                .file("chapter04/lab/values.yaml", values + "\n")
                .file("chapter04/lab/manifests/web.yaml", manifest)
                .resolve(LabRef.of("chapter04", "lab"));
    }

    private static WorkloadPods plan(Lab lab) {
        return plan(lab, "web");
    }

    private static WorkloadPods plan(Lab lab, String name) {
        return Predictor.predict(Scenario.of(lab, ClusterName.BOOK, Map.of(), WhatIf.NOTHING)).workloads().stream()
                .filter(workload -> workload.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
