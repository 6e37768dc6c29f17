package dev.labctl.provider.rehearsal.simulation.nodes;

import dev.labctl.ipam.IpAddress;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.tree.Tree;
import java.util.AbstractCollection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pods as they are kept in a file: a row each, and their templates once. */
public final class PodRows {
    private PodRows() {}

    /** {@code templates} and {@code pods} of the file. */
    public static Map<String, Object> of(Pods pods) {
        Map<TemplateRevision, Integer> numbers = new HashMap<>();
        List<Object> templates = new ArrayList<>();
        List<Pod> all = pods.all();
        for (Pod pod : all) {
            numbers.computeIfAbsent(pod.template(), template -> {
                templates.add(tree(template));
                return templates.size() - 1;
            });
        }
        return Tree.of("templates", templates, "pods", new Rows(all, numbers));
    }

    /** The rows, each made when it is written. */
    private static final class Rows extends AbstractCollection<List<Object>> {
        private final List<Pod> pods;
        private final Map<TemplateRevision, Integer> templates;

        Rows(List<Pod> pods, Map<TemplateRevision, Integer> templates) {
            this.pods = pods;
            this.templates = templates;
        }

        @Override
        public Iterator<List<Object>> iterator() {
            return pods.stream()
                    .map(pod -> row(pod, templates.get(pod.template())))
                    .iterator();
        }

        @Override
        public int size() {
            return pods.size();
        }
    }

    private static Map<String, Object> tree(TemplateRevision template) {
        return Tree.of(
                "key", template.key(),
                "namespace", template.namespace(),
                "owner",
                        template.owner()
                                .map(owner -> List.of(
                                        owner.ref().apiVersion(),
                                        owner.ref().kind(),
                                        owner.ref().namespace().orElse(""),
                                        owner.ref().name(),
                                        owner.uid()))
                                .orElse(null),
                "template", Tree.sorted(template.tree()));
    }

    private static List<Object> row(Pod pod, int template) {
        return Arrays.asList(
                (long) pod.number(),
                pod.name(),
                (long) template,
                pod.node,
                pod.stage.name(),
                String.join(" ", pod.addresses.stream().map(IpAddress::toString).toList()),
                pod.created,
                pod.scheduled,
                pod.sandboxed,
                pod.started,
                pod.ready,
                pod.ended,
                pod.deleted,
                pod.due,
                (long) pod.restarts,
                pod.lastWords,
                pod.unschedulable,
                pod.unschedulableSince,
                pod.version);
    }

    /** Puts the pods of a file back. */
    public static void restore(
            Map<String, Object> file, Pods pods, java.util.function.Consumer<TemplateRevision> templatesOf) {
        List<TemplateRevision> templates = new ArrayList<>();
        for (Object tree : Tree.list(file, "templates")) {
            TemplateRevision template = template(tree);
            templates.add(template);
            templatesOf.accept(template);
        }
        for (Object row : Tree.list(file, "pods")) {
            pods.restore(pod((List<?>) row, templates));
        }
    }

    private static TemplateRevision template(Object tree) {
        List<String> owner =
                Tree.list(tree, "owner").stream().map(String::valueOf).toList();
        Optional<TemplateRevision.Owner> made = owner.isEmpty()
                ? Optional.empty()
                : Optional.of(new TemplateRevision.Owner(
                        new ObjectRef(
                                owner.get(0),
                                owner.get(1),
                                Optional.of(owner.get(2)).filter(namespace -> !namespace.isEmpty()),
                                owner.get(3)),
                        owner.get(4)));
        return new TemplateRevision(
                Tree.text(tree, "key").orElseThrow(),
                Tree.text(tree, "namespace").orElseThrow(),
                made,
                Tree.map(tree, "template"));
    }

    private static Pod pod(List<?> row, List<TemplateRevision> templates) {
        TemplateRevision template = templates.get((int) number(row, 2));
        Pod pod = new Pod((int) number(row, 0), text(row, 1), template, number(row, 6));
        pod.node = text(row, 3);
        pod.stage = Pod.Stage.valueOf(text(row, 4));
        pod.addresses = text(row, 5).isEmpty()
                ? List.of()
                : Arrays.stream(text(row, 5).split(" ", -1))
                        .map(IpAddress::parse)
                        .toList();
        pod.scheduled = number(row, 7);
        pod.sandboxed = number(row, 8);
        pod.started = number(row, 9);
        pod.ready = number(row, 10);
        pod.ended = number(row, 11);
        pod.deleted = number(row, 12);
        pod.due = number(row, 13);
        pod.restarts = (int) number(row, 14);
        pod.lastWords = text(row, 15);
        pod.unschedulable = text(row, 16);
        pod.unschedulableSince = number(row, 17);
        pod.version = number(row, 18);
        return pod;
    }

    private static String text(List<?> row, int column) {
        return (String) row.get(column);
    }

    private static long number(List<?> row, int column) {
        return (Long) row.get(column);
    }
}
