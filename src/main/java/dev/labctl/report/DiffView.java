package dev.labctl.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the lab's files would change in its cluster.
 *
 * @param cluster where the cluster itself is not as the lab wants it, a sentence each
 * @param objects those of the lab in the order of its files, then what is left over
 * @param notes what could not be read, and why
 */
public record DiffView(List<String> cluster, Cilium cilium, List<ObjectDiff> objects, List<String> notes)
        implements Result {
    /** What applying the lab would do with an object. */
    public enum State {
        UNCHANGED,
        CREATED,
        CHANGED,
        /** Others manage fields of it that the lab sets to something else: apply refuses it without --force-conflicts. */
        CONFLICT,
        /** The API server would not accept it. */
        REFUSED,
        /** Whether it would change cannot be known, for a right is missing. */
        UNKNOWN,
        /** labctl made it, and the lab does not have it any more: apply --prune deletes it. */
        LEFT_OVER,
        /** The same, with --prune. */
        DELETED,
        /** The lab does not have it any more, and --prune leaves it. */
        KEPT
    }

    private static final Set<State> NO_DIFFERENCE = Set.of(State.UNCHANGED, State.UNKNOWN, State.KEPT);

    /**
     * A field that the lab sets, and that another manager set to something else.
     *
     * @param field its path, as the API server writes it
     */
    public record Conflict(String field, String manager) {}

    /**
     * An object.
     *
     * @param diff its YAML, live against lab, as hunks of a unified diff; none where nothing changes
     * @param message why it is refused, kept or not known; empty in all other cases
     */
    public record ObjectDiff(String object, State state, List<String> diff, List<Conflict> conflicts, String message) {
        public ObjectDiff {
            diff = List.copyOf(diff);
            conflicts = List.copyOf(conflicts);
        }

        /** Of an object without a diff. */
        public ObjectDiff(String object, State state, String message) {
            this(object, state, List.of(), List.of(), message);
        }
    }

    /**
     * A setting that differs.
     *
     * @param live empty where the cluster does not have it
     * @param lab empty where the lab does not have it
     */
    public record Setting(String path, Optional<String> live, Optional<String> lab) {}

    /**
     * Cilium, live against lab.
     *
     * @param known whether its version and values could be read
     * @param installed its version; empty where it is not installed, or not known
     * @param wanted the version that the lab gets
     * @param values Helm values that differ
     * @param config settings of cilium-config that are not what the release made of its values: someone changed them by hand
     */
    public record Cilium(
            boolean known, Optional<String> installed, String wanted, List<Setting> values, List<Setting> config) {
        /** Of a cluster without Cilium, or of one whose Cilium cannot be read. */
        public static Cilium none(boolean known, String wanted) {
            return new Cilium(known, Optional.empty(), wanted, List.of(), List.of());
        }

        /** How many differences there are. */
        int differences() {
            boolean otherVersion = known && !installed.equals(Optional.of(wanted));
            return (otherVersion ? 1 : 0) + values.size() + config.size();
        }
    }

    /** How many differences there are. */
    public int differences() {
        long changed = objects.stream()
                .filter(object -> !NO_DIFFERENCE.contains(object.state()))
                .count();
        return cluster.size() + cilium.differences() + (int) changed;
    }

    @Override
    public Map<String, Object> tree() {
        return ViewTree.of(
                "differences", differences(),
                "clusterDifferences", cluster,
                "cilium", cilium,
                "objects", objects,
                "notes", notes);
    }
}
