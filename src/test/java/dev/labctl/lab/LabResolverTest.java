package dev.labctl.lab;

import static dev.labctl.lab.TestChapters.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.lab.EksctlConfig.NodeGroup;
import dev.labctl.lab.KindConfig.IpFamily;
import dev.labctl.lab.LabDescription.ProviderKind;
import dev.labctl.lab.LabFiles.Origin;
import dev.labctl.tree.Tree;
import dev.labctl.verify.ExpectationKinds;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabResolverTest {
    private static final LabRef DEFAULT = LabRef.of("chapter04");
    private static final LabRef ONE = LabRef.of("chapter04", "one");

    @TempDir
    Path folder;

    private TestChapters chapters;

    @BeforeEach
    void aChapter() {
        chapters = new TestChapters(folder)
                .file("common/kind.yaml", TestChapters.KIND)
                .file("chapter04/lab.yaml", "title: The default\n")
                .file("chapter04/one/lab.yaml", "title: One\n");
    }

    private List<String> problems(LabRef ref) {
        Failure failure = failureOf(() -> chapters.resolve(ref));
        assertThat(failure.reason()).isEqualTo(Reason.LAB_INVALID);
        return failure.details();
    }

    @Test
    void filesFallBackFromTheUseCaseToTheChapterToCommon() {
        chapters.file("chapter04/values.yaml", "a: chapter\n")
                .file("chapter04/manifests/m.yaml", TestChapters.CONFIG_MAP);
        LabFiles fallen = chapters.resolve(ONE).files();

        assertThat(fallen.kind().orElseThrow().origin()).isEqualTo(Origin.COMMON);
        assertThat(fallen.values().orElseThrow().origin()).isEqualTo(Origin.CHAPTER);
        assertThat(fallen.manifests())
                .singleElement()
                .extracting(LabFiles.Located::origin)
                .isEqualTo(Origin.CHAPTER);
        assertThat(fallen.lab().orElseThrow().origin()).isEqualTo(Origin.USE_CASE);

        chapters.file("chapter04/kind.yaml", TestChapters.KIND);
        assertThat(chapters.resolve(ONE).files().kind().orElseThrow().origin()).isEqualTo(Origin.CHAPTER);

        chapters.file("chapter04/one/kind.yaml", TestChapters.KIND)
                .file("chapter04/one/values.yaml", "a: own\n")
                .file("chapter04/one/manifests/own.yaml", TestChapters.CONFIG_MAP);
        LabFiles own = chapters.resolve(ONE).files();
        assertThat(own.kind().orElseThrow().origin()).isEqualTo(Origin.USE_CASE);
        assertThat(own.values().orElseThrow().path()).isEqualTo(chapters.root().resolve("chapter04/one/values.yaml"));
        assertThat(own.manifests())
                .singleElement()
                .extracting(LabFiles.Located::origin)
                .isEqualTo(Origin.USE_CASE);
    }

    @Test
    void aChaptersDescriptionDoesNotApplyToItsUseCases() {
        chapters.file("chapter04/two/values.yaml", "a: b\n");

        assertThat(chapters.resolve(DEFAULT).description().title()).isEqualTo("The default");
        Lab undescribed = chapters.resolve(LabRef.of("chapter04", "two"));
        assertThat(undescribed.description().title()).isEqualTo("chapter04 two");
        assertThat(undescribed.description().expectations()).isEmpty();
        assertThat(undescribed.files().lab()).isEmpty();
    }

    @Test
    void onlyManifestsAreReadInOrderOfTheirNames() {
        chapters.file("chapter04/one/manifests/20-b.yml", TestChapters.CONFIG_MAP.replace("one", "b"))
                .file(
                        "chapter04/one/manifests/10-a.yaml",
                        TestChapters.CONFIG_MAP.replace("one", "a1") + "---\n"
                                + TestChapters.CONFIG_MAP.replace("one", "a2"))
                .file("chapter04/one/manifests/README.md", "not YAML: [\n")
                .file("chapter04/one/manifests/x.yaml.bak", "neither: [\n");

        assertThat(chapters.resolve(ONE).manifests()).extracting(Manifest::name).containsExactly("a1", "a2", "b");
    }

    @Test
    void whatTheAgentsNeedComesFirstAndFallsBackByItself() {
        chapters.file("chapter04/before-agents/20-pool.yaml", TestChapters.CONFIG_MAP.replace("one", "pool"))
                .file("chapter04/before-agents/10-crd.yml", TestChapters.CONFIG_MAP.replace("one", "crd"))
                .file("chapter04/one/manifests/web.yaml", TestChapters.CONFIG_MAP.replace("one", "web"));
        Lab lab = chapters.resolve(ONE);

        assertThat(lab.beforeAgents()).extracting(Manifest::name).containsExactly("crd", "pool");
        assertThat(lab.objects()).extracting(Manifest::name).containsExactly("crd", "pool", "web");
        assertThat(lab.files().all())
                .extracting(file -> file.path().getFileName().toString(), file -> file.origin())
                .containsSubsequence(
                        tuple("10-crd.yml", Origin.CHAPTER),
                        tuple("20-pool.yaml", Origin.CHAPTER),
                        tuple("web.yaml", Origin.USE_CASE));
    }

    @Test
    void anObjectIsInOneOfTheTwoFoldersOnly() {
        chapters.file("chapter04/one/before-agents/a.yaml", TestChapters.CONFIG_MAP)
                .file("chapter04/one/manifests/b.yaml", TestChapters.CONFIG_MAP);

        assertThat(problems(ONE))
                .singleElement()
                .asString()
                .endsWith("manifests/b.yaml:1:1: ConfigMap one is already in a.yaml, line 1");
    }

    @Test
    void aListObjectIsReadAsItsItems() {
        chapters.file(
                "chapter04/one/manifests/list.yaml",
                "apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Namespace\n    metadata: {name: a}\n"
                        + "  - apiVersion: v1\n    kind: Namespace\n    metadata: {name: b}\n");

        assertThat(chapters.resolve(ONE).manifests()).extracting(Manifest::name).containsExactly("a", "b");
    }

    /** As kubectl reads it: the items take the list's apiVersion and kind where they have none. */
    @Test
    void aTypedListIsReadAsItsItems() {
        chapters.file(
                "chapter04/one/manifests/list.yaml",
                "apiVersion: apps/v1\nkind: DeploymentList\nitems:\n- metadata: {name: a}\n"
                        + "- apiVersion: apps/v1\n  kind: Deployment\n  metadata: {name: b}\n");

        assertThat(chapters.resolve(ONE).manifests())
                .extracting(Manifest::kind, Manifest::name, manifest -> Tree.text(manifest.tree(), "apiVersion"))
                .containsExactly(
                        tuple("Deployment", "a", Optional.of("apps/v1")),
                        tuple("Deployment", "b", Optional.of("apps/v1")));
    }

    /** Files that can be applied on their own often have their Namespace in them; kubectl applies it more than once. */
    @Test
    void theSameNamespaceInTwoFilesIsAppliedOnce() {
        String namespace = "apiVersion: v1\nkind: Namespace\nmetadata: {name: acme";
        chapters.file("chapter04/one/manifests/1.yaml", namespace + "}\n")
                .file("chapter04/one/manifests/2.yaml", namespace + ", labels: {team: a}}\n");

        assertThat(chapters.resolve(ONE).manifests()).singleElement().satisfies(one -> assertThat(
                        Tree.text(one.tree(), "metadata", "labels", "team"))
                .contains("a"));
    }

    /** The API server makes it the empty text. */
    @Test
    void aLabelWithoutValueIsAccepted() {
        chapters.file(
                "chapter04/one/manifests/one.yaml",
                TestChapters.CONFIG_MAP.replace("name: one", "name: one\n  labels: {app: }"));

        Manifest manifest = chapters.resolve(ONE).manifests().get(0);

        assertThat(Tree.texts(manifest.tree(), "metadata", "labels")).isEqualTo(Map.of("app", ""));
    }

    @Test
    void theKindConfigurationIsRead() {
        chapters.file(
                "chapter04/one/kind.yaml",
                "kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnetworking:\n  ipFamily: dual\n  kubeProxyMode: none\n"
                        + "  podSubnet: 10.1.0.0/16\n  apiServerPort: 7443\nnodes:\n  - role: control-plane\n"
                        + "    extraPortMappings: [{containerPort: 80, hostPort: 8080}]\n"
                        + "  - role: worker\n    labels: {zone: a}\n");

        KindConfig kind = chapters.resolve(ONE).kind().orElseThrow();
        assertThat(kind.ipFamily()).isEqualTo(IpFamily.DUAL);
        assertThat(kind.kubeProxy()).isFalse();
        assertThat(kind.podSubnet()).contains("10.1.0.0/16");
        assertThat(kind.hostPorts()).containsExactlyInAnyOrder(8080, 7443);
        assertThat(kind.nodes())
                .containsExactly(
                        new KindConfig.Node("control-plane", Map.of()),
                        new KindConfig.Node("worker", Map.of("zone", "a")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "podSubnet: nonsense | :3:25: `podSubnet`: \"nonsense\" is not a CIDR; write an address, a slash and a"
                        + " prefix length: 10.0.0.0/8",
                "podSubnet: '10.1.0.0/16,' | :3:25: `podSubnet`: \"\" is not a CIDR; write an address, a slash and a"
                        + " prefix length: 10.0.0.0/8",
                "serviceSubnet: 10.96.0.0/99 | :3:29: `serviceSubnet`: 10.96.0.0/99: the length of an IPv4 prefix is 0"
                        + " to 32"
            })
    void aRangeThatIsNoCidrIsAProblem(String networking, String problem) {
        chapters.file(
                "chapter04/one/kind.yaml",
                "kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnetworking: {" + networking + "}\n");

        assertThat(failureOf(() -> chapters.resolve(ONE)).details())
                .containsExactly("chapters/chapter04/one/kind.yaml" + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '@',
            value = {
                "kubeadmConfigPatches: [{kind: InitConfiguration}] @ :3:24: a patch must be text, not a mapping: write it as"
                        + " a block that starts with `|`",
                "kubeadmConfigPatches: ['kind: ['] @ :3:24: the patch is not valid YAML: while parsing a"
                        + " flow node, expected the node content, but found '<stream end>'",
                "nodes: [{role: control-plane, kubeadmConfigPatches: [{}]}] @ :3:54: a patch must be text, not a mapping: write it"
                        + " as a block that starts with `|`"
            })
    void aPatchThatKindCannotReadIsAProblem(String line, String problem) {
        chapters.file("chapter04/one/kind.yaml", "kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n" + line + "\n");

        assertThat(failureOf(() -> chapters.resolve(ONE)).details())
                .containsExactly("chapters/chapter04/one/kind.yaml" + problem);
    }

    @Test
    void anEmptyRangeIsKindsDefault() {
        chapters.file(
                "chapter04/one/kind.yaml",
                "kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnetworking: {podSubnet: ''}\n");

        assertThat(chapters.resolve(ONE).kind().orElseThrow().subnets().pods()).hasToString("[10.244.0.0/16]");
    }

    @Test
    void theApiServerHostFollowsTheClusterName() {
        String text = "# for cilium-book-control-plane\nk8sServiceHost: cilium-book-control-plane # the host\n"
                + "other: cilium-book-control-plane\n";
        chapters.file("chapter04/one/values.yaml", text);
        CiliumValues values = chapters.resolve(ONE).values();

        assertThat(values.asIsFor(ClusterName.BOOK)).isTrue();
        assertThat(values.textFor(new ClusterName("mine")))
                .isEqualTo("# for cilium-book-control-plane\nk8sServiceHost: mine-control-plane # the host\n"
                        + "other: cilium-book-control-plane\n");
        assertThat(values.treeFor(new ClusterName("mine"))).containsEntry("k8sServiceHost", "mine-control-plane");
    }

    @Test
    void anotherApiServerHostIsKept() {
        chapters.file("chapter04/one/values.yaml", "k8sServiceHost: api.example\n");

        assertThat(chapters.resolve(ONE).values().asIsFor(new ClusterName("mine")))
                .isTrue();
    }

    @Test
    void valuesCanBeGivenByOption() {
        chapters.file("chapter04/one/values.yaml", "a: own\n").file("other.yaml", "a: other\n");
        Path other = chapters.root().resolve("other.yaml");

        Lab lab = new LabResolver(chapters.catalogue(), ExpectationKinds.ALL).resolve(ONE, Optional.of(other));
        assertThat(lab.values().tree()).isEqualTo(Map.of("a", "other"));
        assertThat(lab.files().values().orElseThrow().origin()).isEqualTo(Origin.OPTION);

        Path missing = chapters.root().resolve("missing.yaml");
        Failure failure = failureOf(
                () -> new LabResolver(chapters.catalogue(), ExpectationKinds.ALL).resolve(ONE, Optional.of(missing)));
        assertThat(failure.details()).singleElement().asString().endsWith("missing.yaml: no such file");
    }

    @Test
    void emptyValuesMeanTheDefaults() {
        chapters.file("chapter04/one/values.yaml", "# nothing yet\n");

        assertThat(chapters.resolve(ONE).values().tree()).isEmpty();
    }

    @Test
    void anEksLabNeedsNoKindYaml() {
        chapters.file("chapter04/one/lab.yaml", "{title: One, provider: eks}")
                .file("chapter04/one/eksctl.yaml", EKS + "  region: eu-west-1\n");

        Lab lab = chapters.resolve(ONE);
        assertThat(lab.description().provider()).isEqualTo(ProviderKind.EKS);
        assertThat(lab.kind()).isEmpty();
        assertThat(lab.cluster()).isInstanceOfSatisfying(EksctlConfig.class, config -> {
            assertThat(config.region()).isEqualTo("eu-west-1");
            assertThat(config.vpc()).hasToString("192.168.0.0/16");
            assertThat(config.nodeCount()).isZero();
            assertThat(config.kubeProxy()).isTrue();
            assertThat(config.awsNode())
                    .as("eksctl adds AWS's plugin by itself")
                    .isTrue();
        });
    }

    private static final String EKS = "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata:\n  name: x\n";

    @Test
    void theConfigurationOfAnEksClusterIsRead() {
        chapters.file("chapter04/one/lab.yaml", "{title: One, provider: eks}")
                .file(
                        "chapter04/one/eksctl.yaml",
                        EKS
                                + """
                                  region: eu-west-1
                                  version: "1.33"
                                  tags: {team: book}
                                vpc: {cidr: 10.1.0.0/16}
                                addonsConfig: {disableDefaultAddons: true}
                                addons: [{name: kube-proxy}, {name: coredns, configurationValues: "{}"}]
                                cloudWatch: {its: business}
                                managedNodeGroups:
                                  - name: a
                                    instanceType: t3.medium
                                    desiredCapacity: 2
                                    minSize: 2
                                    maxSize: 3
                                    maxPodsPerNode: 110
                                    privateNetworking: true
                                    labels: {zone: a}
                                    taints: [{key: k, value: v, effect: NoExecute}]
                                  - {name: b, instanceTypes: [t3.large, m5.large], minSize: 3}
                                nodeGroups:
                                  - name: c
                                """);

        EksctlConfig config = (EksctlConfig) chapters.resolve(ONE).cluster();
        assertThat(config.version()).contains("1.33");
        assertThat(config.vpc()).hasToString("10.1.0.0/16");
        assertThat(config.addons()).containsExactly("kube-proxy", "coredns");
        assertThat(config.awsNode()).isFalse();
        assertThat(config.kubeProxy()).isTrue();
        assertThat(config.nodeCount()).isEqualTo(7);
        assertThat(config.groups())
                .containsExactly(
                        new NodeGroup(
                                "a",
                                List.of("t3.medium"),
                                2,
                                OptionalInt.of(110),
                                true,
                                Map.of("zone", "a"),
                                List.of(new NodeTaint("k", "v", "NoExecute"))),
                        new NodeGroup(
                                "b",
                                List.of("t3.large", "m5.large"),
                                3,
                                OptionalInt.empty(),
                                false,
                                Map.of(),
                                List.of()),
                        new NodeGroup("c", List.of("m5.large"), 2, OptionalInt.empty(), false, Map.of(), List.of()));
        assertThat(Tree.texts(config.treeFor(new ClusterName("mine"), Map.of("a", "b")), "metadata"))
                .containsEntry("name", "mine")
                .containsEntry("region", "eu-west-1");
        assertThat(Tree.texts(config.treeFor(new ClusterName("mine"), Map.of("a", "b")), "metadata", "tags"))
                .isEqualTo(Map.of("a", "b", "team", "book"));
    }

    @Test
    void allProblemsOfAnEksClusterAreReportedWithTheirPositions() {
        chapters.file("chapter04/one/lab.yaml", "{title: One, provider: eks}")
                .file(
                        "chapter04/one/eksctl.yaml",
                        """
                        apiVersion: eksctl.io/v1alpha4
                        kind: Cluster
                        metadata: {region: nowhere, version: 1.33}
                        vpc: {cidr: 10.0.0.0/8}
                        addons: [coredns]
                        managedNodeGroups:
                          - {instanceType: big, desiredCapacity: 99999999999}
                          - {name: b, desiredCapacity: 1000, taints: [{value: x, effect: Nonsense}]}
                          - {name: c, desiredCapacity: 5, maxSize: 3, labels: {size: 3}}
                          - {name: d, desiredCapacity: -1, instanceTypes: [t3.medium, 7]}
                        """);

        assertThat(problems(ONE).stream().map(line -> line.replaceFirst("^chapters/chapter04/one/", "")))
                .containsExactly(
                        "eksctl.yaml:1:13: `apiVersion` must be eksctl.io/v1alpha5, not `eksctl.io/v1alpha4`",
                        "eksctl.yaml:2:7: `kind` must be ClusterConfig, not `Cluster`",
                        "eksctl.yaml:3:11: `name` is missing",
                        "eksctl.yaml:3:20: `region` must be a region of AWS, such as eu-west-1, not `nowhere`",
                        "eksctl.yaml:3:38: `version` must be text, not a number",
                        "eksctl.yaml:4:13: `cidr` must be an IPv4 range between /16 and /24, not `10.0.0.0/8`",
                        "eksctl.yaml:5:10: an addon must be a mapping, not text",
                        "eksctl.yaml:7:5: `name` is missing",
                        "eksctl.yaml:7:20: `instanceType` must name types of EC2, such as t3.medium, not `big`",
                        "eksctl.yaml:7:42: `desiredCapacity` must be between 0 and 2147483647",
                        "eksctl.yaml:8:32: a node group has at most 450 nodes, not 1000",
                        "eksctl.yaml:8:47: `key` is missing",
                        "eksctl.yaml:8:66: `effect` must be NoSchedule or PreferNoSchedule or NoExecute, not `Nonsense`",
                        "eksctl.yaml:9:32: `desiredCapacity` must be between `minSize` and `maxSize`",
                        "eksctl.yaml:9:62: `labels.size` must be text, not a number: quote it",
                        "eksctl.yaml:10:32: `desiredCapacity` must be between 0 and 2147483647",
                        "eksctl.yaml:10:51: `instanceTypes` must name types of EC2, such as t3.medium, not `7`");
    }

    @Test
    void anEksLabRequiresEksctlYaml() {
        chapters.file("chapter04/one/lab.yaml", "{title: One, provider: eks}");

        assertThat(problems(ONE)).singleElement().asString().contains("an eks lab without eksctl.yaml");
    }

    @Test
    void aMissingKindFileIsReported() throws IOException {
        Files.delete(chapters.root().resolve("common/kind.yaml"));

        assertThat(problems(ONE))
                .singleElement()
                .asString()
                .contains("no kind.yaml here, in its chapter, or in common/");
    }

    @Test
    void allProblemsOfALabAreReportedWithTheirPositions() {
        chapters.file("chapter04/one/lab.yaml", "titel: One\nneeds: {ipv6: maybe}\n")
                .file(
                        "chapter04/one/kind.yaml",
                        "kind: Clusters\napiVersion: v1\nname: mine\nnodes:\n  - role: master\n")
                .file("chapter04/one/values.yaml", "ipam:\n  mode: kubernetes\n  mode: cluster-pool\n")
                .file("chapter04/one/manifests/10-bad.yaml", "apiVersion: v1\nmetadata:\n  labels: {a: 1, b: n}\n")
                .file("chapter04/one/manifests/20-broken.yaml", "a: [\n")
                .file("chapter04/one/manifests/30-empty.yaml", "# nothing\n");

        assertThat(problems(ONE))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("chapters/chapter04/one/kind.yaml:1:7: `kind` must be Cluster"),
                        line -> assertThat(line)
                                .startsWith("chapters/chapter04/one/kind.yaml:2:13: `apiVersion` must be"),
                        line -> assertThat(line)
                                .startsWith("chapters/chapter04/one/kind.yaml:3:7: a lab must not name its"),
                        line -> assertThat(line).startsWith("chapters/chapter04/one/kind.yaml:5:11: `role` must be"),
                        line -> assertThat(line).startsWith("chapters/chapter04/one/lab.yaml:1:1: `title` is missing"),
                        line -> assertThat(line).startsWith("chapters/chapter04/one/lab.yaml:1:1: unknown key `titel`"),
                        line -> assertThat(line)
                                .startsWith("chapters/chapter04/one/lab.yaml:2:15: `ipv6` must be true or"),
                        line -> assertThat(line)
                                .startsWith("chapters/chapter04/one/manifests/10-bad.yaml:1:1: `kind` is"),
                        line -> assertThat(line)
                                .startsWith("chapters/chapter04/one/manifests/10-bad.yaml:3:3: `name` is"),
                        line -> assertThat(line).contains("10-bad.yaml:3:15: `labels.a` must be text, not a number"),
                        line -> assertThat(line)
                                .contains("10-bad.yaml:3:21: `labels.b` must be text, not a boolean (`n` is the boolean"
                                        + " false to Kubernetes): quote it"),
                        line -> assertThat(line).contains("20-broken.yaml:2:1: not valid YAML"),
                        line -> assertThat(line).contains("30-empty.yaml:1:1: the file contains no object"),
                        line -> assertThat(line).contains("values.yaml:3:3: the key `mode` is already in line 2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kind: Pod|`apiVersion` is missing",
                "{apiVersion: v1, kind: Pod}|`metadata` is missing",
                "{apiVersion: v1, kind: Pod, metadata: {}}|`name` is missing",
                "{apiVersion: v1, kind: Pod, metadata: {generateName: x-}}|`name` is missing",
                "{apiVersion: v1, kind: Pod, metadata: {name: ''}}|`name` is blank",
                "{apiVersion: v1, kind: Pod, metadata: {name: 5}}|`name` must be text, not a number",
                "{apiVersion: v1, kind: Pod, metadata: {name: n}}|`n` is the boolean false to Kubernetes",
                "{apiVersion: v1, kind: Pod, metadata: [name]}|`metadata` must be a mapping, not a list",
                "{apiVersion: 1, kind: Pod, metadata: {name: a}}|`apiVersion` must be text, not a number",
                "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {replicas: -1}}|`replicas` must",
                "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {replicas: 3000000000}}|`replicas` must",
                "{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: a}, spec: {replicas: many}}|`replicas` must",
                "{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: a}, spec: []}|`spec` must be a mapping",
                "{apiVersion: batch/v1, kind: Job, metadata: {name: a}, spec: {parallelism: 1.5}}|`parallelism` must",
                "[1, 2]|a manifest must be a mapping, not a list",
                "hello|a manifest must be a mapping, not text"
            })
    void manifestsThatTheApiServerWouldRefuse(String manifest, String problem) {
        chapters.file("chapter04/one/manifests/m.yaml", manifest);

        assertThat(problems(ONE))
                .anySatisfy(line -> assertThat(line).contains("m.yaml:1:").contains(problem));
    }

    @Test
    void anEmptyNamespaceIsNone() {
        chapters.file("chapter04/one/manifests/a.yaml", TestChapters.CONFIG_MAP.replace("one", "one\n  namespace: ''"));

        assertThat(chapters.resolve(ONE).manifests()).singleElement().satisfies(manifest -> {
            assertThat(manifest.namespace()).isEmpty();
            assertThat(Tree.map(manifest.tree(), "metadata")).doesNotContainKey("namespace");
        });
    }

    @Test
    void aDuplicateObjectIsRefused() {
        chapters.file("chapter04/one/manifests/a.yaml", TestChapters.CONFIG_MAP)
                .file("chapter04/one/manifests/b.yaml", "---\n" + TestChapters.CONFIG_MAP);

        assertThat(problems(ONE))
                .singleElement()
                .asString()
                .endsWith("b.yaml:2:1: ConfigMap one is already in a.yaml, line 1");
    }

    @Test
    void valuesMustBeAMapping() {
        chapters.file("chapter04/one/values.yaml", "- a\n- b\n");
        assertThat(problems(ONE))
                .singleElement()
                .asString()
                .endsWith("values.yaml:1:1: Helm values must be a mapping, not a list");

        chapters.file("chapter04/one/values.yaml", "a: 1\n---\nb: 2\n");
        assertThat(problems(ONE)).singleElement().asString().contains("values.yaml:3:1: a second document");
    }

    @Test
    void emptyFilesAreRefused() {
        chapters.file("chapter04/one/lab.yaml", "").file("chapter04/one/kind.yaml", "\n\n");

        assertThat(problems(ONE))
                .containsExactly(
                        "chapters/chapter04/one/kind.yaml:1:1: the file is empty",
                        "chapters/chapter04/one/lab.yaml:1:1: the file is empty");
    }

    @Test
    void symbolicLinksOutOfTheTreeAreRefused(@TempDir Path outside) throws IOException {
        Files.writeString(outside.resolve("values.yaml"), "a: secret\n");
        Files.createDirectories(outside.resolve("manifests"));
        Path one = chapters.root().resolve("chapter04/one");
        Files.createSymbolicLink(one.resolve("values.yaml"), outside.resolve("values.yaml"));
        Files.createSymbolicLink(one.resolve("manifests"), outside.resolve("manifests"));
        Files.createSymbolicLink(one.resolve("kind.yaml"), outside.resolve("nothing"));

        assertThat(problems(ONE))
                .satisfiesExactly(
                        line -> assertThat(line).contains("one/kind.yaml: cannot be read: no such file"),
                        line -> assertThat(line).contains("one/manifests: a symbolic link that leads out of"),
                        line -> assertThat(line).contains("one/values.yaml: a symbolic link that leads out of"));
    }

    @Test
    void aUseCaseThatLinksOutOfTheTreeIsRefused(@TempDir Path outside) throws IOException {
        Files.writeString(outside.resolve("lab.yaml"), "title: Outside\n");
        Files.createSymbolicLink(chapters.root().resolve("chapter04/two"), outside);

        assertThat(problems(LabRef.of("chapter04", "two")))
                .singleElement()
                .asString()
                .contains("two/lab.yaml: a symbolic link");
    }

    @Test
    void symbolicLinksWithinTheTreeAreFollowed() throws IOException {
        chapters.file("chapter04/shared.yaml", "a: shared\n");
        Files.createSymbolicLink(chapters.root().resolve("chapter04/one/values.yaml"), Path.of("../shared.yaml"));

        assertThat(chapters.resolve(ONE).values().tree()).isEqualTo(Map.of("a", "shared"));
    }

    @Test
    void aFileOfFiftyMegabytesIsRefused() throws IOException {
        Path large = chapters.root().resolve("chapter04/one/values.yaml");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(50L << 20);
        }

        assertThat(problems(ONE)).containsExactly("chapters/chapter04/one/values.yaml: larger than 16 MiB");
    }

    @Test
    void aFileThatIsNotTextOrNotRegularIsRefused() throws IOException {
        Files.write(chapters.root().resolve("chapter04/one/values.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        Files.createDirectories(chapters.root().resolve("chapter04/one/kind.yaml"));
        chapters.file("chapter04/one/manifests", "a file where a folder should be\n");

        assertThat(problems(ONE))
                .satisfiesExactly(
                        line -> assertThat(line).endsWith("one/kind.yaml: not a regular file"),
                        line -> assertThat(line).contains("one/manifests: cannot be read"),
                        line -> assertThat(line).endsWith("one/values.yaml: not UTF-8 text"));
    }

    @Test
    void titlesOfInvalidLabsAreListed() {
        chapters.file("chapter04/one/lab.yaml", "title: One\nwrong: key\n").file("chapter04/two/lab.yaml", "a: [\n");
        LabResolver resolver = new LabResolver(chapters.catalogue(), ExpectationKinds.ALL);

        assertThat(resolver.title(ONE)).contains("One");
        assertThat(resolver.title(LabRef.of("chapter04", "two"))).isEmpty();
    }
}
