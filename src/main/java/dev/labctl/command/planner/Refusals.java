package dev.labctl.command.planner;

import dev.labctl.cilium.CiliumState;
import dev.labctl.cilium.Damage;
import dev.labctl.failure.Failure;
import dev.labctl.failure.FailureException;
import dev.labctl.failure.Reason;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.EksctlConfig;
import dev.labctl.lab.LabRef;
import dev.labctl.process.ShellWords;
import dev.labctl.provider.ClusterFacts;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.ClusterState;
import dev.labctl.provider.ClusterState.Busy;
import dev.labctl.provider.ClusterState.Foreign;
import dev.labctl.provider.ClusterState.Incomplete;
import dev.labctl.provider.ClusterState.Managed;
import dev.labctl.provider.ClusterState.Reachable;
import dev.labctl.provider.ClusterState.Unreachable;
import dev.labctl.provider.HaltedNodes;
import dev.labctl.provider.Provider;
import dev.labctl.steps.ClusterSteps.CreateCluster;
import dev.labctl.steps.Step;
import java.util.List;
import java.util.Optional;

/** Why a cluster that is there is not worked on. */
public final class Refusals {
    private Refusals() {}

    static FailureException differs(ClusterSpec wanted, List<String> differences, boolean foreign) {
        return Failure.of(
                        Reason.CLUSTER_DIFFERS,
                        "there is a cluster " + wanted.name() + ", and it is not the one that " + wanted.lab()
                                + " wants",
                        foreign
                                ? "Give this lab another name with --cluster. --recreate does not replace a cluster that"
                                        + " labctl did not create, unless you add --replace-foreign."
                                : "Run it with --recreate to replace that cluster, or give this lab another name with"
                                        + " --cluster.")
                .withDetails(differences)
                .asException();
    }

    /**
     * A cluster that labctl did not create, and that is not deleted without a word.
     *
     * @param lost with it, a line each
     */
    public static Failure foreign(ClusterName cluster, List<String> lost) {
        return Failure.of(
                        Reason.CLUSTER_NOT_OURS,
                        "the cluster " + cluster + " was not created by labctl, so it is not replaced",
                        "Give the lab another name with --cluster; or, if that cluster and all that it holds may go, add"
                                + " --replace-foreign.")
                .withDetails(lost);
    }

    /** On EKS, a cluster that labctl did not create may be anyone's in the account: it is never replaced. */
    public static void ifElsewhere(ClusterSpec wanted, ClusterState state) {
        boolean eks = wanted.cluster() instanceof EksctlConfig;
        if (eks && state instanceof Foreign other && !other.ours()) {
            throw new FailureException(
                    Reason.CLUSTER_NOT_OURS,
                    "the name " + wanted.name() + " is in use on EKS by a cluster that labctl did not create",
                    "Give the lab another name with --cluster.");
        }
    }

    static FailureException busy(Busy busy, ClusterName cluster) {
        return new FailureException(
                Reason.CLUSTER_BUSY,
                busy.who(),
                "Wait until it is done; if that process is gone for good, delete the cluster " + cluster
                        + " with the tool that creates it.");
    }

    static FailureException unreachable(Unreachable unreachable, ClusterName cluster) {
        if (!unreachable.halted().isEmpty()) {
            return unreachable.halted().failure(cluster, unreachable.ours()).asException();
        }
        return new FailureException(
                Reason.API_UNREACHABLE,
                "the API server of the cluster " + cluster + " does not answer: " + unreachable.why(),
                cluster.ofContext()
                        ? "Check that `kubectl" + option(cluster) + " version` answers."
                        : "Give it a moment, or " + otherwise(unreachable));
    }

    /** A node that is gone takes its pods and its labels with it. */
    static void ifIncomplete(Managed made, ClusterName cluster) {
        HaltedNodes halted = made.facts().halted();
        if (!halted.isEmpty() && !halted.startable()) {
            throw halted.failure(cluster, true).asException();
        }
    }

    private static String otherwise(Unreachable unreachable) {
        return unreachable.foreign()
                ? "give the lab another name with --cluster: labctl did not create this one."
                : "recreate the cluster with `labctl up … --recreate`.";
    }

    /** Who did not ask for a rehearsal wants a real cluster, even where a rehearsal has its name. */
    public static void ifRehearsalExists(ClusterName cluster, boolean rehearse, Provider provider) {
        if (!rehearse && provider.kind().simulated()) {
            throw new FailureException(
                    Reason.REHEARSAL_THERE,
                    "there is a rehearsal of the name " + cluster,
                    "Continue it with --rehearse; or delete it first, for a real cluster: `labctl down --cluster "
                            + cluster + "`.");
        }
    }

    /** What other machines could reach needs the reader's permission, before anything is deleted for it. */
    public static void ifRemoteNotAllowed(List<Step> steps, Provider provider, boolean allowed) {
        for (Step step : steps) {
            if (step instanceof CreateCluster create) {
                Optional<String> why = provider.exposure(create.spec());
                if (why.isPresent() && !allowed) {
                    throw new FailureException(
                            Reason.REMOTE_NOT_ALLOWED,
                            why.get(),
                            "If you want that, run the same command with --allow-remote. Without the cluster's"
                                    + " credentials, its API server refuses everyone.");
                }
            }
        }
    }

    public static void ifSimulated(Provider provider, String why, String next) {
        if (provider.kind().simulated()) {
            throw new FailureException(Reason.NOT_IN_REHEARSAL, why, next);
        }
    }

    /** The cluster, where labctl created it and can work on it. */
    public static Managed unlessManaged(ClusterName cluster, ClusterState state) {
        Reachable reachable = unlessReachable(cluster, state);
        if (reachable instanceof Managed managed) {
            if (!managed.facts().halted().isEmpty()) {
                throw managed.facts().halted().failure(cluster, true).asException();
            }
            return managed;
        }
        throw new FailureException(
                Reason.CLUSTER_NOT_OURS,
                "the cluster " + cluster + " has no record of labctl, so it is left alone",
                "Give the lab another name with --cluster"
                        + (reachable.foreign() ? "" : ", or replace that cluster with `labctl up … --recreate`")
                        + "; to work on it as it is, name its context with --context.");
    }

    /** The cluster, where it can be read. */
    public static Reachable unlessReachable(ClusterName cluster, ClusterState state) {
        if (state instanceof Reachable reachable) {
            return reachable;
        }
        if (state instanceof Busy busy) {
            throw busy(busy, cluster);
        }
        if (state instanceof Unreachable unreachable) {
            throw unreachable(unreachable, cluster);
        }
        String what = state instanceof Incomplete
                ? "the cluster " + cluster + " is incomplete"
                : "there is no cluster " + cluster;
        throw new FailureException(Reason.CLUSTER_MISSING, what, "Create it: `labctl up CHAPTER --use-case USE_CASE`.");
    }

    public static void ifNoCilium(ClusterName cluster, Reachable here) {
        if (here.cilium().absent()) {
            throw new FailureException(
                    Reason.CILIUM_MISSING,
                    "the cluster " + cluster + " has no Cilium, so no pod gets an address",
                    "Install it: `labctl cilium-install "
                            + here.lab().map(LabRef::arguments).orElse("CHAPTER --use-case USE_CASE")
                            + option(cluster) + "`.");
        }
        here.cilium()
                .damage(Damage.Kind.RELEASE)
                .filter(damage -> here instanceof Managed)
                .ifPresent(damage -> {
                    throw new FailureException(
                            Reason.CILIUM_NOT_READY,
                            "Cilium on the cluster " + cluster + " is damaged: " + damage,
                            "Bring it back: `labctl cilium-install "
                                    + here.lab().map(LabRef::arguments).orElse("CHAPTER --use-case USE_CASE")
                                    + (cluster.equals(ClusterName.BOOK) ? "" : " --cluster " + cluster) + "`.");
                });
    }

    private static String option(ClusterName cluster) {
        return cluster.ofContext() ? " --context " + ShellWords.quote(cluster.value()) : "";
    }

    /** Rights are missing without which no one can say whether the cluster of a context is like the lab's. */
    static FailureException unread(ClusterSpec wanted, List<String> answers) {
        return Failure.of(
                        Reason.OBJECT_REFUSED,
                        "the cluster " + wanted.name() + " cannot be compared with the one that " + wanted.lab()
                                + " is written for: rights are missing",
                        "Use credentials that have these rights, or ask for them.")
                .withDetails(answers)
                .asException();
    }

    /** The cluster of a context lacks what the lab's files rely on. */
    static FailureException lacks(ClusterSpec wanted, ClusterFacts facts, List<String> differences) {
        return Failure.of(
                        Reason.CLUSTER_DIFFERS,
                        "the cluster " + wanted.name() + " is not like the one that " + wanted.lab()
                                + " is written for; it has " + facts.words(),
                        "Run the lab on a cluster of its own: `labctl run "
                                + wanted.lab().arguments() + "`.")
                .withDetails(differences)
                .asException();
    }

    /** A Cilium that the cilium CLI did not install: it would install a second one. */
    static Failure otherCilium(ClusterName cluster, CiliumState cilium) {
        String how = cilium.release().isPresent() ? "" : ", but not as a Helm release that can be read,";
        return Failure.of(
                Reason.CLUSTER_DIFFERS,
                "Cilium is installed on " + cluster + how + " in the namespace " + cilium.namespace()
                        + ", where labctl cannot upgrade it",
                "Leave it as it is with `labctl run … --keep-cilium`, or change it by the means by which it was"
                        + " installed.");
    }
}
