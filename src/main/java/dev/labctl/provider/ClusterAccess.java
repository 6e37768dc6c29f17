package dev.labctl.provider;

import dev.labctl.cilium.CiliumInstaller;

/** What one command works on clusters with: where they come from, and what installs Cilium on them. */
public record ClusterAccess(Provider provider, CiliumInstaller cilium) implements AutoCloseable {
    public ClusterKind kind() {
        return provider.kind();
    }

    @Override
    public void close() {
        provider.close();
    }
}
