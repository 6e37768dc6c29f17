package dev.labctl.provider.rehearsal;

import dev.labctl.provider.Provider;
import dev.labctl.provider.ProviderContract;
import dev.labctl.provider.kind.KindEquivalents;
import dev.labctl.time.VirtualTime;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.io.TempDir;

/** A rehearsal does what every provider does. */
class RehearsalContractTest extends ProviderContract {
    @TempDir
    static Path state;

    @Override
    protected Provider open() {
        return new RehearsalProvider(state, OptionalLong.of(1), new VirtualTime(), new KindEquivalents(true));
    }
}
