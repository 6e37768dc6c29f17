package dev.labctl.output.text;

import dev.labctl.explain.causes.Explanation;
import dev.labctl.explain.causes.Explanation.Advice;
import dev.labctl.failure.Severity;
import dev.labctl.failure.Wording;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.output.text.Style.Colour;
import dev.labctl.report.ExplainView;
import dev.labctl.report.ViewTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Explanations as text for people: how many there are, then each from what is seen to what to do. */
final class ExplainText extends TextLines {
    /** From so many on the list of all goes before them. */
    private static final int MANY = 4;

    /** How many are shown in full. */
    private static final int TOLD = 15;

    /** How many objects are named of those that share a cause. */
    private static final int NAMED = 6;

    private static final int SEVERITY = "warning".length();

    private ExplainText(Style style) {
        super(style);
    }

    static String of(ExplainView view, Style style) {
        ExplainText text = new ExplainText(style);
        text.head(view);
        view.explanations().stream().limit(TOLD).forEach(text::explanation);
        int more = view.explanations().size() - TOLD;
        if (more > 0) {
            text.line("");
            text.line("and " + Wording.grouped(more) + " more; `-o json` shows all of them");
        }
        text.notes(view.notes());
        return text.toString();
    }

    private void subheading(String words) {
        line("  " + style.paint(Colour.BOLD, words));
    }

    private void head(ExplainView view) {
        List<Explanation> all = view.explanations();
        line(style.paint(all.isEmpty() ? Colour.GREEN : Colour.BOLD, headline(view)));
        if (all.size() < MANY) {
            return;
        }
        int widest = all.stream()
                .limit(TOLD)
                .mapToInt(one -> one.reason().length())
                .max()
                .orElse(0);
        line("");
        all.stream()
                .limit(TOLD)
                .forEach(one -> paragraph(
                        Span.of("  ")
                                .then(word(one))
                                .then(Span.of("  " + one.reason()))
                                .left(widest + 13),
                        sentence(one.symptom())));
    }

    /** The first one. */
    private static String sentence(String text) {
        int end = text.indexOf(". ");
        return end < 0 ? text : text.substring(0, end + 1);
    }

    private static String headline(ExplainView view) {
        String what = view.target().map(ObjectRef::toString).orElse("everything");
        List<Explanation> all = view.explanations();
        if (all.isEmpty() && !view.complete()) {
            return "Nothing is found to be wrong in what could be read"
                    + view.target().map(target -> " of " + target).orElse("") + ".";
        }
        if (all.isEmpty()) {
            return what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1) + " is as it should be.";
        }
        List<String> counts = new ArrayList<>();
        for (Severity severity : Severity.values()) {
            long count = all.stream().filter(one -> one.severity() == severity).count();
            if (count > 0) {
                counts.add(Wording.counted(count, ViewTree.word(severity)));
            }
        }
        boolean notes = all.stream().allMatch(one -> one.severity() == Severity.NOTE);
        String of = view.target().map(target -> " on " + target).orElse("");
        return notes
                ? "Nothing is wrong" + of + "; " + String.join(", ", counts) + ":"
                : "Not everything is as it should be" + of + ": " + String.join(", ", counts) + ".";
    }

    /** How bad it is, in columns that are the same for all. */
    private Span word(Explanation one) {
        return Span.of(style, one.severity(), ViewTree.word(one.severity())).left(SEVERITY);
    }

    private void explanation(Explanation one) {
        line("");
        line(word(one).painted().stripTrailing() + "  " + style.paint(Colour.BOLD, one.reason()));
        paragraph("  ", one.symptom());
        line("");
        subheading("Why");
        paragraph("    ", one.cause());
        if (!one.evidence().isEmpty()) {
            line("");
            subheading("What says so");
            one.evidence().forEach(evidence -> paragraph("    - ", evidence));
        }
        advice(one.advice());
        if (one.about().size() > 1) {
            line("");
            subheading("About");
            paragraph("    ", names(one.about()));
        }
    }

    private void advice(List<Advice> advice) {
        if (advice.isEmpty()) {
            return;
        }
        line("");
        subheading("What to do");
        int number = 1;
        for (Advice one : advice) {
            String lead = "    " + (advice.size() == 1 ? "- " : number + ". ");
            paragraph(lead, one.what() + (one.how().isEmpty() ? "." : ":"));
            // As it is, for it is there to be copied.
            one.how().lines().forEach(command -> line("         " + command));
            Optional.of(one.then()).filter(then -> !then.isEmpty()).ifPresent(then -> paragraph("       ", then));
            number++;
        }
    }

    private static String names(List<ObjectRef> refs) {
        List<String> names = refs.stream().limit(NAMED).map(ObjectRef::toString).toList();
        int more = refs.size() - names.size();
        return String.join(", ", names) + (more > 0 ? ", and " + Wording.grouped(more) + " more" : "");
    }
}
