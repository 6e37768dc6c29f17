package dev.labctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.command.PlanCommand;
import dev.labctl.plan.WhatIf;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The options of a plan as the changes that they mean. */
class PlanOptionsTest {
    private static WhatIf whatIf(String... arguments) {
        Invocation.Call call =
                (Invocation.Call) new ArgumentParser(new ReaderEnvironment(Map.of(), Path.of("/")), "1", 80, false)
                        .parse(Stream.concat(Stream.of("plan", "chapter04"), Stream.of(arguments))
                                .toArray(String[]::new));
        return ((PlanCommand) call.request().command()).whatIf();
    }

    @Test
    void withoutOptionsThereAreNoChanges() {
        assertThat(whatIf("--fix", "--svg", "x.svg")).isEqualTo(WhatIf.NOTHING);
    }

    @Test
    void nodesFromOneToTheMost() {
        assertThat(whatIf("--nodes", "1").nodes()).isEqualTo(OptionalInt.of(1));
        assertThat(whatIf("--nodes=10000").nodes()).isEqualTo(OptionalInt.of(WhatIf.MAX_NODES));
    }

    @Test
    void podsByNameInTheOrderInWhichTheyAreGiven() {
        WhatIf changes = whatIf("--replicas", "nginx=0", "--replicas=web/nginx=2147483647", "--replicas=a=7");

        assertThat(changes.replicas().keySet()).containsExactly("nginx", "web/nginx", "a");
        assertThat(changes.replicas().values()).containsExactly(0, Integer.MAX_VALUE, 7);
    }

    @Test
    void valuesAsHelmTakesThem() {
        assertThat(whatIf(
                                "--set",
                                "ipam.mode=cluster-pool,ipam.operator.clusterPoolIPv4MaskSize=28",
                                "--set=ipam.operator.clusterPoolIPv4PodCIDRList={10.0.42.0/26,10.0.84.0/26}")
                        .values())
                .isEqualTo(Map.of(
                        "ipam",
                        Map.of(
                                "mode",
                                "cluster-pool",
                                "operator",
                                Map.of(
                                        "clusterPoolIPv4MaskSize",
                                        28L,
                                        "clusterPoolIPv4PodCIDRList",
                                        List.of("10.0.42.0/26", "10.0.84.0/26")))));
    }
}
