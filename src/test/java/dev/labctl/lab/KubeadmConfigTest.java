package dev.labctl.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.command.planner.Versions;
import dev.labctl.tree.Tree;
import dev.labctl.yaml.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patches of kind.yaml do what they do with kind 0.33 and Kubernetes 1.33; those of the first test were tried there. */
class KubeadmConfigTest {
    private static final String NEWER = "kindest/node:v1.36.0";
    private static final String CLUSTER = "{kind: ClusterConfiguration, controllerManager: {extraArgs: ";

    private static KindConfig.Node node(Object tree) {
        return new KindConfig.Node(Tree.text(tree, "role").orElseThrow(), Tree.texts(tree, "labels"));
    }

    private static KindConfig kind(String yaml, KindConfig.IpFamily family) {
        Map<String, Object> tree = Tree.map(YamlReader.values(yaml).get(0));
        return new KindConfig(
                Path.of("kind.yaml"),
                tree,
                Tree.list(tree, "nodes").stream().map(KubeadmConfigTest::node).toList(),
                family,
                false,
                List.of());
    }

    /** A control plane with a label and a worker with one, and patches at one place: all, or the name of a node. */
    private static KindConfig kind(String place, String field, Object... patches) {
        Map<String, Object> cluster = new LinkedHashMap<>();
        List<Object> nodes = new ArrayList<>();
        for (String role : List.of("control-plane", "worker")) {
            Map<String, Object> node = Tree.of("role", role, "labels", Map.of("own", role));
            if (place.equals(role)) {
                node.put(field, List.of(patches));
            }
            nodes.add(node);
        }
        cluster.put("nodes", nodes);
        if (place.equals("all")) {
            cluster.put(field, List.of(patches));
        }
        return new KindConfig(
                Path.of("kind.yaml"),
                cluster,
                nodes.stream().map(KubeadmConfigTest::node).toList(),
                KindConfig.IpFamily.IPV4,
                false,
                List.of());
    }

    private static String words(KubeadmConfig.Node node) {
        return node.labels() + " "
                + node.taints().stream()
                        .map(taint -> taint.key() + (taint.value().isEmpty() ? "" : "=" + taint.value()) + ":"
                                + taint.effect())
                        .collect(Collectors.joining(",", "[", "]"))
                + " " + node.maxPods();
    }

    private static String words(KubeadmConfig config, String node) {
        return config.nodes().stream()
                .filter(one -> one.name().equals(node))
                .map(KubeadmConfigTest::words)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aClusterOfManyPatchesIsWhatKindMakesOfIt() {
        KindConfig kind = kind(
                """
                networking: {podSubnet: 10.50.0.0/16}
                kubeadmConfigPatches:
                - "{kind: KubeletConfiguration, maxPods: 60}"
                - "{kind: JoinConfiguration, nodeRegistration: {kubeletExtraArgs: {node-labels: wide=yes}}}"
                nodes:
                - role: control-plane
                  labels: {own: cp}
                  kubeadmConfigPatches:
                  - |
                    kind: InitConfiguration
                    nodeRegistration:
                      taints: []
                      kubeletExtraArgs: {node-labels: "init=yes,two=2"}
                    ---
                    kind: ClusterConfiguration
                    controllerManager: {extraArgs: {node-cidr-mask-size: "26"}}
                  - "{kind: KubeletConfiguration, maxPods: 61}"
                - role: worker
                  labels: {own: w}
                  kubeadmConfigPatches:
                  - "{kind: JoinConfiguration, nodeRegistration: {taints: [{key: t, value: v, effect: NoSchedule}]}}"
                  - "{kind: KubeletConfiguration, maxPods: 40}"
                  - "{kind: InitConfiguration, nodeRegistration: {kubeletExtraArgs: {node-labels: bad=1}}}"
                  - "{kind: ClusterConfiguration, controllerManager: {extraArgs: {node-cidr-mask-size: '27'}}}"
                - role: worker
                  labels: {own: w2}
                  kubeadmConfigPatches:
                  - |
                    apiVersion: kubeadm.k8s.io/v1beta4
                    kind: JoinConfiguration
                    nodeRegistration: {kubeletExtraArgs: [{name: node-labels, value: four=1}]}
                  - |
                    kind: JoinConfiguration
                    nodeRegistration: {kubeletExtraArgs: {max-pods: "45", register-with-taints: "r=s:NoSchedule"}}
                  kubeadmConfigPatchesJSON6902:
                  - group: kubeadm.k8s.io
                    version: v1beta3
                    kind: JoinConfiguration
                    patch: |
                      - {op: add, path: /nodeRegistration/kubeletExtraArgs/node-labels, value: "six=yes"}
                """,
                KindConfig.IpFamily.IPV4);
        KubeadmConfig config = kind.kubeadm();

        assertThat(config.nodes().stream().map(node -> node.name() + " " + words(node)))
                .containsExactly(
                        "control-plane {init=yes, two=2} [] 61",
                        "worker {wide=yes} [t=v:NoSchedule] 61",
                        "worker2 {six=yes} [r=s:NoSchedule] 45");
        assertThat(config.subnets().nodeMasks().values()).contains(26);
        assertThat(config.refusals()).isEmpty();
        assertThat(config.withoutLabels()).containsExactly("control-plane", "worker", "worker2");
        assertThat(config.withoutEffect())
                .containsExactly(
                        "the patch of KubeletConfiguration in kubeadmConfigPatches of the node worker has no effect: this"
                                + " node joins the cluster, and kubeadm reads JoinConfiguration alone there",
                        "the patch of InitConfiguration in kubeadmConfigPatches of the node worker has no effect: this"
                                + " node joins the cluster, and kubeadm reads JoinConfiguration alone there",
                        "the patch of ClusterConfiguration in kubeadmConfigPatches of the node worker has no effect: this"
                                + " node joins the cluster, and kubeadm reads JoinConfiguration alone there",
                        "the patch of JoinConfiguration in kubeadmConfigPatches of the node worker2 has no effect: it is"
                                + " for kubeadm.k8s.io/v1beta4, and kind writes kubeadm.k8s.io/v1beta3");
    }

    @ParameterizedTest(name = "on {0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "all | {} | control-plane | {own=control-plane} [node-role.kubernetes.io/control-plane:NoSchedule] 110",
                "all | {} | worker | {own=worker} [] 110",
                "all | not a mapping | worker | {own=worker} [] 110",
                "all | {kind: InitConfiguration, nodeRegistration: {taints: null}} | control-plane | {own=control-plane}"
                        + " [node-role.kubernetes.io/control-plane:NoSchedule] 110",
                "all | {kind: InitConfiguration, nodeRegistration: {taints: [{key: a, effect: NoExecute}]}} |"
                        + " control-plane | {own=control-plane} [a:NoExecute] 110",
                "all | {kind: InitConfiguration, nodeRegistration: {taints: []}} | worker | {own=worker} [] 110",
                "all | {kind: JoinConfiguration, nodeRegistration: {taints: [{key: a, value: b, effect: NoSchedule}]}} |"
                        + " worker | {own=worker} [a=b:NoSchedule] 110",
                "control-plane | {kind: InitConfiguration, nodeRegistration: {kubeletExtraArgs: {register-with-taints:"
                        + " 'a=b:NoSchedule,c:NoExecute'}}} | control-plane | {own=control-plane}"
                        + " [a=b:NoSchedule,c:NoExecute,node-role.kubernetes.io/control-plane:NoSchedule] 110",
                "worker | {kind: JoinConfiguration, nodeRegistration: {kubeletExtraArgs: {node-labels: 'a=1, b,'}}} |"
                        + " worker | {a=1, b=} [] 110",
                "worker | {kind: JoinConfiguration, nodeRegistration: {kubeletExtraArgs: {node-labels: null}}} | worker |"
                        + " {} [] 110",
                "all | {kind: KubeletConfiguration, apiVersion: kubelet.config.k8s.io/v1beta1, maxPods: 30} | worker |"
                        + " {own=worker} [] 30",
                "all | {kind: KubeletConfiguration, maxPods: 0} | worker | {own=worker} [] 110",
                "control-plane | {kind: KubeletConfiguration, maxPods: 30} | worker | {own=worker} [] 30",
                "worker | {kind: KubeletConfiguration, maxPods: 30} | worker | {own=worker} [] 110"
            })
    void patchesCount(String place, String patch, String node, String words) {
        KubeadmConfig config = kind(place, "kubeadmConfigPatches", patch).kubeadm();

        assertThat(words(config, node)).isEqualTo(words);
        assertThat(config.refusals()).isEmpty();
    }

    @ParameterizedTest(name = "of Kubernetes 1.36: {0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{kind: JoinConfiguration, nodeRegistration: {kubeletExtraArgs: {max-pods: '45'}}} | {own=worker} [] 45",
                "{kind: JoinConfiguration, nodeRegistration: {kubeletExtraArgs: [{name: max-pods, value: '45'}]}} |"
                        + " {own=worker} [] 45",
                "{apiVersion: kubeadm.k8s.io/v1beta4, kind: JoinConfiguration, nodeRegistration: {kubeletExtraArgs:"
                        + " [{name: node-labels, value: 'a=b'}]}} | {a=b} [] 110",
                "{apiVersion: kubeadm.k8s.io/v1beta3, kind: JoinConfiguration, nodeRegistration: {kubeletExtraArgs:"
                        + " {node-labels: 'a=b'}}} | {own=worker} [] 110",
                "{kind: JoinConfiguration, nodeRegistration: {kubeletExtraArgs: [{name: node-labels, value: null}]}} |"
                        + " {} [] 110"
            })
    void argumentsOfNewerVersionsAreLists(String patch, String words) {
        KubeadmConfig config = kind("all", "kubeadmConfigPatches", patch).kubeadm(NEWER);

        assertThat(words(config, "worker")).isEqualTo(words);
        assertThat(config.refusals()).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "ipv4 | 10.0.0.0/16          | {}                                     | {IPv4=24, IPv6=64}",
                "ipv4 | 10.0.0.0/16          | {node-cidr-mask-size: '20'}            | {IPv4=20, IPv6=20}",
                "ipv4 | 10.0.0.0/16          | {node-cidr-mask-size-ipv4: '20'}       | {IPv4=20, IPv6=64}",
                "ipv6 | fd00::/48            | {node-cidr-mask-size-ipv6: '60'}       | {IPv4=24, IPv6=60}",
                "ipv6 | fd00::/56            | {node-cidr-mask-size: '72'}            | {IPv4=72, IPv6=72}",
                "dual | 10.0.0.0/16,fd00::/56| {node-cidr-mask-size-ipv4: '25', node-cidr-mask-size-ipv6: '66'}"
                        + " | {IPv4=25, IPv6=66}"
            })
    void theBlocksAreAsLargeAsTheControllerManagerIsTold(String family, String subnet, String arguments, String masks) {
        KindConfig.IpFamily families = KindConfig.IpFamily.valueOf(family.toUpperCase(java.util.Locale.ROOT));
        KubeadmConfig config = kind(
                        "{networking: {podSubnet: '" + subnet + "'}, nodes: [{role: control-plane}],"
                                + " kubeadmConfigPatches: [\"" + CLUSTER + arguments + "}}\"]}",
                        families)
                .kubeadm();

        assertThat(new java.util.TreeMap<>(config.subnets().nodeMasks())).hasToString(masks);
        assertThat(config.refusals()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{kind: JoinConfiguration, nodeRegistration: {kubeletExtraArgs: [{name: node-labels, value: 'a=b'}]}} |"
                        + " `kubeletExtraArgs` of JoinConfiguration must be a mapping in kubeadm.k8s.io/v1beta3",
                "{kind: JoinConfiguration, nodeRegistration: {kubeletExtraArgs: {max-pods: 45}}} |"
                        + " `kubeletExtraArgs` of JoinConfiguration: the value of max-pods must be text: quote 45",
                "{kind: JoinConfiguration, nodeRegistration: {kubeletExtraArgs: {node-labels: node-role.kubernetes.io/w=}}}"
                        + " | the kubelet does not start with the label node-role.kubernetes.io/w: labels of kubernetes.io"
                        + " and k8s.io that it may set begin with node.kubernetes.io/ or kubelet.kubernetes.io/",
                "{kind: KubeletConfiguration, maxPods: '60'} | the kubelet's limit of pods must be a whole number from 0 to"
                        + " 2147483647, not \"60\"",
                "{kind: KubeletConfiguration, maxPods: -1} | the kubelet's limit of pods must be a whole number from 0 to"
                        + " 2147483647, not -1",
                "{kind: KubeletConfiguration, maxPods: 99999999999} | the kubelet's limit of pods must be a whole number"
                        + " from 0 to 2147483647, not 99999999999",
                CLUSTER + "{node-cidr-mask-size: 20}}} | `extraArgs` of ClusterConfiguration: the value of"
                        + " node-cidr-mask-size must be text: quote 20",
                CLUSTER
                        + "{node-cidr-mask-size: twenty}}} | node-cidr-mask-size must be a whole number, not \"twenty\"",
                CLUSTER
                        + "{node-cidr-mask-size-ipv6: '60'}}} | usage of --node-cidr-mask-size-ipv6 is not allowed for a"
                        + " single-stack IPv4 cluster",
                CLUSTER
                        + "{node-cidr-mask-size: '12'}}} | the controller manager exits: the pod subnet 10.244.0.0/16 is"
                        + " smaller than a node's block with mask 12",
                "{kind: ClusterConfiguration, networking: {podSubnet: nonsense}} | \"nonsense\" is not a CIDR; write an"
                        + " address, a slash and a prefix length: 10.0.0.0/8"
            })
    void whatKubeadmOrTheKubeletDoesNotTakeIsARefusal(String patch, String refusal) {
        assertThat(kind("all", "kubeadmConfigPatches", patch).kubeadm().refusals())
                .containsExactly(refusal);
    }

    @ParameterizedTest(name = "on {0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "all           | {kind: InitConfiguration}      | ''",
                "all           | {kind: KubeletConfiguration}   | ''",
                "worker        | {kind: JoinConfiguration}      | ''",
                "control-plane | {kind: ClusterConfiguration}   | ''",
                "all           | {kind: KubeProxyConfiguration} | kubeProxyMode is none",
                "all           | {kind: ClusterConfig}          | kind writes no configuration of this kind",
                "all           | {maxPods: 1}                   | kind writes no configuration of this kind",
                "worker        | {kind: KubeletConfiguration}   | this node joins the cluster, and kubeadm reads"
                        + " JoinConfiguration alone there",
                "control-plane | {kind: JoinConfiguration}      | kubeadm creates the cluster on this node;"
                        + " InitConfiguration is for it",
                "all | {kind: InitConfiguration, apiVersion: kubeadm.k8s.io/v1beta2} | it is for kubeadm.k8s.io/v1beta2,"
                        + " and kind writes kubeadm.k8s.io/v1beta3",
                "all | {kind: InitConfiguration, apiVersion: kubeadm.k8s.io/} | ''"
            })
    void aPatchThatDoesNothingIsNamed(String place, String patch, String why) {
        List<String> sentences =
                kind(place, "kubeadmConfigPatches", patch).kubeadm().withoutEffect();

        if (why.equals("''")) {
            assertThat(sentences).isEmpty();
        } else {
            assertThat(sentences).singleElement().asString().endsWith(" has no effect: " + why);
        }
    }

    @Test
    void onlyTheLoneNodeLosesTheTaintOfControlPlanes() {
        assertThat(words(
                        kind("{nodes: [{role: control-plane}]}", KindConfig.IpFamily.IPV4)
                                .kubeadm(),
                        "control-plane"))
                .isEqualTo("{} [] 110");
        assertThat(words(
                        kind("{nodes: [{role: control-plane}, {role: control-plane}]}", KindConfig.IpFamily.IPV4)
                                .kubeadm(),
                        "control-plane2"))
                .isEqualTo("{} [node-role.kubernetes.io/control-plane:NoSchedule] 110");
    }

    @Test
    void aJsonPatchThatCannotBeAppliedIsARefusal() {
        Map<String, Object> patch = Tree.of(
                "group", "kubeadm.k8s.io",
                "version", "v1beta3",
                "kind", "JoinConfiguration",
                "patch", "[{\"op\": \"remove\", \"path\": \"/patches\"}]");

        assertThat(kind("worker", "kubeadmConfigPatchesJSON6902", patch)
                        .kubeadm()
                        .refusals())
                .containsExactly(
                        "the patch of JoinConfiguration in kubeadmConfigPatchesJSON6902 of the node worker cannot"
                                + " be applied: there is no \"patches\" on its path");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "JoinConfiguration    | [{op: replace, path: /nodeRegistration/kubeletExtraArgs/node-labels, value: a=b}]"
                        + " | {a=b} [] 110",
                "JoinConfiguration    | [{op: remove, path: /discovery/bootstrapToken}] | {own=worker} [] 110",
                "JoinConfiguration    | [{op: add, path: /nodeRegistration/taints, value: [{key: a, effect: NoSchedule}]}]"
                        + " | {own=worker} [a:NoSchedule] 110",
                "KubeletConfiguration | [{op: add, path: /maxPods, value: 30}] | {own=worker} [] 30"
            })
    void jsonPatchesCount(String document, String operations, String words) {
        String group = document.equals("JoinConfiguration") ? "kubeadm.k8s.io" : "kubelet.config.k8s.io";
        KubeadmConfig config = kind(
                        "all",
                        "kubeadmConfigPatchesJSON6902",
                        Tree.of("group", group, "kind", document, "patch", operations))
                .kubeadm();

        assertThat(words(config, "worker")).isEqualTo(words);
        assertThat(config.withoutEffect()).isEmpty();
        assertThat(config.refusals()).isEmpty();
    }

    @Test
    void thePinnedImageHasTheVersionThatPlansAreMadeFor() {
        assertThat(KubeadmApi.ofImage(Versions.PINNED.nodeImage())).isEqualTo(KubeadmApi.V1BETA3);
        assertThat(KubeadmApi.ofImage("registry:5000/kindest/node:v1.36.1@sha256:0"))
                .isEqualTo(KubeadmApi.V1BETA4);
        assertThat(KubeadmApi.ofImage("mine:latest")).isEqualTo(KubeadmApi.V1BETA3);
    }
}
