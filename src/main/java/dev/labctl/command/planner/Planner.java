package dev.labctl.command.planner;

import dev.labctl.cilium.CiliumRequest;
import dev.labctl.doctor.Needs;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.Lab;
import dev.labctl.lab.LabRef;
import dev.labctl.provider.ClusterDifferences;
import dev.labctl.provider.ClusterPromises;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.ClusterState.Absent;
import dev.labctl.provider.ClusterState.Busy;
import dev.labctl.provider.ClusterState.Foreign;
import dev.labctl.provider.ClusterState.Incomplete;
import dev.labctl.provider.ClusterState.Managed;
import dev.labctl.provider.ClusterState.Reachable;
import dev.labctl.provider.ClusterState.Unreachable;
import dev.labctl.provider.HaltedNodes;
import dev.labctl.provider.Provider;
import dev.labctl.report.LabSwitch;
import dev.labctl.steps.AlreadyDone;
import dev.labctl.steps.CiliumSteps.AwaitCilium;
import dev.labctl.steps.CiliumSteps.InstallCilium;
import dev.labctl.steps.ClusterSteps.AwaitNodes;
import dev.labctl.steps.ClusterSteps.CheckMachine;
import dev.labctl.steps.ClusterSteps.CreateCluster;
import dev.labctl.steps.ClusterSteps.DeleteCluster;
import dev.labctl.steps.ClusterSteps.StartNodes;
import dev.labctl.steps.Step;
import dev.labctl.steps.objects.ApplyManifests;
import dev.labctl.steps.objects.ApplyManifests.Phase;
import dev.labctl.steps.objects.AwaitObjects;
import dev.labctl.steps.objects.AwaitSystem;
import dev.labctl.steps.verification.Verify;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From what was asked for and what was seen to the steps that lead from one to the other. Pure. */
public final class Planner {
    private Planner() {}

    /** What the machine must have for the lab's cluster; empty where the cluster takes nothing of it. */
    public static Optional<Needs> needs(Lab lab, Provider provider) {
        return provider.kind().simulated() ? Optional.empty() : Optional.of(Needs.ofCluster(lab));
    }

    /**
     * Brings a cluster to be the lab's.
     *
     * @param lab what it is to hold
     * @param needs what the machine must have for it; empty where the cluster takes nothing of it
     * @param replacing what may be deleted for it
     */
    public static List<Step> up(DesiredLab lab, Optional<Needs> needs, ClusterState state, Replacing replacing) {
        ClusterSpec wanted = lab.cluster();
        if (!replacing.own() && state instanceof Managed here) {
            Refusals.ifIncomplete(here, wanted.name());
            List<Step> steps = new ArrayList<>(List.of(reused(lab, here)));
            steps.addAll(CiliumPlanner.restart(wanted.name(), here));
            return steps;
        }
        List<Step> steps = new ArrayList<>();
        needs.map(CheckMachine::new).ifPresent(steps::add);
        if (state instanceof Incomplete half) {
            if (replacing.own() || !half.resumable()) {
                steps.add(new DeleteCluster(wanted.name(), half.why()));
            }
        } else if (!(state instanceof Absent)) {
            refuseUnless(replacing, wanted, state);
            steps.add(new DeleteCluster(wanted.name(), "to recreate it"));
        }
        steps.add(new CreateCluster(wanted));
        if (!wanted.cluster().nodesAfterCilium()) {
            steps.add(new AwaitNodes(wanted));
        }
        return steps;
    }

    /** A cluster that holds the same lab stays, whatever was made of its Cilium: only what installs Cilium decides on that. */
    private static Step reused(DesiredLab lab, Managed here) {
        ClusterSpec wanted = lab.cluster();
        LabRef holds = here.record().lab();
        boolean same = holds.equals(wanted.lab());
        LabSwitch change = same ? Switching.ofCluster(lab, here) : Switching.to(lab, here);
        if (change.verdict() == LabSwitch.Verdict.RECREATE) {
            List<String> differences = new ArrayList<>();
            if (!same) {
                differences.add("it holds the lab " + holds + ", not " + wanted.lab());
            }
            differences.addAll(change.reasons());
            throw Refusals.differs(wanted, differences, false);
        }
        String there = wanted.name() + " is there, with the lab " + holds;
        return new AlreadyDone("create cluster", same ? there : there + "; " + change.text());
    }

    /** Starts the nodes of a cluster that labctl created, where they are halted and it is not replaced. */
    public static Optional<StartNodes> start(ClusterName cluster, ClusterState state, Replacing replacing) {
        HaltedNodes halted = HaltedNodes.NONE;
        if (state instanceof Managed made) {
            halted = made.facts().halted();
        } else if (state instanceof Unreachable silent && silent.ours()) {
            halted = silent.halted();
        }
        return halted.startable() && !replacing.own() ? Optional.of(new StartNodes(cluster, halted)) : Optional.empty();
    }

    private static void refuseUnless(Replacing replacing, ClusterSpec wanted, ClusterState state) {
        if (state instanceof Busy busy) {
            throw Refusals.busy(busy, wanted.name());
        }
        Refusals.ifElsewhere(wanted, state);
        if (replacing.own()) {
            if (state.foreign() && replacing != Replacing.ANY) {
                throw Refusals.foreign(wanted.name(), List.of()).asException();
            }
            return;
        }
        if (state instanceof Unreachable unreachable) {
            throw Refusals.unreachable(unreachable, wanted.name());
        }
        throw Refusals.differs(wanted, ClusterDifferences.of(((Foreign) state).facts(), wanted), state.foreign());
    }

    /**
     * Makes sure that a lab's files meet a cluster like the one they are written for: on another one they would break the
     * pods' network. On a cluster that labctl did not create, what was read of it is shown.
     */
    public static List<Step> check(ClusterSpec wanted, Reachable here) {
        if (here instanceof Managed made) {
            List<String> differences = ClusterDifferences.between(
                    made.record(), wanted.withNodeImage(made.record().nodeImage()));
            if (!differences.isEmpty()) {
                throw Refusals.differs(wanted, differences, false);
            }
            return List.of();
        }
        List<String> unread = ClusterPromises.unread(here.facts());
        if (!unread.isEmpty()) {
            throw Refusals.unread(wanted, unread);
        }
        List<String> broken = ClusterPromises.broken(here.facts(), wanted);
        if (!broken.isEmpty()) {
            throw Refusals.lacks(wanted, here.facts(), broken);
        }
        return List.of(new AlreadyDone("check cluster", here.facts().words()));
    }

    /** Applies all objects of a lab, in the order in which a new cluster gets them. */
    public static List<Step> apply(ApplyManifests apply, Reachable here) {
        Refusals.ifNoCilium(apply.cluster(), here);
        List<Step> steps = new ArrayList<>(CiliumPlanner.phase(apply, Phase.BEFORE_CILIUM));
        steps.addAll(CiliumPlanner.phase(apply, Phase.BEFORE_AGENTS));
        steps.addAll(applied(apply));
        return steps;
    }

    /** Waits for what is there: nothing of a lab that was never applied will come. */
    public static List<Step> await(ClusterName cluster, Lab lab, Reachable here) {
        Refusals.ifNoCilium(cluster, here);
        return here.known().filter(record -> record.holds(lab)).isEmpty()
                ? List.of(new AwaitCilium(cluster), new AwaitSystem())
                : List.of(new AwaitCilium(cluster), new AwaitObjects(lab), new AwaitSystem());
    }

    /** The lab on a cluster that was created elsewhere. */
    public static List<Step> runOn(List<Step> cilium, ApplyManifests apply) {
        List<Step> steps = new ArrayList<>(cilium);
        steps.addAll(applied(apply));
        steps.add(Verify.afterApply(apply.lab()));
        return steps;
    }

    /** Everything from nothing to verified; Cilium is installed while kind still joins the workers, or before there are any. */
    public static List<Step> run(List<Step> up, CiliumRequest request, List<Step> ciliumOnIt, ApplyManifests apply) {
        List<Step> steps = new ArrayList<>();
        for (Step step : up) {
            steps.add(step);
            if (step instanceof CreateCluster create) {
                steps.addAll(CiliumPlanner.phase(apply, Phase.BEFORE_CILIUM));
                steps.add(new InstallCilium(request));
                if (create.spec().cluster().nodesAfterCilium()) {
                    steps.add(new AwaitNodes(create.spec()));
                }
            }
        }
        boolean fresh = up.stream().anyMatch(CreateCluster.class::isInstance);
        steps.addAll(fresh ? CiliumPlanner.ready(apply) : ciliumOnIt);
        steps.addAll(applied(apply));
        steps.add(Verify.afterApply(apply.lab()));
        return steps;
    }

    /** A lab without manifests is applied as well: what labctl applied before has to go. */
    private static List<Step> applied(ApplyManifests apply) {
        return apply.lab().objects().isEmpty()
                ? List.of(apply, new AwaitSystem())
                : List.of(apply, new AwaitObjects(apply.lab()), new AwaitSystem());
    }

    /** Deletes a cluster if labctl created it, or the reader agreed to its loss. */
    public static List<Step> down(ClusterName cluster, ClusterState state, Replacing replacing) {
        if (state instanceof Absent) {
            return List.of(new AlreadyDone("delete cluster", "there is no cluster " + cluster));
        }
        if (state instanceof Busy busy) {
            throw Refusals.busy(busy, cluster);
        }
        if (state.foreign() && replacing != Replacing.ANY) {
            throw new FailureException(
                    Reason.CLUSTER_NOT_OURS,
                    "the cluster " + cluster + " was not created by labctl, so it is left alone",
                    "If it is to go, delete it with the tool that created it.");
        }
        return List.of(new DeleteCluster(cluster, ""));
    }
}
