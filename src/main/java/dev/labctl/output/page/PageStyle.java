package dev.labctl.output.page;

import dev.labctl.output.picture.SvgStyle;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How a page looks: light or dark as the reader has it, on paper always light. */
final class PageStyle {
    /**
     * A colour by the part that it plays.
     *
     * @param light and {@code dark}: as {@code #rrggbb}
     */
    record Ink(String name, String light, String dark) {}

    /** What text is written in; each can be read on every ground. */
    static final List<Ink> TEXTS = List.of(
            new Ink("text", "#1f2328", "#e6edf3"),
            new Ink("faint", "#59636e", "#9aa4af"),
            new Ink("bad", "#b3202c", "#ff8b83"),
            new Ink("good", "#176f2f", "#56c76b"));

    /** What it is written on. */
    static final List<Ink> GROUNDS =
            List.of(new Ink("page", "#ffffff", "#0d1117"), new Ink("soft", "#f3f5f8", "#171d25"));

    private static final List<Ink> LINES =
            List.of(new Ink("line", "#d0d7de", "#343c46"), new Ink("focus", "#1f5fcc", "#6ea8ff"));

    private PageStyle() {}

    /** The style sheet. */
    static String text() {
        return ":root { color-scheme: light dark;" + variables(Ink::light) + " }\n"
                + "@media screen and (prefers-color-scheme: dark) { :root {" + variables(Ink::dark) + " } }\n"
                + SvgStyle.sheet(PageStyle.class, "page.css");
    }

    private static String variables(Function<Ink, String> colour) {
        return List.of(TEXTS, GROUNDS, LINES).stream()
                .flatMap(List::stream)
                .map(ink -> " --" + ink.name() + ": " + colour.apply(ink) + ";")
                .collect(Collectors.joining());
    }
}
