package dev.labctl.command.planner;

import dev.labctl.cilium.CiliumRequest;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.provider.ClusterSpec;

/**
 * All that a lab asks of a cluster, apart from its objects.
 *
 * @param imageAsked whether the node image was asked for by name; a cluster that is there may have any other
 * @param settings what the lab's values come to, with the defaults of whoever installs them
 */
public record DesiredLab(ClusterSpec cluster, boolean imageAsked, CiliumRequest cilium, IpamSettings settings) {}
