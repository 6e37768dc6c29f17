package dev.labctl.report;

import dev.labctl.lab.LabRef;
import java.util.List;

/**
 * What it takes until a cluster holds a lab.
 *
 * @param lab that it is to hold
 * @param reasons a sentence each, without a full stop
 */
public record LabSwitch(LabRef lab, Verdict verdict, List<String> reasons) {
    /** From the least to the most. */
    public enum Verdict {
        /** The cluster and the Cilium on it serve as they are. */
        REUSE,
        /** Cilium is upgraded, and its agents and operator restart. */
        UPGRADE,
        /** The cluster is deleted and created again. */
        RECREATE
    }

    public LabSwitch {
        reasons = List.copyOf(reasons);
    }

    /** Such as {@code to chapter04 kubernetes-ipam: upgrade Cilium (the values differ)}. */
    public String text() {
        String what =
                switch (verdict) {
                    case REUSE -> "reuse";
                    case UPGRADE -> "upgrade Cilium";
                    case RECREATE -> "recreate";
                };
        return "to " + lab + ": " + what + (reasons.isEmpty() ? "" : " (" + String.join("; ", reasons) + ")");
    }
}
