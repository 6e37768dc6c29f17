package dev.labctl.cilium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.addresses.AddressMap;
import dev.labctl.explain.Recordings;
import dev.labctl.failure.Reason;
import dev.labctl.kubernetes.FakeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.Observation;
import org.junit.jupiter.api.Test;

/** On lines of cilium-operator-aws 1.18.2. */
class EniTroubleTest {
    private static String line(String error) {
        return "2026-11-28T10:25:59.991Z time=2026-11-28T10:25:59.991840661Z level=warn"
                + " msg=\"Unable to maintain ip pool of node\" subsys=ipam-allocator-aws name=node-1"
                + " instanceID=i-c289d3983bdb3d09e error=\"" + error + "\"";
    }

    @Test
    void aRightThatTheNodesLack() {
        assertThat(
                        EniTrouble.in(
                                line(
                                        "unable to create ENI: operation error EC2: CreateNetworkInterface, https response error"
                                                + " StatusCode: 403, RequestID: 0, api error UnauthorizedOperation: You are not authorized to"
                                                + " perform this operation. User: u is not authorized to perform: ec2:CreateNetworkInterface")))
                .contains(new EniTrouble(
                        "node-1",
                        Reason.AWS_ACCESS_DENIED,
                        "UnauthorizedOperation: You are not authorized to perform this operation. User: u is not"
                                + " authorized to perform: ec2:CreateNetworkInterface"));
    }

    @Test
    void anInstanceTypeWithoutLimits() {
        assertThat(EniTrouble.in("time=2026-11-28T10:27:59.883Z level=warn msg=\"Instance limits not found.\""
                        + " subsys=ipam-allocator-aws name=node-1 instanceID=i-d57b error=\"Limits not found\""))
                .contains(new EniTrouble("node-1", Reason.CILIUM_NOT_READY, "Instance limits not found"));
    }

    @Test
    void aSubnetThatIsFull() {
        assertThat(EniTrouble.in(
                        line("unable to create ENI: operation error EC2: CreateNetworkInterface, https response error"
                                + " StatusCode: 400, RequestID: 0, api error InvalidParameterValue: There aren't sufficient free"
                                + " Ipv4 addresses or prefixes")))
                .hasValueSatisfying(trouble -> assertThat(trouble.reason()).isEqualTo(Reason.SUBNET_EXHAUSTED));
        assertThat(EniTrouble.in(
                        line("operation error EC2: AssignPrivateIpAddresses, api error InsufficientCidrBlocks: The"
                                + " specified subnet does not have enough free cidr blocks to satisfy the request.")))
                .map(EniTrouble::words)
                .hasValueSatisfying(words -> assertThat(words)
                        .startsWith("the operator gets no addresses for Node node-1: InsufficientCidrBlocks"));
    }

    @Test
    void whatTheLogSaysStandsWhereOtherModesSayIt() {
        String denied =
                line("api error UnauthorizedOperation: You are not authorized.").replace("node-1", NODE);
        FakeApi api = new FakeApi();
        Observation seen = Recordings.read("eni");
        String operator = seen.list("Pod").stream()
                .filter(pod -> "operator".equals(pod.labels().get("io.cilium/app")))
                .map(KubeObject::name)
                .findFirst()
                .orElseThrow();
        api.writes(
                "kube-system/" + operator + "/cilium-operator",
                denied.replaceFirst("^\\S+", seen.at().toString()));

        AddressMap map = AddressMap.of(EniTrouble.reported(seen, api));

        assertThat(map.node(NODE).orElseThrow().error()).contains("UnauthorizedOperation: You are not authorized.");
        assertThat(map.findings()).singleElement().satisfies(finding -> assertThat(finding.message())
                .isEqualTo("the operator reports on " + NODE + ": UnauthorizedOperation: You are not authorized."));
        assertThat(EniTrouble.reported(Recordings.read("multi-pool"), api)).isNotNull();
    }

    private static final String NODE = "aws-machines-worker";

    @Test
    void whatPassesByItselfIsNone() {
        assertThat(EniTrouble.in(line("api error RequestLimitExceeded: Request limit exceeded.")))
                .isEmpty();
        assertThat(EniTrouble.in("time=2026 level=info msg=\"Synchronized ENI information\" subsys=eni"))
                .isEmpty();
    }
}
