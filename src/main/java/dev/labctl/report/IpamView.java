package dev.labctl.report;

import dev.labctl.addresses.AddressMap;
import dev.labctl.report.PlanComparison.Fact;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a cluster's addresses are, and what was predicted.
 *
 * @param title of the lab; the cluster's name where there is none
 * @param plan of the lab; empty where its files are not available
 * @param note what a reader has to know of the comparison with the plan; may be empty
 * @param when the cluster was observed
 * @param only the one node that is asked for; empty for all of them
 * @param notes what could not be observed, and why
 */
public record IpamView(
        String title,
        AddressMap map,
        Optional<AddressMap> plan,
        String note,
        Instant when,
        Optional<String> only,
        List<String> notes)
        implements Result {
    /** Of a cluster of which everything could be observed. */
    public IpamView(
            String title, AddressMap map, Optional<AddressMap> plan, String note, Instant when, Optional<String> only) {
        this(title, map, plan, note, when, only, List.of());
    }

    /** Whether the cluster holds a lab: without one there is nothing that it could be compared with. */
    public boolean ofLab() {
        return plan.isPresent() || !note.isEmpty();
    }

    /** The observation in the form in which it is shown, with the nodes that are asked for. */
    public AddressMap addresses() {
        return only.map(map::only).orElse(map);
    }

    /** What was predicted beside what is observed; none where there is no plan. */
    public List<Fact> facts() {
        return plan.map(planned -> PlanComparison.of(planned, map)).orElse(List.of());
    }

    @Override
    public Map<String, Object> tree() {
        Map<String, Object> tree = ViewTree.of("when", when);
        tree.putAll(state());
        return tree;
    }

    /** Everything but the time: equal where nothing has changed. */
    public Map<String, Object> state() {
        Map<String, Object> tree = AddressTree.of(addresses());
        tree.putAll(ViewTree.of("planned", plan.map(any -> facts())));
        tree.putAll(ViewTree.notes(notes));
        return tree;
    }
}
