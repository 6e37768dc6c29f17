package dev.labctl.ipam;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who gives addresses to nodes and pods (Cilium 1.18 {@code pkg/ipam/option/option.go}).
 *
 * <p>A mode cannot be changed on a cluster with running pods: they keep addresses that the new mode does not know of
 * (Cilium docs, "IP Address Management", "Warning").
 */
public enum IpamMode {
    /** Each node uses the pod CIDR that Kubernetes' controller manager gave to its Node. */
    KUBERNETES("kubernetes"),
    /** The operator cuts one block per node and family out of the cluster's list of CIDRs. */
    CLUSTER_POOL("cluster-pool"),
    /** The operator gives each node blocks from the pools that its pods ask for. */
    MULTI_POOL("multi-pool"),
    /** Addresses of AWS network interfaces. */
    ENI("eni"),
    AZURE("azure"),
    ALIBABA_CLOUD("alibabacloud"),
    DELEGATED_PLUGIN("delegated-plugin"),
    CRD("crd");

    private final String word;

    IpamMode(String word) {
        this.word = word;
    }

    /** As Helm values and {@code cilium-config} spell it. */
    public String word() {
        return word;
    }

    public static Optional<IpamMode> of(String word) {
        return Stream.of(values()).filter(mode -> mode.word.equals(word)).findFirst();
    }
}
