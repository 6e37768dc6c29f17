package dev.labctl.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.explain.causes.Explanation;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.failure.Severity;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.Observation;
import dev.labctl.tree.Tree;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Causes in texts of public bug reports, put into a recorded cluster in place of its own. */
class PublicReportsTest {
    private static final Observation SEEN = Recordings.read("workload-troubles");

    private static Explanation of(Observation seen, String reason, String pod) {
        List<Explanation> found = Explainer.all(seen, LabFacts.NONE).stream()
                .filter(one -> one.about().stream().anyMatch(ref -> ref.name().startsWith(pod)))
                .toList();
        assertThat(found).hasSize(1);
        assertThat(found.get(0).reason()).isEqualTo(reason);
        return found.get(0);
    }

    private static Observation unschedulable(String message, Map<String, Object> spec) {
        return Recordings.mapped(
                SEEN,
                object -> object.kind().equals("Pod") && object.name().startsWith("no-node")
                        ? new KubeObject(Tree.merge(
                                Tree.without(object.tree(), "spec", "nodeSelector"),
                                Tree.of(
                                        "spec",
                                        spec,
                                        "status",
                                        Map.of(
                                                "conditions",
                                                List.of(Map.of(
                                                        "type", "PodScheduled",
                                                        "status", "False",
                                                        "reason", "Unschedulable",
                                                        "message", message))))))
                        : object);
    }

    /** The texts are those of kube-scheduler 1.33 ({@code pkg/scheduler/framework/plugins}). */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0/3 nodes are available: 3 node(s) had untolerated taint {node.kubernetes.io/disk-pressure: }."
                        + "|report too little of a resource, and accept no more pods (taint node.kubernetes.io/disk-pressure)"
                        + "|Make room on the disk",
                "0/3 nodes are available: 3 node(s) had untolerated taint {node.kubernetes.io/memory-pressure: }."
                        + "|taint node.kubernetes.io/memory-pressure|Stop what uses memory",
                "0/3 nodes are available: 3 node(s) had untolerated taint {dedicated: gpu}."
                        + "|have the taint dedicated, which it does not tolerate|Give the pods a toleration of dedicated",
                "0/3 nodes are available: 3 node(s) didn't match pod affinity rules."
                        + "|nodes run no pod that its affinity rules require|fix labelSelector and topologyKey",
                "0/3 nodes are available: 3 node(s) didn't match pod anti-affinity rules."
                        + "|its anti-affinity rules keep it away from|make the rule preferred",
                "0/3 nodes are available: 3 node(s) didn't satisfy existing pods anti-affinity rules."
                        + "|run a pod whose anti-affinity rules keep it away|Use more nodes",
                "0/3 nodes are available: 3 node(s) didn't match pod topology spread constraints."
                        + "|spread less evenly|Set a larger maxSkew or whenUnsatisfiable: ScheduleAnyway",
                "0/3 nodes are available: 3 node(s) didn't match pod topology spread constraints (missing required label)."
                        + "|lack the label that is the topologyKey|Give the nodes the label",
                "0/3 nodes are available: 3 node(s) didn't have free ports for the requested pod ports."
                        + "|the host port that it needs is taken|use a Service in place of hostPort",
            })
    void whatTheSchedulerSays(String message, String cause, String remedy) {
        Explanation found = of(unschedulable(message, Map.of()), "UNSCHEDULABLE", "no-node");

        assertThat(found.cause()).contains(cause).doesNotContain(";");
        assertThat(found.advice()).singleElement().satisfies(advice -> assertThat(advice.what())
                .contains(remedy));
    }

    @Test
    void theRuleThatKeepsAPodOffItsNodesIsQuoted() {
        Map<String, Object> rule = Map.of("topologyKey", "kubernetes.io/hostname", "maxSkew", 1L);

        Explanation found = of(
                unschedulable(
                        "0/3 nodes are available: 3 node(s) didn't match pod topology spread constraints.",
                        Map.of("topologySpreadConstraints", List.of(rule))),
                "UNSCHEDULABLE",
                "no-node");

        assertThat(found.evidence())
                .anyMatch(line -> line.contains("spec.topologySpreadConstraints: [{")
                        && line.contains("topologyKey: kubernetes.io/hostname"));
    }

    private static Observation pulled(String message) {
        return Recordings.mapped(SEEN, object -> {
            boolean event = object.kind().equals("Event")
                    && object.text("involvedObject", "name").orElse("").startsWith("no-image");
            return event && object.text("message").orElse("").contains("pull image")
                    ? ExplainerTest.with(object, message, "message")
                    : object;
        });
    }

    /** Each with the remedies that fit; that another image exists is none where the registry has this one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // kata-containers/kata-containers#10109
                "Failed to pull image \"busybox\": rpc error: code = Unknown desc = failed to pull and unpack image"
                        + " \"docker.io/library/busybox:latest\": failed to copy: httpReadSeeker: failed open: unexpected"
                        + " status code https://registry-1.docker.io/v2/library/busybox/manifests/sha256:dbba: 429 Too Many"
                        + " Requests - Server message: toomanyrequests: You have reached your pull rate limit."
                        + "|the limit is reached|false|imagePullSecrets",
                "Failed to pull image \"quay.io/x/y:1\": rpc error: code = Unknown desc = failed to resolve reference"
                        + " \"quay.io/x/y:1\": unexpected status from HEAD request to https://quay.io/v2/x/y/manifests/1:"
                        + " 429 Too Many Requests|the limit is reached|false|kind load docker-image",
                // kubernetes-sigs/kind#1010
                "Failed to pull image \"nginx\": rpc error: code = Unknown desc = failed to pull and unpack image"
                        + " \"docker.io/library/nginx:latest\": failed to resolve reference"
                        + " \"docker.io/library/nginx:latest\": failed to do request: Head"
                        + " \"https://registry-1.docker.io/v2/library/nginx/manifests/latest\": x509: certificate signed by"
                        + " unknown authority|does not trust the certificate|false|update-ca-certificates",
                // kubernetes-sigs/kind#3663
                "failed to pull image: failed to pull and unpack image \"ghcr.io/carvel-dev/kapp-controller@sha256:b83b\": failed"
                        + " to resolve reference \"ghcr.io/carvel-dev/kapp-controller@sha256:b83b\": failed to do request: Head"
                        + " \"https://ghcr.io/v2/carvel-dev/kapp-controller/manifests/sha256:b83b\": tls: failed to verify"
                        + " certificate: x509: certificate signed by unknown authority"
                        + "|does not trust the certificate|false|kind load docker-image",
                "Failed to pull image \"nginx:0.0.1-none\": rpc error: code = NotFound desc = failed to pull and unpack image"
                        + " \"docker.io/library/nginx:0.0.1-none\": docker.io/library/nginx:0.0.1-none: not found"
                        + "|no image of that name and tag|true|use an image that exists",
                "Failed to pull image \"nginx\": failed to do request: Head \"https://registry-1.docker.io/v2/\": dial tcp:"
                        + " lookup registry-1.docker.io on 172.18.0.1:53: no such host|cannot be reached|true|load the image",
            })
    void whatTheRegistrySays(String message, String cause, boolean otherImage, String remedy) {
        Explanation found = of(pulled(message), "IMAGE_PULL", "no-image");

        assertThat(found.cause()).contains(cause);
        assertThat(found.advice())
                .anyMatch(advice -> (advice.what() + advice.how())
                        .toLowerCase(java.util.Locale.ROOT)
                        .contains(remedy.toLowerCase(java.util.Locale.ROOT)))
                .filteredOn(advice -> advice.what().contains("image that exists"))
                .hasSize(otherImage ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"kind-worker, labctl up CHAPTER --use-case USE_CASE --cluster kind", "ip-10-0-0-7.ec2.internal,"})
    void aPodThatIsBoundToANodeThatIsNotThere(String node, String recreate) {
        Explanation found = of(
                Recordings.mapped(
                        Recordings.read("family-mismatch"),
                        object -> object.ref().toString().equals("Pod default/pinned")
                                ? ExplainerTest.with(object, node, "spec", "nodeName")
                                : object),
                "NODE_UNKNOWN",
                "pinned");

        assertThat(found.severity()).isEqualTo(Severity.ERROR);
        assertThat(found.cause()).contains("The cluster has no node " + node);
        assertThat(found.evidence()).contains("nodes: rec-control-plane, rec-worker and rec-worker2");
        assertThat(found.advice().get(0).what()).contains("nodeSelector");
        assertThat(found.advice().stream().map(Explanation.Advice::how).filter(how -> !how.isEmpty()))
                .containsExactlyElementsOf(
                        Optional.ofNullable(recreate).stream().toList());
    }

    /** cilium/cilium#28201: the agent has a range of the pool for one family, and calls the other's exhausted. */
    @Test
    void aPoolWithoutAFamilyIsNotExhausted() {
        Explanation found = of(Recordings.read("dual-stack-pool-without-family"), "POOL_WITHOUT_FAMILY", "both");

        assertThat(found.cause()).startsWith("The pool green has no IPv6 CIDRs");
        assertThat(found.evidence())
                .anyMatch(line -> line.contains("all pod CIDR ranges are exhausted"))
                .anyMatch(line -> line.startsWith("CiliumPodIPPool green: IPv4 10.20.0.0/24: 4 blocks of /26, 3 free"));
        assertThat(found.advice())
                .extracting(Explanation.Advice::what)
                .containsExactly(
                        "Give the pool IPv6 CIDRs",
                        "Or choose the pool for IPv4 alone: annotation ipam.cilium.io/ipv4-pool in place of"
                                + " ipam.cilium.io/ip-pool, which lets the IPv6 address come from the pool default");
    }

    @Test
    void aRangeOfPodsInsideThatOfServicesIsNotTooSmall() {
        Explanation found = of(Recordings.read("pod-subnet-inside-services"), "SERVICE_CIDR_OVERLAP", "rec-worker");

        assertThat(found.severity()).isEqualTo(Severity.ERROR);
        assertThat(found.cause())
                .contains("the range of pods, 10.97.0.0/16, is inside the range of Services, 10.96.0.0/12");
        assertThat(found.evidence()).contains("nodes with a pod CIDR: 0 of 2");
        assertThat(found.advice()).singleElement().satisfies(advice -> assertThat(advice.what())
                .contains("outside of 10.96.0.0/12")
                .doesNotContain("larger"));
    }
}
