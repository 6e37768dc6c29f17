package dev.labctl.plan;

import dev.labctl.addresses.Finding;
import dev.labctl.addresses.Finding.Severity;
import dev.labctl.ipam.Cidr;
import dev.labctl.ipam.ClusterSubnets;
import dev.labctl.ipam.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Ranges of addresses that get into each other's way. */
final class RangeLint {
    /** Docker takes its networks, kind's with them, from here unless configured otherwise ({@code default-address-pools}). */
    private static final Cidr DOCKER = Cidr.parse("172.16.0.0/12");

    private RangeLint() {}

    /**
     * Checks what pods' addresses are cut from.
     *
     * @param ranges all of it
     * @param taken the blocks that will really be given; those of pools that grow as needed are not known
     */
    static List<Finding> of(List<Cidr> ranges, List<Cidr> taken, ClusterSubnets subnets) {
        List<Finding> findings = new ArrayList<>();
        for (Cidr range : ranges) {
            for (Cidr services : subnets.services()) {
                if (range.overlaps(services)) {
                    findings.add(services(range, services, taken));
                }
            }
            if (range.family() == Family.IPV4 && range.overlaps(DOCKER)) {
                findings.add(Finding.warning(
                        "DOCKER_NETWORK_OVERLAP",
                        "pod addresses come from " + range + ", and Docker takes its networks from " + DOCKER
                                + ": if the nodes' network is part of it, pods and nodes cannot reach each other",
                        "Use a range outside of " + DOCKER
                                + ", or check that `docker network inspect kind` shows another one."));
            }
        }
        return findings;
    }

    private static Finding services(Cidr range, Cidr services, List<Cidr> taken) {
        Optional<Cidr> block =
                taken.stream().filter(one -> one.overlaps(services)).findFirst();
        if (block.isPresent()) {
            return Finding.error(
                    "SERVICE_CIDR_OVERLAP",
                    "the pods' block " + block.get() + " overlaps the Service range " + services
                            + ": a pod and a Service may get the same address",
                    "Use a range for pods that does not overlap " + services + ".");
        }
        return new Finding(
                Severity.NOTE,
                "SERVICE_CIDR_INSIDE",
                "the pods' range " + range + " contains the Service range " + services
                        + "; no block of this plan is part of it",
                "");
    }
}
