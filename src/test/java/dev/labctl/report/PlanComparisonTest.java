package dev.labctl.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.addresses.Block;
import dev.labctl.addresses.NodeMap;
import dev.labctl.addresses.WorkloadPods;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.Family;
import dev.labctl.lab.Range;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanComparisonTest {
    private static WorkloadPods web(int wanted, Range running) {
        return WorkloadPods.predicted(
                "default",
                "Deployment",
                "web",
                Optional.empty(),
                false,
                wanted,
                running,
                new Range(wanted - running.max(), wanted - running.min()),
                "");
    }

    private static Block share(Optional<String> cidr, String... blocks) {
        return Block.predicted(cidr.map(Cidr::parse), List.of(blocks), "cluster", Family.IPV4, 6, List.of(), 4);
    }

    private static AddressMap plan(Block share, long free, WorkloadPods... workloads) {
        return AddressMap.predicted(
                "",
                List.of(new NodeMap("n1", List.of(share), List.of(), Optional.empty())),
                List.of(new PoolMap("cluster", Family.IPV4, List.of("10.0.0.0/24"), 29, 32, free, List.of())),
                List.of(workloads),
                List.of());
    }

    private static final Block SEEN = share(Optional.of("10.0.0.16/29"));

    private static List<String> facts(AddressMap plan, AddressMap seen) {
        return PlanComparison.of(plan, seen).stream()
                .map(fact -> (fact.agrees() ? "= " : "! ") + fact.what() + ": " + fact.planned() + " / " + fact.seen())
                .toList();
    }

    @Test
    void whatThePlanLeavesOpenAgreesWithAnythingThatFits() {
        AddressMap plan = plan(share(Optional.empty(), "10.0.0.8/29", "10.0.0.16/29"), 30, web(10, new Range(1, 4)));

        assertThat(facts(plan, plan(SEEN, 31, web(10, Range.exactly(3)))))
                .containsExactly(
                        "= default/web, pods that run: 1 to 4 / 3",
                        "= nodes: 1 / 1",
                        "= n1, block of cluster: 10.0.0.8/29, 10.0.0.16/29 / 10.0.0.16/29",
                        "= pool cluster IPv4, free blocks: 30 of 32 or more / 31 of 32");
    }

    @Test
    void whatDoesNotFitDiffers() {
        AddressMap plan = plan(share(Optional.of("10.0.0.0/29")), 30, web(10, new Range(1, 4)));

        assertThat(facts(plan, plan(SEEN, 29, web(4, Range.exactly(0)))))
                .containsExactly(
                        "! default/web, pods wanted: 10 / 4",
                        "! default/web, pods that run: 1 to 4 / 0",
                        "= nodes: 1 / 1",
                        "! n1, block of cluster: 10.0.0.0/29 / 10.0.0.16/29",
                        "! pool cluster IPv4, free blocks: 30 of 32 or more / 29 of 32");
    }

    @Test
    void whatIsOnOneSideAloneDiffers() {
        assertThat(facts(plan(SEEN, 1, web(1, Range.exactly(1))), plan(SEEN, 1)))
                .contains("! default/web: Deployment with 1 pod / missing");
        assertThat(facts(plan(SEEN, 1), plan(SEEN, 1, web(2, Range.exactly(2)))))
                .contains("! default/web: not planned / Deployment with 2 pods");
        assertThat(facts(plan(SEEN, 1, web(0, Range.exactly(0))), plan(SEEN, 1)))
                .as("nothing wanted, nothing there")
                .contains("= default/web: Deployment with 0 pods / missing");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/29-10.0.0.248/29, true",
        "10.0.0.16/29-10.0.0.16/29, true",
        "10.0.0.24/29-10.0.0.248/29, false",
        "10.0.0.0/29-10.0.0.8/29, false",
        "10.0.0.16/28-10.0.0.32/28, false"
    })
    void aRowOfBlocksHasThoseBetweenItsEnds(String row, boolean agrees) {
        AddressMap plan = plan(share(Optional.empty(), row), 1);

        assertThat(PlanComparison.of(plan, plan(SEEN, 1)))
                .filteredOn(fact -> fact.what().startsWith("n1"))
                .singleElement()
                .satisfies(fact -> assertThat(fact.agrees()).isEqualTo(agrees));
    }
}
