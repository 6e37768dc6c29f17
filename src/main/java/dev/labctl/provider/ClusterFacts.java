package dev.labctl.provider;

/**
 * What can be observed of a cluster, whatever created it.
 *
 * @param controlPlanes number of control-plane nodes
 * @param workers number of the other nodes
 * @param kubernetes version of the API server
 * @param families {@code ipv4}, {@code ipv6} or {@code dual}, as the nodes' pod CIDRs say
 * @param kubeProxy whether kube-proxy's DaemonSet is there
 * @param kindnet whether kind's own CNI is there, which no lab has
 */
public record ClusterFacts(
        int controlPlanes, int workers, String kubernetes, String families, boolean kubeProxy, boolean kindnet) {}
