package dev.labctl.report;

import dev.labctl.addresses.AddressMap;
import dev.labctl.plan.EniPlan;
import dev.labctl.plan.Remedy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is predicted for a lab, and if asked for, changes that would let every pod run.
 *
 * @param eni what its EC2 instances and subnets have room for, in mode eni
 */
public record PlanView(String title, AddressMap plan, Optional<EniPlan> eni, List<Remedy> remedies) implements Result {
    /** Of a lab in another mode. */
    public PlanView(String title, AddressMap plan, List<Remedy> remedies) {
        this(title, plan, Optional.empty(), remedies);
    }

    @Override
    public Map<String, Object> tree() {
        Map<String, Object> tree = AddressTree.of(plan);
        eni.ifPresent(found -> tree.put("eni", ViewTree.of(found)));
        if (!remedies.isEmpty()) {
            tree.putAll(ViewTree.of("remedies", remedies));
        }
        return tree;
    }
}
