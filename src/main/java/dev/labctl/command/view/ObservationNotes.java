package dev.labctl.command.view;

import dev.labctl.kubernetes.Observation;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a reader has to know of an observation: what could not be read, and what is therefore not shown. Pure. */
public final class ObservationNotes {
    /** What each kind shows, where another kind does not show it as well. */
    private static final Map<String, String> SHOWS = Map.ofEntries(
            Map.entry("Node", "which nodes are ready"),
            Map.entry("Pod", "the owners of addresses, and the pods without one"),
            Map.entry("CiliumNode", "the nodes' blocks"),
            Map.entry("CiliumPodIPPool", "the pools"),
            Map.entry("ConfigMap", "Cilium's settings"),
            Map.entry("DaemonSet", "the agents, and whether all are ready"),
            Map.entry("Event", "why a pod waits"));

    private ObservationNotes() {}

    public static List<String> of(Observation observation) {
        return Stream.concat(observation.gaps().stream().map(ObservationNotes::note), observation.notes().stream())
                .toList();
    }

    private static String note(Observation.Gap gap) {
        String left = SHOWS.getOrDefault(gap.kind(), "what depends on them");
        return "Not read: " + gap.kind() + "s (" + gap.why() + "). Not shown: " + left + ".";
    }
}
