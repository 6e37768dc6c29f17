package dev.labctl.provider.kind;

import dev.labctl.process.RunningProcesses.Identity;
import dev.labctl.tree.Tree;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A small file in the control-plane container, there from the first second of a cluster's life until its end. It says that
 * labctl made the cluster even while there is no API server to keep the record, or none that answers any more.
 *
 * @param complete whether the cluster was finished
 * @param creator the process that began it
 * @param address on which the API server answers other machines, which the reader has allowed; empty where it answers its
 *     own machine alone
 */
record ClusterMarker(boolean complete, Identity creator, Optional<String> address) {
    static final String PATH = "/kind/labctl";

    ClusterMarker finished() {
        return new ClusterMarker(true, creator, address);
    }

    String text() {
        String started =
                creator.started().map(instant -> "started=" + instant + "\n").orElse("");
        return "stage=" + (complete ? "whole" : "begun") + "\nhost=" + creator.host() + "\npid=" + creator.pid() + "\n"
                + started + address.map(text -> "address=" + text + "\n").orElse("");
    }

    /** Reads a mark back; a damaged one counts as begun by a process that is gone. */
    static ClusterMarker parse(String text) {
        Map<String, String> lines = new LinkedHashMap<>();
        text.lines()
                .map(line -> line.split("=", 2))
                .filter(parts -> parts.length == 2)
                .forEach(parts -> lines.put(parts[0], parts[1]));
        String pid = lines.getOrDefault("pid", "");
        Identity creator = new Identity(
                lines.getOrDefault("host", ""),
                pid.matches("[0-9]{1,18}") ? Long.parseLong(pid) : -1,
                Tree.time(lines, "started"));
        return new ClusterMarker(
                "whole".equals(lines.get("stage")), creator, Optional.ofNullable(lines.get("address")));
    }
}
