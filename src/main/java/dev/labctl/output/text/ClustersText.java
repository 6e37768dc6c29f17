package dev.labctl.output.text;

import dev.labctl.report.ClustersView;
import dev.labctl.report.StatusView;
import java.util.List;

/** All clusters as text for people, a line each where the width allows it. */
final class ClustersText {
    private ClustersText() {}

    static String of(ClustersView view, Style style) {
        StringBuilder text = new StringBuilder();
        if (!view.clusters().isEmpty()) {
            TextTable table = new TextTable(style, "Clusters")
                    .left("provider")
                    .right("pods")
                    .left("state");
            view.clusters()
                    .forEach(line -> table.row(List.of(
                            Span.of(line.name()),
                            Span.of(line.provider()),
                            Span.of(pods(line)),
                            Span.of(state(line)))));
            table.lines().forEach(line -> text.append(line).append('\n'));
        }
        view.notAsked().forEach(one -> {
            String words = "could not be asked: " + one.why().message() + ". "
                    + one.why().next();
            Paragraph.lines(Span.of(one.provider() + "  "), words.strip(), style)
                    .forEach(line -> text.append(line.stripTrailing()).append('\n'));
        });
        return text.toString();
    }

    private static String pods(ClustersView.Line line) {
        StatusView status = line.status();
        return status.where().isEmpty() ? "-" : status.running() + "/" + status.wanted();
    }

    private static String state(ClustersView.Line line) {
        String cilium = line.status()
                .cilium()
                .map(StatusView.Cilium::version)
                .filter(version -> !version.isEmpty())
                .map(version -> "; Cilium " + version)
                .orElse("");
        return line.lab().map(lab -> lab + ": ").orElse("") + StageText.of(line.status()) + cilium;
    }
}
