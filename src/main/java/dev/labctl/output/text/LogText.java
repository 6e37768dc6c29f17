package dev.labctl.output.text;

import dev.labctl.output.text.Style.Colour;
import dev.labctl.report.LogView;
import dev.labctl.report.LogView.Source;
import java.util.List;
import java.util.stream.Collectors;

/** Logs as text for people: each line after the name of its source. */
final class LogText {
    private LogText() {}

    static String of(LogView log, Style style) {
        int widest = log.sources().stream()
                .mapToInt(source -> name(source, log.sources()).length())
                .max()
                .orElse(0);
        return log.lines().stream()
                .map(line -> Span.of(style, Colour.FAINT, name(line.source(), log.sources()))
                        .left(widest + 2)
                        .then(Span.of(Printable.of(line.text())))
                        .painted()
                        .stripTrailing())
                .collect(Collectors.joining("\n", "", log.lines().isEmpty() ? "" : "\n"));
    }

    /** As short as it can be: a namespace only where there are several, a container only where its pod has more. */
    private static String name(Source source, List<Source> all) {
        boolean namespaces = all.stream().anyMatch(other -> !other.namespace().equals(source.namespace()));
        boolean containers = all.stream()
                .anyMatch(other -> other.namespace().equals(source.namespace())
                        && other.pod().equals(source.pod())
                        && !other.container().equals(source.container()));
        return (namespaces ? source.namespace() + "/" : "")
                + source.pod()
                + (containers ? "/" + source.container() : "");
    }
}
