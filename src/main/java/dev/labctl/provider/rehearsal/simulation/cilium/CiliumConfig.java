package dev.labctl.provider.rehearsal.simulation.cilium;

import dev.labctl.ipam.Family;
import dev.labctl.ipam.Infrastructure;
import dev.labctl.ipam.IpamMode;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.provider.rehearsal.simulation.kernel.ObjectStore;
import java.util.Map;
import java.util.Set;

/**
 * The settings that an agent or an operator has read at its start, and keeps until its end.
 *
 * @param texts {@code cilium-config} as it was then
 */
public record CiliumConfig(Map<String, String> texts, IpamSettings ipam) {
    private static final ObjectRef REF = ObjectRef.namespaced("v1", "ConfigMap", "kube-system", "cilium-config");

    CiliumConfig(Map<String, String> texts) {
        this(texts, IpamSettings.ofConfig(texts).orElse(IpamSettings.UNKNOWN));
    }

    static CiliumConfig of(ObjectStore store) {
        return new CiliumConfig(store.get(REF).map(map -> map.texts("data")).orElse(Map.of()));
    }

    boolean is(IpamMode mode) {
        return ipam.is(mode);
    }

    Infrastructure infrastructure() {
        return Infrastructure.ofConfig(texts);
    }

    Set<Family> families() {
        return ipam.families();
    }
}
