package dev.labctl.output.text;

import dev.labctl.addresses.WorkloadPods;
import dev.labctl.output.text.Style.Colour;
import dev.labctl.report.StatusView;
import dev.labctl.report.StatusView.Node;
import dev.labctl.report.StatusView.ObjectLine;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A status as text for people. It stays on one screen: where everything would be longer, a part shows its counts, and
 * what is wrong in it by name.
 */
record StatusText(StatusView status, Style style) {
    /** One less than a screen of 24 lines, for a rehearsal's first one. */
    private static final int MOST = 23;

    private static final int KEY = 12;

    /** The column of the words {@code NotReady} and {@code running}. */
    private static final int READY = 10;

    /** Less than this for the rest of a row, and it has no columns. */
    private static final int ROOM = 24;

    /** How many troubled items are named in a part that shows counts. */
    private static final int NAMED = 3;

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    static String of(StatusView status, Style style) {
        TextLines text = new TextLines(style);
        new StatusText(status, style).parts().forEach(forms -> text.lines(forms.element()));
        return text.toString();
    }

    /** The parts of the text, each in the forms that still fit, where every form is shorter than the one before. */
    private List<Queue<List<String>>> parts() {
        Queue<List<String>> nodes = forms(List.of(nodes(status.nodes()), briefNodes()));
        Queue<List<String>> pods = forms(List.of(pods(status.workloads()), briefPods()));
        Queue<List<String>> objects = forms(List.of(objects(Integer.MAX_VALUE), objects(NAMED)));
        Queue<List<String>> limits = forms(List.of(limits(), topics(Integer.MAX_VALUE), topics(NAMED)));
        List<Queue<List<String>>> all =
                List.of(forms(List.of(head())), nodes, pods, objects, limits, forms(List.of(tail())));
        // What is the same of every rehearsal gives way first, the lab's own pods last.
        for (Queue<List<String>> part : List.of(limits, nodes, objects, pods, limits)) {
            if (all.stream().mapToInt(forms -> forms.element().size()).sum() > MOST) {
                part.remove();
            }
        }
        return all;
    }

    private static Queue<List<String>> forms(List<List<String>> forms) {
        return new ArrayDeque<>(forms);
    }

    private List<String> head() {
        List<String> lines = new ArrayList<>();
        if (!status.where().isEmpty()) {
            lines.addAll(line("cluster", status.where()));
            if (!status.lab().isEmpty()) {
                lines.addAll(line("lab", status.lab()));
            }
        }
        lines.addAll(line("state", stage(status)));
        if (!status.kubernetes().isEmpty()) {
            lines.addAll(line("kubernetes", status.kubernetes()));
        }
        status.cilium().ifPresent(cilium -> {
            String agents =
                    cilium.wanted() == 0 ? "" : "; " + cilium.ready() + " of " + cilium.wanted() + " agents ready";
            lines.addAll(line("cilium", cilium.text() + agents));
        });
        status.troubles().forEach(trouble -> lines.addAll(line("trouble", trouble)));
        status.change().ifPresent(change -> lines.addAll(line("switch", change.text())));
        return lines;
    }

    private List<String> tail() {
        List<String> lines = new ArrayList<>();
        status.notes().forEach(note -> lines.addAll(line("not known", note)));
        if (!status.next().isEmpty()) {
            lines.addAll(line("next", status.next()));
        }
        return lines;
    }

    private List<String> line(String key, String words) {
        return Paragraph.lines(key(key), words, style);
    }

    private static Span key(String key) {
        return Span.of(key).left(KEY);
    }

    /** Rows below one key, which stands before the first. */
    private <T> List<String> rows(String key, List<T> items, Function<T, List<String>> row) {
        List<String> lines = new ArrayList<>();
        items.forEach(item -> lines.addAll(row.apply(item)));
        return IntStream.range(0, lines.size())
                .mapToObj(i -> (i == 0 ? key(key) : key("")).text() + lines.get(i))
                .toList();
    }

    private List<String> under(Span lead, String words) {
        Style narrower = new Style(style.colour(), style.unicode(), style.live(), style.width() - KEY);
        return Paragraph.lines(lead, words, narrower);
    }

    private List<String> nodes(List<Node> nodes) {
        int widest = nodes.stream().mapToInt(node -> node.name().length()).max().orElse(0) + 2;
        boolean aligned = KEY + READY + widest + ROOM <= style.width();
        return rows("nodes", nodes, node -> {
            Span ready = node.ready()
                    ? Span.of(style, Colour.GREEN, "Ready").left(READY)
                    : Span.of(style, Colour.RED, "NotReady").left(READY);
            String cidrs = node.podCidrs().isEmpty()
                    ? "no pod CIDR"
                    : String.join(", ", node.podCidrs()) + "; " + node.free() + " free";
            String words = cidrs + node.error().map(text -> "; " + text).orElse("");
            return aligned
                    ? under(ready.then(Span.of(node.name()).left(widest)), words)
                    : under(ready, node.name() + " " + words);
        });
    }

    private List<String> briefNodes() {
        List<Node> nodes = status.nodes();
        List<Node> troubled = nodes.stream().filter(Node::troubled).toList();
        long ready = nodes.stream().filter(Node::ready).count();
        long full = nodes.stream()
                .filter(node -> !node.podCidrs().isEmpty() && node.free() == 0)
                .count();
        String words = nodes.size() + ": " + ready + " Ready, " + (nodes.size() - ready) + " not"
                + (full == 0 ? "" : "; " + full + " without a free address");
        return named("nodes", words, troubled, shown -> nodes(shown));
    }

    /** Counts, then the first of those with trouble, then how many more there are. */
    private <T> List<String> named(String key, String counts, List<T> troubled, Function<List<T>, List<String>> rows) {
        List<String> lines = new ArrayList<>(line(key, counts));
        rows.apply(troubled.stream().limit(NAMED).toList()).stream()
                .limit(NAMED)
                .forEach(line -> lines.add(" ".repeat(KEY) + line.substring(KEY)));
        if (troubled.size() > NAMED) {
            lines.add(" ".repeat(KEY) + "and " + (troubled.size() - NAMED) + " more; `-o json` shows all of them");
        }
        return lines;
    }

    private List<String> pods(List<WorkloadPods> workloads) {
        int widest =
                workloads.stream().mapToInt(pods -> count(pods).length()).max().orElse(0) + 2;
        return rows("pods", workloads, pods -> {
            Span word =
                    pods.isLacking() ? Span.of(style, Colour.RED, "lacking") : Span.of(style, Colour.GREEN, "running");
            String stuck = pods.stuck().max() == 0 ? "" : ", " + pods.stuck().max() + " stuck";
            String where = pods.node().map(node -> ", on " + node).orElse("");
            return under(word.left(READY).then(Span.of(count(pods)).left(widest)), pods.fullName() + stuck + where);
        });
    }

    private static String count(WorkloadPods pods) {
        return pods.running().max() + " of " + pods.wanted();
    }

    private List<String> briefPods() {
        List<WorkloadPods> troubled = status.workloads().stream()
                .filter(WorkloadPods::isLacking)
                .sorted(Comparator.comparing(pods -> pods.running().max() - pods.wanted()))
                .toList();
        int stuck =
                status.workloads().stream().mapToInt(pods -> pods.stuck().max()).sum();
        String words = status.running() + " of " + status.wanted() + " running, " + stuck + " stuck, in "
                + status.workloads().size() + " workloads";
        return named("pods", words, troubled, shown -> pods(shown));
    }

    private List<String> objects(int most) {
        List<ObjectLine> objects = status.objects();
        if (objects.isEmpty()) {
            return List.of();
        }
        List<ObjectLine> lacking =
                objects.stream().filter(line -> !line.missing().isEmpty()).toList();
        int stuck = objects.stream().mapToInt(ObjectLine::stuck).sum();
        List<String> lines = new ArrayList<>(line(
                "objects",
                (objects.size() - lacking.size()) + " of " + objects.size() + " as they should be"
                        + (stuck == 0 ? "" : "; " + stuck + " pods stuck, as the lab expects")));
        for (ObjectLine one : lacking.stream().limit(most).toList()) {
            String words = one.object() + ": " + one.missing();
            List<String> whole = line("lacking", words);
            lines.addAll(most <= NAMED ? List.of(style.fit(key("lacking").text() + words, style.width())) : whole);
        }
        if (lacking.size() > most) {
            lines.addAll(line("", "and " + (lacking.size() - most) + " more; `-o json` shows all of them"));
        }
        return lines;
    }

    private List<String> limits() {
        return status.limits().stream()
                .flatMap(limit -> line("not shown", limit).stream())
                .toList();
    }

    /** What the limits are about, without what is said of each. */
    private List<String> topics(int most) {
        List<String> topics =
                status.limits().stream().map(limit -> limit.split(": ", 2)[0]).toList();
        if (topics.isEmpty()) {
            return List.of();
        }
        String more = topics.size() > most ? "; and " + (topics.size() - most) + " more" : "";
        return line(
                "not shown",
                topics.stream().limit(most).collect(Collectors.joining("; ")) + more + " (`-o json` says more)");
    }

    /** How far a lab has come, in words. */
    static String stage(StatusView status) {
        boolean withLab = !status.lab().isEmpty();
        return switch (status.stage()) {
            case MADE -> (withLab ? "made, " : "") + withoutCilium(status);
            case INSTALLED -> "Cilium installed" + (withLab ? ", lab not applied" : "");
            case APPLIED -> "applied, not verified";
            case VERIFIED ->
                "verified"
                        + status.verified()
                                .map(at -> " at " + MINUTE.format(at))
                                .orElse("");
            case ABSENT, BUSY, HALF_MADE, STOPPED, SILENT, UNRECORDED -> status.state();
        };
    }

    private static String withoutCilium(StatusView status) {
        if (status.cilium().filter(cilium -> !cilium.mode().isEmpty()).isPresent()) {
            return "and its Cilium is not labctl's";
        }
        return status.cilium().filter(StatusView.Cilium.UNKNOWN::equals).isPresent()
                ? "Cilium not known"
                : "Cilium not installed";
    }
}
