package dev.labctl.output.page;

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

    private static final String RULES =
            """
            * { box-sizing: border-box; }
            body { margin: 0 auto; padding: 1.5rem; max-width: 66rem; color: var(--text); background: var(--page);
              font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", Arial, sans-serif; }
            h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; }
            h2 { font-size: 1.2rem; margin: 2.2rem 0 .6rem; }
            p { margin: .4rem 0; }
            .lead { font-size: 1.1rem; }
            .faint { color: var(--faint); }
            .bad { color: var(--bad); font-weight: 600; }
            .good { color: var(--good); font-weight: 600; }
            .skip { position: absolute; left: -100vw; }
            .skip:focus { left: 1rem; top: .5rem; padding: .4rem .8rem; color: var(--text); background: var(--soft); }
            :focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
            .scroll { overflow-x: auto; max-width: 100%; }
            .scroll .plan { display: block; max-width: none; }
            .cell .tip { visibility: hidden; }
            .cell:hover .tip, .cell:focus .tip { visibility: visible; }
            .plan:has(.cell:hover) .cell:focus:not(:hover) .tip { visibility: hidden; }
            .cell:focus { outline: none; }
            .cell:focus rect { stroke: var(--focus); stroke-width: 4; }
            table { border-collapse: collapse; min-width: min(100%, 26rem); margin: .4rem 0 1rem; font-size: .93rem; }
            caption { text-align: left; color: var(--faint); padding: .2rem 0; }
            th, td { text-align: left; vertical-align: top; padding: .25rem 1.2rem .25rem 0; border-bottom: 1px solid var(--line);
              overflow-wrap: break-word; max-width: 34rem; }
            thead th { color: var(--faint); font-weight: 600; }
            tbody th { font-weight: 400; }
            .name { white-space: nowrap; }
            .number { text-align: right; font-variant-numeric: tabular-nums; }
            details { margin: .4rem 0; border: 1px solid var(--line); border-radius: .4rem; }
            summary { padding: .4rem .8rem; background: var(--soft); border-radius: .4rem; cursor: pointer; }
            details > :not(summary) { margin-left: .8rem; margin-right: .8rem; }
            ul { padding-left: 1.2rem; }
            footer { margin-top: 2.5rem; color: var(--faint); }
            @media print {
            body { max-width: none; padding: 0; font-size: 10pt; }
            .skip { display: none; }
            .scroll { overflow: visible; }
            .scroll .plan { max-width: 100%; height: auto; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
            h2, summary, caption { break-after: avoid; }
            thead { break-after: avoid; }
            tr, .plan, .scroll { break-inside: avoid; }
            details::details-content { content-visibility: visible; height: auto; }
            }
            """;

    private PageStyle() {}

    /** The style sheet. */
    static String text() {
        return ":root { color-scheme: light dark;" + variables(Ink::light) + " }\n"
                + "@media screen and (prefers-color-scheme: dark) { :root {" + variables(Ink::dark) + " } }\n" + RULES;
    }

    private static String variables(Function<Ink, String> colour) {
        return List.of(TEXTS, GROUNDS, LINES).stream()
                .flatMap(List::stream)
                .map(ink -> " --" + ink.name() + ": " + colour.apply(ink) + ";")
                .collect(Collectors.joining());
    }
}
