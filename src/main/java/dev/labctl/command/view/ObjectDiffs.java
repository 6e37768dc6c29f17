package dev.labctl.command.view;

import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.Lab;
import dev.labctl.lab.Manifest;
import dev.labctl.provider.ClusterState.Reachable;
import dev.labctl.redaction.MaskedPair;
import dev.labctl.report.DiffView.Conflict;
import dev.labctl.report.DiffView.ObjectDiff;
import dev.labctl.report.DiffView.State;
import dev.labctl.steps.objects.LabObjects;
import dev.labctl.steps.objects.Removal;
import dev.labctl.tree.Tree;
import dev.labctl.yaml.YamlWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What applying a lab would change, object by object, by the API server's own answer to a dry run.
 *
 * @param api that tells the kinds that may not be read
 */
public record ObjectDiffs(KubeApi api) {
    /** As the API server words it (Kubernetes {@code structured-merge-diff}). */
    private static final Pattern CONFLICT = Pattern.compile("(.*?): conflict with \"([^\"]*)\".*");

    /** What the server alone writes. */
    private static final List<String> BOOKKEEPING =
            List.of("managedFields", "resourceVersion", "generation", "uid", "creationTimestamp");

    /** The objects of the lab, in the order in which they are applied. */
    public List<ObjectDiff> ofLab(Lab lab) {
        List<ObjectRef> refs = LabObjects.refs(lab, api);
        List<ObjectDiff> all = new ArrayList<>();
        for (int i = 0; i < refs.size(); i++) {
            all.add(of(lab.objects().get(i), refs.get(i)));
        }
        return all;
    }

    /** What labctl applied and the lab does not have any more. */
    public List<ObjectDiff> leftOver(Lab lab, Reachable here, boolean prune) {
        Removal removal = Removal.leftOver(lab, here, api);
        List<ObjectDiff> all = new ArrayList<>();
        State state = prune ? State.DELETED : State.LEFT_OVER;
        removal.deleted().forEach(ref -> all.add(new ObjectDiff(ref.toString(), state, "")));
        removal.kept().forEach(kept -> all.add(new ObjectDiff(kept.ref().toString(), State.KEPT, kept.why())));
        return all;
    }

    private ObjectDiff of(Manifest manifest, ObjectRef ref) {
        try {
            Optional<KubeObject> live = api.get(ref);
            if (live.isPresent()) {
                return changes(live.get(), wanted(manifest, ref));
            }
            return api.knows(ref.kind())
                    ? new ObjectDiff(ref.toString(), State.CREATED, "")
                    : new ObjectDiff(ref.toString(), State.UNKNOWN, "it may not be read");
        } catch (ApiException e) {
            return switch (e.kind()) {
                case FORBIDDEN -> new ObjectDiff(ref.toString(), State.UNKNOWN, e.getMessage());
                case REFUSED, WEBHOOK_FAILED, UNKNOWN_KIND, NAMESPACE_MISSING ->
                    new ObjectDiff(ref.toString(), State.REFUSED, e.getMessage());
                default -> throw e.failure(ref.toString());
            };
        }
    }

    private static KubeObject wanted(Manifest manifest, ObjectRef ref) {
        return new KubeObject(ref.namespace()
                .map(namespace -> Tree.withDefault(manifest.tree(), namespace, "metadata", "namespace"))
                .orElse(manifest.tree()));
    }

    private ObjectDiff changes(KubeObject live, KubeObject wanted) {
        List<Conflict> conflicts = new ArrayList<>();
        List<String> diff = diff(live, after(wanted, conflicts));
        State state = diff.isEmpty() ? State.UNCHANGED : State.CHANGED;
        return new ObjectDiff(
                wanted.ref().toString(), conflicts.isEmpty() ? state : State.CONFLICT, diff, conflicts, "");
    }

    /** What the object would be, conflicts taken over. */
    private KubeObject after(KubeObject wanted, List<Conflict> conflicts) {
        try {
            return api.preview(wanted, false);
        } catch (ApiException e) {
            if (e.kind() != ApiException.Kind.CONFLICT) {
                throw e;
            }
            e.details().forEach(detail -> conflicts.add(conflict(detail)));
            return api.preview(wanted, true);
        }
    }

    private static Conflict conflict(String detail) {
        Matcher words = CONFLICT.matcher(detail);
        return words.matches() ? new Conflict(words.group(1), words.group(2)) : new Conflict(detail, "another manager");
    }

    private static List<String> diff(KubeObject live, KubeObject after) {
        MaskedPair masked = MaskedPair.of(content(live), content(after));
        return LineDiff.unified(lines(masked.before()), lines(masked.after()));
    }

    private static Map<String, Object> content(KubeObject object) {
        Map<String, Object> tree = Tree.without(object.tree(), "status");
        for (String field : BOOKKEEPING) {
            tree = Tree.without(tree, "metadata", field);
        }
        return tree;
    }

    private static List<String> lines(Map<String, Object> tree) {
        return YamlWriter.write(Tree.map(sorted(tree))).lines().toList();
    }

    /** With the keys of maps in one order: the API server's answers have several. */
    private static Object sorted(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> sorted = new TreeMap<>();
            map.forEach((key, child) -> sorted.put(String.valueOf(key), sorted(child)));
            return sorted;
        }
        return value instanceof List<?> list
                ? list.stream().map(ObjectDiffs::sorted).toList()
                : value;
    }
}
