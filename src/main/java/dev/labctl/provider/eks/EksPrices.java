package dev.labctl.provider.eks;

import dev.labctl.lab.EksctlConfig;
import dev.labctl.lab.EksctlConfig.NodeGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What AWS bills for a cluster, in US dollars an hour: an estimate from AWS's public price lists for eu-west-1 as of 2026
 * (https://aws.amazon.com/eks/pricing, https://aws.amazon.com/ec2/pricing/on-demand, https://aws.amazon.com/vpc/pricing), without traffic and taxes. Other regions differ by
 * some tens of percent, which is said.
 *
 * @param region of the cluster
 */
record EksPrices(String region) {
    private static final String HOME = "eu-west-1";
    private static final String PER_HOUR = " an hour";
    private static final double CONTROL_PLANE = 0.10;
    private static final double NAT_GATEWAY = 0.048;
    private static final double PUBLIC_ADDRESS = 0.005;

    /** 80 GiB of gp3, eksctl's default for a node. */
    private static final double DISK = 0.01;

    /** The types of the labs: whoever changes the type is told that its price is not known here. */
    private static final Map<String, Double> INSTANCES = Map.of("t3.medium", 0.0456);

    static EksPrices of(String region) {
        return new EksPrices(region);
    }

    /** What is made, and what it costs: a line for each part, then the sum. */
    List<String> lines(EksctlConfig config) {
        List<String> lines = new ArrayList<>();
        double sum = CONTROL_PLANE + NAT_GATEWAY + PUBLIC_ADDRESS;
        boolean known = true;
        lines.add("an EKS control plane: " + money(CONTROL_PLANE) + PER_HOUR);
        lines.add("a VPC with a NAT gateway and its public address: " + money(NAT_GATEWAY + PUBLIC_ADDRESS) + PER_HOUR);
        for (NodeGroup group : config.groups()) {
            Double price = INSTANCES.get(group.instanceType());
            double cost = group.nodes() * (DISK + (price == null ? 0 : price));
            sum += cost;
            known &= price != null;
            lines.add(group.nodes() + " × " + group.instanceType() + " with a disk: "
                    + (price == null ? "labctl does not know its price" : money(cost) + PER_HOUR));
        }
        lines.add((known ? "about " : "at least ") + money(sum) + " USD an hour, " + source());
        return lines;
    }

    /** What an hour costs of a half-deleted cluster at most: its nodes go first. */
    String leftovers() {
        return money(CONTROL_PLANE + NAT_GATEWAY + PUBLIC_ADDRESS) + " USD an hour";
    }

    private String source() {
        return "by AWS's price lists of 2026 for " + HOME + ", without traffic and taxes"
                + (region.equals(HOME) ? "" : "; " + region + " may cost more");
    }

    private static String money(double dollars) {
        return String.format(Locale.ROOT, "%.2f", dollars);
    }
}
