package dev.labctl.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.kubernetes.FakeApi;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.kubernetes.ObjectStatus.Failed;
import dev.labctl.kubernetes.ObjectStatus.InProgress;
import dev.labctl.kubernetes.Observation;
import dev.labctl.steps.Stage;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExternalAddressesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final String DEFINITION = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n"
            + "metadata: {name: ciliumloadbalancerippools.cilium.io}\n"
            + "spec: {versions: [{name: v2alpha1, served: true}, {name: v2, served: true}]}\n";
    private static final String POOL =
            "apiVersion: cilium.io/v2\nkind: CiliumLoadBalancerIPPool\nmetadata: {name: p}\n";
    private static final String METALLB = "apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: {name: m}\n";

    private static final Map<String, String> GIVERS = Map.of(
            "pool",
            POOL,
            "metallb",
            METALLB,
            "nodes",
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cilium-config, namespace: kube-system}\n"
                    + "data: {default-lb-service-ipam: nodeipam}\n");

    private static String node(String provider, String annotations) {
        return "apiVersion: v1\nkind: Node\nmetadata: {name: n, annotations: " + annotations + "}\nspec: {providerID: '"
                + provider + "'}\n";
    }

    private static String service(String created, String rest) {
        return "apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: default, creationTimestamp: " + created
                + "}\nspec: {type: LoadBalancer}\n" + rest;
    }

    private static String condition(String reason, String message, String since) {
        return "status: {conditions: [{type: cilium.io/IPAMRequestSatisfied, status: 'False', reason: " + reason
                + ", message: '" + message + "', lastTransitionTime: " + since + "}]}\n";
    }

    private static ObjectStatus status(String... yaml) {
        FakeApi api = new FakeApi();
        for (String one : yaml) {
            Stage.objects(one).forEach(api::has);
        }
        Observation services = new Observation(NOW, "", api.list("v1", "Service", Optional.empty(), Map.of()));
        Observation seen = ExternalAddresses.complete(services, api);
        return Cluster.of(seen).status(seen.list("Service").get(0));
    }

    /** On kind somebody else may still come, for half a minute; the conditions are those of Cilium 1.18.2. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "no pool, just applied|kind://docker/a/n|{}|2026-11-23T09:59:50Z||InProgress: there is no CiliumLoadBalancerIPPool",
                "no pool|kind://docker/a/n|{}|2026-11-23T09:59:00Z||Failed: there is no CiliumLoadBalancerIPPool",
                "no pool in a rehearsal|kind://docker/a/n|{labctl.dev/rehearsed: 'true'}|2026-11-23T09:59:00Z|"
                        + "|Failed: there is no CiliumLoadBalancerIPPool",
                "a pool|kind://docker/a/n|{}|2026-11-23T09:59:00Z|pool|InProgress: has no external address yet",
                "a pool in a rehearsal|kind://docker/a/n|{labctl.dev/rehearsed: 'true'}|2026-11-23T09:59:00Z|pool|Current",
                "MetalLB|kind://docker/a/n|{}|2026-11-23T09:59:00Z|metallb|InProgress: has no external address yet",
                "addresses of nodes|kind://docker/a/n|{}|2026-11-23T09:59:00Z|nodes|InProgress: has no external address yet",
                "a cloud|aws:///eu-west-1a/i-1|{}|2026-11-23T09:59:00Z||InProgress: has no external address yet"
            })
    void whoGivesAddressesDecides(
            String what, String provider, String annotations, String created, String giver, String expected) {
        String more = giver == null ? DEFINITION : GIVERS.get(giver);

        assertThat(described(status(DEFINITION, more, node(provider, annotations), service(created, ""))))
                .startsWith(expected.split(": ", 2)[0])
                .contains(expected.split(": ", 2)[expected.contains(": ") ? 1 : 0]);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "no_pool|There are no enabled CiliumLoadBalancerIPPools that match this service|2026-11-23T09:59:00Z|Failed",
                "no_pool|There are no enabled CiliumLoadBalancerIPPools that match this service|2026-11-23T09:59:55Z"
                        + "|InProgress",
                "out_of_ips|All enabled CiliumLoadBalancerIPPools that match this service ran out of allocatable IPs"
                        + "|2026-11-23T09:59:00Z|Failed",
                "pool_selector_mismatch|The pool with the CIDR containing 10.120.0.9, does not select this service"
                        + "|2026-11-23T09:59:00Z|Failed"
            })
    void ciliumsRefusalIsToldInItsWords(String reason, String message, String since, String expected) {
        String service = service("2026-11-23T09:00:00Z", condition(reason, message, since));

        assertThat(described(status(DEFINITION, POOL, node("kind://docker/a/n", "{}"), service)))
                .startsWith(expected)
                .contains("Service default/web gets no external address: " + message);
    }

    private static String described(ObjectStatus status) {
        return status instanceof Failed failed
                ? "Failed: " + failed.why()
                : status instanceof InProgress progress ? "InProgress: " + progress.why() : "Current";
    }
}
