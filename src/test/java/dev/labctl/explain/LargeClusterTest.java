package dev.labctl.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.cluster.Cluster;
import dev.labctl.cluster.Pod;
import dev.labctl.explain.causes.Explanation;
import dev.labctl.explain.facts.ClusterIndex;
import dev.labctl.explain.facts.LabFacts;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.Observation;
import dev.labctl.tree.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The recorded cluster, five hundred times over. */
public class LargeClusterTest {
    private static final int NODES = 500;
    private static final int PODS_OF_A_NODE = 24;

    /** Every node is the full one of the recording, but for a block of sixteen addresses: twelve pods run, twelve do not. */
    public static Observation large() {
        Observation small = Recordings.read("small-exhausted");
        List<KubeObject> objects = new ArrayList<>();
        for (Object tree : Tree.list(small.tree(), "objects")) {
            KubeObject object = new KubeObject(Tree.map(tree));
            if (!List.of("Pod", "Node", "CiliumNode", "Event", "Service").contains(object.kind())) {
                objects.add(
                        object.name().startsWith("nginx") && object.kind().equals("Deployment")
                                ? ExplainerTest.with(object, (long) NODES * PODS_OF_A_NODE, "spec", "replicas")
                                : object);
            }
        }
        KubeObject node = small.named("Node", "rec-worker2").get(0);
        KubeObject ciliumNode = small.named("CiliumNode", "rec-worker2").get(0);
        KubeObject agent = Cluster.of(small).podsOn("rec-worker2").stream()
                .map(Pod::object)
                .filter(ClusterIndex::isAgent)
                .findFirst()
                .orElseThrow();
        KubeObject operator = small.list("Pod").stream()
                .filter(ClusterIndex::isOperator)
                .findFirst()
                .orElseThrow();
        List<KubeObject> nginx = Cluster.of(small).podsOn("rec-worker2").stream()
                .map(Pod::object)
                .filter(pod -> pod.name().startsWith("nginx"))
                .toList();
        KubeObject running = nginx.stream()
                .filter(pod -> pod.conditionTrue("Ready"))
                .findFirst()
                .orElseThrow();
        KubeObject stuck = nginx.stream()
                .filter(pod -> !pod.conditionTrue("Ready"))
                .findFirst()
                .orElseThrow();
        List<KubeObject> events = small.events(stuck);
        objects.add(operator);
        for (int i = 0; i < NODES; i++) {
            String name = "node-" + i;
            String block = "10." + (100 + i / 250) + "." + i % 250 + ".";
            objects.add(named(node, name, name));
            objects.add(block(named(ciliumNode, name, name), block));
            objects.add(on(named(agent, "cilium-" + i, "agent-" + i), name));
            for (int j = 0; j < PODS_OF_A_NODE; j++) {
                String pod = "nginx-" + i + "-" + j;
                boolean runs = j < PODS_OF_A_NODE / 2;
                KubeObject made = on(named(runs ? running : stuck, pod, pod), name);
                objects.add(
                        runs
                                ? ExplainerTest.with(made, List.of(Map.of("ip", block + (j + 1))), "status", "podIPs")
                                : made);
                if (!runs) {
                    events.forEach(event -> objects.add(ExplainerTest.with(event, pod, "involvedObject", "uid")));
                }
            }
        }
        return new Observation(small.at(), small.kubernetes(), objects);
    }

    private static KubeObject block(KubeObject ciliumNode, String block) {
        KubeObject cut = ExplainerTest.with(ciliumNode, List.of(block + "0/28"), "spec", "ipam", "podCIDRs");
        KubeObject router = ExplainerTest.with(
                cut, List.of(Map.of("type", "CiliumInternalIP", "ip", block + "13")), "spec", "addresses");
        return ExplainerTest.with(router, block + "14", "spec", "health", "ipv4");
    }

    private static KubeObject named(KubeObject object, String name, String uid) {
        return ExplainerTest.with(ExplainerTest.with(object, name, "metadata", "name"), uid, "metadata", "uid");
    }

    private static KubeObject on(KubeObject pod, String node) {
        return ExplainerTest.with(pod, node, "spec", "nodeName");
    }

    @Test
    void isExplainedByOneCause() {
        Observation seen = large();

        List<Explanation> found = Explainer.all(seen, LabFacts.NONE);

        assertThat(found).singleElement().satisfies(full -> {
            assertThat(full.reason()).isEqualTo("RANGE_FULL");
            assertThat(full.about()).hasSize(NODES * PODS_OF_A_NODE / 2);
            assertThat(full.symptom())
                    .isEqualTo("6,000 of the 12,000 pods of Deployment default/nginx wait for an address.");
            assertThat(full.cause()).startsWith("The blocks of 500 nodes are full.");
            assertThat(full.evidence().size()).isLessThan(20);
            assertThat(full.advice().get(0).how())
                    .isEqualTo("kubectl -n default scale deployment/nginx --replicas=6000");
        });
    }
}
