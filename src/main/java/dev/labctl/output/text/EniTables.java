package dev.labctl.output.text;

import dev.labctl.lab.Range;
import dev.labctl.output.text.Style.Colour;
import dev.labctl.plan.EniPlan;
import dev.labctl.plan.EniPlan.Addressing;
import dev.labctl.plan.EniPlan.Capacity;
import dev.labctl.plan.EniPlan.SubnetCapacity;
import dev.labctl.plan.EniPlan.TypeCapacity;
import java.util.ArrayList;
import java.util.List;

/** What EC2 instances and subnets have room for, as tables. */
final class EniTables {
    private EniTables() {}

    /** The addresses and pods of one node of each type, without prefixes and with them. */
    static List<String> types(EniPlan plan, Style style) {
        TextTable table = new TextTable(
                style, "Instance types", "#nodes", "#ENIs", "#IPs", "#addresses", "#pods", "#max-pods", "lab's pods");
        for (TypeCapacity type : plan.types()) {
            String name = type.type();
            table.row(cells(
                    name,
                    type,
                    type.single(),
                    !plan.prefixDelegation() || type.prefixes().isEmpty(),
                    style));
            type.prefixes()
                    .ifPresent(prefixes ->
                            table.row(cells("  with prefixes", type, prefixes, plan.prefixDelegation(), style)));
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.addAll(Paragraph.lines(
                Span.of("  "),
                "addresses: ENIs x (IPs - 1), with prefixes x 16; pods: without the agent's own addresses; max-pods:"
                        + " what Amazon sets or recommends for the kubelet; "
                        + (plan.prefixDelegation()
                                ? "prefix delegation is on (eni.awsEnablePrefixDelegation)."
                                : "prefix delegation is off (eni.awsEnablePrefixDelegation)."),
                style));
        if (plan.prefixDelegation()) {
            lines.addAll(Paragraph.lines(Span.of("  "), order(plan.nodesFirst()), style));
        }
        return lines;
    }

    private static Object[] cells(String name, TypeCapacity type, Capacity capacity, boolean inUse, Style style) {
        boolean first = name.equals(type.type());
        List<Object> cells = new ArrayList<>();
        cells.add(name);
        cells.add(first && type.nodes() > 0 ? type.nodes() : "");
        cells.add(first ? type.interfaces() : "");
        cells.add(first ? type.addressesPerInterface() : "");
        cells.add(capacity.addresses());
        cells.add(capacity.pods());
        cells.add(capacity.maxPods());
        cells.add(inUse ? lab(type, style) : "");
        return cells.toArray();
    }

    private static Span lab(TypeCapacity type, Style style) {
        Range running = type.running();
        String words = (running.min() == running.max() ? "" + running.min() : running.min() + "-" + running.max())
                + " of " + type.wanted() + " run";
        return running.min() >= type.wanted()
                ? Span.of(words)
                : Span.of(style, running.max() < type.wanted() ? Colour.RED : Colour.YELLOW, words);
    }

    private static String order(Addressing nodesFirst) {
        return nodesFirst == Addressing.PREFIXES
                ? "Nodes get prefixes whether they start before Cilium is installed or after: no other plugin gives them"
                        + " single addresses."
                : "Nodes get prefixes where Cilium is installed first, as labctl does; those that start before it keep"
                        + " single addresses.";
    }

    /** What the subnets of the nodes have before any node starts. */
    static List<String> subnets(EniPlan plan, Style style) {
        if (plan.subnets().isEmpty()) {
            return List.of();
        }
        TextTable table = new TextTable(style, "Subnets", "", "#zone", "#nodes", "#addresses", "#/28 blocks");
        for (SubnetCapacity subnet : plan.subnets()) {
            table.row(
                    subnet.cidr(),
                    subnet.isPrivate() ? "private" : "public",
                    subnet.zone(),
                    subnet.nodes(),
                    subnet.addresses(),
                    subnet.prefixes());
        }
        List<String> lines = new ArrayList<>(table.lines());
        plan.vpc()
                .ifPresent(vpc -> lines.addAll(Paragraph.lines(
                        Span.of("  "),
                        "eksctl cuts them from the VPC, " + vpc
                                + "; AWS keeps five addresses of each. A prefix needs a whole free /28 block.",
                        style)));
        return lines;
    }
}
