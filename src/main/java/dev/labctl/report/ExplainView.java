package dev.labctl.report;

import dev.labctl.explain.causes.Explanation;
import dev.labctl.explain.causes.Explanation.Advice;
import dev.labctl.kubernetes.ObjectRef;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Why objects are not as expected.
 *
 * @param target the object in question; empty for everything
 * @param explanations worst first; none where all is as it should be
 */
public record ExplainView(Optional<ObjectRef> target, List<Explanation> explanations) implements Result {
    public ExplainView {
        explanations = List.copyOf(explanations);
    }

    @Override
    public Map<String, Object> tree() {
        return Map.of("explanations", trees(explanations));
    }

    /** Explanations as JSON has them. */
    static List<Map<String, Object>> trees(List<Explanation> explanations) {
        return explanations.stream().map(ExplainView::tree).toList();
    }

    private static Map<String, Object> tree(Explanation explanation) {
        return Result.ordered(
                "severity", explanation.severity().name().toLowerCase(Locale.ROOT),
                "reason", explanation.reason(),
                "about", explanation.about().stream().map(ExplainView::tree).toList(),
                "symptom", explanation.symptom(),
                "cause", explanation.cause(),
                "evidence", explanation.evidence(),
                "advice", explanation.advice().stream().map(ExplainView::tree).toList());
    }

    private static Map<String, Object> tree(ObjectRef ref) {
        return Result.ordered("kind", ref.kind(), "namespace", ref.namespace().orElse(null), "name", ref.name());
    }

    private static Map<String, Object> tree(Advice advice) {
        return Result.ordered("what", advice.what(), "how", advice.how(), "then", advice.then());
    }
}
