package dev.labctl.report;

import dev.labctl.addresses.AddressMap;
import dev.labctl.plan.Remedy;
import java.util.List;
import java.util.Map;

/** What is predicted for a lab, and if asked for, changes that would let every pod run. */
public record PlanView(String title, AddressMap plan, List<Remedy> remedies) implements Result {
    @Override
    public Map<String, Object> tree() {
        Map<String, Object> tree = AddressTree.of(plan);
        if (!remedies.isEmpty()) {
            tree.putAll(ViewTree.of("remedies", remedies));
        }
        return tree;
    }
}
