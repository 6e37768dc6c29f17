package dev.labctl.provider.eks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labctl.lab.ClusterName;
import dev.labctl.process.FakeProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownClustersTest {
    private static final ClusterName ONE = new ClusterName("one");

    @TempDir
    Path folder;

    @Test
    void whatIsPutComesBackUntilItIsForgotten() {
        KnownClusters known = KnownClusters.in(folder);
        KnownClusters.Entry entry = new KnownClusters.Entry("eu-west-1", "1", Optional.of(FakeProcesses.SELF));

        assertThat(known.has(ONE)).isFalse();
        assertThat(known.all()).isEmpty();
        known.put(ONE, entry);
        assertThat(known.get(ONE)).contains(entry);
        assertThat(known.all()).containsExactly(ONE);
        known.forget(ONE);
        assertThat(known.get(ONE)).isEmpty();
    }

    @Test
    void aDamagedFileIsNoTrouble() throws IOException {
        KnownClusters known = KnownClusters.in(folder);
        known.put(ONE, new KnownClusters.Entry("eu-west-1", "1", Optional.empty()));
        Files.writeString(folder.resolve("eks/one.json"), "{");

        assertThat(known.get(ONE)).isEmpty();
        assertThat(known.has(ONE)).isTrue();
    }
}
