package dev.labctl.command;

import dev.labctl.command.planner.Replacing;
import dev.labctl.command.session.CommandContext;
import dev.labctl.command.session.Target;
import dev.labctl.lab.LabState;
import dev.labctl.logs.LogQuery;
import dev.labctl.report.Report;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Runs commands from their options to their reports, with the options that a test does not care about left out. */
public record TestedCommands(CommandContext context, boolean dryRun) {
    public TestedCommands(CommandContext context) {
        this(context, false);
    }

    public Report run(Command command) {
        return CommandRunner.run(command, context, false);
    }

    public Report up(Target target, Replacing replacing) {
        return run(new UpCommand(target, Optional.empty(), false, replacing, OptionalLong.empty(), false, dryRun));
    }

    public Report upRemotely(Target target) {
        return run(
                new UpCommand(target, Optional.empty(), true, Replacing.NOTHING, OptionalLong.empty(), false, dryRun));
    }

    public Report ciliumInstall(Target target) {
        return run(new CiliumInstallCommand(target, dryRun));
    }

    public Report apply(Target target) {
        return run(new ApplyCommand(target, false, false, dryRun));
    }

    public Report diff(Target target, boolean prune, boolean exitCode) {
        return run(new DiffCommand(target, prune, exitCode));
    }

    /** With {@code --prune}. */
    public Report prune(Target target) {
        return run(new ApplyCommand(target, false, true, dryRun));
    }

    public Report run(Target target, boolean down) {
        return run(target, down, Replacing.NOTHING);
    }

    public Report run(Target target, boolean down, Replacing replacing) {
        return run(new RunCommand(
                target, Optional.empty(), false, replacing, false, down, false, OptionalLong.empty(), false, dryRun));
    }

    public Report waitFor(Target target) {
        return run(new WaitCommand(target, dryRun));
    }

    public Report verify(Target target, LabState state) {
        return run(new VerifyCommand(target, state, dryRun));
    }

    public Report delete(Target target) {
        return run(new DeleteCommand(target, false, dryRun));
    }

    public Report ciliumUninstall(Target target) {
        return run(new CiliumUninstallCommand(target, false, dryRun));
    }

    public Report down(Target target) {
        return run(new DownCommand(target, false, dryRun));
    }

    public Report downAll(Target target) {
        return run(new DownCommand(target, true, dryRun));
    }

    public Report reset(Target target) {
        return reset(target, Replacing.OWN);
    }

    public Report reset(Target target, Replacing replacing) {
        return run(new ResetCommand(target, Optional.empty(), false, replacing, OptionalLong.empty(), false, dryRun));
    }

    public Report context(Target target) {
        return run(new ContextCommand(target, dryRun));
    }

    public Report status(Target target) {
        return run(new StatusCommand(target));
    }

    public Report ipam(Target target, Optional<String> node) {
        return run(new IpamCommand(target, node, false));
    }

    public Report watch(Target target) {
        return run(new IpamCommand(target, Optional.empty(), true));
    }

    public Report explain(Target target, Optional<String> object) {
        return run(new ExplainCommand(target, object, Optional.empty()));
    }

    public Report logs(Target target, LogQuery query) {
        return run(new LogsCommand(target, query, false));
    }

    public Report follow(Target target, LogQuery query) {
        return run(new LogsCommand(target, query, true));
    }

    public Report bundle(Target target) {
        return run(new BundleCommand(target, List.of("labctl 1.0")));
    }
}
