package dev.labctl.cilium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.kubernetes.FakeApi;
import dev.labctl.steps.Stage;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a Cilium lacks that Helm calls deployed. */
class DamageTest {
    private static final String NODE = "apiVersion: v1\nkind: Node\nmetadata: {name: n1}\n"
            + "status: {addresses: [{type: InternalIP, address: 172.18.0.2}, {type: Hostname, address: n1}]}\n";
    private static final String AGENTS = "apiVersion: apps/v1\nkind: DaemonSet\n"
            + "metadata: {name: cilium, namespace: kube-system, labels: {k8s-app: cilium}}\n"
            + "spec: {template: {spec: {containers: [{name: cilium-agent, env: ["
            + "{name: KUBERNETES_SERVICE_HOST, value: HOST}]}]}}}\n";
    private static final String OPERATOR = "apiVersion: apps/v1\nkind: Deployment\n"
            + "metadata: {name: cilium-operator, namespace: kube-system}\nspec: {replicas: 1}\n";
    private static final String CONFIG = "apiVersion: v1\nkind: ConfigMap\n"
            + "metadata: {name: cilium-config, namespace: kube-system}\ndata: {ipam: cluster-pool}\n";
    private static final String CILIUM_NODE = "apiVersion: cilium.io/v2\nkind: CiliumNode\nmetadata: {name: n1}\n"
            + "spec: {addresses: [{type: InternalIP, ip: 172.18.0.2}, {type: CiliumInternalIP, ip: 10.0.0.9}]}\n";

    private final FakeApi api = new FakeApi();

    @BeforeEach
    void aSoundCilium() {
        for (String object : new String[] {NODE, AGENTS, OPERATOR, CONFIG, CILIUM_NODE}) {
            has(object);
        }
    }

    private void has(String object) {
        Stage.objects(object).forEach(api::has);
    }

    private CiliumState state() {
        return state(api);
    }

    private static CiliumState state(FakeApi api) {
        return CiliumState.of(api).inspected(api, api.list("v1", "Node", Optional.empty(), Map.of()));
    }

    @Test
    void aSoundOneHasNone() {
        assertThat(state().damage()).isEmpty();
    }

    @Test
    void anOperatorThatIsScaledToNothing() {
        has(OPERATOR.replace("replicas: 1", "replicas: 0"));

        assertThat(state().damage(Damage.Kind.RELEASE))
                .contains("its operator, Deployment kube-system/cilium-operator, is scaled to 0");
    }

    @Test
    void partsThatAreGone() {
        FakeApi bare = new FakeApi();
        Stage.objects(CONFIG).forEach(bare::has);

        assertThat(state(bare).damage())
                .extracting(Damage::words)
                .containsExactly(
                        "its agents, DaemonSet kube-system/cilium, are gone",
                        "its operator, Deployment kube-system/cilium-operator, is gone");
    }

    @Test
    void aNodeThatHasAnotherAddressThanItsAgentKnows() {
        has(NODE.replace("172.18.0.2", "172.18.0.3"));

        assertThat(state().damage())
                .containsExactly(
                        new Damage(Damage.Kind.ADDRESS, "the address of n1 changed from 172.18.0.2 to 172.18.0.3"));
    }

    @Test
    void anAddressOfTheApiServerThatNoNodeHas() {
        has(AGENTS.replace("value: HOST", "value: cilium-book-control-plane"));
        assertThat(state().damage()).as("names stay").isEmpty();

        has(AGENTS.replace("value: HOST", "value: 172.18.0.2"));
        assertThat(state().damage()).isEmpty();

        has(AGENTS.replace("value: HOST", "value: 172.18.0.9"));
        assertThat(state().damage(Damage.Kind.RELEASE))
                .contains("its agents look for the API server at 172.18.0.9, which no node has any more");
    }
}
