package dev.labctl;

import dev.labctl.cilium.CliInstaller;
import dev.labctl.kubernetes.ContextConnector;
import dev.labctl.kubernetes.KubeconfigFiles;
import dev.labctl.lab.ClusterConfig;
import dev.labctl.lab.ClusterSource;
import dev.labctl.lab.EksctlConfig;
import dev.labctl.process.ProcessRunner;
import dev.labctl.process.RunningProcesses;
import dev.labctl.provider.ClusterAccess;
import dev.labctl.provider.Equivalents;
import dev.labctl.provider.Providers;
import dev.labctl.provider.context.ContextProvider;
import dev.labctl.provider.eks.EksProvider;
import dev.labctl.provider.eks.KnownClusters;
import dev.labctl.provider.kind.KindEquivalents;
import dev.labctl.provider.kind.KindHost;
import dev.labctl.provider.kind.KindProvider;
import dev.labctl.provider.recorded.RecordedProvider;
import dev.labctl.provider.rehearsal.RehearsalProvider;
import dev.labctl.provider.rehearsal.SimulatedInstaller;
import dev.labctl.provider.rehearsal.StateFolder;
import dev.labctl.time.TimeSource;
import dev.labctl.tools.Tools;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * A recording or a context where one is named; rehearsals where one is asked for, or exists under the name; EKS for labs that
 * run there, and without a lab for names that are known to be there; otherwise kind.
 */
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
    public ClusterAccess open(ClusterSource source, Optional<ClusterConfig> lab, OptionalLong seed) {
        if (source instanceof ClusterSource.Context context) {
            ContextConnector connector = new ContextConnector(
                    KubeconfigFiles.of(environment, home), runner, tools.executables(), environment);
            return new ClusterAccess(new ContextProvider(context, connector, time), new CliInstaller(tools, runner));
        }
        if (source instanceof ClusterSource.Recorded recorded) {
            return new ClusterAccess(RecordedProvider.read(recorded.file()), new CliInstaller(tools, runner));
        }
        ClusterSource.Named named = (ClusterSource.Named) source;
        if (named.rehearse() || new StateFolder(stateFolder).has(named.name())) {
            return rehearsals(lab, seed);
        }
        boolean eks = lab.map(config -> config instanceof EksctlConfig)
                .orElseGet(() -> KnownClusters.in(stateFolder).has(named.name()));
        return eks ? eks(lab) : kind();
    }

    /** AWS is asked only by those who have a cluster there. */
    @Override
    public List<Supplier<ClusterAccess>> all(boolean rehearsed) {
        if (rehearsed) {
            return List.of(() -> rehearsals(Optional.empty(), OptionalLong.empty()));
        }
        return KnownClusters.in(stateFolder).all().isEmpty()
                ? List.of(this::kind)
                : List.of(this::kind, () -> eks(Optional.empty()));
    }

    private ClusterAccess eks(Optional<ClusterConfig> lab) {
        Optional<String> region = lab.map(config -> ((EksctlConfig) config).region());
        EksProvider provider =
                new EksProvider(region, KnownClusters.in(stateFolder), tools, runner, processes, environment, time);
        return new ClusterAccess(provider, new CliInstaller(tools, runner));
    }

    private ClusterAccess kind() {
        return new ClusterAccess(
                new KindProvider(tools, runner, processes, environment, time), new CliInstaller(tools, runner));
    }

    private ClusterAccess rehearsals(Optional<ClusterConfig> lab, OptionalLong seed) {
        Equivalents real = lab.orElse(null) instanceof EksctlConfig config
                ? EksProvider.commands(config)
                : new KindEquivalents(KindHost.local(tools.platform()));
        RehearsalProvider provider = new RehearsalProvider(stateFolder, seed, time, real);
        return new ClusterAccess(provider, new SimulatedInstaller(provider));
    }
}
