package dev.labctl.provider;

import static dev.labctl.kubernetes.FakeApi.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.cilium.CiliumState;
import dev.labctl.cilium.CiliumState.Release;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.kubernetes.FakeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.lab.LabDescription.ProviderKind;
import dev.labctl.lab.LabRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterObservationTest {
    private static final LabRecord RECORD = new LabRecord(
            LabRef.of("chapter04"),
            "kindest/node:v1",
            new LabRecord.Created(ProviderKind.KIND, Map.of()),
            Optional.empty(),
            List.of(),
            Optional.empty());
    private static final ClusterFacts FACTS = new ClusterFacts(
            1,
            2,
            "v1.33.12",
            "ipv4",
            true,
            false,
            List.of("10.244.0.0/24", "10.244.1.0/24", "10.244.2.0/24"),
            List.of(Map.of("node-role.kubernetes.io/control-plane", ""), Map.of(), Map.of()),
            HaltedNodes.NONE,
            Map.of());

    private final FakeApi api = new FakeApi();

    @BeforeEach
    void threeNodesAndKubeProxy() {
        api.has(
                controlPlane("n1", "10.244.0.0/24"),
                node("n2", "10.244.1.0/24"),
                node("n3", "10.244.2.0/24"),
                daemonSet("kube-proxy"));
    }

    private static KubeObject controlPlane(String name, String... cidrs) {
        return object(
                "v1",
                "Node",
                null,
                name,
                Map.of(
                        "metadata", Map.of("labels", Map.of("node-role.kubernetes.io/control-plane", "")),
                        "spec", Map.of("podCIDRs", List.of(cidrs))));
    }

    private static KubeObject node(String name, String... cidrs) {
        return object("v1", "Node", null, name, Map.of("spec", Map.of("podCIDRs", List.of(cidrs))));
    }

    private static KubeObject daemonSet(String name) {
        return object("apps/v1", "DaemonSet", "kube-system", name, Map.of());
    }

    private static KubeObject release(String namespace, String name, Map<String, Object> labels) {
        return object("v1", "Secret", namespace, name, Map.of("metadata", Map.of("labels", labels)));
    }

    private static KubeObject release(String revision, String status) {
        return release(
                "kube-system",
                "sh.helm.release.v1.cilium.v" + revision,
                Map.of("owner", "helm", "name", "cilium", "version", revision, "status", status));
    }

    private static KubeObject config(Map<String, Object> data) {
        return object("v1", "ConfigMap", "kube-system", "cilium-config", Map.of("data", data));
    }

    @Test
    void aClusterWithARecordIsOneThatLabctlMade() {
        api.has(RECORD.toConfigMap());

        assertThat(ClusterObserver.observe(api, false))
                .isEqualTo(new ClusterState.Managed(RECORD, FACTS, CiliumState.NONE));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void withoutARecordItIsForTheOneWhoAsksToKnowWhoMadeIt(boolean ours) {
        assertThat(ClusterObserver.observe(api, ours))
                .isEqualTo(new ClusterState.Foreign(ours, FACTS, CiliumState.NONE, Optional.empty()));
    }

    @Test
    void aConfigMapOfThatNameThatIsNoRecordIsNone() {
        api.has(object("v1", "ConfigMap", "kube-system", "labctl", Map.of("data", Map.of("notes", "mine"))));

        assertThat(ClusterObserver.observe(api, false))
                .isEqualTo(new ClusterState.Foreign(false, FACTS, CiliumState.NONE, Optional.empty()));
    }

    /** labctl works there, but must not delete it. */
    @Test
    void anAdoptedClusterIsNotOneThatLabctlMade() {
        LabRecord adopted = LabRecord.adopting(RECORD.lab());
        api.has(adopted.toConfigMap());

        assertThat(ClusterObserver.observe(api, false))
                .isEqualTo(new ClusterState.Foreign(false, FACTS, CiliumState.NONE, Optional.of(adopted)));
    }

    private static ClusterFacts factsOf(FakeApi api) {
        return ((ClusterState.Foreign) ClusterObserver.observe(api, false)).facts();
    }

    @ParameterizedTest
    @CsvSource({
        "10.244.0.0/24, , ipv4",
        "fd00:10:244::/64, , ipv6",
        "10.244.0.0/24, fd00:10:244::/64, dual",
        "fd00:10:244::/64, 10.244.0.0/24, dual"
    })
    void theFamiliesAreThoseOfThePodCidrs(String first, String second, String families) {
        FakeApi other = new FakeApi().has(second == null ? node("n1", first) : node("n1", first, second));

        assertThat(factsOf(other).families()).isEqualTo(families);
    }

    @Test
    void nodesWithDifferentFamiliesMakeTheClusterDual() {
        FakeApi other = new FakeApi().has(node("n1", "10.244.0.0/24"), node("n2", "fd00:10:244::/64"));

        assertThat(factsOf(other).families()).isEqualTo("dual");
    }

    @Test
    void kindsOwnNetworkIsSeen() {
        api.has(daemonSet("kindnet"));
        api.remove(daemonSet("kube-proxy").ref());

        assertThat(factsOf(api).kubeProxy()).isFalse();
        assertThat(factsOf(api).kindnet()).isTrue();
    }

    private CiliumState cilium() {
        return CiliumState.of(api);
    }

    @Test
    void withoutHelmsSecretsThereIsNoRelease() {
        assertThat(cilium()).isEqualTo(CiliumState.NONE);
    }

    /** Looking for it takes lists of nodes, which are long in clusters of others, and nothing would be done about it. */
    @Test
    void damageIsLookedForOnlyOnLabctlsOwnClusters() {
        api.has(release("1", "deployed"));

        assertThat(ClusterObserver.observe(api, false).cilium().damage()).isEmpty();
        api.has(RECORD.toConfigMap());
        assertThat(ClusterObserver.observe(api, false).cilium().damage()).isNotEmpty();
    }

    @Test
    void theNewestReleaseCountsAndTenIsNewerThanNine() {
        api.has(release("9", "superseded"), release("10", "deployed"), release("2", "superseded"));

        assertThat(cilium().release()).contains(new Release(10, "deployed"));
    }

    @Test
    void aNewerReleaseThatFailedCountsMoreThanAnOlderOneThatIsDeployed() {
        api.has(release("1", "deployed"), release("2", "pending-upgrade"));

        assertThat(cilium().release()).contains(new Release(2, "pending-upgrade"));
    }

    @Test
    void releasesOfOthersAndElsewhereDoNotCount() {
        api.has(
                release("kube-system", "a", Map.of("owner", "helm", "name", "other", "version", "1")),
                release("default", "b", Map.of("owner", "helm", "name", "cilium", "version", "1")),
                release("kube-system", "c", Map.of("name", "cilium", "version", "1")));

        assertThat(cilium().release()).isEmpty();
    }

    @Test
    void labelsThatHelmDidNotWriteSoAreNoReasonToFail() {
        api.has(release("kube-system", "a", Map.of("owner", "helm", "name", "cilium", "version", "latest")));

        assertThat(cilium().release()).contains(new Release(0, "unknown"));
    }

    @Test
    void theSettingsAreThoseThatTheAgentsRunWith() {
        api.has(config(Map.of("ipam", "multi-pool", "enable-ipv4", "true", "enable-ipv6", "true")));

        assertThat(cilium().settings()).contains(new IpamSettings("multi-pool", Family.IPV4, Family.IPV6));
        assertThat(CiliumState.config(api)).containsEntry("ipam", "multi-pool");
    }

    @Test
    void withoutTheModeThereAreNoSettings() {
        api.has(config(Map.of("enable-ipv4", "true")));

        assertThat(cilium().settings()).isEmpty();
    }
}
