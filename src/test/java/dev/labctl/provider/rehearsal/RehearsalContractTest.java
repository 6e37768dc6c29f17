package dev.labctl.provider.rehearsal;

import dev.labctl.provider.ClusterAccess;
import dev.labctl.provider.ProviderContract;
import dev.labctl.provider.kind.KindEquivalents;
import dev.labctl.provider.kind.KindHost;
import dev.labctl.time.VirtualTime;
import dev.labctl.tools.Platform;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.io.TempDir;

/** A rehearsal does what every provider does. */
class RehearsalContractTest extends ProviderContract {
    @TempDir
    static Path state;

    @Override
    protected ClusterAccess open() {
        RehearsalProvider provider = new RehearsalProvider(
                state, OptionalLong.of(1), new VirtualTime(), new KindEquivalents(KindHost.local(Platform.LINUX)));
        return new ClusterAccess(provider, new SimulatedInstaller(provider));
    }
}
