package dev.labctl.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.failure.ExitCode;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.steps.CiliumSteps.AwaitCilium;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AwaitCiliumTest {
    private static final Step AWAIT = new AwaitCilium(Stage.CLUSTER);
    private static final String CONFIG =
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: cilium-config, namespace: kube-system}
            data: {ipam: cluster-pool, enable-ipv4: 'true', enable-ipv6: 'false'}
            """;
    private static final String AGENTS =
            """
            apiVersion: apps/v1
            kind: DaemonSet
            metadata: {name: cilium, namespace: kube-system, generation: 1}
            status:
              observedGeneration: 1
              desiredNumberScheduled: 1
              currentNumberScheduled: 1
              updatedNumberScheduled: 1
              numberReady: 1
              numberAvailable: 1
            """;
    private static final String OPERATOR =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: cilium-operator, namespace: kube-system, generation: 1}
            spec: {replicas: 1}
            status:
              observedGeneration: 1
              replicas: 1
              updatedReplicas: 1
              readyReplicas: 1
              availableReplicas: 1
              conditions: [{type: Available, status: 'True'}]
            """;
    private static final String NODE =
            """
            apiVersion: v1
            kind: Node
            metadata: {name: n1}
            status: {conditions: [{type: Ready, status: 'True'}]}
            """;
    private static final String CILIUM_NODE =
            """
            apiVersion: cilium.io/v2
            kind: CiliumNode
            metadata: {name: n1}
            spec: {ipam: {podCIDRs: [10.0.0.0/24]}}
            """;
    private static final String EXHAUSTED =
            """
            apiVersion: cilium.io/v2
            kind: CiliumNode
            metadata: {name: n1}
            status: {ipam: {operator-status: {error: 'all CIDR ranges are exhausted'}}}
            """;

    @TempDir
    Path folder;

    private Stage stage;

    @BeforeEach
    void aClusterWhoseCiliumIsReady() {
        stage = new Stage(folder)
                .has(CONFIG)
                .has(AGENTS)
                .has(OPERATOR)
                .has(NODE)
                .has(CILIUM_NODE)
                .has(definition("ciliumnodes"))
                .has(definition("ciliumendpoints"))
                .has(definition("ciliumidentities"));
    }

    private static String definition(String plural) {
        return "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: " + plural
                + ".cilium.io}\nstatus: {conditions: [{type: Established, status: 'True'}]}\n";
    }

    private StepEnd await() {
        return stage.run(AWAIT);
    }

    private void at(int seconds, String yaml) {
        stage.api().beforeEachList(api -> {
            if (stage.passed().equals(Duration.ofSeconds(seconds))) {
                stage.has(yaml);
            }
        });
    }

    @Test
    void aCiliumThatIsReadyIsNoWork() {
        assertThat(await()).isEqualTo(StepEnd.unchanged("IPAM cluster-pool, IPv4"));
        assertThat(stage.passed()).isZero();
        assertThat(stage.said()).isEmpty();
    }

    private static final String OPERATOR_POD =
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: op, namespace: kube-system, labels: {io.cilium/app: operator}}
            """;

    /** The CiliumNodes say nothing of it in mode eni; in other modes the log is not read. */
    @Test
    void anOperatorWithoutRightsEndsTheWaitInModeEni() {
        stage.has(CONFIG.replace("cluster-pool", "eni"))
                .has(NODE.replace("'True'", "'False'"))
                .has(OPERATOR_POD);
        stage.api()
                .writes(
                        "kube-system/op/cilium-operator",
                        "2026-11-23T10:00:01Z level=warn msg=\"Unable to maintain ip pool of node\" name=n1 error=\"api"
                                + " error UnauthorizedOperation: You are not authorized.\"");

        Failure failure = stage.failureOf(AWAIT);

        assertThat(failure.reason()).isEqualTo(Reason.AWS_ACCESS_DENIED);
        assertThat(failure.message())
                .isEqualTo(
                        "the operator gets no addresses for Node n1: UnauthorizedOperation: You are not authorized.");
        assertThat(stage.passed()).isZero();
    }

    @Test
    void oneThatWasWaitedForIs() {
        stage.has(NODE.replace("'True'", "'False'"));
        at(2, NODE);

        assertThat(await()).isEqualTo(StepEnd.done("IPAM cluster-pool, IPv4"));
    }

    @Test
    void bothFamiliesAreSaid() {
        stage.has(CONFIG.replace("enable-ipv6: 'false'", "enable-ipv6: 'true'"))
                .has(CILIUM_NODE.replace("10.0.0.0/24", "10.0.0.0/24, 'fd00::/120'"));

        assertThat(await().detail()).isEqualTo("IPAM cluster-pool, IPv4 and IPv6");
    }

    @Test
    void nodesAreLookedAtOnceAgentsAndOperatorAreThere() {
        stage.has(AGENTS.replace("numberReady: 1", "numberReady: 0")).has(NODE.replace("'True'", "'False'"));
        stage.api().beforeEachList(api -> {
            if (stage.passed().equals(Duration.ofSeconds(4))) {
                stage.has(AGENTS);
            }
            if (stage.passed().equals(Duration.ofSeconds(6))) {
                stage.has(NODE);
            }
        });

        await();

        assertThat(stage.said())
                .containsExactly("DaemonSet kube-system/cilium: 0 of 1 pods ready", "Node n1 is not Ready yet");
        assertThat(stage.passed()).isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void addressesAreWaitedForThoughTheNodeIsReady() {
        stage.has("apiVersion: cilium.io/v2\nkind: CiliumNode\nmetadata: {name: n1}\n");
        at(3, CILIUM_NODE);

        await();

        assertThat(stage.said()).containsExactly("Node n1 has no pod CIDR yet");
    }

    @Test
    void aNodeThatWillNeverGetAddressesEndsTheWaitAtOnce() {
        stage.has(EXHAUSTED);

        Failure failure = stage.failureOf(AWAIT);

        assertThat(failure.reason()).isEqualTo(Reason.NODE_CIDR_EXHAUSTED);
        assertThat(failure.message()).isEqualTo("Node n1 got no pod CIDR: all CIDR ranges are exhausted");
        assertThat(stage.passed()).isZero();
    }

    @Test
    void afterTheDeadlineItIsSaidWhatWasMissing() {
        stage.has(NODE.replace("'True'", "'False'"));

        Failure failure = stage.failureOf(AWAIT);

        assertThat(failure.reason()).isEqualTo(Reason.DEADLINE_PASSED);
        assertThat(failure.reason().exitCode()).isEqualTo(ExitCode.DEADLINE);
        assertThat(failure.message())
                .isEqualTo("gave up waiting for Cilium to be ready after 600 s: Node n1 is not Ready yet");
    }

    @Test
    void aPodThatCannotStartIsTheReason() {
        stage.has(AGENTS.replace("numberReady: 1", "numberReady: 0"))
                .has("apiVersion: v1\nkind: Pod\nmetadata: {name: cilium-x, namespace: kube-system,"
                        + " labels: {k8s-app: cilium, app.kubernetes.io/part-of: cilium}}\n"
                        + "status: {containerStatuses: [{name: cilium-agent, state: {waiting:"
                        + " {reason: InvalidImageName, message: 'no such name'}}}]}\n");

        Failure failure = stage.failureOf(AWAIT);

        assertThat(failure.reason()).isEqualTo(Reason.CILIUM_NOT_READY);
        assertThat(failure.message()).isEqualTo("Pod cilium-x, container cilium-agent: InvalidImageName no such name");
        assertThat(stage.passed()).isZero();
    }

    @Test
    void aNodeThatGetsNoPodCidrEndsTheWaitInModeKubernetes() {
        stage.has(CONFIG.replace("cluster-pool", "kubernetes"))
                .has(AGENTS.replace("numberReady: 1", "numberReady: 0"))
                .has(NODE.replace("name: n1", "name: n1, creationTimestamp: 2026-01-01T00:00:00Z"));

        assertThat(stage.failureOf(AWAIT).message()).startsWith("Node n1 has no IPv4 pod CIDR (spec.podCIDRs)");
        assertThat(stage.passed()).isZero();
    }
}
