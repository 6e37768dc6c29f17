package dev.labctl.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.lab.Expectation;
import dev.labctl.lab.LabState;
import dev.labctl.verify.Verdict.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expectations against a few objects; against whole clusters they are held in the tests of rehearsals. */
class VerifierTest {
    private static final String WEB = "pods: {selector: app=web, running: 2}\n";

    @TempDir
    Path folder;

    private Looked looked;

    @BeforeEach
    void nothingIsThere() {
        looked = new Looked(folder);
    }

    private static String node(String name, boolean ready, String... addresses) {
        StringBuilder yaml = new StringBuilder("apiVersion: v1\nkind: Node\nmetadata: {name: " + name
                + ", labels: {disk: fast}}\nspec: {podCIDRs: [10.244.1.0/24]}\nstatus:\n  conditions: [{type: Ready,"
                + " status: '" + (ready ? "True" : "False") + "'}]\n  addresses:\n");
        for (String address : addresses) {
            yaml.append("  - {type: InternalIP, address: '").append(address).append("'}\n");
        }
        return yaml + "  - {type: Hostname, address: x}\n---\n";
    }

    private static String pod(String name, String ip, String more) {
        return "apiVersion: v1\nkind: Pod\nmetadata: {name: " + name + ", namespace: default, uid: u-" + name
                + ", labels: {app: web}, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web,"
                + " controller: true}]" + more + "}\nspec: {nodeName: n1, containers: [{name: main}]}\nstatus:\n"
                + "  phase: " + (ip.isEmpty() ? "Pending" : "Running") + "\n  conditions: [{type: Ready, status: '"
                + (ip.isEmpty() ? "False" : "True") + "'}]\n" + (ip.isEmpty() ? "" : "  podIPs: [{ip: '" + ip + "'}]\n")
                + "---\n";
    }

    private static String deployment(int replicas) {
        return "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: default}\n"
                + "spec: {replicas: " + replicas + ", template: {metadata: {labels: {app: web}}}}\n---\n";
    }

    private static String event(String pod, String message) {
        return "apiVersion: v1\nkind: Event\nmetadata: {name: e-" + pod + ", namespace: default}\ntype: Warning\n"
                + "reason: FailedCreatePodSandBox\ninvolvedObject: {uid: u-" + pod + "}\nmessage: '" + message
                + "'\n---\n";
    }

    private static String clusterPool(String podCidr) {
        return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cilium-config, namespace: kube-system}\n"
                + "data: {ipam: cluster-pool, enable-ipv4: 'true', cluster-pool-ipv4-cidr: 10.0.0.0/8}\n---\n"
                + "apiVersion: cilium.io/v2\nkind: CiliumNode\nmetadata: {name: n1}\nspec: {ipam: {podCIDRs: ["
                + podCidr + "]}}\n---\n";
    }

    private static String agents(String image, int ready) {
        return "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: cilium, namespace: kube-system, generation: 1}\n"
                + "spec: {template: {spec: {containers: [{name: other, image: x}, {name: cilium-agent, image: '" + image
                + "'}]}}}\nstatus: {observedGeneration: 1, desiredNumberScheduled: 1, currentNumberScheduled: 1,"
                + " updatedNumberScheduled: 1, numberReady: " + ready + ", numberAvailable: " + ready + "}\n---\n";
    }

    // nodes

    @Test
    void nodesThatAreNotReadyMayStillBe() {
        looked.has(node("n1", true) + node("n2", false));

        Verdict verdict = looked.verdict("nodes: {ready: 2}");

        assertThat(verdict.outcome()).isEqualTo(Outcome.NOT_YET);
        assertThat(verdict.seen()).isEqualTo("1 of 2 are Ready; not n2");
        assertThat(verdict.about()).containsExactly(ObjectRef.ofCluster("v1", "Node", "n2"));
        assertThat(looked.says("nodes: {ready: 3}")).isEqualTo("broken: there are 2 nodes");
        assertThat(looked.says("nodes: {ready: {min: 1, max: 1}}")).isEqualTo("broken: there are 2 nodes");
    }

    @ParameterizedTest
    @CsvSource({
        "'172.18.0.2', IPv4, true",
        "'172.18.0.2', IPv6, false",
        "'fc00::2', IPv6, true",
        "'172.18.0.2;fc00::2', 'IPv4, IPv6', true",
        "'172.18.0.2;fc00::2', IPv6, false"
    })
    void theFamiliesOfNodes(String addresses, String families, boolean holds) {
        looked.has(node("n1", true, addresses.split(";", -1)));

        assertThat(looked.verdict("nodes: {ready: 1, families: [" + families + "]}")
                        .outcome())
                .isEqualTo(holds ? Outcome.HOLDS : Outcome.BROKEN);
    }

    // Cilium

    @ParameterizedTest
    @CsvSource({
        "quay.io/cilium/cilium:v1.18.2@sha256:858f80, 1.18, holds: version 1.18.2",
        "quay.io/cilium/cilium:v1.18.2, 1.18.2, holds: version 1.18.2",
        "quay.io/cilium/cilium:v1.180.2, 1.18, broken: the agents are 1.180.2",
        "quay.io/cilium/cilium:v1.17.9, 1.18, broken: the agents are 1.17.9",
        "registry:5000/cilium@sha256:858f80, 1.18, broken: the agents' image has no version tag"
    })
    void theVersionIsThatOfTheAgents(String image, String wanted, String says) {
        looked.has(clusterPool("10.0.1.0/24") + agents(image, 1));

        assertThat(looked.says("cilium: {version: '" + wanted + "'}")).startsWith(says);
    }

    @Test
    void aVersionThatTheReaderChoseIsNoFault() {
        looked.has(clusterPool("10.0.1.0/24") + agents("quay.io/cilium/cilium:v1.17.9", 1));
        String expected = "cilium: {version: '1.18'}";

        assertThat(looked.installed("1.17.9").says(expected))
                .isEqualTo("holds: version 1.17.9 as installed, not 1.18, 1 agents ready");
        assertThat(looked.installed("1.18.2").says(expected))
                .as("someone else changed it")
                .isEqualTo("broken: the agents are 1.17.9");
    }

    @Test
    void agentsAreWaitedFor() {
        looked.has(clusterPool("10.0.1.0/24") + agents("cilium:v1.18.2", 0));

        assertThat(looked.says("cilium: {ipam: cluster-pool}"))
                .isEqualTo("not yet: DaemonSet kube-system/cilium: 0 of 1 pods ready");
    }

    /** Kubernetes calls that node Ready. */
    @Test
    void aNodeWithoutABlockIsBroken() {
        looked.has(node("n1", true) + agents("cilium:v1.18.2", 1)
                + clusterPool("").replace("spec: {ipam: {podCIDRs: []}}", "")
                + "apiVersion: cilium.io/v2\nkind: CiliumNode\nmetadata: {name: n1}\n"
                + "status: {ipam: {operator-status: {error: allocator full}}}\n");

        assertThat(looked.says("cilium: {}")).isEqualTo("broken: n1 has no block: allocator full");
    }

    // pods

    @Test
    void podsThatAreOnTheirWay() {
        looked.has(node("n1", true) + deployment(2) + pod("a", "10.0.1.7", "") + pod("b", "", ""));

        Verdict verdict = looked.verdict(WEB);

        assertThat(verdict.outcome()).isEqualTo(Outcome.NOT_YET);
        assertThat(verdict.seen()).isEqualTo("1 of 2 runs; Pod b: not ready");
        assertThat(verdict.about()).containsExactly(ObjectRef.namespaced("v1", "Pod", "default", "b"));
    }

    @Test
    void podsThatWillNeverRun() {
        looked.has(deployment(2)
                + pod("a", "10.0.1.7", "")
                + pod("b", "", "")
                + pod("c", "", "").replace("phase: Pending", "phase: Failed"));
        looked.has(pod("d", "", ", deletionTimestamp: '2026-11-23T10:00:00Z'"));

        assertThat(looked.says(WEB)).isEqualTo("not yet: 1 of 2 runs; Pod b: not ready");
        looked = new Looked(folder)
                .has(deployment(1)
                        + pod("b", "", "")
                                .replace(
                                        "  phase",
                                        "  containerStatuses: [{name: main, state: {waiting: {reason:"
                                                + " InvalidImageName, message: bad}}}]\n  phase"));
        assertThat(looked.says("pods: {selector: app=web, running: 1}"))
                .isEqualTo("broken: 0 of 1 run; Pod b, container main: InvalidImageName bad");
    }

    @Test
    void aFullRangeIsForEverUnlessAPodIsOnItsWayOut() {
        String two = node("n1", true)
                + deployment(2)
                + clusterPool("10.0.1.0/30")
                + pod("a", "10.0.1.1", "")
                + pod("a2", "10.0.1.2", "").replace("app: web", "app: other")
                + pod("b", "", "")
                + event("b", "postIpamFailure \"range is full\"");

        assertThat(new Looked(folder).has(two).says(WEB))
                .isEqualTo("broken: 1 of 2 runs; Pod b: no address, all 2 addresses of 10.0.1.0/30 on n1 are taken");
        assertThat(new Looked(folder)
                        .has(two.replace("uid: u-a2", "uid: u-a2, deletionTimestamp: '2026-11-23T10:00:00Z'"))
                        .says(WEB))
                .isEqualTo("not yet: 1 of 2 runs; Pod b: range is full");
    }

    @Test
    void podsOfADaemonSetAreNotCountedBeforeItsControllerHas() {
        String daemons = "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: web, namespace: default}\n"
                + "spec: {template: {metadata: {labels: {app: web}}}}\n";
        looked.has(daemons);
        assertThat(looked.says(WEB)).isEqualTo("not yet: 0 of 2 run");

        looked = new Looked(folder).has(daemons + "status: {observedGeneration: 1, desiredNumberScheduled: 1}\n");
        assertThat(looked.says(WEB)).isEqualTo("broken: DaemonSet default/web asks for 1 pod");
    }

    @Test
    void podsThatNothingMadeCountAsTheyAre() {
        looked.has(pod("a", "10.0.1.7", "").replaceAll(", ownerReferences: .*?]", ""));

        assertThat(looked.says("pods: {selector: app=web, running: 1}")).isEqualTo("holds: 1 runs");
        assertThat(looked.says(WEB)).isEqualTo("broken: there is 1 pod, and no workload creates more");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "in: block|holds: 1 runs, in 10.0.1.0/24",
                "in: podCIDR|broken: Pod a has 10.0.1.7, which is not in n1's spec.podCIDRs, 10.244.1.0/24",
                "notIn: podCIDR|holds: 1 runs, in 10.0.1.0/24",
                "cidrs: [10.0.0.0/8, 10.0.0.0/16]|holds: 1 runs, in 10.0.1.0/24",
                "cidrs: [10.1.0.0/16]|broken: Pod a has 10.0.1.7, which is not in the expected CIDRs, 10.1.0.0/16",
                "pool: cluster|holds: 1 runs, in 10.0.1.0/24",
                "pool: acme|broken: Pod a has 10.0.1.7, which is not in n1's blocks of pool acme (there are none)",
                "families: [IPv4]|holds: 1 runs, in 10.0.1.0/24",
                "families: [IPv4, IPv6]|broken: Pod a has IPv4 only",
                "families: [IPv6]|broken: Pod a has IPv4 only"
            })
    void addresses(String expected, String says) {
        looked.has(node("n1", true) + clusterPool("10.0.1.0/24") + deployment(1) + pod("a", "10.0.1.7", ""));

        assertThat(looked.says("pods: {selector: app=web, running: 1, addresses: {" + expected + "}}"))
                .isEqualTo(says);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "disk|holds: 1 runs, on n1",
                "disk=fast|holds: 1 runs, on n1",
                "disk=slow|broken: Pod a is on n1, which does not have the label disk=slow",
                "disk=fast,rack|broken: Pod a is on n1, which does not have the label rack"
            })
    void nodesOfPods(String labels, String says) {
        looked.has(node("n1", true) + deployment(1) + pod("a", "10.0.1.7", ""));

        assertThat(looked.says("pods: {selector: app=web, running: 1, onNodes: '" + labels + "'}"))
                .isEqualTo(says);
    }

    @Test
    void stuckForAnotherReasonThatWillNotPass() {
        looked.has(deployment(7) + pod("a", "10.0.1.7", ""));
        for (int i = 0; i < 5; i++) {
            looked.has(pod("s" + i, "", "") + event("s" + i, "range is full"));
        }
        looked.has(pod("x", "", "")
                .replace(
                        "  phase",
                        "  containerStatuses: [{name: main, state: {waiting: {reason: InvalidImageName, message:"
                                + " bad}}}]\n  phase"));
        String stuck = "pods: {selector: app=web, running: 1, stuck: 6, because: range is full}";

        assertThat(looked.says(stuck)).isEqualTo("broken: Pod x, container main: InvalidImageName bad");
        assertThat(looked.verdict(stuck, LabState.HEALTHY).outcome()).isEqualTo(Outcome.BROKEN);
    }

    // Services

    private static String service(String ips, String families) {
        return "apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: default}\n"
                + "spec: {selector: {app: web}, clusterIPs: [" + ips + "], ipFamilies: [" + families + "]}\n---\n";
    }

    private static String slice(String family, String endpoints) {
        return "apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: web-" + family
                + ", namespace: default, labels: {kubernetes.io/service-name: web}}\naddressType: " + family
                + "\nendpoints: [" + endpoints + "]\n---\n";
    }

    @Test
    void endpointsAreCountedInEachFamilyAndReadyOnesAlone() {
        looked.has(deployment(2)
                + service("10.96.0.7, 'fd00::7'", "IPv4, IPv6")
                + slice("IPv4", "{conditions: {ready: true}}, {addresses: [x]}")
                + slice("IPv6", "{conditions: {ready: true}}, {conditions: {ready: false}}"));

        assertThat(looked.says("service: {name: web, endpoints: 2}")).isEqualTo("not yet: 1 IPv6 endpoint ready");
        assertThat(looked.says("service: {name: web, endpoints: {min: 1, max: 2}}"))
                .isEqualTo("holds: 2 IPv4 endpoints, 1 IPv6 endpoint");
        assertThat(looked.says("service: {name: web, endpoints: 3}"))
                .isEqualTo("broken: 2 IPv4 endpoints ready: Deployment default/web asks for 2 pods; 1 IPv6 endpoint"
                        + " ready: Deployment default/web asks for 2 pods");
    }

    @Test
    void clusterIps() {
        looked.has(service("None", "IPv4"));
        assertThat(looked.says("service: {name: web, clusterIPs: [10.96.0.0/16]}"))
                .isEqualTo("broken: it has no cluster IP");
        assertThat(looked.says("service: {name: web}")).isEqualTo("holds: it is there");

        looked = new Looked(folder).has(service("10.97.0.7", "IPv4"));
        assertThat(looked.says("service: {name: web, clusterIPs: [10.96.0.0/16]}"))
                .isEqualTo("broken: its cluster IP is 10.97.0.7");
        assertThat(looked.says("service: {name: web, families: [IPv6, IPv4]}"))
                .isEqualTo("broken: its families are IPv4");
    }

    @Test
    void questionsAreAskedOnceTheRestHoldsAndSomeoneCanAsk() {
        String asks = "service: {name: web, endpoints: 1, answers: [{from: app=web, http: 'http://web/'}]}";
        looked.has(deployment(1) + service("10.96.0.7", "IPv4") + slice("IPv4", "{conditions: {ready: false}}"));
        assertThat(probes(asks)).isEmpty();
        assertThat(looked.says(asks)).startsWith("not yet: 0 IPv4 endpoints ready");

        looked = new Looked(folder)
                .has(deployment(1) + service("10.96.0.7", "IPv4") + slice("IPv4", "{conditions: {ready: true}}"));
        assertThat(probes(asks)).isEmpty();
        assertThat(looked.says(asks)).isEqualTo("not yet: no pod with app=web is ready to ask");
        assertThat(looked.says(asks.replace("app=web", "app=ghost")))
                .isEqualTo("broken: there is no pod with app=ghost that could ask");

        looked.has(pod("a", "10.0.1.7", ""));
        assertThat(probes(asks)).hasSize(1);
        assertThat(looked.says(asks)).isEqualTo("not yet: not asked yet");
    }

    private List<Probe> probes(String check) {
        return Verifier.probes(List.of(looked.expectation(check)), looked.scene(LabState.FAULT));
    }

    @ParameterizedTest
    @CsvSource({"HOLDS, HOLDS", "NOT_YET, NOT_YET", "NOT_SHOWN, NOT_SHOWN"})
    void theReplyDecides(Outcome reply, Outcome verdict) {
        String asks = "service: {name: web, answers: [{from: app=web, dns: web}]}";
        looked.has(service("10.96.0.7", "IPv4") + pod("a", "10.0.1.7", ""));
        Probe probe = probes(asks).get(0);

        Verdict judged = Verifier.verdicts(
                        List.of(looked.expectation(asks)),
                        looked.scene(LabState.FAULT).with(Map.of(probe, new Probe.Result(reply, "so it is"))))
                .get(0);

        assertThat(judged.outcome()).isEqualTo(verdict);
        assertThat(judged.seen()).endsWith("so it is");
    }

    // objects and events

    private static final String POOL =
            "object: {apiVersion: cilium.io/v2alpha1, kind: CiliumPodIPPool, metadata: {name: acme},"
                    + " spec: {ipv4: {cidrs: [10.20.0.0/16], maskSize: 27}}}";

    private static String pool(String cidrs, int mask) {
        return "apiVersion: cilium.io/v2alpha1\nkind: CiliumPodIPPool\nmetadata: {name: acme, uid: x}\n"
                + "spec: {ipv4: {cidrs: [" + cidrs + "], maskSize: " + mask + "}}\n";
    }

    @Test
    void anObjectIsMatchedByWhatIsWrittenOfIt() {
        assertThat(looked.says(POOL)).isEqualTo("not yet: it is not there");
        assertThat(looked.verdict(POOL).expected())
                .isEqualTo("CiliumPodIPPool acme with spec.ipv4.cidrs: [10.20.0.0/16], spec.ipv4.maskSize: 27");
        assertThat(new Looked(folder).has(pool("10.20.0.0/16", 27)).says(POOL)).isEqualTo("holds: it matches");
        assertThat(new Looked(folder).has(pool("10.20.0.0/16", 26)).says(POOL))
                .as("others may change what they made")
                .isEqualTo("not yet: spec.ipv4.maskSize is 26");
        assertThat(new Looked(folder).has(pool("10.20.0.0/16", 26)).own().says(POOL))
                .isEqualTo("broken: spec.ipv4.maskSize is 26");
    }

    @Test
    void theStatusOfAnObjectMayCome() {
        looked.has("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, namespace: default}\n")
                .own();

        assertThat(looked.says("object: {apiVersion: v1, kind: ConfigMap, metadata: {name: x}, status: {done: true}}"))
                .isEqualTo("not yet: status is not set");
        assertThat(looked.says("object: {apiVersion: v1, kind: ConfigMap, metadata: {name: x}, data: {a: b}}"))
                .isEqualTo("broken: data is not set");
    }

    @Test
    void whatOnlyApplyMakesIsNotWaitedFor() {
        looked.owns(ObjectRef.namespaced("v1", "ConfigMap", "default", "x"));

        assertThat(looked.says("object: {apiVersion: v1, kind: ConfigMap, metadata: {name: x}}"))
                .isEqualTo("broken: it is not there: run `labctl apply`");
        assertThat(looked.says("object: {apiVersion: v1, kind: ConfigMap, metadata: {name: x, namespace: gone}}"))
                .isEqualTo("broken: there is no namespace gone");
    }

    @Test
    void whatMustNotBeThere() {
        String absent = "absent: {apiVersion: v1, kind: ConfigMap, metadata: {name: x}}";
        String there = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, namespace: default%s}\n";

        assertThat(looked.says(absent)).isEqualTo("holds: it is not there");
        assertThat(new Looked(folder).has(there.formatted("")).says(absent)).isEqualTo("broken: it is there");
        assertThat(new Looked(folder)
                        .has(there.formatted(", deletionTimestamp: '2026-11-23T10:00:00Z'"))
                        .says(absent))
                .isEqualTo("not yet: it is being deleted");
    }

    @Test
    void events() {
        looked.has(event("a", "range is full"));

        assertThat(looked.says("event: {reason: FailedCreatePodSandBox, text: range is full}"))
                .isEqualTo("holds: 1 such event");
        assertThat(looked.says("event: {reason: FailedCreatePodSandBox}")).isEqualTo("holds: 1 such event");
        assertThat(looked.says("event: {reason: Failed}")).isEqualTo("not yet: no such event");
        assertThat(looked.says("event: {namespace: other, reason: FailedCreatePodSandBox}"))
                .isEqualTo("not yet: no such event");
    }

    // all of them together

    @Test
    void oneThatIsBrokenEndsTheWait() {
        looked.has(node("n1", false));
        List<Verdict> late = List.of(looked.verdict("nodes: {ready: 1}"));
        List<Verdict> broken = List.of(looked.verdict("nodes: {ready: 1}"), looked.verdict("nodes: {ready: 2}"));

        assertThat(Verifier.status(List.of())).isEqualTo(ObjectStatus.CURRENT);
        assertThat(Verifier.status(late)).isEqualTo(new ObjectStatus.InProgress("0 of 1 are Ready; not n1"));
        assertThat(Verifier.status(broken)).isEqualTo(new ObjectStatus.Failed("there are 1 nodes"));
    }

    @Test
    void someExpectationsBelongToOneStateAlone() {
        var fault = looked.expectation("only: fault\n" + WEB);
        var healthy = looked.expectation("only: healthy\n" + WEB);
        var always = looked.expectation("healed: all is well\n" + WEB);
        List<Expectation> all = List.of(fault, healthy, always);

        assertThat(Verifier.in(LabState.FAULT, all))
                .extracting(Expectation::says)
                .containsExactly("it is so", "it is so");
        assertThat(Verifier.in(LabState.FAULT, all))
                .extracting(Expectation::only)
                .containsExactly(Optional.of(LabState.FAULT), Optional.empty());
        assertThat(Verifier.in(LabState.HEALTHY, all))
                .extracting(Expectation::says)
                .containsExactly("it is so", "all is well");
        assertThat(Verifier.in(LabState.HEALTHY, all))
                .extracting(Expectation::only)
                .containsExactly(Optional.of(LabState.HEALTHY), Optional.empty());
    }
}
