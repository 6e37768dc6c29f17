package dev.labctl.output;

import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.Expectation;
import dev.labctl.lab.LabState;
import dev.labctl.report.VerifyView;
import dev.labctl.verify.Verdict;
import dev.labctl.verify.Verdict.Outcome;
import java.util.List;
import java.util.Optional;

/** Verdicts of every kind. */
public final class Verdicts {
    private static final Expectation.Check CHECK = new Expectation.Check() {};

    private Verdicts() {}

    private static Verdict verdict(String says, String hint, Outcome outcome, String expected, String seen) {
        List<ObjectRef> about = outcome == Outcome.HOLDS
                ? List.of()
                : List.of(ObjectRef.namespaced("apps/v1", "Deployment", "default", "nginx"));
        return new Verdict(
                new Expectation(says, Optional.empty(), hint, Optional.empty(), CHECK), outcome, expected, seen, about);
    }

    public static VerifyView all() {
        return new VerifyView(
                LabState.HEALTHY,
                List.of(
                        verdict(
                                "One control-plane node and two workers are Ready.",
                                "Nodes stay NotReady until Cilium's agent on them is ready.",
                                Outcome.HOLDS,
                                "3 nodes, all Ready",
                                "3 are Ready"),
                        verdict(
                                "The second worker has four addresses for pods, so most of the ten nginx pods wait for one.",
                                "The node has four addresses for pods, and pods of the system may take some of them.",
                                Outcome.BROKEN,
                                "all run that are asked for, on nodes with labctl.dev/worker=second; each has IPv4 alone, in"
                                        + " their node's blocks",
                                "4 of 10 run; 6 pods: no address, all 6 addresses of 10.0.84.0/29 on cilium-book-worker2"
                                        + " are taken"),
                        verdict(
                                "netshoot runs on the first worker.",
                                "",
                                Outcome.NOT_YET,
                                "1 runs",
                                "0 of 1 run; Pod netshoot-x: ContainerCreating"),
                        verdict(
                                "The Service answers <by name> & address.",
                                "",
                                Outcome.NOT_SHOWN,
                                "http://echo.default.svc.cluster.local/ answers 200 over IPv6",
                                "nothing runs in a rehearsal, so nothing answers")));
    }

    /** Where everything is as it should be. */
    public static VerifyView good() {
        return new VerifyView(LabState.FAULT, all().verdicts().subList(0, 1));
    }
}
