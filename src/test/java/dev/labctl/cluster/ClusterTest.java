package dev.labctl.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.ipam.Family;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.Observation;
import dev.labctl.tree.Tree;
import dev.labctl.yaml.Problems;
import dev.labctl.yaml.YamlReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final ObjectRef WEB = Kind.DEPLOYMENT.ref("default", "web");

    private static Cluster cluster(String yaml) {
        Problems problems = new Problems();
        List<KubeObject> objects = YamlReader.read(Path.of("x"), yaml, problems).stream()
                .map(document -> new KubeObject(Tree.map(document.tree())))
                .toList();
        assertThat(problems.all()).isEmpty();
        return Cluster.of(new Observation(NOW, "v1.33.12", objects));
    }

    private static String object(String apiVersion, String kind, String name, String metadata, String rest) {
        return "apiVersion: " + apiVersion + "\nkind: " + kind + "\nmetadata: {name: " + name + ", namespace: default"
                + metadata + "}\n" + rest + "\n---\n";
    }

    private static String owner(String apiVersion, String kind, String name) {
        return ", ownerReferences: [{apiVersion: " + apiVersion + ", kind: " + kind + ", name: " + name
                + ", controller: true}]";
    }

    private static String pod(String name, String metadata, String rest) {
        return object("v1", "Pod", name, ", uid: " + name + metadata, rest);
    }

    private static final String DEPLOYMENT = object(
                    "apps/v1",
                    "Deployment",
                    "web",
                    "",
                    "spec: {replicas: 3, template: {metadata: {labels: {app: web}}}}")
            + object("apps/v1", "ReplicaSet", "web-1", owner("apps/v1", "Deployment", "web"), "spec: {replicas: 3}");
    private static final String OWNED = owner("apps/v1", "ReplicaSet", "web-1");

    @Test
    void podsBelongToTheWorkloadAtTheRootOfTheirOwners() {
        Cluster cluster = cluster(DEPLOYMENT
                + pod("a", OWNED, "spec: {nodeName: n1}\nstatus: {conditions: [{type: Ready, status: 'True'}]}")
                + pod("b", OWNED, "spec: {nodeName: n1}")
                + pod("c", OWNED, "status: {phase: Succeeded}")
                + pod("alone", "", "spec: {nodeName: n2}"));

        Workload web = cluster.workload(WEB).orElseThrow();
        assertThat(cluster.workloads())
                .extracting(workload -> workload.ref().name())
                .containsExactly("alone", "web");
        assertThat(web.wanted()).isEqualTo(3);
        assertThat(web.running()).extracting(Pod::name).containsExactly("a");
        assertThat(web.stuck()).extracting(Pod::name).containsExactly("b");
        assertThat(web.node()).contains("n1");
        assertThat(cluster.workloads("default", Map.of("app", "web"))).containsExactly(web);
    }

    /** Of an operator that labctl does not know, for instance. */
    @Test
    void anOwnerThatWasNotObservedIsPassedOver() {
        Cluster cluster = cluster(pod("a", owner("example.com/v1", "Farm", "x"), "spec: {nodeName: n1}"));

        assertThat(cluster.pods().get(0).rootOwner().ref()).isEqualTo(Kind.POD.ref("default", "a"));
        assertThat(cluster.workloads().get(0).isBarePod()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Deployment|{}|1",
                "StatefulSet|{spec: {replicas: 0}}|0",
                "DaemonSet|{status: {desiredNumberScheduled: 4}}|4",
                "Job|{}|1",
                "Job|{spec: {parallelism: 3, completions: 5}, status: {succeeded: 4}}|1",
                "Job|{spec: {parallelism: 3}}|3",
                "Job|{spec: {suspend: true}}|0",
                "Job|{status: {conditions: [{type: Complete, status: 'True'}]}}|0",
                "Service|{}|0"
            })
    void theNumberOfPodsThatIsAskedForDependsOnTheKind(String kind, String rest, long wanted) {
        KubeObject object = new KubeObject(Tree.map(
                YamlReader.read(Path.of("x"), rest, new Problems()).get(0).tree()));

        assertThat(Kind.named(kind).orElseThrow().wanted(object)).isEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource({
        "po,POD",
        "Pods,POD",
        "deploy,DEPLOYMENT",
        "DaemonSet,DAEMON_SET",
        "ns,NAMESPACE",
        "no,NODE",
        "cpip,CILIUM_POD_IP_POOL"
    })
    void kindsHaveTheNamesThatKubectlHas(String word, Kind kind) {
        assertThat(Kind.named(word)).contains(kind);
    }

    @Test
    void aWordThatNamesNoKindIsNone() {
        assertThat(Kind.named("pd")).isEmpty();
    }

    private static Optional<PodProblem> problem(String rest, String event) {
        return cluster(pod("a", "", rest) + event).pods().get(0).problem();
    }

    private static String warning(String message) {
        return object(
                "v1",
                "Event",
                "e",
                "",
                "involvedObject: {uid: a}\ntype: Warning\nreason: FailedCreatePodSandBox\n" + "message: '" + message
                        + "'");
    }

    @Test
    void aPodWithoutAnAddressHasTheProblemThatItsLastWarningNames() {
        PodProblem problem =
                problem("spec: {nodeName: n1}", warning("x: range is full")).orElseThrow();

        assertThat(problem.type()).isEqualTo(PodProblem.Type.SANDBOX);
        assertThat(problem.message()).isEqualTo("Pod a: range is full");
        assertThat(problem.ipam()).isPresent();
    }

    @Test
    void aSandboxThatFailsForAnotherReasonHasNoTroubleOfIpam() {
        PodProblem problem = problem("spec: {nodeName: n1}", warning("unable to connect to Cilium agent"))
                .orElseThrow();

        assertThat(problem.type()).isEqualTo(PodProblem.Type.SANDBOX);
        assertThat(problem.ipam()).isEmpty();
    }

    @Test
    void aWarningIsOldOnceThePodHasItsAddress() {
        assertThat(problem("status: {podIPs: [{ip: 10.0.0.7}]}", warning("range is full")))
                .isEmpty();
    }

    /** No cilium-config says nothing of the mode; IPv4 is on unless it is turned off. */
    @Test
    void withoutACiliumConfigTheFamiliesAreThoseOfTheChartsDefaults() {
        Cluster cluster = cluster(pod("a", "", "spec: {}"));

        assertThat(cluster.ipam().mode()).isEmpty();
        assertThat(cluster.ipam().families()).containsExactly(Family.IPV4);
    }

    @Test
    void fieldsThatAreNoAddressesArePassedOver() {
        Cluster cluster = cluster(
                "apiVersion: v1\nkind: Node\nmetadata: {name: n1}\nspec: {podCIDRs: [nonsense, 10.244.0.0/24]}\n"
                        + "status: {addresses: [{type: InternalIP, address: nonsense}, {type: InternalIP, address: 'fc00::2'}]}\n---\n"
                        + pod("a", "", "status: {podIPs: [{ip: nonsense}, {ip: 10.244.0.7}]}"));

        assertThat(cluster.node("n1").orElseThrow().podCidrs()).hasToString("[10.244.0.0/24]");
        assertThat(cluster.node("n1").orElseThrow().families()).containsExactly(Family.IPV6);
        assertThat(cluster.pods().get(0).addresses()).hasToString("[10.244.0.7]");
    }

    /** Cilium 1.18 {@code pkg/option/resolver}: only in Cilium's namespace, the last name counts, no selector selects nothing. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "kube-system | {matchLabels: {zone: a}}                                         | green",
                "kube-system | {matchExpressions: [{key: zone, operator: In, values: [a, b]}]} | green",
                "kube-system | {}                                                               | green",
                "kube-system | {matchLabels: {zone: b}}                                         | default",
                "kube-system | null                                                             | default",
                "default     | {matchLabels: {zone: a}}                                         | default",
            })
    void aNodesAgentMayHaveADefaultPoolOfItsOwn(String namespace, String selector, String pool) {
        String config = "apiVersion: cilium.io/v2\nkind: CiliumNodeConfig\nmetadata: {name: %s, namespace: " + namespace
                + "}\nspec: {nodeSelector: " + selector + ", defaults: {ipam-default-ip-pool: %s}}\n---\n";
        Cluster cluster = cluster("apiVersion: v1\nkind: Node\nmetadata: {name: n1, labels: {zone: a}}\n---\n"
                + config.formatted("last", "green") + config.formatted("first", "blue")
                + pod("a", "", "spec: {nodeName: n1}"));

        assertThat(cluster.poolChoice(cluster.pods().iterator().next(), Family.IPV4)
                        .pool())
                .isEqualTo(pool);
        assertThat(cluster.defaultPool(Optional.empty())).isEqualTo("default");
    }
}
