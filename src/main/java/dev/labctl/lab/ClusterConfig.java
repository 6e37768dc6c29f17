package dev.labctl.lab;

import java.nio.file.Path;
import java.util.Map;

/** The cluster that a lab wants, as the file of its provider describes it. */
public sealed interface ClusterConfig permits KindConfig, EksctlConfig {
    Path file();

    /** All of the file. */
    Map<String, Object> tree();

    LabDescription.ProviderKind provider();

    /** How many machines the cluster consists of, as far as they are nodes of Kubernetes that the file asks for. */
    int nodeCount();

    /** Whether kube-proxy runs on the nodes. */
    boolean kubeProxy();

    /** Whether nodes are created once Cilium is installed, so that none starts with another network plugin. */
    default boolean nodesAfterCilium() {
        return provider() == LabDescription.ProviderKind.EKS;
    }
}
