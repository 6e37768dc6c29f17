package dev.labctl.provider.rehearsal.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labctl.ipam.Family;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.KindConfig;
import dev.labctl.lab.LabRef;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.rehearsal.simulation.kernel.Randomness;
import dev.labctl.provider.rehearsal.simulation.kernel.VirtualClock;
import dev.labctl.provider.rehearsal.simulation.nodes.Blueprint;
import dev.labctl.provider.rehearsal.simulation.nodes.Blueprints;
import dev.labctl.provider.rehearsal.simulation.scheduler.PodsPerNode;
import dev.labctl.provider.rehearsal.simulation.workloads.IntOrPercent;
import dev.labctl.tree.CompactMap;
import dev.labctl.tree.Tree;
import dev.labctl.workload.Taint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The small parts that the simulated cluster is put together from. */
class ComponentsOfASimulationTest {
    @Test
    void chanceFollowsFromItsSeed() {
        Randomness chance = new Randomness(42);
        Randomness again = new Randomness(42);

        assertThat(List.of(again.nextLong(), again.nextLong()))
                .isEqualTo(List.of(chance.nextLong(), chance.nextLong()));
        assertThat(new Randomness(1).nextLong()).isNotEqualTo(new Randomness(2).nextLong());
    }

    /** The JDK's own generator of that name, from the same seed. */
    @Test
    void chanceIsSplitMix() {
        Randomness chance = new Randomness(7);
        SplittableRandom jdk = new SplittableRandom(7);

        for (int i = 0; i < 100; i++) {
            assertThat(chance.nextLong()).isEqualTo(jdk.nextLong());
        }
    }

    @Test
    void shufflingKeepsWhatThereIs() {
        Set<List<Integer>> orders = new HashSet<>();
        for (int seed = 0; seed < 50; seed++) {
            List<Integer> shuffled = new Randomness(seed).shuffled(List.of(1, 2, 3));
            assertThat(shuffled).containsExactlyInAnyOrder(1, 2, 3);
            orders.add(shuffled);
        }
        assertThat(orders).hasSize(6);
    }

    @Test
    void uidsAreThoseOfTheStandardAndDiffer() {
        Set<String> uids = new HashSet<>();
        for (long number = -500; number < 500; number++) {
            String uid = Randomness.uid(1, number).toString();
            assertThat(uid).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
            uids.add(uid);
        }
        assertThat(uids).hasSize(1000);
    }

    @Test
    void aCompactMapIsAMapLikeOthers() {
        String[] keys = {"z", "a", "gone", "m"};
        Map<String, Object> compact = new CompactMap(keys, 1L, "two", null, List.of());
        Map<String, Object> plain = new LinkedHashMap<>();
        plain.put("z", 1L);
        plain.put("a", "two");
        plain.put("m", List.of());

        assertThat(compact).isEqualTo(plain).hasSameHashCodeAs(plain).hasSize(3);
        assertThat(compact.keySet()).containsExactly("z", "a", "m");
        assertThat(compact.get("a")).isEqualTo("two");
        assertThat(compact.containsKey("gone")).isFalse();
        assertThat(Tree.text(compact, "z")).contains("1");
        assertThatThrownBy(() -> compact.put("a", "b")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void loadsFindTheLeast() {
        PodsPerNode loads = new PodsPerNode();
        loads.count(1, 2);
        loads.count(2, 1);
        loads.count(3, 1);

        assertThat(loads.least(set(1, 2, 3))).isEqualTo(set(2, 3));
        assertThat(loads.least(set(0, 1, 2))).isEqualTo(set(0));
        assertThat(loads.least(set(1))).isEqualTo(set(1));
        assertThat(loads.least(set())).isEqualTo(set());
        loads.count(2, -1);
        assertThat(loads.least(set(1, 2, 3))).isEqualTo(set(2));
        assertThat(loads.of(1)).isEqualTo(2);
    }

    private static BitSet set(int... members) {
        BitSet set = new BitSet();
        for (int member : members) {
            set.set(member);
        }
        return set;
    }

    @Test
    void turnsComeInOrderOfTimeThenOfWho() {
        VirtualClock agenda = new VirtualClock(Simulated.PRESENT);
        List<String> called = new ArrayList<>();
        for (VirtualClock.Turn turn : VirtualClock.Turn.values()) {
            agenda.onTurn(turn, id -> called.add(turn + " " + id));
        }
        agenda.enter(200, VirtualClock.Turn.POD, 2);
        agenda.enter(200, VirtualClock.Turn.POD, 1);
        agenda.enter(200, VirtualClock.Turn.NODE, 9);
        agenda.enter(100, VirtualClock.Turn.NAMESPACE, 0);
        agenda.enter(300, VirtualClock.Turn.NODE, 0);

        assertThat(agenda.next()).isEqualTo(100);
        agenda.moveTo(200);

        assertThat(called).containsExactly("NAMESPACE 0", "NODE 9", "POD 1", "POD 2");
        assertThat(agenda.next()).isEqualTo(300);
    }

    @ParameterizedTest
    @CsvSource({
        "5, 10, true, 5",
        "25%, 10, true, 3",
        "25%, 10, false, 2",
        "100%, 3, true, 3",
        "0, 4, true, 0",
        "x, 4, true, 0"
    })
    void sharesAreRounded(String text, long all, boolean up, long share) {
        assertThat(IntOrPercent.of(text, all, up)).isEqualTo(share);
    }

    @Test
    void whatKubeadmIsToldIsInTheBlueprint() {
        KindConfig kind = new KindConfig(
                Path.of("kind.yaml"),
                Simulated.tree("kubeadmConfigPatches: [\"kind: KubeletConfiguration\\nmaxPods: 30\\n\","
                        + " \"{kind: ClusterConfiguration, controllerManager: {extraArgs: {node-cidr-mask-size: '26'}}}\"]\n"
                        + "nodes: [{role: worker}, {role: control-plane}, {role: worker, kubeadmConfigPatches:"
                        + " [\"{kind: JoinConfiguration, nodeRegistration: {taints: [{key: t, value: v, effect:"
                        + " NoSchedule}], kubeletExtraArgs: {max-pods: '40'}}}\"]}]"),
                List.of(
                        new KindConfig.Node("worker", Map.of()),
                        new KindConfig.Node("control-plane", Map.of()),
                        new KindConfig.Node("worker", Map.of("a", "b"))),
                KindConfig.IpFamily.IPV4,
                true,
                List.of());
        Blueprint blueprint = Blueprints.of(
                new ClusterSpec(new ClusterName("x"), LabRef.of("chapter04"), kind, "kindest/node:v1.31.9"));

        assertThat(blueprint.nodes())
                .containsExactly(
                        new Blueprint.Node("x-control-plane", "control-plane", Map.of(), 30),
                        new Blueprint.Node("x-worker", "worker", Map.of(), 30),
                        new Blueprint.Node(
                                "x-worker2",
                                "worker",
                                Map.of("a", "b"),
                                List.of(new Taint("t", "v", "NoSchedule")),
                                40,
                                Optional.empty()));
        assertThat(blueprint.subnets().nodeMasks()).containsEntry(Family.IPV4, 26);
        assertThat(blueprint.version()).isEqualTo("v1.31.9");
        assertThat(Blueprint.of(blueprint.toTree())).isEqualTo(blueprint);
    }
}
