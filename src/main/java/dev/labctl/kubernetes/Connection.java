package dev.labctl.kubernetes;

import java.util.Optional;

/**
 * A connection to a cluster.
 *
 * @param kubeconfig the credentials that other tools can use for the same cluster; empty where none can reach it
 */
public record Connection(KubeApi api, Optional<Kubeconfig> kubeconfig) {}
