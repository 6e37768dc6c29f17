package dev.labctl.report;

import dev.labctl.explain.causes.Explanation;
import dev.labctl.kubernetes.ObjectRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Why an object, or everything, is not as expected: explanations worst first; none where all is well.
 *
 * @param complete whether all kinds of objects could be read that tell what is wrong
 * @param notes what could not be observed, and why
 */
public record ExplainView(
        Optional<ObjectRef> target, List<Explanation> explanations, boolean complete, List<String> notes)
        implements Result {
    /** Of a cluster of which everything could be observed. */
    public ExplainView(Optional<ObjectRef> target, List<Explanation> explanations) {
        this(target, explanations, true, List.of());
    }

    @Override
    public Map<String, Object> tree() {
        Map<String, Object> tree = ViewTree.of("explanations", trees(explanations));
        tree.putAll(ViewTree.notes(notes));
        return tree;
    }

    /** Explanations as JSON has them. */
    static List<Map<String, Object>> trees(List<Explanation> explanations) {
        return explanations.stream().map(ExplainView::tree).toList();
    }

    private static Map<String, Object> tree(Explanation explanation) {
        Map<String, Object> tree = ViewTree.of(explanation);
        tree.put(
                "about",
                explanation.about().stream()
                        .map(ref -> ViewTree.of("kind", ref.kind(), "namespace", ref.namespace(), "name", ref.name()))
                        .toList());
        return tree;
    }
}
