package dev.labctl.cli;

import dev.labctl.command.ApplyCommand;
import dev.labctl.command.CiliumInstallCommand;
import dev.labctl.command.CiliumUninstallCommand;
import dev.labctl.command.ContextCommand;
import dev.labctl.command.DeleteCommand;
import dev.labctl.command.DownCommand;
import dev.labctl.command.ResetCommand;
import dev.labctl.command.RunCommand;
import dev.labctl.command.UpCommand;
import dev.labctl.command.VerifyCommand;
import dev.labctl.command.WaitCommand;
import dev.labctl.lab.LabState;
import dev.labctl.output.files.OutputFile;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Option;

/** The commands that consist of steps: they create, change, await or delete something. */
final class ChangeCommands {
    private ChangeCommands() {}

    @Command(description = "Create the lab's cluster, or reuse it if it matches.")
    static Request up(@Mixin NewClusterOptions options, @Mixin ReplaceOptions replace) {
        return options.request(() -> new UpCommand(
                options.labTarget(),
                options.nodeImage(),
                options.allowRemote(),
                replace.replacing(options),
                options.seed(),
                options.agreed(),
                options.dryRun()));
    }

    @Command(
            name = "cilium-install",
            description = "Install Cilium with the lab's values, or upgrade it to them, and wait until it is ready.")
    static Request ciliumInstall(
            @Mixin ExistingLabOptions options,
            @Mixin CiliumOptions cilium,
            @Option(names = "--dry-run", description = Descriptions.DRY_RUN) boolean dryRun) {
        return options.request(() -> new CiliumInstallCommand(
                options.labTarget(cilium.values()).withCilium(cilium.version(options.environment())), dryRun));
    }

    @Command(description = "Apply the lab's manifests, and wait until each object is ready or as the lab expects it.")
    static Request apply(
            @Mixin ExistingLabOptions options,
            @Option(names = "--force-conflicts", description = Descriptions.FORCE_CONFLICTS) boolean force,
            @Option(
                            names = "--prune",
                            description =
                                    "Also delete what labctl made before and the lab does not have any more; without"
                                            + " it, such objects are named and stay.")
                    boolean prune,
            @Option(names = "--dry-run", description = Descriptions.DRY_RUN) boolean dryRun) {
        return options.request(() -> new ApplyCommand(options.labTarget(), force, prune, dryRun));
    }

    @Command(description = "Wait until Cilium and the lab's objects are ready, or as the lab expects them.")
    static Request wait(
            @Mixin ExistingLabOptions options,
            @Option(names = "--dry-run", description = Descriptions.DRY_RUN) boolean dryRun) {
        return options.request(() -> new WaitCommand(options.target(), dryRun));
    }

    /** Everything else was waited for when it was created. */
    static final class ShorterTimeout implements IDefaultValueProvider {
        @Override
        public String defaultValue(ArgSpec argument) {
            return argument.paramLabel().equals(ClusterOptions.TIMEOUT_LABEL) ? "2m" : argument.defaultValue();
        }
    }

    @Command(
            description = "Check the lab's expectations, and wait for those that may still be met.",
            defaultValueProvider = ShorterTimeout.class)
    static Request verify(
            @Mixin ExistingLabOptions options,
            @Option(
                            names = "--expect",
                            paramLabel = "STATE",
                            defaultValue = "fault",
                            description = "fault: as the lab's files create it, with the fault that it may be about;"
                                    + " healthy: with every pod running that is wanted (default: fault).")
                    LabState state,
            @Option(
                            names = "--junit",
                            paramLabel = "FILE",
                            description = "Also write the results to a file, as JUnit XML.")
                    Optional<Path> junit,
            @Option(names = "--dry-run", description = Descriptions.DRY_RUN) boolean dryRun) {
        return options.request(() -> new VerifyCommand(options.target(), state, dryRun))
                .and(OutputFile.Kind.JUNIT, junit.filter(file -> !dryRun));
    }

    @Command(description = "Do everything: up, cilium-install, apply --prune, verify.")
    static Request run(
            @Mixin RunOptions options,
            @Mixin CiliumOptions cilium,
            @Mixin ReplaceOptions replace,
            @Option(names = "--force-conflicts", description = Descriptions.FORCE_CONFLICTS) boolean force,
            @Option(names = "--down", description = "Delete the cluster afterwards, whatever the outcome.")
                    boolean down) {
        return options.request(() -> new RunCommand(
                options.labTarget(cilium.values()).withCilium(cilium.version(options.environment())),
                options.nodeImage(),
                options.allowRemote(),
                replace.replacing(options),
                force,
                down,
                options.keepCilium(replace.given() || down),
                options.seed(),
                options.agreed(),
                options.dryRun()));
    }

    @Command(description = "Delete the lab's cluster, and nothing else.")
    static Request down(
            @Mixin OwnLabOptions options,
            @Option(names = "--all", description = "Delete every cluster that labctl created, and no other.")
                    boolean all,
            @Option(names = "--dry-run", description = Descriptions.DRY_RUN) boolean dryRun) {
        return options.request(() -> new DownCommand(options.target(), all, dryRun));
    }

    @Command(description = "Delete the lab's cluster and create it again.")
    static Request reset(@Mixin NewClusterOptions options, @Mixin ReplaceForeignOption foreign) {
        return options.request(() -> new ResetCommand(
                options.target(),
                options.nodeImage(),
                options.allowRemote(),
                foreign.replacing(),
                options.seed(),
                options.agreed(),
                options.dryRun()));
    }

    @Command(description = "Delete the objects that labctl made, and wait until they are gone.")
    static Request delete(
            @Mixin ExistingLabOptions options,
            @Option(names = "--yes", description = Descriptions.YES_DELETE) boolean yes,
            @Option(names = "--dry-run", description = Descriptions.DRY_RUN) boolean dryRun) {
        return options.request(() -> new DeleteCommand(options.target(), yes, dryRun));
    }

    @Command(name = "cilium-uninstall", description = "Uninstall Cilium from the cluster.")
    static Request ciliumUninstall(
            @Mixin AnyClusterOptions options,
            @Option(names = "--yes", description = Descriptions.YES_DELETE) boolean yes,
            @Option(names = "--dry-run", description = Descriptions.DRY_RUN) boolean dryRun) {
        return options.request(() -> new CiliumUninstallCommand(options.target(), yes, dryRun));
    }

    @Command(description = "Make the cluster the current context of kubectl.")
    static Request context(
            @Mixin ExistingClusterOptions options,
            @Option(names = "--dry-run", description = Descriptions.DRY_RUN) boolean dryRun) {
        return options.request(() -> new ContextCommand(options.target(), dryRun));
    }
}
