package dev.labctl.provider.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.lab.ClusterName;
import dev.labctl.provider.Equivalents;
import dev.labctl.provider.kind.KindEquivalents;
import dev.labctl.provider.kind.KindHost;
import dev.labctl.provider.rehearsal.RehearsalProvider.RehearsalEquivalents;
import dev.labctl.tools.Platform;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RehearsalEquivalentsTest {
    private static final ClusterName OTHER = new ClusterName("other");

    private final Equivalents commands = new RehearsalEquivalents(new KindEquivalents(KindHost.local(Platform.LINUX)));

    /** A real cluster may have the same name: pasted, `kind delete cluster` would delete that one. */
    @Test
    void noCommandForARehearsalDeletesFromARealCluster() {
        List<Path> files = List.of(Path.of("/lab/one.yaml"));

        assertThat(commands.delete(ClusterName.BOOK)).containsExactly("labctl down");
        assertThat(commands.delete(OTHER)).containsExactly("labctl down --cluster other");
        assertThat(commands.uninstallCilium(OTHER)).isEmpty();
        assertThat(commands.deleteObjects(OTHER, files)).isEmpty();
        assertThat(commands.useContext(OTHER)).isEmpty();
    }

    @Test
    void whatCreatesIsShownAsARealClusterNeedsIt() {
        assertThat(commands.apply(OTHER, List.of(Path.of("/lab/one.yaml"))))
                .singleElement()
                .asString()
                .startsWith("kubectl --context kind-other apply ");
    }
}
