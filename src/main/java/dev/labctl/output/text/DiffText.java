package dev.labctl.output.text;

import dev.labctl.output.text.Style.Colour;
import dev.labctl.report.DiffView;
import dev.labctl.report.DiffView.Cilium;
import dev.labctl.report.DiffView.ObjectDiff;
import dev.labctl.report.DiffView.Setting;
import dev.labctl.report.DiffView.State;
import dev.labctl.report.ViewTree;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Lab against live as text: what differs in unified diffs, with - for what is live and + for what the lab wants. */
final class DiffText extends TextLines {
    private static final int STATES = Stream.of(State.values())
            .mapToInt(state -> word(state).length())
            .max()
            .orElse(0);

    private DiffText(Style style) {
        super(style);
    }

    static String of(DiffView view, Style style) {
        DiffText text = new DiffText(style);
        text.cluster(view.cluster());
        text.cilium(view.cilium());
        text.objects(view.objects());
        text.notes(view.notes());
        return text.toString();
    }

    private static String word(State state) {
        return ViewTree.word(state).replace('-', ' ');
    }

    private void cluster(List<String> differences) {
        line(style.paint(Colour.BOLD, "Cluster") + (differences.isEmpty() ? ": as the lab wants it" : ""));
        differences.forEach(difference -> paragraph("  - ", difference));
    }

    private void cilium(Cilium cilium) {
        boolean same = cilium.values().isEmpty() && cilium.config().isEmpty();
        String installed = cilium.installed().orElse(cilium.known() ? "not installed" : "not known");
        String version = !cilium.known() || cilium.installed().equals(Optional.of(cilium.wanted()))
                ? installed
                : installed + ", the lab gets " + cilium.wanted();
        line(style.paint(Colour.BOLD, "Cilium") + ": " + version
                + (same && cilium.installed().isPresent() ? ", with the lab's values" : ""));
        settings("values", cilium.values());
        settings("cilium-config, changed by hand", cilium.config());
    }

    private void settings(String title, List<Setting> settings) {
        if (settings.isEmpty()) {
            return;
        }
        line("  " + title);
        for (Setting setting : settings) {
            setting.live().ifPresent(value -> changed("-" + setting.path() + ": " + value));
            setting.lab().ifPresent(value -> changed("+" + setting.path() + ": " + value));
        }
    }

    private void objects(List<ObjectDiff> objects) {
        line(style.paint(Colour.BOLD, "Objects") + (objects.isEmpty() ? ": none" : ""));
        for (ObjectDiff object : objects) {
            String word = word(object.state());
            line("  " + word + " ".repeat(STATES - word.length() + 2) + object.object());
            if (!object.message().isEmpty()) {
                paragraph("    ", object.message());
            }
            object.conflicts()
                    .forEach(conflict -> line("    " + conflict.field() + " is managed by " + conflict.manager()
                            + ": apply refuses it; with --force-conflicts, labctl takes it over"));
            object.diff().forEach(this::changed);
        }
    }

    private void changed(String line) {
        Colour colour = line.startsWith("-") ? Colour.RED : line.startsWith("+") ? Colour.GREEN : Colour.FAINT;
        line("    " + (line.startsWith(" ") ? line : style.paint(colour, line)));
    }
}
