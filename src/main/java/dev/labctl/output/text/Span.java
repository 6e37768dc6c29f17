package dev.labctl.output.text;

import dev.labctl.failure.Severity;
import dev.labctl.output.text.Style.Colour;

/** A piece of a line: the text that is read, which counts for alignment, and the same with its colours. */
record Span(String text, String painted) {
    static final Span EMPTY = of("");

    static Span of(String text) {
        return new Span(text, text);
    }

    static Span of(Style style, Colour colour, String text) {
        return new Span(text, style.paint(colour, text));
    }

    static Span of(Style style, Severity severity, String text) {
        return switch (severity) {
            case ERROR -> of(style, Colour.RED, text);
            case WARNING -> of(style, Colour.YELLOW, text);
            case NOTE -> of(text);
        };
    }

    Span then(Span next) {
        return new Span(text + next.text, painted + next.painted);
    }

    int width() {
        return text.length();
    }

    Span left(int width) {
        return then(of(space(width)));
    }

    Span right(int width) {
        return of(space(width)).then(this);
    }

    private String space(int width) {
        return " ".repeat(Math.max(0, width - width()));
    }
}
