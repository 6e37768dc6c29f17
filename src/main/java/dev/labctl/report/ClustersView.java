package dev.labctl.report;

import dev.labctl.failure.Failure;
import dev.labctl.lab.LabRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All clusters that labctl created, and the providers that could not list theirs. */
public record ClustersView(List<Line> clusters, List<NotAsked> notAsked) implements Result {
    /** One cluster: its provider by its name in JSON, its lab, if known, and its status. */
    public record Line(String name, String provider, Optional<LabRef> lab, StatusView status) {}

    public record NotAsked(String provider, Failure why) {}

    @Override
    public Map<String, Object> tree() {
        return ViewTree.of(
                "clusters", ViewTree.list(clusters, ClustersView::line),
                "notAsked", ViewTree.list(notAsked, ClustersView::notAsked));
    }

    private static Map<String, Object> notAsked(NotAsked one) {
        return ViewTree.of(
                "provider", one.provider(),
                "reason", one.why().reason().name(),
                "message", one.why().message(),
                "next", one.why().next());
    }

    private static Map<String, Object> line(Line line) {
        StatusView status = line.status();
        return ViewTree.of(
                "name", line.name(),
                "provider", line.provider(),
                "lab", line.lab(),
                "stage", status.stage(),
                "state", status.state(),
                "ciliumVersion", status.cilium().map(StatusView.Cilium::version).orElse(""),
                "pods", ViewTree.of("ready", status.running(), "wanted", status.wanted()),
                "next", status.next());
    }
}
