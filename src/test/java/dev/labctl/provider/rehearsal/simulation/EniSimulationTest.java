package dev.labctl.provider.rehearsal.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.LogRange;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabRef;
import dev.labctl.lab.TestChapters;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.rehearsal.simulation.nodes.Blueprint;
import dev.labctl.provider.rehearsal.simulation.nodes.Blueprints;
import dev.labctl.tree.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mode eni in a simulation, beside what was recorded of Cilium 1.18.2 on an EC2 API. */
class EniSimulationTest {
    private static final String PREFIXES =
            "{ipam: {mode: eni}, eni: {enabled: true, awsEnablePrefixDelegation: true}, routingMode: native}";
    private static final String SINGLE = "{ipam: {mode: eni}, eni: {enabled: true}, routingMode: native}";

    @TempDir
    Path folder;

    private Blueprint blueprint(String vpc, String type, int nodes) {
        TestChapters chapters = new TestChapters(folder)
                .file("chapter04/case/lab.yaml", "title: EKS\nprovider: eks\n")
                .file(
                        "chapter04/case/eksctl.yaml",
                        "{apiVersion: eksctl.io/v1alpha5, kind: ClusterConfig, metadata: {name: a, region: eu-west-1,"
                                + " version: '1.33'}, availabilityZones: [eu-west-1a, eu-west-1b], vpc: {cidr: " + vpc
                                + "}, managedNodeGroups: [{name: w, instanceType: " + type + ", desiredCapacity: "
                                + nodes + ", maxPodsPerNode: 110, privateNetworking: true, taints: [{key:"
                                + " node.cilium.io/agent-not-ready, value: 'true', effect: NoExecute}]}]}\n");
        Lab lab = chapters.resolve(LabRef.of("chapter04", "case"));
        return Blueprints.of(new ClusterSpec(new ClusterName("c"), lab.ref(), lab.cluster(), ""));
    }

    /** A cluster whose nodes came after Cilium. */
    private Simulated with(String values, String vpc, String type, int nodes) {
        Simulated simulated = Simulated.bare(1, blueprint(vpc, type, nodes));
        simulated.deploy(values);
        simulated.cluster().createNodes();
        return simulated.passes(180);
    }

    private static KubeObject ciliumNode(Simulated simulated) {
        return simulated.list("cilium.io/v2", "CiliumNode").get(0);
    }

    private static List<String> log(Simulated simulated) {
        KubeObject operator = simulated.list("v1", "Pod").stream()
                .filter(pod -> pod.name().startsWith("cilium-operator-"))
                .findFirst()
                .orElseThrow();
        return simulated.cluster().logs("kube-system", operator.name(), "cilium-operator", LogRange.ALL);
    }

    private static String recorded() {
        try {
            return Files.readString(Path.of("src/test/resources/recorded/eni-ciliumnodes.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The paths of all that is there, with what has a name of its own left out. */
    private static Set<String> paths(Object tree) {
        Set<String> paths = new TreeSet<>();
        paths("", tree, paths);
        return paths;
    }

    private static void paths(String path, Object tree, Set<String> paths) {
        if (tree instanceof Map<?, ?> map) {
            paths.add(path);
            map.forEach((key, child) ->
                    paths(path + "/" + String.valueOf(key).replaceAll("^(eni-.*|[0-9.]+)$", "*"), child, paths));
        } else {
            paths.add(path);
        }
    }

    @Test
    void nodesAreInstancesAndComeWhenTheyAreAskedFor() {
        Simulated simulated = Simulated.bare(1, blueprint("192.168.0.0/16", "t3.medium", 2));
        assertThat(simulated.passes(300).list("v1", "Node")).isEmpty();

        simulated.cluster().createNodes();
        simulated.passes(100);

        assertThat(simulated.cluster().complete()).isTrue();
        KubeObject node = simulated.list("v1", "Node").get(0);
        assertThat(node.name()).matches("ip-192-168-\\d+-\\d+\\.eu-west-1\\.compute\\.internal");
        assertThat(node.labels())
                .containsEntry("node.kubernetes.io/instance-type", "t3.medium")
                .containsEntry("eks.amazonaws.com/nodegroup", "w")
                .containsEntry("alpha.eksctl.io/cluster-name", "c");
        assertThat(node.text("spec", "providerID").orElse("")).startsWith("aws:///eu-west-1");
        assertThat(node.list("spec", "taints").toString())
                .contains("node.cilium.io/agent-not-ready", "NoExecute", "true");
        assertThat(node.list("spec", "podCIDRs")).isEmpty();
        assertThat(simulated.list("v1", "Pod"))
                .noneMatch(pod -> pod.name().startsWith("etcd-") || pod.name().startsWith("local-path"));
    }

    @Test
    void aCiliumNodeHasAllThatARecordedOneHas() {
        Simulated simulated = with(PREFIXES, "192.168.0.0/16", "t3.medium", 1);
        KubeObject node = ciliumNode(simulated);

        Set<String> recorded =
                paths(Simulated.objects(recorded()).get(0).list("items").get(0));
        Set<String> own = new TreeSet<>(paths(node.tree()));
        // What no command of labctl reads.
        recorded.removeIf(path -> path.matches(
                "/metadata/.*|.*/(alibaba-cloud|azure|encryption|bootid).*|/status/ipam/used/.*/resource"));
        recorded.removeIf(own::contains);
        assertThat(recorded).isEmpty();
        assertThat(Tree.map(node.tree(), "spec", "ipam", "pool")).hasSize(16);
        assertThat(node.texts("status", "ipam", "operator-status")).isEmpty();
        assertThat(Tree.map(node.tree(), "status", "ipam", "used").values().toString())
                .contains("owner=router", "owner=health");
        assertThat(simulated.get("v1", "Node", node.name()).list("spec", "taints"))
                .isEmpty();
    }

    @Test
    void aFullInstanceIsThePodsTroubleAlone() {
        Simulated simulated = with(SINGLE, "192.168.0.0/16", "t3.medium", 1)
                .applies(Simulated.deployment("web", 20, ""))
                .passes(180);

        List<KubeObject> pods = simulated.pods("web");
        long dns = simulated.list("v1", "Pod").stream()
                .filter(pod -> pod.name().startsWith("coredns-") && pod.conditionTrue("Ready"))
                .count();
        assertThat(Simulated.ready(pods) + dns).isEqualTo(13);
        KubeObject stuck = pods.stream()
                .filter(pod -> !pod.conditionTrue("Ready"))
                .findFirst()
                .orElseThrow();
        assertThat(simulated.events(stuck))
                .anyMatch(
                        event -> event.matches("FailedCreatePodSandBox: Failed to create pod sandbox: rpc error: code ="
                                + " Unknown desc = failed to setup network for sandbox \"[0-9a-f]{64}\": plugin type=\"cilium-cni\""
                                + " failed \\(add\\): unable to allocate IP via local cilium agent: \\[POST /ipam\\]\\[502\\]"
                                + " postIpamFailure \"No more IPs available\""));
        KubeObject node = ciliumNode(simulated);
        assertThat(Tree.map(node.tree(), "spec", "ipam", "pool")).hasSize(15);
        assertThat(Tree.map(node.tree(), "status", "ipam", "used")).hasSize(15);
        assertThat(Tree.map(node.tree(), "status", "eni", "enis")).hasSize(3);
        assertThat(node.text("status", "ipam", "operator-status", "error")).isEmpty();
    }

    @Test
    void theOperatorSaysWhatItDoesInTheRecordedWords() {
        List<String> log = log(with(SINGLE, "192.168.0.0/16", "t3.medium", 1));

        assertThat(log.get(0))
                .matches(
                        "time=\\S+Z level=info msg=\"Resolving IP deficit of node\" subsys=ipam-allocator-aws name=ip-\\S+"
                                + " instanceID=i-[0-9a-f]{17} selectedInterface=eni-[0-9a-f]{17}"
                                + " selectedPoolID=subnet-[0-9a-f]{17} maxIPsToAllocate=\\d+ availableForAllocation=5"
                                + " emptyInterfaceSlots=2 available=0 used=0 neededIPs=8 remainingInterfaces=3");
        assertThat(log)
                .anyMatch(line ->
                        line.matches(".*msg=\"No more IPs available, creating new ENI\" subsys=ipam-allocator-aws"
                                + " name=\\S+ instanceID=\\S+ securityGroupIDs=\\[sg-\\S+\\] subnetID=subnet-\\S+ addresses=\\d"
                                + " isPrefixDelegated=false"))
                .anyMatch(line ->
                        line.matches(".*msg=\"Attached ENI to instance\".* attachmentID=eni-attach-\\S+ index=1"));
    }

    @Test
    void aSubnetThatIsFullIsSaidInTheLogAlone() {
        // Two subnets of 32 addresses in each zone, of which AWS keeps five.
        Simulated simulated = with(SINGLE, "10.0.0.0/24", "t3.large", 4)
                .applies(Simulated.deployment("web", 100, ""))
                .passes(180);

        assertThat(log(simulated))
                .anyMatch(line -> line.matches(".*level=info msg=\"Unable to create interface on instance\""
                        + " subsys=ipam-allocator-aws name=.* error=\"unable to create ENI: operation error EC2:"
                        + " CreateNetworkInterface, https response error StatusCode: 400, RequestID: \\S+, api error"
                        + " InvalidParameterValue: There aren't sufficient free Ipv4 addresses or prefixes\""))
                .anyMatch(line -> line.contains("level=warn msg=\"Unable to maintain ip pool of node\""));
        assertThat(simulated.list("cilium.io/v2", "CiliumNode"))
                .allMatch(node ->
                        node.text("status", "ipam", "operator-status", "error").isEmpty());
    }

    @Test
    void withoutWholePrefixesItFallsBack() {
        Simulated simulated = with(PREFIXES, "10.0.0.0/24", "t3.medium", 1);

        assertThat(log(simulated))
                .anyMatch(line ->
                        line.matches(".*level=warn msg=\"Subnet might be out of prefixes, Cilium will not allocate"
                                + " prefixes on this node anymore\" subsys=eni node=ip-\\S+"));
        assertThat(Tree.map(ciliumNode(simulated).tree(), "spec", "ipam", "pool")
                        .size())
                .isBetween(8, 15);
    }

    @Test
    void anInstanceTypeThatNobodyKnowsHasNoAddresses() {
        Simulated simulated = with(SINGLE, "192.168.0.0/16", "z9.giant", 1);

        assertThat(log(simulated))
                .singleElement()
                .asString()
                .contains("level=warn msg=\"Instance limits not found.\" subsys=ipam-allocator-aws")
                .endsWith("error=\"Limits not found\"");
        assertThat(simulated.list("v1", "Node").get(0).list("spec", "taints").toString())
                .contains("node.cilium.io/agent-not-ready");
    }

    @Test
    void theSameCallsLeadToTheSameCluster() {
        Simulated first = with(PREFIXES, "192.168.0.0/16", "t3.medium", 2)
                .applies(Simulated.deployment("web", 30, ""))
                .passes(90);
        Simulated again = first.reopened();

        assertThat(addresses(again)).isEqualTo(addresses(first)).isNotEmpty();
        assertThat(again.list("v1", "Node").stream().map(KubeObject::name).toList())
                .isEqualTo(
                        first.list("v1", "Node").stream().map(KubeObject::name).toList());
        assertThat(log(again)).hasSameSizeAs(log(first));
    }

    private static List<String> addresses(Simulated simulated) {
        List<String> addresses = new ArrayList<>();
        simulated
                .pods("web")
                .forEach(pod -> addresses.add(
                        pod.name() + " " + pod.text("status", "podIP").orElse("")));
        return addresses;
    }

    @Test
    void anOperatorThatStartsAgainTakesUpWhatIsThere() {
        Simulated simulated = with(PREFIXES, "192.168.0.0/16", "t3.medium", 1);
        Object before = Tree.at(ciliumNode(simulated).tree(), "status", "eni").orElseThrow();

        simulated.list("v1", "Pod").stream()
                .filter(pod -> pod.name().startsWith("cilium-operator-"))
                .forEach(pod -> simulated.cluster().delete(pod.ref()));
        simulated.passes(120);

        assertThat(Tree.at(ciliumNode(simulated).tree(), "status", "eni")).contains(before);
    }

    @Test
    void whatEksctlOrAwsRefusesIsRefused() {
        assertThat(TestChapters.failureOf(() -> blueprint("10.0.0.0/24", "t3.medium", 60))
                        .message())
                .contains("has no address for another instance");
    }
}
