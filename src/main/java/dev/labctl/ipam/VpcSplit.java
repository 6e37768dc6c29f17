package dev.labctl.ipam;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The subnets that eksctl makes in a VPC: one public and one private in each availability zone, all of one size (eksctl
 * 0.215 {@code pkg/vpc/vpc.go}, {@code SetSubnets}).
 *
 * @param publicSubnets by zone
 * @param privateSubnets by zone
 */
public record VpcSplit(Cidr vpc, List<Cidr> publicSubnets, List<Cidr> privateSubnets) {
    /** What eksctl takes where its configuration says nothing (eksctl {@code DefaultCIDR}). */
    public static final Cidr DEFAULT_VPC = Cidr.parse("192.168.0.0/16");

    /** As many zones eksctl takes where its configuration names none, but for us-east-1, where it takes two. */
    public static final int ZONES = 3;

    private static final int LARGEST = 16;
    private static final int SMALLEST = 24;

    /** The VPC is cut into 8 parts if these are enough, otherwise into 16. */
    private static final int FEW_BITS = 3;

    private static final int MANY_BITS = 4;

    public VpcSplit {
        publicSubnets = List.copyOf(publicSubnets);
        privateSubnets = List.copyOf(privateSubnets);
    }

    /**
     * Divides a VPC.
     *
     * @return refused with eksctl's error
     */
    public static Attempt<VpcSplit> of(Cidr vpc, int zones) {
        if (vpc.prefixLength() < LARGEST || vpc.prefixLength() > SMALLEST) {
            return Attempt.refused("VPC CIDR prefix must be between /" + LARGEST + " and /" + SMALLEST);
        }
        if (2 * zones > 1 << MANY_BITS) {
            return Attempt.refused("cannot create more than 16 subnets, " + 2 * zones + " requested");
        }
        int length = vpc.prefixLength() + (2 * zones <= 1 << FEW_BITS ? FEW_BITS : MANY_BITS);
        return Attempt.done(new VpcSplit(vpc, parts(vpc, length, 0, zones), parts(vpc, length, zones, 2 * zones)));
    }

    private static List<Cidr> parts(Cidr vpc, int length, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(index -> vpc.block(length, index))
                .toList();
    }
}
