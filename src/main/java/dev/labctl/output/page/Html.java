package dev.labctl.output.page;

import dev.labctl.output.picture.Svg;
import dev.labctl.output.text.Column;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** HTML as it grows: elements in the order in which they are added, all text escaped. */
final class Html {
    private final StringBuilder markup = new StringBuilder();

    /** A cell of a table; its kind, a class of the style sheet, may be empty. */
    record Field(String text, String kind) {
        /** The cells of a row: fields, or values that are shown as their texts. */
        static List<Field> row(Object... cells) {
            return Stream.of(cells)
                    .map(cell -> cell instanceof Field field ? field : new Field(String.valueOf(cell), ""))
                    .toList();
        }
    }

    /** What is markup already. */
    Html add(String elements) {
        markup.append(elements).append('\n');
        return this;
    }

    Html element(String tag, String text) {
        return add("<" + tag + ">" + Svg.escaped(text) + "</" + tag + ">");
    }

    /** An element of a kind, a class of the style sheet. */
    Html element(String tag, String kind, String text) {
        return add("<" + tag + " class=\"" + kind + "\">" + Svg.escaped(text) + "</" + tag + ">");
    }

    /** Begins a part of the page with a heading of its own, which names it to screen readers. */
    Html section(String id, String heading) {
        return add("<section aria-labelledby=\"" + id + "\">\n<h2 id=\"" + id + "\">" + Svg.escaped(heading) + "</h2>");
    }

    Html endSection() {
        return add("</section>");
    }

    /** Begins what the reader may open and close. */
    Html details(boolean open, String summary) {
        return add("<details" + (open ? " open" : "") + ">\n<summary>" + Svg.escaped(summary) + "</summary>");
    }

    Html endDetails() {
        return add("</details>");
    }

    /** A table in which the first cell of a row names it; one that is too wide can be moved within the page. */
    Html table(String caption, List<Column> columns, List<List<Field>> rows) {
        add("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"" + Svg.escaped(caption) + "\">");
        add("<table><caption>" + Svg.escaped(caption) + "</caption>");
        add("<thead><tr>"
                + columns.stream()
                        .map(column -> "<th scope=\"col\"" + (column.number() ? " class=\"number\"" : "") + ">"
                                + Svg.escaped(column.label()) + "</th>")
                        .collect(Collectors.joining())
                + "</tr></thead>");
        add("<tbody>");
        rows.forEach(row -> row(columns, row));
        return add("</tbody></table></div>");
    }

    private void row(List<Column> columns, List<Field> fields) {
        StringBuilder row = new StringBuilder("<tr>");
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            String kind = (columns.get(i).number() ? "number " : "") + field.kind();
            String tag = i == 0 ? "th" : "td";
            row.append('<')
                    .append(tag)
                    .append(i == 0 ? " scope=\"row\"" : "")
                    .append(kind.isBlank() ? "" : " class=\"" + kind.strip() + "\"")
                    .append('>')
                    .append(Svg.escaped(field.text()))
                    .append("</")
                    .append(tag)
                    .append('>');
        }
        add(row.append("</tr>").toString());
    }

    /** Everything so far. */
    String markup() {
        return markup.toString();
    }
}
