package dev.labctl;

import dev.labctl.cilium.CliInstaller;
import dev.labctl.kubernetes.ContextConnector;
import dev.labctl.kubernetes.KubeconfigFiles;
import dev.labctl.lab.ClusterSource;
import dev.labctl.process.ProcessRunner;
import dev.labctl.process.RunningProcesses;
import dev.labctl.provider.ClusterAccess;
import dev.labctl.provider.Providers;
import dev.labctl.provider.context.ContextProvider;
import dev.labctl.provider.kind.KindEquivalents;
import dev.labctl.provider.kind.KindHost;
import dev.labctl.provider.kind.KindProvider;
import dev.labctl.provider.recorded.RecordedProvider;
import dev.labctl.provider.rehearsal.RehearsalProvider;
import dev.labctl.provider.rehearsal.SimulatedInstaller;
import dev.labctl.provider.rehearsal.StateFolder;
import dev.labctl.time.TimeSource;
import dev.labctl.tools.Platform;
import dev.labctl.tools.Tools;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;

/** A recording or a context where one is named; rehearsals where one is asked for, or exists under the name; otherwise kind. */
record ClusterProviders(
        Path home,
        Path stateFolder,
        Tools tools,
        ProcessRunner runner,
        RunningProcesses processes,
        Map<String, String> environment,
        TimeSource time)
        implements Providers {
    @Override
    public ClusterAccess open(ClusterSource source, OptionalLong seed) {
        if (source instanceof ClusterSource.Context context) {
            ContextConnector connector = new ContextConnector(
                    KubeconfigFiles.of(environment, home), runner, tools.executables(), environment);
            return new ClusterAccess(new ContextProvider(context, connector, time), new CliInstaller(tools, runner));
        }
        if (source instanceof ClusterSource.Recorded recorded) {
            return new ClusterAccess(RecordedProvider.read(recorded.file()), new CliInstaller(tools, runner));
        }
        ClusterSource.Named named = (ClusterSource.Named) source;
        return named.rehearse() || new StateFolder(stateFolder).has(named.name()) ? rehearsals(seed) : kind();
    }

    @Override
    public ClusterAccess all(boolean rehearsed) {
        return rehearsed ? rehearsals(OptionalLong.empty()) : kind();
    }

    private ClusterAccess kind() {
        return new ClusterAccess(
                new KindProvider(tools, runner, processes, environment, time), new CliInstaller(tools, runner));
    }

    private ClusterAccess rehearsals(OptionalLong seed) {
        RehearsalProvider provider = new RehearsalProvider(
                stateFolder, seed, time, new KindEquivalents(KindHost.local(tools.platform() == Platform.LINUX)));
        return new ClusterAccess(provider, new SimulatedInstaller(provider));
    }
}
