package dev.labctl.command.planner;

import dev.labctl.cilium.CiliumRequest;
import dev.labctl.cilium.CiliumState;
import dev.labctl.cilium.CiliumState.Release;
import dev.labctl.cilium.Damage;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.ipam.ClusterPool;
import dev.labctl.ipam.Family;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.kubernetes.CiliumNamespace;
import dev.labctl.lab.ClusterName;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.ClusterState.Managed;
import dev.labctl.provider.ClusterState.Reachable;
import dev.labctl.provider.LabRecord;
import dev.labctl.steps.AlreadyDone;
import dev.labctl.steps.CiliumSteps.AwaitCilium;
import dev.labctl.steps.CiliumSteps.InstallCilium;
import dev.labctl.steps.CiliumSteps.RestartCilium;
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
    private static final String CUT_OFF = "an earlier install was cut off";

    private CiliumPlanner() {}

    /**
     * Brings a cluster's Cilium to the lab's values.
     *
     * @param apply the lab's objects, of which some come before Cilium, and some before its agents can be ready
     */
    public static List<Step> bring(DesiredLab wanted, Reachable here, ApplyManifests apply) {
        refusal(wanted, here).ifPresent(failure -> {
            throw failure.asException();
        });
        CiliumRequest request = wanted.cilium();
        Optional<Release> release = here.cilium().release();
        List<Step> steps = new ArrayList<>(phase(apply, Phase.BEFORE_CILIUM));
        if (release.isEmpty()) {
            steps.add(new InstallCilium(request));
        } else if (release.get().pending()) {
            steps.add(new UninstallCilium(request.cluster(), CUT_OFF));
            steps.add(new InstallCilium(request));
        } else {
            steps.add(change(request, here)
                    .<Step>map(reason -> new UpgradeCilium(request, reason))
                    .orElseGet(() -> unchanged(request, here)));
        }
        if (lacksNodes(wanted.cluster(), here)) {
            steps.add(new AwaitNodes(wanted.cluster()));
        }
        steps.addAll(ready(apply));
        return steps;
    }

    /** Restarts agents that know a node by an address which it no longer has: Docker gives addresses in the order of starts. */
    static List<Step> restart(ClusterName cluster, Managed made) {
        return made.cilium()
                .damage(Damage.Kind.ADDRESS)
                .map(why -> List.<Step>of(new RestartCilium(cluster, why), new AwaitCilium(cluster)))
                .orElse(List.of());
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

    private static Step unchanged(CiliumRequest request, Reachable here) {
        return Optional.of(here)
                .filter(Managed.class::isInstance)
                .flatMap(made -> made.cilium().damage(Damage.Kind.ADDRESS))
                .<Step>map(why -> new RestartCilium(request.cluster(), why))
                .orElse(new AlreadyDone("install Cilium", request.version() + " is there with these values"));
    }

    /** Cilium alone: what has waited for it comes up as well. */
    public static List<Step> alone(List<Step> cilium) {
        return Stream.concat(cilium.stream(), Stream.of(new AwaitSystem())).toList();
    }

    /** Why the Cilium that is there cannot become the lab's, if it cannot. */
    static Optional<Failure> refusal(DesiredLab wanted, Reachable here) {
        CiliumState cilium = here.cilium();
        Optional<Release> release = cilium.release();
        boolean elsewhere = !cilium.namespace().equals(CiliumNamespace.DEFAULT);
        // Helm adopts what it installed itself, so labctl's own Cilium can be installed again over what is left of it.
        boolean ours = here instanceof Managed
                && here.known().flatMap(LabRecord::cilium).isPresent();
        if (cilium.installed() && (elsewhere || (release.isEmpty() && !ours))) {
            return Optional.of(Refusals.otherCilium(wanted.cluster().name(), cilium));
        }
        boolean kept = release.filter(known -> !known.pending()).isPresent();
        return kept
                ? cilium.settings().flatMap(settings -> addressChange(settings, wanted.settings(), wanted.cluster()))
                : Optional.empty();
    }

    /** Why the Cilium that is there has to be changed; empty where it serves as it is, or there is none. */
    static Optional<String> change(CiliumRequest request, Reachable here) {
        return here.cilium().release().flatMap(release -> change(request, here, release));
    }

    private static Optional<String> change(CiliumRequest request, Reachable here, Release release) {
        if (release.pending()) {
            return Optional.of(CUT_OFF);
        }
        if (!release.deployed()) {
            return Optional.of("the last install ended as " + release.status());
        }
        Optional<String> damage = here.cilium().damage(Damage.Kind.RELEASE);
        if (damage.isPresent()) {
            return damage;
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

    private static Optional<Failure> addressChange(IpamSettings here, IpamSettings wanted, ClusterSpec spec) {
        String next = "Make a new cluster: `labctl up " + spec.lab().arguments() + " --recreate`, then run this again.";
        if (!here.mode().equals(wanted.mode())) {
            return Optional.of(Failure.of(
                    Reason.IPAM_MODE_CHANGE,
                    "Cilium runs with IPAM mode " + here.mode() + ", the lab wants " + wanted.mode()
                            + "; changed on a live cluster, pods keep addresses that nothing manages",
                    next));
        }
        if (!here.families().equals(wanted.families())) {
            return Optional.of(Failure.of(
                    Reason.ADDRESS_FAMILY_CHANGE,
                    "Cilium runs with " + here.familyWords() + ", the lab wants " + wanted.familyWords()
                            + "; pods that are there would lack the one or keep the other",
                    next));
        }
        return here.pools().entrySet().stream()
                .flatMap(pool -> poolChange(pool.getKey(), pool.getValue(), wanted).stream())
                .findFirst()
                .map(change -> Failure.of(Reason.NODE_CIDR_CHANGE, change, next));
    }

    private static Optional<String> poolChange(Family family, ClusterPool here, IpamSettings wanted) {
        return Optional.ofNullable(wanted.pools().get(family))
                .filter(other -> !here.mayBecome(other))
                .map(other -> "Cilium cuts the nodes' " + family + " blocks from " + here + "; the lab wants " + other
                        + "; nodes keep the block that they have, so only an addition to the list can work");
    }
}
