package dev.labctl.report;

import dev.labctl.lab.Range;
import dev.labctl.plan.AddressPlan;
import dev.labctl.plan.AddressPlan.CidrPlan;
import dev.labctl.plan.AddressPlan.NodePlan;
import dev.labctl.plan.AddressPlan.PoolPlan;
import dev.labctl.plan.AddressPlan.WorkloadPlan;
import dev.labctl.plan.Finding;
import dev.labctl.plan.Remedy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a lab will come to.
 *
 * @param mode IPAM mode, as Cilium spells it
 * @param remedies changes that would let every pod run; empty unless asked for
 */
public record PlanView(String title, String mode, AddressPlan plan, List<Remedy> remedies) implements Result {
    public PlanView {
        remedies = List.copyOf(remedies);
    }

    @Override
    public Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("ipamMode", mode);
        tree.put("nodes", plan.nodes().stream().map(PlanView::node).toList());
        tree.put("pools", plan.pools().stream().map(PlanView::pool).toList());
        tree.put("workloads", plan.workloads().stream().map(PlanView::workload).toList());
        tree.put("findings", plan.findings().stream().map(PlanView::finding).toList());
        if (!remedies.isEmpty()) {
            tree.put("remedies", remedies.stream().map(PlanView::remedy).toList());
        }
        return tree;
    }

    private static Map<String, Object> node(NodePlan node) {
        return Result.ordered(
                "name", node.name(),
                "cidrs", node.cidrs().stream().map(PlanView::cidr).toList(),
                "error", node.error().orElse(null));
    }

    private static Map<String, Object> cidr(CidrPlan cidr) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("cidr", cidr.cidr().orElse(null));
        if (cidr.cidr().isEmpty()) {
            tree.put("blocks", cidr.blocks());
        }
        tree.put("pool", cidr.pool());
        tree.put("family", cidr.family().toString());
        tree.put("usable", cidr.usable());
        tree.put(
                "reserved",
                cidr.reserved().stream()
                        .map(reserved -> Result.ordered("for", reserved.purpose(), "count", reserved.count()))
                        .toList());
        tree.put("slots", cidr.slots());
        return tree;
    }

    private static Map<String, Object> pool(PoolPlan pool) {
        return Result.ordered(
                "name", pool.name(),
                "family", pool.family().toString(),
                "cidrs", pool.cidrs(),
                "maskSize", pool.maskSize(),
                "blocks", pool.blocks(),
                "free", pool.free());
    }

    static Map<String, Object> workload(WorkloadPlan workload) {
        return Result.ordered(
                "namespace", workload.namespace(),
                "kind", workload.kind(),
                "name", workload.name(),
                "node", workload.node().orElse(null),
                "system", workload.system(),
                "wanted", workload.wanted(),
                "running", range(workload.running()),
                "stuck", range(workload.stuck()),
                "text", workload.text());
    }

    private static Map<String, Object> range(Range range) {
        return Result.ordered("min", range.min(), "max", range.max());
    }

    static Map<String, Object> finding(Finding finding) {
        return Result.ordered(
                "severity", finding.severity().name().toLowerCase(Locale.ROOT),
                "reason", finding.reason(),
                "message", finding.message(),
                "fix", finding.fix());
    }

    private static Map<String, Object> remedy(Remedy remedy) {
        return Result.ordered("what", remedy.what(), "how", remedy.how(), "running", remedy.running());
    }
}
