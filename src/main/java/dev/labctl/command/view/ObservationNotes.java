package dev.labctl.command.view;

import dev.labctl.cluster.Cluster;
import dev.labctl.ipam.CiliumVersion;
import dev.labctl.ipam.IpamMode;
import dev.labctl.ipam.IpamSettings;
import dev.labctl.kubernetes.Observation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a reader has to know of an observation: what could not be read, and what is therefore not shown. Pure. */
public final class ObservationNotes {
    /** What each kind shows, where another kind does not show it as well. */
    private static final Map<String, String> SHOWS = Map.ofEntries(
            Map.entry("Node", "which nodes are ready"),
            Map.entry("Pod", "the owners of addresses, and the pods without one"),
            Map.entry("CiliumNode", "the nodes' blocks"),
            Map.entry("CiliumNodeConfig", "which nodes' agents have settings of their own"),
            Map.entry("CiliumPodIPPool", "the pools"),
            Map.entry("ConfigMap", "Cilium's settings"),
            Map.entry("DaemonSet", "the agents, and whether all are ready"),
            Map.entry("Event", "why a pod waits"));

    private static final Set<IpamMode> MODELLED =
            Set.of(IpamMode.KUBERNETES, IpamMode.CLUSTER_POOL, IpamMode.MULTI_POOL, IpamMode.ENI);

    private ObservationNotes() {}

    public static List<String> of(Observation observation) {
        Optional<String> version = Cluster.of(observation)
                .ciliumVersion()
                .flatMap(CiliumVersion::read)
                .flatMap(CiliumVersion::caveat);
        return Stream.concat(ofWhatWasRead(observation).stream(), version.stream())
                .toList();
    }

    /** The same without what has to be known of Cilium's version. */
    public static List<String> ofWhatWasRead(Observation observation) {
        return Stream.of(
                        observation.gaps().stream().map(ObservationNotes::note),
                        observation.notes().stream(),
                        mode(observation).stream())
                .flatMap(notes -> notes)
                .toList();
    }

    /** Modes in which others than Cilium decide about addresses, or whose rules labctl does not know. */
    private static Optional<String> mode(Observation observation) {
        return IpamSettings.ofConfig(observation.ciliumConfig())
                .map(IpamSettings::mode)
                .filter(mode -> IpamMode.of(mode).filter(MODELLED::contains).isEmpty())
                .map(mode -> "IPAM mode " + mode
                        + " is not modelled: pods, their addresses and their events are shown as the"
                        + " cluster reports them, without the nodes' capacity, and causes that depend on it are not"
                        + " found.");
    }

    private static String note(Observation.Gap gap) {
        String left = SHOWS.getOrDefault(gap.kind(), "what depends on them");
        return "Not read: " + gap.kind() + "s (" + gap.why() + "). Not shown: " + left + ".";
    }
}
