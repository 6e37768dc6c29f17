package dev.labctl.e2e;

import dev.labctl.cilium.CliInstaller;
import dev.labctl.process.Executables;
import dev.labctl.process.JdkProcessRunner;
import dev.labctl.process.ProcessRunner;
import dev.labctl.process.RunningProcesses;
import dev.labctl.provider.ClusterAccess;
import dev.labctl.provider.ProviderContract;
import dev.labctl.provider.kind.KindProvider;
import dev.labctl.time.TimeSource;
import dev.labctl.tools.Platform;
import dev.labctl.tools.Tools;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** kind does what every provider does. */
class KindContractIT extends ProviderContract {
    @TempDir
    static Path home;

    private Shell shell;

    @BeforeAll
    void aMachineWithTheToolsAndWithoutTheCluster() {
        Shell.needs("docker", "kind", "cilium");
        shell = new Shell(home);
        shell.needsNoCluster("contract");
    }

    @Override
    protected ClusterAccess open() {
        String os = System.getProperty("os.name");
        Tools tools = new Tools(new Executables(shell.environment(), os), Platform.of(os));
        ProcessRunner runner = new JdkProcessRunner(System.getenv());
        KindProvider provider = new KindProvider(
                tools, runner, new RunningProcesses.ThisMachine(), shell.environment(), TimeSource.system());
        return new ClusterAccess(provider, new CliInstaller(tools, runner));
    }

    @Override
    protected String nodeImage() {
        return Optional.ofNullable(System.getenv("LABCTL_NODE_IMAGE")).orElse(super.nodeImage());
    }
}
