package dev.labctl.output.text;

import dev.labctl.report.ClustersView;
import dev.labctl.report.StatusView;

/** All clusters as text for people, a line each where the width allows it. */
final class ClustersText {
    private ClustersText() {}

    static String of(ClustersView view, Style style) {
        TextLines text = new TextLines(style);
        if (!view.clusters().isEmpty()) {
            TextTable table = new TextTable(style, "Clusters", "provider", "#pods", "state");
            view.clusters().forEach(line -> table.row(line.name(), line.provider(), pods(line), state(line)));
            text.lines(table.lines());
        }
        view.notAsked().forEach(one -> {
            String words = "could not be asked: " + one.why().message() + ". "
                    + one.why().next();
            text.paragraph(one.provider() + "  ", words.strip());
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
        return line.lab().map(lab -> lab + ": ").orElse("") + StatusText.stage(line.status()) + cilium;
    }
}
