package dev.labctl.steps.objects;

import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.provider.LabRecord;
import dev.labctl.steps.LabRecords;
import dev.labctl.tree.Tree;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Notes in the record which objects were there before labctl applied them, each before it is applied: they are never deleted. Safe
 * for use by several threads.
 */
final class FoundObjects {
    private final KubeApi api;
    private final Set<ObjectRef> applied;
    private final Set<String> bare = new HashSet<>();

    /**
     * Of objects that are about to be applied.
     *
     * @param applied what labctl applied before
     */
    FoundObjects(KubeApi api, Collection<ObjectRef> applied, List<KubeObject> objects) {
        this.api = api;
        this.applied = new HashSet<>(applied);
        objects.stream().filter(FoundObjects::bare).map(FoundObjects::key).forEach(bare::add);
    }

    /** Without any field to apply, its manager cannot be told from the object. */
    private static boolean bare(KubeObject object) {
        Map<String, Object> fields =
                Tree.without(Tree.without(object.tree(), "metadata", "name"), "metadata", "namespace");
        return Tree.leaves(fields).keySet().stream().allMatch(Set.of("apiVersion", "kind", "metadata")::contains);
    }

    private static String key(KubeObject object) {
        return object.kind() + " " + object.namespace().orElse("default") + "/" + object.name();
    }

    /** Hears of an object that is there and about to be applied. */
    synchronized void found(KubeObject live) {
        ObjectRef ref = live.ref();
        boolean others = live.madeByOthers() && !bare.contains(key(live));
        if (applied.contains(ref) && !others) {
            return;
        }
        LabRecords.change(api, record -> record.withPreexisting(with(record, ref)));
    }

    private static Set<ObjectRef> with(LabRecord record, ObjectRef ref) {
        Set<ObjectRef> all = new LinkedHashSet<>(record.preexisting());
        all.add(ref);
        return all;
    }
}
