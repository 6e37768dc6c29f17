package dev.labctl.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.lab.Range;
import dev.labctl.plan.RunningPods.Capacity;
import dev.labctl.workload.NodeChoice;
import dev.labctl.workload.NodeShape;
import dev.labctl.workload.PodTemplate;
import dev.labctl.workload.Requirement;
import dev.labctl.workload.SchedulingConstraints;
import dev.labctl.workload.SchedulingConstraints.AntiAffinity;
import dev.labctl.workload.SchedulingConstraints.Spread;
import dev.labctl.workload.Taint;
import dev.labctl.workload.WorkloadSpec;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ranges hold for whatever the scheduler does, and say no more than that. */
class RunningPodsTest {
    private static List<NodeShape> nodes(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> NodeShape.worker("n" + number))
                .toList();
    }

    /** Each node has as many addresses, for all workloads together. */
    private static Capacity slots(int... slots) {
        return (workload, node) -> Range.exactly(slots[node]);
    }

    private static WorkloadSpec floating(String name, int replicas) {
        return WorkloadSpec.deployment("default", name, replicas, PodTemplate.of(Map.of()));
    }

    private static WorkloadSpec pinned(String name, int replicas, String node) {
        return WorkloadSpec.deployment("default", name, replicas, template(Optional.of(node), List.of()));
    }

    private static PodTemplate template(Optional<String> node, List<Spread> spreads) {
        return new PodTemplate(
                Map.of("app", "x"),
                Map.of(),
                false,
                node,
                new SchedulingConstraints(NodeChoice.of(Map.of()), spreads, List.of()));
    }

    private static Range running(List<NodeShape> nodes, Capacity capacity, WorkloadSpec... workloads) {
        List<SchedulingDemand> demands = SchedulingDemand.of(nodes, List.of(workloads));
        return new RunningPods(nodes, demands, capacity).running(demands.get(0));
    }

    @ParameterizedTest(name = "{0} pinned to a node of {1}, {2} others anywhere: {3} to {4}")
    @CsvSource({"10,4,0,4,4", "10,4,3,1,4", "10,4,9,0,4", "2,4,0,2,2", "2,4,3,1,2", "4,4,0,4,4", "0,4,3,0,0"})
    void pinnedPodsShareTheirNodeWithWhatTheSchedulerPutsThere(int wanted, int slots, int others, int min, int max) {
        assertThat(running(
                        nodes(3), slots(slots, slots, slots), pinned("nginx", wanted, "n1"), floating("dns", others)))
                .isEqualTo(new Range(min, max));
    }

    @Test
    void podsThatMayBeAnywhereAllRunWhereEveryNodeHasRoomForAllOfThem() {
        assertThat(running(nodes(3), slots(252, 252, 252), floating("nginx", 100), floating("dns", 3)))
                .isEqualTo(Range.exactly(100));
    }

    @Test
    void theSchedulerMayPutAllOfThemWhereTheFewestAddressesAre() {
        assertThat(running(nodes(3), slots(4, 9, 9), floating("nginx", 10))).isEqualTo(new Range(4, 10));
    }

    @Test
    void aSpreadKeepsThemApart() {
        WorkloadSpec spread = WorkloadSpec.deployment(
                "default",
                "nginx",
                9,
                template(
                        Optional.empty(),
                        List.of(new Spread(
                                "kubernetes.io/hostname",
                                1,
                                true,
                                List.of(new Requirement("app", "In", List.of("x")))))));

        assertThat(running(nodes(3), slots(3, 3, 3), spread)).isEqualTo(Range.exactly(9));
        assertThat(running(nodes(3), slots(2, 3, 3), spread)).isEqualTo(Range.exactly(8));
    }

    /** Three nodes, the last two of one zone. */
    private static List<NodeShape> zones() {
        List<NodeShape> nodes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String name = "n" + i;
            nodes.add(new NodeShape(
                    name, false, Map.of("kubernetes.io/hostname", name, "zone", i == 0 ? "a" : "b"), List.of(), 110));
        }
        return nodes;
    }

    @ParameterizedTest(name = "{0} of {1} pods by zone on {2}, {3} and {4} slots: {5} to {6}")
    @CsvSource({
        "anti-affinity, 4, 9, 9, 9, 2, 2",
        "anti-affinity, 2, 9, 0, 9, 1, 2",
        "anti-affinity, 1, 0, 9, 9, 0, 1",
        "spread, 10, 9, 1, 1, 6, 7",
        "spread, 10, 9, 9, 9, 10, 10",
        "spread, 4, 0, 1, 1, 1, 2"
    })
    void theNodesOfAZoneShareItsLimit(String rule, int replicas, int first, int second, int third, int min, int max) {
        List<Requirement> own = List.of(new Requirement("app", "In", List.of("x")));
        SchedulingConstraints rules = new SchedulingConstraints(
                NodeChoice.of(Map.of()),
                rule.equals("spread") ? List.of(new Spread("zone", 1, true, own)) : List.of(),
                rule.equals("spread") ? List.of() : List.of(new AntiAffinity("zone", true, own)));
        WorkloadSpec web = WorkloadSpec.deployment(
                "default",
                "web",
                replicas,
                new PodTemplate(Map.of("app", "x"), Map.of(), false, Optional.empty(), rules));

        assertThat(running(zones(), slots(first, second, third), web)).isEqualTo(new Range(min, max));
    }

    @ParameterizedTest(name = "{0} Deployments of one pod and {1} of the system, {2} slots on each of {3} nodes: {4}")
    @CsvSource({"12, 3, 12, 1, 3", "12, 3, 12, 3, 3", "12, 0, 12, 3, 0", "12, 3, 0, 2, 15", "2, 1, 2, 2, 1"})
    void notAllThatMayBeStuckAreSoAtOnce(int deployments, int system, int slots, int count, long stuck) {
        List<WorkloadSpec> workloads = new ArrayList<>();
        for (int i = 0; i < deployments; i++) {
            workloads.add(floating("web" + i, 1));
        }
        workloads.add(floating("system", system));
        List<SchedulingDemand> demands = SchedulingDemand.of(nodes(count), workloads);

        assertThat(StuckAtOnce.of(new RunningPods(nodes(count), demands, (workload, node) -> Range.exactly(slots))))
                .isEqualTo(stuck);
    }

    @Test
    void aNodeWithATaintHoldsBackASpread() {
        List<NodeShape> nodes = new ArrayList<>(nodes(2));
        nodes.add(new NodeShape("n2", true, Map.of("kubernetes.io/hostname", "n2"), List.of(Taint.CONTROL_PLANE), 110));
        WorkloadSpec spread = WorkloadSpec.deployment(
                "default",
                "nginx",
                9,
                template(
                        Optional.empty(),
                        List.of(new Spread(
                                "kubernetes.io/hostname",
                                1,
                                true,
                                List.of(new Requirement("app", "In", List.of("x")))))));

        List<SchedulingDemand> demands = SchedulingDemand.of(nodes, List.of(spread));
        assertThat(new RunningPods(nodes, demands, slots(50, 50, 50)).scheduled(demands.get(0)))
                .as("the third place has none, so each other may have one")
                .isEqualTo(Range.exactly(2));
    }

    private static WorkloadSpec labelled(String kind, String name, int replicas, AntiAffinity... apart) {
        return new WorkloadSpec(
                kind,
                "default",
                name,
                replicas,
                new PodTemplate(
                        Map.of("app", name),
                        Map.of(),
                        false,
                        Optional.empty(),
                        new SchedulingConstraints(NodeChoice.of(Map.of()), List.of(), List.of(apart))));
    }

    private static AntiAffinity from(String name, boolean required) {
        return new AntiAffinity(
                "kubernetes.io/hostname", required, List.of(new Requirement("app", "In", List.of(name))));
    }

    @ParameterizedTest(name = "{0} web on {1} nodes, away from {3} of the {2} db: {4} to {5}")
    @CsvSource({
        "3, 3, Deployment, 1, 3, 3",
        "3, 1, Deployment, 1, 0, 3",
        "3, 2, Deployment, 2, 0, 3",
        "3, 3, DaemonSet, 0, 0, 3",
        "3, 3, Deployment, 0, 3, 3",
        "12, 3, Deployment, 2, 4, 12"
    })
    void podsMayFindTheNodesTakenThatTheyKeepAwayFrom(
            int replicas, int count, String kind, int others, int min, int max) {
        WorkloadSpec web = labelled("Deployment", "web", replicas, from("db", true));

        assertThat(running(nodes(count), slots(9, 6, 6), web, labelled(kind, "db", others)))
                .isEqualTo(new Range(min, max));
    }

    @Test
    void podsThatKeepAwayFromEachOtherAndFromOthersHaveANodeLess() {
        WorkloadSpec web = labelled("Deployment", "web", 3, from("web", true), from("db", true));
        WorkloadSpec db = labelled("Deployment", "db", 1);
        List<SchedulingDemand> demands = SchedulingDemand.of(nodes(3), List.of(web, db));

        assertThat(running(nodes(3), slots(9, 9, 9), web, db)).isEqualTo(new Range(2, 3));
        assertThat(running(nodes(3), slots(9, 9, 9), db, web))
                .as("who is kept away from keeps away as well")
                .isEqualTo(new Range(0, 1));
        assertThat(demands.get(0).refusal())
                .isEqualTo("0/3 nodes are available: 3 node(s) didn't match pod anti-affinity rules.");
    }

    @Test
    void aPreferenceAndPodsOfOtherNamespacesKeepNobodyOff() {
        WorkloadSpec db = labelled("DaemonSet", "db", 0);
        WorkloadSpec elsewhere = new WorkloadSpec("DaemonSet", "other", "db", 0, db.template());
        WorkloadSpec prefers = labelled("Deployment", "web", 3, from("db", false));
        WorkloadSpec requires = labelled("Deployment", "web", 3, from("db", true));

        assertThat(running(nodes(2), slots(9, 9), prefers, db)).isEqualTo(Range.exactly(3));
        assertThat(running(nodes(2), slots(9, 9), requires, elsewhere)).isEqualTo(Range.exactly(3));
    }

    /** The same of a scheduler that keeps pods away from others. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void noSchedulerThatKeepsPodsAwayLeavesTheRange(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            int count = 1 + random.nextInt(4);
            int[] slots = random.ints(count, 0, 6).toArray();
            WorkloadSpec web = labelled("Deployment", "web", random.nextInt(6), from("db", true));
            WorkloadSpec db = labelled("Deployment", "db", random.nextInt(4));
            List<WorkloadSpec> pods = new ArrayList<>(Collections.nCopies(web.replicas(), web));
            pods.addAll(Collections.nCopies(db.replicas(), db));
            Collections.shuffle(pods, random);
            List<SchedulingDemand> demands = SchedulingDemand.of(nodes(count), List.of(web, db));
            RunningPods placement = new RunningPods(nodes(count), demands, slots(slots));

            int[] running = new int[2];
            int[] free = slots.clone();
            BitSet withDb = new BitSet();
            BitSet withWeb = new BitSet();
            for (WorkloadSpec pod : pods) {
                int[] open = IntStream.range(0, count)
                        .filter(node -> pod.equals(db) ? !withWeb.get(node) : !withDb.get(node))
                        .toArray();
                if (open.length > 0) {
                    int node = open[random.nextInt(3) == 0 ? random.nextInt(open.length) : 0];
                    (pod.equals(db) ? withDb : withWeb).set(node);
                    running[pod.equals(web) ? 0 : 1] += free[node] > 0 ? 1 : 0;
                    free[node] -= free[node] > 0 ? 1 : 0;
                }
            }

            assertThat(web.replicas() + db.replicas() - running[0] - running[1])
                    .isLessThanOrEqualTo((int) Math.min(99, StuckAtOnce.of(placement)));
            assertThat(placement.running(demands.get(0)).contains(running[0]))
                    .as("seed %s round %s: %s of %s", seed, round, running[0], placement.running(demands.get(0)))
                    .isTrue();
            assertThat(placement.running(demands.get(1)).contains(running[1]))
                    .as("seed %s round %s: %s of %s", seed, round, running[1], placement.running(demands.get(1)))
                    .isTrue();
        }
    }

    /** Each workload may be on a closed node, but not all of them. */
    @ParameterizedTest
    @CsvSource({"0, 0, 0", "1, 1, 3", "0, 1, 3", "2, 2, 6", "0, 2, 6", "3, 3, 7"})
    void podsOfNodesThatStayClosedAreNotStuckAllAtOnce(int least, int most, long stuck) {
        List<NodeShape> nodes = nodes(3);
        List<WorkloadSpec> workloads = List.of(selecting("n0", 3), selecting("n1", 3), selecting("n2", 1));
        List<SchedulingDemand> demands = SchedulingDemand.of(nodes, workloads);

        assertThat(new ClosedNodes(nodes, demands, slots(9, 9, 9)).stuckAtOnce(new Range(least, most)))
                .isEqualTo(stuck);
    }

    @Test
    void closedNodesThatAreAlikeAreTriedOnce() {
        List<NodeShape> nodes = nodes(300);
        List<SchedulingDemand> demands = SchedulingDemand.of(nodes, List.of(floating("web", 40), selecting("n7", 2)));
        int[] slots = IntStream.range(0, 300).map(node -> 50).toArray();

        assertThat(new ClosedNodes(nodes, demands, slots(slots)).stuckAtOnce(Range.exactly(150)))
                .isEqualTo(2);
    }

    private static WorkloadSpec selecting(String node, int replicas) {
        Map<String, Object> spec = Map.of("nodeSelector", Map.of("kubernetes.io/hostname", node));
        return WorkloadSpec.deployment("default", "on-" + node, replicas, PodTemplate.of(Map.of("spec", spec)));
    }

    @Test
    void aDaemonSetWantsOneOnEachNodeThatItFits() {
        WorkloadSpec everywhere = new WorkloadSpec("DaemonSet", "default", "agent", 0, PodTemplate.of(Map.of()));

        assertThat(running(nodes(3), slots(0, 1, 1), everywhere)).isEqualTo(Range.exactly(2));
        assertThat(running(nodes(3), slots(1, 1, 1), everywhere, floating("web", 1)))
                .isEqualTo(new Range(0, 3));
    }

    @Test
    void aNodeTakesNoMorePodsThanItsKubelet() {
        assertThat(running(nodes(1), slots(252), floating("nginx", 200))).isEqualTo(Range.exactly(110));
        assertThat(running(nodes(1), slots(252), floating("nginx", 200), floating("dns", 3)))
                .isEqualTo(new Range(107, 107));
    }

    @Test
    void podsOfTheHostsNetworkTakeNoAddressButAPlace() {
        PodTemplate host =
                new PodTemplate(Map.of(), Map.of(), true, Optional.empty(), SchedulingConstraints.of(Map.of()));
        WorkloadSpec onHost = WorkloadSpec.deployment("default", "host", 5, host);

        assertThat(running(nodes(1), slots(0), onHost)).isEqualTo(Range.exactly(5));
        assertThat(running(nodes(1), slots(4), floating("nginx", 4), onHost)).isEqualTo(Range.exactly(4));
    }

    @Test
    void podsThatFitNoNodeDoNotRun() {
        assertThat(running(nodes(2), slots(9, 9), pinned("nginx", 3, "elsewhere")))
                .isEqualTo(Range.exactly(0));
    }

    /** Whatever a scheduler does that knows nodes' places but not their addresses, it ends inside the range. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noSchedulerLeavesTheRange(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            int count = 1 + random.nextInt(4);
            int[] slots = random.ints(count, 0, 8).toArray();
            WorkloadSpec[] workloads = IntStream.range(0, 1 + random.nextInt(3))
                    .mapToObj(number -> random.nextBoolean()
                            ? floating("w" + number, random.nextInt(9))
                            : pinned("w" + number, random.nextInt(9), "n" + random.nextInt(count)))
                    .toArray(WorkloadSpec[]::new);
            List<SchedulingDemand> demands = SchedulingDemand.of(nodes(count), List.of(workloads));
            RunningPods placement = new RunningPods(nodes(count), demands, slots(slots));

            int[] running = schedule(random, slots.clone(), workloads);

            int wanted = demands.stream().mapToInt(SchedulingDemand::wanted).sum();
            assertThat((long) wanted - IntStream.of(running).sum()).isLessThanOrEqualTo(StuckAtOnce.of(placement));
            for (int workload = 0; workload < workloads.length; workload++) {
                assertThat(placement.running(demands.get(workload)).contains(running[workload]))
                        .as(
                                "seed %s round %s: %s of %s",
                                seed, round, running[workload], placement.running(demands.get(workload)))
                        .isTrue();
            }
        }
    }

    private static int[] schedule(Random random, int[] free, WorkloadSpec... workloads) {
        List<int[]> pods = new ArrayList<>();
        for (int workload = 0; workload < workloads.length; workload++) {
            Optional<String> pin = workloads[workload].template().nodeName();
            int favourite = random.nextInt(free.length);
            for (int pod = 0; pod < workloads[workload].replicas(); pod++) {
                int anywhere = random.nextInt(3) == 0 ? random.nextInt(free.length) : favourite;
                pods.add(new int[] {
                    workload,
                    pin.map(name -> Integer.parseInt(name.substring(1))).orElse(anywhere)
                });
            }
        }
        Collections.shuffle(pods, random);
        int[] running = new int[workloads.length];
        for (int[] pod : pods) {
            if (free[pod[1]] > 0) {
                free[pod[1]]--;
                running[pod[0]]++;
            }
        }
        return running;
    }
}
