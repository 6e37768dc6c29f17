package dev.labctl.report;

import dev.labctl.failure.Failure;
import dev.labctl.lab.LabRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All clusters that labctl created.
 *
 * @param notAsked providers that could not list their clusters
 */
public record ClustersView(List<Line> clusters, List<NotAsked> notAsked) implements Result {
    /**
     * One cluster.
     *
     * @param provider its provider, by its name in JSON
     * @param lab its lab; empty where that is unknown
     */
    public record Line(String name, String provider, Optional<LabRef> lab, StatusView status) {}

    public record NotAsked(String provider, Failure why) {}

    public ClustersView {
        clusters = List.copyOf(clusters);
        notAsked = List.copyOf(notAsked);
    }

    @Override
    public Map<String, Object> tree() {
        return Result.ordered(
                "clusters", clusters.stream().map(ClustersView::line).toList(),
                "notAsked",
                        notAsked.stream()
                                .map(one -> Result.ordered(
                                        "provider", one.provider(),
                                        "reason", one.why().reason().name(),
                                        "message", one.why().message(),
                                        "next", one.why().next()))
                                .toList());
    }

    private static Map<String, Object> line(Line line) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", line.name());
        tree.put("provider", line.provider());
        tree.put("lab", line.lab().map(LabRef::tree).orElse(null));
        tree.put("stage", line.status().stage().word());
        tree.put("state", line.status().state());
        tree.put(
                "ciliumVersion",
                line.status().cilium().map(StatusView.Cilium::version).orElse(""));
        tree.put(
                "pods",
                Result.ordered(
                        "ready",
                        line.status().running(),
                        "wanted",
                        line.status().wanted()));
        tree.put("next", line.status().next());
        return tree;
    }
}
