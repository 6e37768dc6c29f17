package dev.labctl.command.view;

import dev.labctl.addresses.AddressMap;
import dev.labctl.cilium.CiliumRequest;
import dev.labctl.command.planner.DesiredState;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.Lab;
import dev.labctl.plan.Predictor;
import dev.labctl.plan.WhatIf;
import dev.labctl.provider.LabRecord;
import java.util.Optional;

/**
 * What was planned for a cluster, beside what can be observed of it.
 *
 * @param title of the lab; the cluster's name where its files cannot be read
 * @param plan empty where the lab's files cannot be read
 * @param note what the reader should know about the plan; may be empty
 */
public record PlannedAddresses(String title, Optional<AddressMap> plan, String note) {
    public static PlannedAddresses of(ClusterName cluster, Lab lab, Optional<LabRecord> record) {
        return new PlannedAddresses(
                lab.description().title(),
                Optional.of(Predictor.predict(DesiredState.scenario(cluster, lab, WhatIf.NOTHING))),
                hasValuesOf(lab, cluster, record) ? "" : "Cilium was installed with other values than these.");
    }

    public static PlannedAddresses unknown(ClusterName cluster, String why) {
        return new PlannedAddresses("Cluster " + cluster, Optional.empty(), why);
    }

    private static boolean hasValuesOf(Lab lab, ClusterName cluster, Optional<LabRecord> record) {
        // The values have the cluster's own name in them, which a recording does not tell.
        return cluster.ofRecording()
                || record.flatMap(LabRecord::cilium)
                        .filter(cilium -> !cilium.values()
                                .equals(new CiliumRequest(cluster, lab.ref(), cilium.version(), lab.values())
                                        .fingerprint()))
                        .isEmpty();
    }
}
