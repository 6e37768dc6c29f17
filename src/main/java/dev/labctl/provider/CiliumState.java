package dev.labctl.provider;

import dev.labctl.ipam.IpamSettings;
import java.util.Optional;

/**
 * The Cilium of a cluster.
 *
 * @param release Helm's newest record of it; empty where none was ever installed
 * @param settings of {@code cilium-config}; empty where there is none
 */
public record CiliumState(Optional<Release> release, Optional<IpamSettings> settings) {
    public static final CiliumState NONE = new CiliumState(Optional.empty(), Optional.empty());

    /**
     * Helm's record of one install or upgrade.
     *
     * @param revision counts installs and upgrades, from 1
     * @param status as Helm has it: {@code deployed}, {@code failed}, {@code pending-install}, …
     */
    public record Release(int revision, String status) {
        public boolean deployed() {
            return status.equals("deployed");
        }

        /** Left by an install or upgrade that was cut off: Helm refuses everything but an uninstall then. */
        public boolean pending() {
            return status.startsWith("pending") || status.equals("uninstalling");
        }
    }
}
