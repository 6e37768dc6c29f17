package dev.labctl;

import dev.labctl.cilium.CliInstaller;
import dev.labctl.lab.ClusterName;
import dev.labctl.process.ProcessRunner;
import dev.labctl.process.RunningProcesses;
import dev.labctl.provider.ClusterAccess;
import dev.labctl.provider.Providers;
import dev.labctl.provider.kind.KindEquivalents;
import dev.labctl.provider.kind.KindProvider;
import dev.labctl.provider.rehearsal.RehearsalProvider;
import dev.labctl.provider.rehearsal.SimulatedInstaller;
import dev.labctl.provider.rehearsal.StateFolder;
import dev.labctl.time.TimeSource;
import dev.labctl.tools.Platform;
import dev.labctl.tools.Tools;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;

/** Rehearsals where one is asked for, or exists under the name; otherwise kind. */
record ClusterProviders(
        Path stateFolder,
        Tools tools,
        ProcessRunner runner,
        RunningProcesses processes,
        Map<String, String> environment,
        TimeSource time)
        implements Providers {
    @Override
    public ClusterAccess open(ClusterName cluster, boolean rehearse, OptionalLong seed) {
        return rehearse || new StateFolder(stateFolder).has(cluster) ? rehearsals(seed) : kind();
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
        RehearsalProvider provider =
                new RehearsalProvider(stateFolder, seed, time, new KindEquivalents(tools.platform() == Platform.LINUX));
        return new ClusterAccess(provider, new SimulatedInstaller(provider));
    }
}
