package dev.labctl.provider.rehearsal.simulation;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a manifest or Helm values say, the API server accepts or rejects it, and nothing throws later. */
class StrangeValuesTest {
    private static final String OBJECTS = Simulated.deployment(
                    "web",
                    2,
                    "terminationGracePeriodSeconds: 5, tolerations: [{key: a, operator: Exists}], nodeSelector: {a: b},"
                            + " affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey:"
                            + " a, labelSelector: {matchLabels: {app: web}}}]}}, topologySpreadConstraints: [{topologyKey:"
                            + " number, maxSkew: 1, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app:"
                            + " web}}}]")
            + """
            ---
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: db}
            spec:
              replicas: 2
              podManagementPolicy: Parallel
              updateStrategy: {type: RollingUpdate, rollingUpdate: {partition: 1}}
              selector: {matchLabels: {app: db}}
              template: {metadata: {labels: {app: db}}, spec: {containers: [{name: a, image: b, readinessProbe: {initialDelaySeconds: 1}}]}}
            ---
            apiVersion: apps/v1
            kind: DaemonSet
            metadata: {name: agent}
            spec:
              updateStrategy: {rollingUpdate: {maxUnavailable: 10%}}
              selector: {matchLabels: {app: agent}}
              template: {metadata: {labels: {app: agent}}, spec: {containers: [{name: a, image: b}]}}
            ---
            apiVersion: batch/v1
            kind: Job
            metadata: {name: once}
            spec: {completions: 2, parallelism: 1, suspend: false, template: {spec: {containers: [{name: a, image: b}]}}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {clusterIP: 10.96.0.77, clusterIPs: [10.96.0.77], type: NodePort, ipFamilies: [IPv4], ipFamilyPolicy: SingleStack, selector: {app: web}, ports: [{port: 80, targetPort: http, nodePort: 30080}]}
            ---
            apiVersion: cilium.io/v2alpha1
            kind: CiliumPodIPPool
            metadata: {name: pool}
            spec: {ipv4: {cidrs: [10.50.0.0/16], maskSize: 27}}
            ---
            apiVersion: cilium.io/v2
            kind: CiliumNode
            metadata: {name: c-worker}
            spec: {ipam: {podCIDRs: [10.9.0.0/24], pools: {requested: [{pool: default, needed: {ipv4-addrs: 3}}], allocated: [{pool: default, cidrs: [10.10.0.0/27]}]}}}
            ---
            apiVersion: v1
            kind: Node
            metadata: {name: c-worker2, labels: {a: b}}
            spec: {podCIDRs: [10.244.2.0/24], taints: [{key: a, value: b, effect: NoSchedule}]}
            ---
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: things.example.org}
            spec: {group: example.org, scope: Cluster, names: {kind: Thing, plural: things}, versions: [{name: v1, served: true, storage: true}]}
            """;
    private static final String VALUES =
            """
            ipam: {mode: multi-pool, multiPoolPreAllocation: default=8, operator: {clusterPoolIPv4PodCIDRList: [10.0.0.0/8], clusterPoolIPv4MaskSize: 24, autoCreateCiliumPodIPPools: {default: {ipv4: {cidrs: [10.10.0.0/16], maskSize: 27}}}}}
            operator: {replicas: 1}
            ipv4: {enabled: true}
            ipv6: {enabled: false}
            hubble: {enabled: true, relay: {enabled: true}}
            extraConfig: {auto-create-cilium-pod-ip-pools: 'default=ipv4-cidrs:10.10.0.0/16;ipv4-mask-size:27', cluster-pool-ipv4-mask-size: '24'}
            """;
    private static final List<Object> STRANGE = Collections.unmodifiableList(Arrays.asList(
            null,
            "",
            "banana",
            "a=b:c;d",
            -1L,
            0L,
            3_000_000_000L,
            1.5,
            true,
            List.of(),
            Map.of(),
            Collections.singletonList(null),
            List.of("banana"),
            List.of(Map.of("name", 1L)),
            Map.of("a", List.of())));

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void manifests(long seed) {
        Random random = new Random(seed);
        List<KubeObject> objects = Simulated.objects(OBJECTS);
        for (int round = 0; round < 25; round++) {
            List<KubeObject> strange = new ArrayList<>();
            objects.forEach(object -> strange.add(new KubeObject(Tree.map(mutated(object.tree(), random, 2)))));
            assertThatCode(() -> live(Simulated.with(VALUES, 2), strange))
                    .as("seed %s: %s", seed, strange)
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void values(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            Map<String, Object> values = Tree.map(mutated(Simulated.tree(VALUES), random, 2));
            assertThatCode(() -> {
                        Simulated simulated =
                                Simulated.bare(1, Simulated.blueprint(2, dev.labctl.lab.KindConfig.IpFamily.IPV4, 110));
                        try {
                            simulated.cluster().deployCilium(values, "1.18.2");
                        } catch (ApiException e) {
                            // A rejection is an answer.
                        }
                        live(simulated.passes(60), List.of());
                    })
                    .as("seed %s: %s", seed, values)
                    .doesNotThrowAnyException();
        }
    }

    private static void live(Simulated simulated, List<KubeObject> objects) {
        for (KubeObject object : objects) {
            try {
                simulated.cluster().apply(object, true);
            } catch (ApiException e) {
                // A rejection is an answer.
            }
        }
        simulated.passes(400);
        for (String kind : List.of(
                "v1 Pod",
                "v1 Node",
                "v1 Event",
                "v1 Endpoints",
                "discovery.k8s.io/v1 EndpointSlice",
                "cilium.io/v2 CiliumEndpoint",
                "apps/v1 Deployment")) {
            simulated.list(kind.split(" ", -1)[0], kind.split(" ", -1)[1]);
        }
        objects.forEach(object -> simulated.cluster().delete(object.ref()));
        simulated.passes(60);
        simulated.reopened();
    }

    /** The tree with a strange value in a few places. */
    private static Object mutated(Object tree, Random random, int places) {
        Object changed = tree;
        for (int i = 0; i < places; i++) {
            changed = mutate(changed, random);
        }
        return changed;
    }

    private static Object mutate(Object tree, Random random) {
        if (tree instanceof Map<?, ?> map && !map.isEmpty()) {
            Map<Object, Object> copy = new LinkedHashMap<>(map);
            Object key = List.copyOf(map.keySet()).get(random.nextInt(map.size()));
            if (!List.of("apiVersion", "kind").contains(key)) {
                copy.put(key, mutate(map.get(key), random));
            }
            return copy;
        }
        if (tree instanceof List<?> list && !list.isEmpty() && random.nextInt(3) > 0) {
            List<Object> copy = new ArrayList<>(list);
            int index = random.nextInt(list.size());
            copy.set(index, mutate(list.get(index), random));
            return copy;
        }
        return STRANGE.get(random.nextInt(STRANGE.size()));
    }
}
