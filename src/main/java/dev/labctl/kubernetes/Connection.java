package dev.labctl.kubernetes;

import java.util.Optional;

/** A connection to a cluster, with the credentials that other tools can use for it; empty where none can reach it. */
public record Connection(KubeApi api, Optional<Kubeconfig> kubeconfig) {}
