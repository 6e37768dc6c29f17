package dev.labctl.steps.objects;

import dev.labctl.failure.Wording;
import dev.labctl.kubernetes.ApiException;
import dev.labctl.kubernetes.KubeApi;
import dev.labctl.kubernetes.KubeObject;
import dev.labctl.kubernetes.ObjectRef;
import dev.labctl.lab.ClusterName;
import dev.labctl.lab.Lab;
import dev.labctl.provider.ClusterState.Reachable;
import dev.labctl.provider.Equivalents;
import dev.labctl.provider.LabRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which of some recorded objects labctl deletes: those that are there and that it made. A namespace or a definition takes along
 * what is in it, so it stays while it holds anything else.
 *
 * @param deleted in the order of the record
 * @param kept those that are there and stay
 */
public record Removal(List<ObjectRef> deleted, List<Kept> kept) {
    public static final Removal NOTHING = new Removal(List.of(), List.of());

    /**
     * An object that stays.
     *
     * @param why without its name
     * @param ours whether labctl made it, so that it can go later
     */
    public record Kept(ObjectRef ref, String why, boolean ours) {
        /** For the reader. */
        public String words() {
            return ref + " stays: " + why;
        }
    }

    public Removal {
        deleted = List.copyOf(deleted);
        kept = List.copyOf(kept);
    }

    /**
     * Looks at each object, and into those that hold others.
     *
     * @param record that has the objects; empty where they are only a lab's
     */
    public static Removal of(Collection<ObjectRef> objects, Optional<LabRecord> record, KubeApi api) {
        Set<ObjectRef> preexisting = record.map(LabRecord::preexisting).orElse(Set.of());
        List<ObjectRef> made = new ArrayList<>();
        List<Kept> kept = new ArrayList<>();
        for (ObjectRef ref : objects) {
            Optional<KubeObject> live = get(ref, api);
            if (live.isPresent() && preexisting.contains(ref)) {
                kept.add(new Kept(ref, "it was there before labctl applied it", false));
            } else if (live.filter(KubeObject::madeByOthers).isPresent()) {
                List<String> managers = live.get().managers();
                kept.add(new Kept(
                        ref, "labctl did not make it; its fields are managed by " + Wording.names(managers), false));
            } else if (live.isPresent()) {
                made.add(ref);
            }
        }
        Contents contents = new Contents(api, new HashSet<>(made));
        List<ObjectRef> deleted = new ArrayList<>();
        for (ObjectRef ref : made) {
            Optional<String> why = contents.others(ref);
            why.ifPresent(words -> kept.add(new Kept(ref, words, true)));
            if (why.isEmpty()) {
                deleted.add(ref);
            }
        }
        return new Removal(deleted, kept);
    }

    /** Of what labctl applied to a cluster and a lab does not have. */
    public static Removal leftOver(Lab lab, Reachable here, KubeApi api) {
        List<ObjectRef> applied = here.known().map(LabRecord::applied).orElse(List.of());
        return of(without(applied, LabObjects.refs(lab, api)), here.known(), api);
    }

    static List<ObjectRef> without(List<ObjectRef> some, Collection<ObjectRef> others) {
        Set<ObjectRef> known = new HashSet<>(others);
        return some.stream().filter(ref -> !known.contains(ref)).toList();
    }

    private static Optional<KubeObject> get(ObjectRef ref, KubeApi api) {
        try {
            return api.get(ref);
        } catch (ApiException e) {
            throw e.failure(ref.toString());
        }
    }

    /** What stays in the record after the deletion: what labctl made and could not delete yet. */
    List<ObjectRef> remaining() {
        return kept.stream().filter(Kept::ours).map(Kept::ref).toList();
    }

    /** The commands that delete the same by hand, and a comment for each object that stays. */
    List<String> equivalent(Equivalents equivalents, ClusterName cluster) {
        List<String> lines = new ArrayList<>();
        for (int i = deleted.size() - 1; i >= 0; i--) {
            lines.add(equivalents.deleteObject(cluster, deleted.get(i)));
        }
        return Stream.concat(lines.stream(), kept.stream().map(one -> "# " + one.words()))
                .toList();
    }
}
