package dev.labctl.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.ipam.Family;
import dev.labctl.lab.Range;
import dev.labctl.plan.AddressPlan;
import dev.labctl.plan.AddressPlan.CidrPlan;
import dev.labctl.plan.AddressPlan.NodePlan;
import dev.labctl.plan.AddressPlan.PoolPlan;
import dev.labctl.plan.AddressPlan.WorkloadPlan;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanComparisonTest {
    private static WorkloadPlan web(int wanted, Range running) {
        return new WorkloadPlan(
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

    private static CidrPlan share(Optional<String> cidr, String... blocks) {
        return new CidrPlan(cidr, List.of(blocks), "cluster", Family.IPV4, 6, List.of(), 4);
    }

    private static AddressPlan plan(CidrPlan share, long free, WorkloadPlan... workloads) {
        return new AddressPlan(
                List.of(new NodePlan("n1", List.of(share), Optional.empty())),
                List.of(new PoolPlan("cluster", Family.IPV4, List.of("10.0.0.0/24"), 29, 32, free)),
                List.of(workloads),
                List.of());
    }

    private static final CidrPlan SEEN = share(Optional.of("10.0.0.16/29"));

    private static List<String> facts(AddressPlan plan, AddressPlan seen) {
        return PlanComparison.of(AddressViews.of(plan, ""), AddressViews.of(seen, "")).stream()
                .map(fact -> (fact.agrees() ? "= " : "! ") + fact.what() + ": " + fact.planned() + " / " + fact.seen())
                .toList();
    }

    @Test
    void whatThePlanLeavesOpenAgreesWithAnythingThatFits() {
        AddressPlan plan = plan(share(Optional.empty(), "10.0.0.8/29", "10.0.0.16/29"), 30, web(10, new Range(1, 4)));

        assertThat(facts(plan, plan(SEEN, 31, web(10, Range.exactly(3)))))
                .containsExactly(
                        "= default/web, pods that run: 1 to 4 / 3",
                        "= nodes: 1 / 1",
                        "= n1, block of cluster: 10.0.0.8/29, 10.0.0.16/29 / 10.0.0.16/29",
                        "= pool cluster IPv4, free blocks: 30 of 32 or more / 31 of 32");
    }

    @Test
    void whatDoesNotFitDiffers() {
        AddressPlan plan = plan(share(Optional.of("10.0.0.0/29")), 30, web(10, new Range(1, 4)));

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
        AddressPlan plan = plan(share(Optional.empty(), row), 1);

        assertThat(PlanComparison.of(AddressViews.of(plan, ""), AddressViews.of(plan(SEEN, 1), "")))
                .filteredOn(fact -> fact.what().startsWith("n1"))
                .singleElement()
                .satisfies(fact -> assertThat(fact.agrees()).isEqualTo(agrees));
    }
}
