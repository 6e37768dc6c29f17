/** Clusters of the reader's kubeconfig, which labctl neither creates nor deletes. */
package dev.labctl.provider.context;
