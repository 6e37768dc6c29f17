package dev.labctl.explain.facts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.command.session.Target;
import dev.labctl.lab.ClusterName;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabFactsTest {
    /** {@code up --recreate} without {@code --rehearse} would ask for a real cluster of a rehearsal's name, and is refused. */
    @ParameterizedTest
    @CsvSource({
        "cilium-book, false, --recreate, kubectl --context kind-cilium-book get pods",
        "mine, false, --recreate --cluster mine, kubectl --context kind-mine get pods",
        "cilium-book, true, --recreate --rehearse, ''",
        "mine, true, --recreate --cluster mine --rehearse, ''"
    })
    void commandsMeanTheClusterThatIsExplained(String cluster, boolean simulated, String options, String kubectl) {
        LabFacts facts = LabFacts.of(
                simulated ? Optional.empty() : Optional.of("kind-" + cluster),
                "",
                "",
                Target.options(new ClusterName(cluster), simulated),
                Optional.empty(),
                Optional.empty());

        assertThat(facts.labctl("up", "--recreate")).isEqualTo("labctl up CHAPTER --use-case USE_CASE " + options);
        assertThat(facts.kubectl("get pods")).isEqualTo(kubectl);
    }
}
