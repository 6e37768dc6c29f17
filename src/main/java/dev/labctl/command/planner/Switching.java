package dev.labctl.command.planner;

import dev.labctl.failure.Failure;
import dev.labctl.provider.ClusterDifferences;
import dev.labctl.provider.ClusterSpec;
import dev.labctl.provider.ClusterState.Managed;
import dev.labctl.provider.LabRecord;
import dev.labctl.report.LabSwitch;
import dev.labctl.report.LabSwitch.Verdict;
import java.util.List;
import java.util.Optional;

/** From the lab that a cluster holds to another one, or to the same with other files: what that takes. Pure. */
public final class Switching {
    private Switching() {}

    /** What it takes until a cluster of labctl holds a lab. */
    public static LabSwitch to(DesiredLab wanted, Managed here) {
        LabSwitch ofCluster = ofCluster(wanted, here);
        if (ofCluster.verdict() == Verdict.RECREATE) {
            return ofCluster;
        }
        Optional<Failure> never = CiliumPlanner.refusal(wanted, here);
        if (never.isPresent()) {
            return verdict(wanted, Verdict.RECREATE, List.of(never.get().message()));
        }
        return CiliumPlanner.change(wanted.cilium(), here)
                .map(why -> verdict(wanted, Verdict.UPGRADE, List.of(why)))
                .orElseGet(() -> verdict(wanted, Verdict.REUSE, List.of()));
    }

    /** The same for the cluster alone, whatever Cilium is on it. */
    static LabSwitch ofCluster(DesiredLab wanted, Managed here) {
        List<String> differences = differences(wanted, here.record());
        return verdict(wanted, differences.isEmpty() ? Verdict.REUSE : Verdict.RECREATE, differences);
    }

    private static LabSwitch verdict(DesiredLab wanted, Verdict verdict, List<String> reasons) {
        return new LabSwitch(wanted.cluster().lab(), verdict, reasons);
    }

    private static List<String> differences(DesiredLab wanted, LabRecord here) {
        ClusterSpec spec = wanted.cluster();
        return ClusterDifferences.between(here, wanted.imageAsked() ? spec : spec.withNodeImage(here.nodeImage()));
    }
}
