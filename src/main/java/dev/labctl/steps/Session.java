package dev.labctl.steps;

import dev.labctl.doctor.Doctor;
import dev.labctl.kubernetes.Connection;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.Wait;
import dev.labctl.lab.ClusterName;
import dev.labctl.lease.Exclusive;
import dev.labctl.provider.ClusterAccess;
import dev.labctl.provider.ClusterKind;
import dev.labctl.provider.Provider;
import dev.labctl.report.StepListener;
import dev.labctl.time.Deadline;
import dev.labctl.time.Operation;
import java.time.Instant;

/**
 * What the steps of one command work with.
 *
 * @param exclusive keeps other labctls off the clusters that the command changes
 */
public record Session(
        ClusterAccess access,
        ClusterName cluster,
        Doctor doctor,
        Deadline deadline,
        StepListener listener,
        Exclusive exclusive) {
    public Provider provider() {
        return access.provider();
    }

    public ClusterKind kind() {
        return provider().kind();
    }

    public Operation operation() {
        return new Operation(deadline, listener::said, listener::output);
    }

    public Instant now() {
        return deadline.time().now();
    }

    public Connection connection() {
        return provider().connect(cluster, operation());
    }

    public KubeApi api() {
        return connection().api();
    }

    /** As {@link Exclusive#hold} says. */
    public boolean hold(ClusterName which) {
        return exclusive.hold(which, operation -> provider().connect(which, operation), operation());
    }

    public Wait waiting() {
        return Wait.of(operation());
    }
}
