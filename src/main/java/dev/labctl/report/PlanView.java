package dev.labctl.report;

import dev.labctl.plan.AddressPlan;
import dev.labctl.plan.Remedy;
import java.util.List;
import java.util.Map;

/**
 * What is predicted for a lab.
 *
 * @param mode IPAM mode, as Cilium spells it
 * @param remedies changes that would let every pod run; empty unless asked for
 */
public record PlanView(String title, String mode, AddressPlan plan, List<Remedy> remedies) implements Result {
    public PlanView {
        remedies = List.copyOf(remedies);
    }

    /** The prediction in the form in which it is shown. */
    public AddressView addresses() {
        return AddressViews.of(plan, mode);
    }

    @Override
    public Map<String, Object> tree() {
        Map<String, Object> tree = AddressTree.of(addresses());
        if (!remedies.isEmpty()) {
            tree.put(
                    "remedies",
                    remedies.stream()
                            .map(remedy -> Result.ordered(
                                    "what", remedy.what(), "how", remedy.how(), "running", remedy.running()))
                            .toList());
        }
        return tree;
    }
}
