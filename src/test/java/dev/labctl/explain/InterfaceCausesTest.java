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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On a cluster in mode eni, with the words of cilium-operator-aws 1.18.2 and of EC2. */
class InterfaceCausesTest {
    private static final Observation SEEN = Recordings.read("eni");
    private static final String NODE = SEEN.list("CiliumNode").stream()
            .map(KubeObject::name)
            .sorted()
            .findFirst()
            .orElseThrow();

    /** The agent of the node waits for its first addresses. */
    private static Observation waiting() {
        return Recordings.mapped(SEEN, object -> {
            if (object.kind().equals("CiliumNode") && object.name().equals(NODE)) {
                return new KubeObject(Tree.with(object.tree(), Map.of(), "spec", "ipam", "pool"));
            }
            boolean agent = "cilium".equals(object.labels().get("k8s-app"))
                    && object.kind().equals("Pod")
                    && object.has(NODE, "spec", "nodeName");
            return agent
                    ? new KubeObject(Tree.with(
                            object.tree(),
                            List.of(Tree.of("type", "Ready", "status", "False")),
                            "status",
                            "conditions"))
                    : object;
        });
    }

    private static Explanation node(Observation seen) {
        return Explainer.all(seen, LabFacts.NONE).stream()
                .filter(one -> one.about().stream().anyMatch(ref -> ref.name().equals(NODE)))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UnauthorizedOperation: You are not authorized to perform this operation. | AWS_ACCESS_DENIED",
                "InsufficientFreeAddressesInSubnet: The specified subnet does not have enough free addresses | SUBNET_EXHAUSTED",
                "InsufficientCidrBlocks: The specified subnet does not have enough free cidr blocks | SUBNET_EXHAUSTED",
                "InvalidParameterValue: There aren't sufficient free Ipv4 addresses or prefixes | SUBNET_EXHAUSTED",
                "Instance limits not found | INSTANCE_LIMITS_UNKNOWN"
            })
    void whatTheOperatorLogsIsTheCause(String log, String reason) {
        Explanation found = node(waiting().withOperatorLog(Map.of(NODE, log)));

        assertThat(found.reason()).isEqualTo(reason);
        assertThat(found.evidence()).contains("log of cilium-operator, about Node " + NODE + ": \"" + log + "\"");
        assertThat(found.advice()).isNotEmpty();
    }

    @Test
    void withoutAnErrorTheOperatorIsWaitedFor() {
        Explanation found = node(waiting());

        assertThat(found.reason()).isEqualTo("ADDRESSES_NOT_YET");
        assertThat(found.severity()).isEqualTo(Severity.NOTE);
    }
}
