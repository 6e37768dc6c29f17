package dev.labctl.command;

import dev.labctl.command.planner.CiliumPlanner;
import dev.labctl.command.planner.DesiredLab;
import dev.labctl.command.planner.DesiredState;
import dev.labctl.command.planner.Planner;
import dev.labctl.command.planner.Refusals;
import dev.labctl.command.planner.Replacing;
import dev.labctl.command.session.CommandContext;
import dev.labctl.command.session.ForeignCluster;
import dev.labctl.command.session.OpenCluster;
import dev.labctl.command.session.Resumption;
import dev.labctl.command.session.Target;
import dev.labctl.lab.ClusterSource;
import dev.labctl.lab.Lab;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.ClusterState.Managed;
import dev.labctl.provider.ClusterState.Reachable;
import dev.labctl.report.Report;
import dev.labctl.report.VerifyView;
import dev.labctl.steps.ClusterSteps.CreateCluster;
import dev.labctl.steps.ClusterSteps.DeleteCluster;
import dev.labctl.steps.Plan;
import dev.labctl.steps.Step;
import dev.labctl.steps.objects.ApplyManifests;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Takes a lab from nothing to verified: up, cilium-install, apply and verify as one command.
 *
 * @param nodeImage asked for by name; empty for the pinned one, or whatever an existing cluster has
 * @param allowRemote whether other machines may reach the cluster's API server
 * @param replacing what may be deleted where something exists under the cluster's name
 * @param force take over fields that other managers own
 * @param down delete the cluster afterwards, whatever the outcome
 * @param keepCilium leave the Cilium of a cluster that was created elsewhere as it is
 * @param seed of a rehearsal; empty for any
 * @param agreed whether the reader agreed to the costs beforehand
 */
public record RunCommand(
        Target target,
        Optional<String> nodeImage,
        boolean allowRemote,
        Replacing replacing,
        boolean force,
        boolean down,
        boolean keepCilium,
        OptionalLong seed,
        boolean agreed,
        boolean dryRun)
        implements CreatingCommand {
    @Override
    public Report run(CommandContext context) {
        Lab lab = context.labs().runnable(target);
        DesiredLab wanted =
                DesiredState.of(target.cluster(), lab, nodeImage, target.ciliumVersion(), context.versions());
        try (OpenCluster cluster = OpenCluster.open(context, target, seed)) {
            cluster.warn(lab);
            Refusals.ifRehearsalExists(cluster.name(), target.rehearse(), cluster.provider());
            if (target.source() instanceof ClusterSource.Context) {
                Reachable here = cluster.changeable(dryRun);
                ApplyManifests apply = seen(applying(lab), here, cluster);
                return run(Planner.runOn(onExisting(wanted, here, apply), apply), lab, wanted, cluster);
            }
            return Resumption.run(
                    cluster,
                    lab.ref(),
                    replacing,
                    dryRun,
                    state -> run(steps(lab, wanted, state, cluster, context), lab, wanted, cluster));
        }
    }

    private Report run(List<Step> steps, Lab lab, DesiredLab wanted, OpenCluster cluster) {
        Plan plan = Plan.of(steps);
        Report report = cluster.execute(
                lab,
                wanted.cluster(),
                down ? plan.lastly(new DeleteCluster(cluster.name(), "")) : plan,
                dryRun,
                agreed,
                lab.ref() + " is applied to " + cluster.name());
        return report.failure().isEmpty() && report.result() instanceof VerifyView verified
                ? report.withMessage(report.message() + ", and " + verified.summary())
                : report;
    }

    private ApplyManifests applying(Lab lab) {
        return new ApplyManifests(target.cluster(), lab, force).pruning();
    }

    private List<Step> steps(
            Lab lab, DesiredLab wanted, ClusterState state, OpenCluster cluster, CommandContext context) {
        List<Step> up = Planner.up(
                wanted,
                Planner.needs(lab, cluster.provider()),
                state,
                ForeignCluster.replacing(replacing, wanted.cluster(), state, cluster, context.confirmation(), dryRun));
        Refusals.ifRemoteNotAllowed(up, cluster.provider(), allowRemote);
        boolean fresh = up.stream().anyMatch(CreateCluster.class::isInstance);
        if (!fresh && state instanceof Managed managed) {
            ApplyManifests apply = seen(applying(lab), managed, cluster);
            // What Cilium needs is among the steps on an existing cluster.
            return Planner.run(up.subList(0, 1), wanted.cilium(), onExisting(wanted, managed, apply), apply);
        }
        return Planner.run(up, wanted.cilium(), List.of(), applying(lab));
    }

    /** A dry run names what would be deleted. */
    private ApplyManifests seen(ApplyManifests apply, Reachable here, OpenCluster cluster) {
        return dryRun ? apply.lookedAt(here, cluster.api()) : apply;
    }

    private List<Step> onExisting(DesiredLab wanted, Reachable here, ApplyManifests apply) {
        List<Step> steps = new ArrayList<>(Planner.check(wanted.cluster(), here));
        steps.addAll(keepCilium ? CiliumPlanner.keep(here, apply) : CiliumPlanner.bring(wanted, here, apply));
        return steps;
    }
}
