package dev.labctl.plan;

import dev.labctl.lab.Range;
import dev.labctl.plan.AddressPlan.NodePlan;
import dev.labctl.workload.NodeShape;
import java.util.List;
import java.util.Optional;

/**
 * No addresses at all, because Cilium does not come up.
 *
 * @param error on every node
 * @param text the event that pods have
 */
record NoAddresses(List<NodeShape> shapes, String error, String text, List<Finding> findings) implements Supply {
    NoAddresses {
        shapes = List.copyOf(shapes);
        findings = List.copyOf(findings);
    }

    @Override
    public List<NodePlan> nodes() {
        return shapes.stream()
                .map(node -> new NodePlan(node.name(), List.of(), Optional.of(error)))
                .toList();
    }

    @Override
    public Range addresses(int workload, int node) {
        return Range.exactly(0);
    }

    @Override
    public boolean shared(int one, int other) {
        return false;
    }

    @Override
    public String text(int workload) {
        return text;
    }
}
