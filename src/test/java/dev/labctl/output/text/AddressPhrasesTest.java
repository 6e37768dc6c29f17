package dev.labctl.output.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.addresses.AddressMap;
import dev.labctl.addresses.AddressMap.PoolMap;
import dev.labctl.addresses.Finding;
import dev.labctl.addresses.WorkloadPods;
import dev.labctl.failure.Severity;
import dev.labctl.failure.Wording;
import dev.labctl.ipam.Family;
import dev.labctl.lab.Range;
import dev.labctl.output.Plans;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The few words that are said of addresses. */
class AddressPhrasesTest {
    private static WorkloadPods own(int wanted, int min, int max) {
        return Plans.pods("default/web", wanted, new Range(min, max), "");
    }

    private static WorkloadPods system(int wanted, int min, int max) {
        return Plans.pods("kube-system/coredns", wanted, new Range(min, max), "");
    }

    private static AddressMap view(List<WorkloadPods> workloads, Finding... findings) {
        return AddressMap.predicted("cluster-pool", List.of(), List.of(), workloads, List.of(findings));
    }

    private static String headline(List<WorkloadPods> workloads, Finding... findings) {
        return Headline.of(view(workloads, findings));
    }

    private static String where(WorkloadPods pods) {
        return view(List.of(pods)).workloads().get(0).where();
    }

    private static WorkloadPods unschedulable() {
        return WorkloadPods.predicted(
                "default",
                "Pod",
                "lonely",
                Optional.empty(),
                false,
                1,
                Range.exactly(0),
                Range.exactly(1),
                "0/3 nodes are available: 3 Too many pods.");
    }

    static Stream<Arguments> headlines() {
        return Stream.of(
                Arguments.of(List.of(), "The lab has no pods of its own."),
                Arguments.of(List.of(own(0, 0, 0)), "The lab has no pods of its own."),
                Arguments.of(List.of(system(2, 2, 2)), "The lab has no pods of its own."),
                Arguments.of(List.of(own(1, 1, 1)), "The lab's one pod runs."),
                Arguments.of(List.of(own(7, 7, 7), own(3, 3, 3), system(2, 2, 2)), "All 10 pods of the lab run."),
                Arguments.of(
                        List.of(own(10, 10, 10), system(2, 0, 2), system(1, 0, 1)),
                        "All 10 pods of the lab run. Up to 3 of the system's 3 pods may stay stuck."),
                Arguments.of(
                        List.of(own(10, 10, 10), system(2, 0, 1)),
                        "All 10 pods of the lab run. 1-2 of the system's 2 pods stay stuck."),
                Arguments.of(
                        List.of(own(10, 8, 10)), "Up to 2 of the lab's 10 pods may stay stuck: \"range is full\"."),
                Arguments.of(
                        List.of(own(10, 1, 4), own(1, 1, 1)),
                        "Of the lab's 11 pods, 2-5 run and 6-9 stay stuck: \"range is full\"."),
                Arguments.of(
                        List.of(own(10, 4, 4)), "Of the lab's 10 pods, 4 run and 6 stay stuck: \"range is full\"."),
                Arguments.of(List.of(own(10, 0, 0)), "None of the lab's 10 pods runs: \"range is full\"."),
                Arguments.of(
                        List.of(unschedulable()),
                        "The lab's one pod does not run: \"0/3 nodes are available: 3 Too many pods.\"."),
                Arguments.of(
                        List.of(unschedulable(), own(4, 2, 2)),
                        "Of the lab's 5 pods, 2 run and 3 stay stuck: \"range is full\"."),
                Arguments.of(
                        List.of(
                                own(Integer.MAX_VALUE, 0, 0),
                                own(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE)),
                        "Of the lab's 4,294,967,294 pods, 2,147,483,647 run and 2,147,483,647 stay stuck: \"range is full\"."));
    }

    @ParameterizedTest
    @MethodSource("headlines")
    void theHeadlineSaysWhetherEverythingRuns(List<WorkloadPods> workloads, String headline) {
        assertThat(headline(workloads)).isEqualTo(headline);
    }

    @Test
    void theHeadlineDoesNotHideErrorsThatCostNoPod() {
        Finding error = new Finding(Severity.ERROR, "X", "x", "");
        Finding note = new Finding(Severity.NOTE, "X", "x", "");
        List<WorkloadPods> pods = List.of(own(2, 2, 2));

        assertThat(headline(pods, note, error)).isEqualTo("All 2 pods of the lab run. One finding is an error.");
        assertThat(headline(pods, error, error)).isEqualTo("All 2 pods of the lab run. 2 findings are errors.");
        assertThat(headline(pods, note)).isEqualTo("All 2 pods of the lab run.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|0|no block of /24 fits",
                "1|0|1 block of /24, none stays free",
                "1|1|1 block of /24, 1 stays free",
                "256|1|256 blocks of /24, 1 stays free",
                "65536|65533|65,536 blocks of /24, 65,533 stay free"
            })
    void blocksAreCounted(long blocks, long free, String words) {
        assertThat(AddressPhrases.facts(
                        view(List.of()),
                        new PoolMap("cluster", Family.IPV4, List.of("10.0.0.0/8"), 24, blocks, free, List.of())))
                .isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0|0", "999|999", "1000|1,000", "65536|65,536", "9223372036854775807|9,223,372,036,854,775,807"})
    void largeNumbersAreGrouped(long number, String text) {
        assertThat(Wording.grouped(number)).isEqualTo(text);
    }

    @Test
    void whereThePodsGo() {
        assertThat(where(Plans.pods("default/a", 1, Range.exactly(1), "node-1")))
                .isEqualTo("node-1");
        assertThat(where(own(1, 1, 1))).isEqualTo("where they fit");
        assertThat(where(system(1, 1, 1))).isEqualTo("system");
        assertThat(where(Plans.pods("kube-system/a", 1, Range.exactly(1), "node-1")))
                .isEqualTo("system, node-1");
    }
}
