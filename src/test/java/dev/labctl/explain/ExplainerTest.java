package dev.labctl.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.cluster.Cluster;
import dev.labctl.cluster.Pod;
import dev.labctl.explain.causes.Explanation;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.failure.Severity;
import dev.labctl.kubernetes.CiliumNamespace;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.kubernetes.Observation;
import dev.labctl.tree.Tree;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Causes, found in clusters as they really were, and in the same clusters with one thing in them changed. */
class ExplainerTest {
    private static List<Explanation> all(Observation seen) {
        return Explainer.all(seen, LabFacts.NONE);
    }

    private static List<Explanation> all(String recording) {
        return all(Recordings.read(recording));
    }

    private static List<String> reasons(List<Explanation> explanations) {
        return explanations.stream().map(Explanation::reason).toList();
    }

    private static Explanation only(List<Explanation> explanations, String reason) {
        assertThat(explanations).filteredOn(one -> one.reason().equals(reason)).hasSize(1);
        return explanations.stream()
                .filter(one -> one.reason().equals(reason))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> names(Explanation explanation) {
        return explanation.about().stream().map(ObjectRef::toString).toList();
    }

    private static Predicate<KubeObject> of(String kind, String name) {
        return object -> object.kind().equals(kind) && object.name().startsWith(name);
    }

    /** The events on objects of a name. */
    private static Predicate<KubeObject> events(String name) {
        return object -> object.kind().equals("Event")
                && object.text("involvedObject", "name").orElse("").startsWith(name);
    }

    private static List<Explanation> changed(String recording, Predicate<KubeObject> which, String from, String to) {
        return all(Recordings.changed(Recordings.read(recording), which, text -> text.replace(from, to)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "multi-pool|",
                "small-exhausted|RANGE_FULL",
                "no-slots|RANGE_FULL",
                "allocator-full|ALLOCATOR_FULL",
                "family-mismatch|FAMILY_MISMATCH",
                "no-cilium|CNI_NOT_READY",
                "pod-subnet-inside-services|SERVICE_CIDR_OVERLAP",
                "dual-stack-pool-without-family|POOL_WITHOUT_FAMILY",
                "multi-pool-latency|POOL_EMPTY POOL_MISSING POOL_EMPTY POOL_WITHOUT_FAMILY POOL_ANNOTATION_IGNORED POOL_NOT_YET",
                "multi-pool-troubles|POOL_EMPTY POOL_EXHAUSTED POOL_MISSING POOL_EMPTY POOL_WITHOUT_FAMILY"
                        + " POOL_ANNOTATION_IGNORED POOL_MASK_CHANGED",
                "workload-troubles|READINESS CRASH_LOOP CONFIG_MISSING IMAGE_PULL UNSCHEDULABLE CONFIG_MISSING UNSCHEDULABLE"
                        + " WEBHOOK_REFUSED QUOTA_EXCEEDED NO_ENDPOINTS",
                "agent-crashes-node-down|NODE_NOT_READY AGENT_NOT_READY CRASH_LOOP CONFIG_MISSING IMAGE_PULL UNSCHEDULABLE"
                        + " UNSCHEDULABLE WEBHOOK_REFUSED QUOTA_EXCEEDED NO_ENDPOINTS"
            })
    void whatIsWrongWithARecordedCluster(String recording, String reasons) {
        assertThat(reasons(all(recording)))
                .containsExactlyElementsOf(reasons == null ? List.of() : List.of(reasons.split(" ", -1)));
    }

    @Test
    void theArithmeticOfAFullBlockEndsInTheNumberThatFits() {
        Explanation full = only(all("small-exhausted"), "RANGE_FULL");

        assertThat(full.severity()).isEqualTo(Severity.ERROR);
        assertThat(full.about()).hasSize(6);
        assertThat(full.symptom()).isEqualTo("6 of the 10 pods of Deployment default/nginx wait for an address.");
        assertThat(full.evidence())
                .anyMatch(line -> line.contains("\"range is full\"") && line.contains("sandbox \"0f11aea0...\""))
                .anyMatch(line -> line.contains("8 addresses - first - last = 6 usable - health - router = 4 for pods"))
                .anyMatch(line -> line.startsWith("pods on rec-worker2 that need an address: 10, 6 too many"))
                .anyMatch(line -> line.contains("4 blocks of /29, 1 free"));
        assertThat(full.advice().get(0).how()).isEqualTo("kubectl -n default scale deployment/nginx --replicas=4");
        assertThat(full.advice()).anyMatch(advice -> advice.what().contains("This does not help: a longer list"));
    }

    /** As it is a moment after the advice was followed: no pod too many, and the waiting ones not started yet. */
    @Test
    void aBlockThatHasRoomAgainIsNoError() {
        Observation seen = Recordings.read("small-exhausted");
        List<String> running = Cluster.of(seen).podsOn("rec-worker2").stream()
                .map(Pod::object)
                .filter(pod -> pod.conditionTrue("Ready") && pod.name().startsWith("nginx"))
                .map(KubeObject::name)
                .toList();

        Explanation passing = only(
                all(Recordings.mapped(
                        seen,
                        object -> running.contains(object.name())
                                        || object.name().endsWith("-4jcmt")
                                        || object.name().endsWith("-8kfzg")
                                ? new KubeObject(Map.of("kind", "Gone"))
                                : object)),
                "RANGE_FULL");

        assertThat(passing.severity()).isEqualTo(Severity.NOTE);
        assertThat(passing.about()).hasSize(4);
        assertThat(passing.cause()).contains("has room again");
    }

    @Test
    void aSystemPodMayBeTheVictim() {
        Explanation full = only(all("no-slots"), "RANGE_FULL");

        assertThat(full.symptom()).contains("There is no cluster DNS", "Service kube-system/kube-dns has no endpoints");
        assertThat(full.cause()).contains("before any pod starts");
        assertThat(full.advice()).noneMatch(advice -> advice.how().contains("scale"));
    }

    @Test
    void aNodeWithoutABlockIsToldThoughKubernetesCallsItReady() {
        Explanation full = only(all("allocator-full"), "ALLOCATOR_FULL");

        assertThat(names(full)).containsExactly("Node rec-worker2", "Pod kube-system/cilium-l4d8n");
        assertThat(full.evidence())
                .contains("IPv4 list 10.0.42.0/28: 2 blocks of /29, none free, for 3 nodes")
                .anyMatch(line -> line.contains("\"allocator full\""));
    }

    @Test
    void aMaskShorterThanItsListGivesNobodyABlock() {
        List<Explanation> found = all(Recordings.mapped(
                Recordings.read("allocator-full"),
                object -> object.ref().equals(CiliumNamespace.DEFAULT.config())
                        ? with(object, "24", "data", "cluster-pool-ipv4-mask-size")
                        : object));

        assertThat(only(found, "ALLOCATOR_FULL").cause()).contains("cannot cut a single block");
    }

    /** As it is after the list was made longer, until the operator has read it. */
    @ParameterizedTest
    @CsvSource({"0, NOTE", "120, ERROR"})
    void anOperatorThatHasNotReadALongerListIsBehind(long later, Severity severity) {
        Observation seen = Recordings.mapped(
                Recordings.read("allocator-full"),
                object -> object.ref().equals(CiliumNamespace.DEFAULT.config())
                        ? with(object, "10.0.42.0/28 10.0.42.16/28", "data", "cluster-pool-ipv4-cidr")
                        : object);

        Explanation behind = only(
                all(new Observation(seen.at().plusSeconds(later), seen.kubernetes(), objects(seen))),
                "OPERATOR_BEHIND");

        assertThat(behind.severity()).isEqualTo(severity);
        assertThat(behind.evidence()).anyMatch(line -> line.contains("4 blocks of /29, 2 free"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "requested CIDR (10.0.42.8/29) is already allocated|divided differently",
                "allocator not configured for the requested CIDR 10.0.42.8/29|no longer contains the node's block",
                "unable to allocate CIDR [10.0.42.8/29] since allocator for IPv4 addresses does not exist|now switched off"
            })
    void aBlockThatTheOperatorCannotKeepIsAWarning(String error, String cause) {
        List<Explanation> found = all(Recordings.mapped(
                Recordings.read("small-exhausted"),
                object -> object.kind().equals("CiliumNode") && object.name().equals("rec-worker")
                        ? with(object, error, "status", "ipam", "operator-status", "error")
                        : object));

        Explanation refused = only(found, "BLOCK_REFUSED");
        assertThat(refused.severity()).isEqualTo(Severity.WARNING);
        assertThat(refused.cause()).contains(cause);
        assertThat(refused.evidence().get(0)).contains(error);
    }

    /** An error of a pool that nobody waits for any more stays on the CiliumNode. */
    @Test
    void aStaleErrorIsNotTold() {
        List<Explanation> found = all(Recordings.mapped(
                Recordings.read("multi-pool"),
                object -> object.kind().equals("CiliumNode")
                        ? with(
                                object,
                                "failed to allocate ipv4 address for node \"" + object.name()
                                        + "\" from pool \"acme-pool\": pool empty",
                                "status",
                                "ipam",
                                "operator-status",
                                "error")
                        : object));

        assertThat(found).isEmpty();
    }

    @Test
    void theFirstRefusalOfAPoolIsLatencyForAMinuteAndNoLonger() {
        Observation young = Recordings.read("multi-pool-latency");
        Observation old = new Observation(young.at().plusSeconds(60), young.kubernetes(), objects(young));

        assertThat(only(all(young), "POOL_NOT_YET").severity()).isEqualTo(Severity.NOTE);
        assertThat(reasons(all(old))).contains("POOL_NOT_COMING").doesNotContain("POOL_NOT_YET");
    }

    @Test
    void poolsAreToldWithWhoChoseThemAndWhatIsLeftOfThem() {
        List<Explanation> found = all("multi-pool-troubles");

        assertThat(only(found, "POOL_MISSING").evidence())
                .contains("existing pools: acme-pool, default, foobar-pool, short-mask-pool, six-pool and tiny-pool")
                .anyMatch(line -> line.contains("cannot allocate from non-existing pool: no-such-pool"))
                .anyMatch(line -> line.endsWith("metadata.annotations: {ipam.cilium.io/ip-pool: no-such-pool}"));
        assertThat(only(found, "POOL_EXHAUSTED").evidence())
                .anyMatch(line -> line.contains("10.40.0.0/29 with 0 of 6 addresses free"))
                .anyMatch(line -> line.contains("all pod CIDR ranges are exhausted"));
        assertThat(only(found, "POOL_MASK_CHANGED").about())
                .containsExactly(ObjectRef.ofCluster("cilium.io/v2alpha1", "CiliumPodIPPool", "acme-pool"));
        assertThat(only(found, "POOL_ANNOTATION_IGNORED").advice().get(0).how())
                .contains("annotate namespace wrong-key ipam.cilium.io/ipam-pool- ipam.cilium.io/ip-pool=acme-pool");
    }

    @Test
    void interfacesOfAnInstanceAreFull() {
        List<Explanation> found = changed("small-exhausted", events("nginx"), "range is full", "No more IPs available");

        assertThat(only(found, "INTERFACES_FULL").about()).hasSize(6);
    }

    @Test
    void aWebhookThatDeniesIsNotOneThatDoesNotAnswer() {
        Predicate<KubeObject> refused =
                of("ReplicaSet", "refused").or(of("Deployment", "refused")).or(events("refused"));
        Explanation silent = only(all("workload-troubles"), "WEBHOOK_REFUSED");
        Explanation denying = only(
                changed(
                        "workload-troubles",
                        refused,
                        "Internal error occurred: failed calling webhook \"nobody.answers.example\": failed to call webhook: Post"
                                + " \"https://nobody.default.svc:443/?timeout=2s\": no service port 443 found for service"
                                + " \"nobody\"",
                        "admission webhook \"policy.example\" denied the request: no latest tags"),
                "WEBHOOK_REFUSED");

        assertThat(silent.cause()).contains("nobody.answers.example", "does not answer");
        assertThat(denying.cause()).contains("policy.example refuses");
        assertThat(denying.evidence()).anyMatch(line -> line.contains("no latest tags"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nginx:0.0.1-none: not found|has no image of that name",
                "429 toomanyrequests: pull rate limit|limits how many",
                "401 unauthorized|requires a login",
                "dial tcp: lookup registry-1.docker.io: no such host|cannot be reached"
            })
    void whyAnImageCannotBeHad(String says, String cause) {
        List<Explanation> found = all(Recordings.changed(
                Recordings.read("workload-troubles"),
                of("Pod", "no-image").or(events("no-image")),
                text -> text.contains("failed to pull and unpack")
                        ? text.substring(0, text.indexOf("failed to pull and unpack")) + says
                        : text));

        assertThat(only(found, "IMAGE_PULL").cause()).contains(cause);
    }

    @Test
    void whatACrashMeansStandsInItsExitCode() {
        Explanation crash = only(all("workload-troubles"), "CRASH_LOOP");
        Explanation memory =
                only(changed("workload-troubles", of("Pod", "crashes"), "Error", "OOMKilled"), "CRASH_LOOP");

        assertThat(crash.cause()).contains("exit code 3");
        assertThat(crash.advice().get(0).how()).contains("logs crashes-", "--previous");
        assertThat(memory.cause()).contains("more memory than its limit");
    }

    @Test
    void theSchedulersWordsAreQuotedAndReadBack() {
        List<Explanation> found = all("workload-troubles");

        assertThat(found)
                .filteredOn(one -> one.reason().equals("UNSCHEDULABLE"))
                .satisfiesExactlyInAnyOrder(
                        labels -> assertThat(labels.cause()).contains("no node has the labels of its nodeSelector"),
                        large -> assertThat(large.cause()).contains("too little cpu left"));
    }

    @Test
    void aVolumeThatIsNoConfigIsAVolume() {
        List<Explanation> found = changed(
                "workload-troubles",
                events("no-volume"),
                "secret \"not-there\" not found",
                "rpc error: code = Internal desc = no such device");

        assertThat(only(found, "VOLUME").evidence().get(0)).contains("no such device");
    }

    /** Its kubelet is silent: what its pods' containers said before is old news. */
    @Test
    void podsOnASilentNodeShareItsCause() {
        Explanation node = only(all("agent-crashes-node-down"), "NODE_NOT_READY");

        assertThat(names(node))
                .contains("Node rec-worker2", "Pod default/never-ready-5b549f7b5d-v8m5t", "Service default/never-ready")
                .noneMatch(name -> name.contains("crashes"));
        assertThat(node.advice().get(0).how()).isEqualTo("docker start rec-worker2");
    }

    @Test
    void anAgentThatCrashesKeepsItsNewPodsFromRunning() {
        Explanation agent = only(all("agent-crashes-node-down"), "AGENT_NOT_READY");

        assertThat(names(agent))
                .contains("Node rec-worker", "Pod kube-system/cilium-xv6tv")
                .hasSize(4);
        assertThat(agent.cause()).contains("crashes");
    }

    @Test
    void anUnknownCauseIsCalledUnknownWithTheEvidence() {
        Explanation unknown =
                only(changed("small-exhausted", events("nginx"), "range is full", "the moon is full"), "UNKNOWN");

        assertThat(unknown.about()).hasSize(6);
        assertThat(unknown.cause()).contains("does not know");
        assertThat(unknown.evidence()).anyMatch(line -> line.contains("the moon is full"));
    }

    @Test
    void aServiceWithoutPodsIsToldWhatLabelsThereAre() {
        Explanation service = only(all("workload-troubles"), "NO_ENDPOINTS");

        assertThat(service.about()).containsExactly(ObjectRef.namespaced("v1", "Service", "default", "nobody"));
        assertThat(service.evidence())
                .contains("Service default/nobody: spec.selector: {app: nobody-has-this}")
                .anyMatch(line -> line.startsWith("labels app of the pods there: crashes"));
    }

    @Test
    void aServiceOfAWorkloadThatIsScaledToZeroIsToldSo() {
        List<Explanation> found = changed("workload-troubles", of("Service", "nobody"), "nobody-has-this", "nginx");

        Explanation service = only(found, "NO_ENDPOINTS");
        assertThat(service.cause()).contains("Deployment default/nginx", "scaled to 0");
        assertThat(service.advice().get(0).how()).contains("scale deployment/nginx --replicas=1");
    }

    @Test
    void aTargetPortThatNoContainerHasIsFound() {
        Observation seen = Recordings.mapped(
                Recordings.changed(
                        Recordings.read("workload-troubles"),
                        of("Service", "nobody"),
                        text -> text.replace("nobody-has-this", "netshoot")),
                object -> object.kind().equals("Service") && object.name().equals("nobody")
                        ? with(object, List.of(Map.of("port", 80L, "targetPort", "htpp")), "spec", "ports")
                        : object);

        assertThat(only(all(seen), "NO_ENDPOINTS").cause()).contains("targetPort htpp");
    }

    @Test
    void addressesOfAnEarlierModeAreForeign() {
        List<Explanation> found =
                changed("multi-pool", of("CiliumNode", "rec-worker2"), "10.20.0.32/27", "10.20.9.0/27");

        Explanation foreign = only(found, "FOREIGN_ADDRESS");
        assertThat(foreign.severity()).isEqualTo(Severity.WARNING);
        assertThat(foreign.about()).allMatch(ref -> ref.namespace().equals(Optional.of("acme-corp")));
        assertThat(foreign.evidence()).anyMatch(line -> line.contains("10.20.9.0/27"));
    }

    private static KubeObject notReady(KubeObject pod) {
        return with(pod, List.of(Map.of("type", "Ready", "status", "False")), "status", "conditions");
    }

    @Test
    void aNodeWithoutACidrOfKubernetesIsTold() {
        Explanation missing = only(
                all(Recordings.mapped(
                        Recordings.read("family-mismatch"),
                        object -> object.kind().equals("Node") && object.name().equals("rec-worker")
                                ? with(object, List.of(), "spec", "podCIDRs")
                                : object)),
                "NODE_CIDR_MISSING");

        assertThat(names(missing)).contains("Node rec-worker", "Pod default/pinned");
        assertThat(missing.evidence()).contains("nodes with a pod CIDR: 2 of 3");
    }

    /** With an ingress the agent needs three addresses of a /30, which has two. */
    @Test
    void aBlockThatIsTooSmallForTheAgentIsTold() {
        Explanation small = only(
                all(Recordings.mapped(Recordings.read("no-slots"), object -> {
                    if (object.ref().equals(CiliumNamespace.DEFAULT.config())) {
                        return with(object, "true", "data", "enable-envoy-config");
                    }
                    return ClusterIndex.isAgent(object) ? notReady(object) : object;
                })),
                "NO_ROOM_FOR_AGENT");

        assertThat(small.evidence())
                .contains("rec-worker: 10.0.42.4/30: 2 usable addresses; the agent needs 3 (router, ingress, health)")
                .anyMatch(line -> line.contains("unable to allocate health IPv4: range is full"));
    }

    @Test
    void withoutAnOperatorNobodyGetsABlock() {
        Explanation operator = only(
                all(Recordings.mapped(Recordings.read("allocator-full"), object -> {
                    if (object.kind().equals("CiliumNode")) {
                        return with(object, "", "status", "ipam", "operator-status", "error");
                    }
                    return ClusterIndex.isOperator(object) ? notReady(object) : object;
                })),
                "OPERATOR_NOT_READY");

        assertThat(names(operator)).contains("Node rec-worker2").anyMatch(name -> name.contains("cilium-operator"));
    }

    @Test
    void aCommandThatTheImageDoesNotHaveIsTold() {
        List<Explanation> found =
                changed("workload-troubles", of("Pod", "no-config"), "CreateContainerConfigError", "RunContainerError");

        assertThat(only(found, "CANNOT_START").about()).hasSize(1);
    }

    @Test
    void aPodThatEndedBadlyAndThatNobodyReplacesIsTold() {
        Explanation failed = only(
                all(Recordings.mapped(
                        Recordings.read("family-mismatch"),
                        object -> object.ref().toString().equals("Pod default/pinned")
                                ? with(object, "Failed", "status", "phase")
                                : object)),
                "POD_FAILED");

        assertThat(names(failed)).containsExactly("Pod default/pinned");
    }

    @Test
    void anEmptyClusterIsAsItShouldBe() {
        Observation empty = new Observation(Instant.EPOCH, "v1.33.0", List.of());

        assertThat(all(empty)).isEmpty();
    }

    private static List<KubeObject> objects(Observation seen) {
        return Tree.list(seen.tree(), "objects").stream()
                .map(tree -> new KubeObject(Tree.map(tree)))
                .toList();
    }

    /** An object with another value at a path. */
    static KubeObject with(KubeObject object, Object value, String... path) {
        Object inner = value;
        for (int i = path.length - 1; i >= 0; i--) {
            inner = Map.of(path[i], inner);
        }
        return new KubeObject(Tree.merge(object.tree(), Tree.map(inner)));
    }
}
