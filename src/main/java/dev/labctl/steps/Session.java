package dev.labctl.steps;

import dev.labctl.doctor.Doctor;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.Wait;
import dev.labctl.lab.ClusterName;
import dev.labctl.provider.Activity;
import dev.labctl.provider.Provider;
import dev.labctl.report.StepListener;
import dev.labctl.time.Deadline;

/** What the steps of one command work with. */
public record Session(Provider provider, ClusterName cluster, Doctor doctor, Deadline deadline, StepListener listener) {
    public Activity activity() {
        return new Activity(deadline, listener::said, listener::output);
    }

    public KubeApi api() {
        return provider.connect(cluster, activity());
    }

    public Wait waiting() {
        return new Wait(deadline, listener::said);
    }
}
