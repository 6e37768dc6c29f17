package dev.labctl.command.planner;

import dev.labctl.cilium.CiliumRequest;
import dev.labctl.cilium.CiliumState;
import dev.labctl.cilium.CiliumState.Release;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.ipam.ClusterPool;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.kubernetes.CiliumNamespace;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.ClusterState.Managed;
import dev.labctl.provider.ClusterState.Reachable;
import dev.labctl.provider.LabRecord;
import dev.labctl.steps.AlreadyDone;
import dev.labctl.steps.CiliumSteps.AwaitCilium;
import dev.labctl.steps.CiliumSteps.InstallCilium;
import dev.labctl.steps.CiliumSteps.UninstallCilium;
import dev.labctl.steps.CiliumSteps.UpgradeCilium;
import dev.labctl.steps.ClusterSteps.AwaitNodes;
import dev.labctl.steps.Step;
import dev.labctl.steps.objects.ApplyManifests;
import dev.labctl.steps.objects.ApplyManifests.Phase;
import dev.labctl.steps.objects.AwaitSystem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** From the Cilium that a cluster has to the one that its lab asks for, with the objects that its agents need. Pure. */
public final class CiliumPlanner {
    private CiliumPlanner() {}

    /**
     * Brings a cluster's Cilium to the lab's values.
     *
     * @param wanted the lab's cluster, to be sure that the values meet the cluster they were written for
     * @param settings what the values come to, with the defaults of whoever installs them
     * @param apply the lab's objects, of which some come before Cilium, and some before its agents can be ready
     */
    public static List<Step> bring(
            CiliumRequest request, ClusterSpec wanted, IpamSettings settings, Reachable here, ApplyManifests apply) {
        Optional<Release> release = here.cilium().release();
        if (here.cilium().installed()
                && (release.isEmpty() || !here.cilium().namespace().equals(CiliumNamespace.DEFAULT))) {
            throw Refusals.otherCilium(request.cluster(), here.cilium());
        }
        List<Step> steps = new ArrayList<>(phase(apply, Phase.BEFORE_CILIUM));
        if (release.isEmpty()) {
            steps.add(new InstallCilium(request));
        } else if (release.get().pending()) {
            steps.add(new UninstallCilium(request.cluster(), "an earlier install was cut off"));
            steps.add(new InstallCilium(request));
        } else {
            refuseAddressChange(here.cilium(), settings, wanted);
            steps.add(upgradeReason(request, here, release.get())
                    .<Step>map(reason -> new UpgradeCilium(request, reason))
                    .orElse(new AlreadyDone("install Cilium", request.version() + " is there with these values")));
        }
        if (lacksNodes(wanted, here)) {
            steps.add(new AwaitNodes(wanted));
        }
        steps.addAll(ready(apply));
        return steps;
    }

    /** Waits for agents that have all that they need to become ready. */
    static List<Step> ready(ApplyManifests apply) {
        List<Step> steps = new ArrayList<>(phase(apply, Phase.BEFORE_AGENTS));
        steps.add(new AwaitCilium(apply.cluster()));
        return steps;
    }

    /** Applies what a phase has; nothing where the lab has no objects of it. */
    static List<Step> phase(ApplyManifests apply, Phase phase) {
        return phase.of(apply.lab()).isEmpty() ? List.of() : List.of(apply.in(phase));
    }

    /** Whether a cluster of labctl still waits for its nodes, which come after Cilium. */
    private static boolean lacksNodes(ClusterSpec wanted, Reachable here) {
        return here instanceof Managed
                && wanted.cluster().nodesAfterCilium()
                && here.facts().workers() < wanted.cluster().nodeCount();
    }

    /** Leaves the Cilium of a cluster as it is. */
    public static List<Step> keep(Reachable here, ApplyManifests apply) {
        Refusals.ifNoCilium(apply.cluster(), here);
        List<Step> steps = new ArrayList<>(phase(apply, Phase.BEFORE_CILIUM));
        steps.add(new AlreadyDone("install Cilium", "left as it is"));
        steps.addAll(ready(apply));
        return steps;
    }

    /** Cilium alone: what has waited for it comes up as well. */
    public static List<Step> alone(List<Step> cilium) {
        return Stream.concat(cilium.stream(), Stream.of(new AwaitSystem())).toList();
    }

    private static Optional<String> upgradeReason(CiliumRequest request, Reachable here, Release release) {
        if (!release.deployed()) {
            return Optional.of("the last install ended as " + release.status());
        }
        Optional<LabRecord.Cilium> recorded = here.known().flatMap(LabRecord::cilium);
        if (recorded.isEmpty()) {
            return Optional.of("it was installed without labctl, or not completely");
        }
        if (recorded.get().revision() != release.revision()) {
            return Optional.of("it was changed without labctl");
        }
        if (!recorded.get().version().equals(request.version())) {
            return Optional.of("from version " + recorded.get().version() + " to " + request.version());
        }
        if (!recorded.get().values().equals(request.fingerprint())) {
            return Optional.of("the values differ");
        }
        return recorded.get().reliesOn().equals(request.reliesOn())
                ? Optional.empty()
                : Optional.of("what was applied before it differs");
    }

    private static void refuseAddressChange(CiliumState cilium, IpamSettings wanted, ClusterSpec spec) {
        if (cilium.settings().isEmpty()) {
            return;
        }
        IpamSettings here = cilium.settings().get();
        String next = "Make a new cluster: `labctl up " + spec.lab().arguments() + " --recreate`, then run this again.";
        if (!here.mode().equals(wanted.mode())) {
            throw new FailureException(
                    Reason.IPAM_MODE_CHANGE,
                    "Cilium runs with IPAM mode " + here.mode() + ", the lab wants " + wanted.mode()
                            + "; changed on a live cluster, pods keep addresses that nothing manages",
                    next);
        }
        if (!here.families().equals(wanted.families())) {
            throw new FailureException(
                    Reason.ADDRESS_FAMILY_CHANGE,
                    "Cilium runs with " + here.familyWords() + ", the lab wants " + wanted.familyWords()
                            + "; pods that are there would lack the one or keep the other",
                    next);
        }
        here.pools().forEach((family, pool) -> {
            ClusterPool other = wanted.pools().get(family);
            if (other != null && !pool.mayBecome(other)) {
                throw new FailureException(
                        Reason.NODE_CIDR_CHANGE,
                        "Cilium cuts the nodes' " + family + " blocks from " + pool + "; the lab wants " + other
                                + "; nodes keep the block that they have, so only an addition to the list can work",
                        next);
            }
        });
    }
}
