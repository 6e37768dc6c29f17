package dev.labctl.steps;

import dev.labctl.cilium.CiliumDefaults;
import dev.labctl.doctor.CheckResult;
import dev.labctl.doctor.Needs;
import dev.labctl.failure.Failure;
import dev.labctl.failure.Reason;
import dev.labctl.failure.Wording;
import dev.labctl.kubernetes.ObjectStatus;
import dev.labctl.lab.ClusterName;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.Equivalents;
import dev.labctl.provider.HaltedNodes;
import dev.labctl.provider.LabRecord;
import java.time.Instant;
import java.util.List;

/** Steps that create, complete and delete clusters. */
public final class ClusterSteps {
    private ClusterSteps() {}

    /** Checks whether this machine can run the lab's cluster, before anything is created. */
    public record CheckMachine(Needs needs) implements Step {
        @Override
        public String name() {
            return "check machine";
        }

        @Override
        public boolean changesCluster() {
            return false;
        }

        @Override
        public StepEnd run(Session session) {
            List<CheckResult> findings = session.doctor().examine(needs, session.deadline());
            findings.stream()
                    .filter(finding -> finding.severity() == CheckResult.Severity.WARNING)
                    .forEach(finding -> session.listener().said(finding.message() + "; " + finding.fix()));
            List<CheckResult> errors = findings.stream()
                    .filter(finding -> finding.severity() == CheckResult.Severity.ERROR)
                    .toList();
            if (errors.isEmpty()) {
                return StepEnd.done("");
            }
            CheckResult first = errors.get(0);
            throw Failure.of(Reason.valueOf(first.reason()), first.message(), first.fix())
                    .withDetails(errors.stream()
                            .skip(1)
                            .map(finding -> finding.message() + ": " + finding.fix())
                            .toList())
                    .asException();
        }
    }

    /**
     * Begins to create the cluster and leaves the lab's record in it; done when its API server answers and Cilium can be
     * installed.
     */
    public record CreateCluster(ClusterSpec spec) implements Step {
        @Override
        public String name() {
            return "create cluster";
        }

        /** The provider keeps other labctls off a cluster that is being created. */
        @Override
        public boolean changesCluster() {
            return false;
        }

        @Override
        public StepEnd run(Session session) {
            session.provider().create(spec, session.operation());
            // The namespace of the record is there a moment after the server.
            session.waiting().until("the lab's record", Reason.CLUSTER_CREATE_FAILED, () -> {
                session.api().apply(LabRecord.of(spec).toConfigMap(), true);
                return ObjectStatus.CURRENT;
            });
            // Cilium may be installed next, with values that depend on what its CLI finds in the cluster.
            session.waiting()
                    .until(
                            "the system components of the cluster",
                            Reason.CLUSTER_CREATE_FAILED,
                            () -> CiliumDefaults.detectable(
                                    session.api(), spec.cluster().kubeProxy()));
            return StepEnd.done("the API server answers");
        }

        @Override
        public List<String> equivalent(Equivalents equivalents) {
            return equivalents.create(spec);
        }
    }

    /** Starts nodes that are halted, and waits until the API server tells of them as they are now. */
    public record StartNodes(ClusterName cluster, HaltedNodes halted) implements Step {
        @Override
        public String name() {
            return "start nodes";
        }

        @Override
        public boolean changesCluster() {
            // There may be no API server yet in which to say so.
            return false;
        }

        @Override
        public StepEnd run(Session session) {
            Instant since = session.provider().start(halted, session.operation());
            session.waiting()
                    .until(
                            "the nodes",
                            Reason.CLUSTER_STOPPED,
                            () -> RestartedNodes.status(session.api(), halted, since));
            return StepEnd.done(Wording.counted(halted.nodes().size(), "node"));
        }

        @Override
        public List<String> equivalent(Equivalents equivalents) {
            return halted.start();
        }
    }

    /** Waits until all nodes have joined the cluster. */
    public record AwaitNodes(ClusterSpec spec) implements Step {
        @Override
        public String name() {
            return "join nodes";
        }

        @Override
        public boolean changesCluster() {
            return true;
        }

        @Override
        public StepEnd run(Session session) {
            session.provider().awaitNodes(spec, session.operation());
            return StepEnd.done(Wording.counted(spec.cluster().nodeCount(), "node"));
        }

        @Override
        public List<String> equivalent(Equivalents equivalents) {
            return equivalents.createNodes(spec);
        }
    }

    /**
     * Deletes a cluster.
     *
     * @param why it goes, for the reader; may be empty
     */
    public record DeleteCluster(ClusterName cluster, String why) implements Step {
        @Override
        public String name() {
            return "delete cluster";
        }

        /** Whoever plans it looks at the cluster before, and knows whether it can be held. */
        @Override
        public boolean changesCluster() {
            return false;
        }

        @Override
        public StepEnd run(Session session) {
            session.exclusive().require(cluster);
            session.provider().delete(cluster, session.operation());
            session.exclusive().deleted(cluster);
            return StepEnd.done(why);
        }

        @Override
        public List<String> equivalent(Equivalents equivalents) {
            return equivalents.delete(cluster);
        }
    }

    /** Makes the cluster the current context of the reader's kubeconfig. */
    public record UseContext(ClusterName cluster) implements Step {
        @Override
        public String name() {
            return "use context";
        }

        @Override
        public boolean changesCluster() {
            return false;
        }

        @Override
        public StepEnd run(Session session) {
            return StepEnd.done(session.provider().useContext(cluster, session.operation()));
        }

        @Override
        public List<String> equivalent(Equivalents equivalents) {
            return equivalents.useContext(cluster);
        }
    }
}
