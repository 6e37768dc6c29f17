package dev.labctl.ipam;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * The IPAM mode: where nodes and pods get addresses from (Cilium 1.18 {@code pkg/ipam/option/option.go}).
 *
 * <p>A mode cannot be changed on a cluster with running pods: they keep addresses that the new mode does not know
 * (Cilium docs, "IP Address Management", "Warning").
 */
public enum IpamMode {
    /** Each node uses the pod CIDR that Kubernetes' controller manager assigned to its Node. */
    KUBERNETES("kubernetes"),
    /** The operator assigns each node one block per family from the cluster's list of CIDRs. */
    CLUSTER_POOL("cluster-pool"),
    /** The operator assigns each node blocks from the pools that its pods use. */
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

    /** As in Helm values and {@code cilium-config}. */
    public String word() {
        return word;
    }

    public static Optional<IpamMode> of(String word) {
        return Stream.of(values()).filter(mode -> mode.word.equals(word)).findFirst();
    }
}
