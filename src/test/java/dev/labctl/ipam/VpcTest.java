package dev.labctl.ipam;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A VPC as eksctl divides it, and the addresses of its subnets. */
class VpcTest {
    private static VpcSplit split(String vpc, int zones) {
        return VpcSplit.of(Cidr.parse(vpc), zones).value().orElseThrow();
    }

    @Test
    void eksctlMakesAPublicAndAPrivateSubnetInEachZone() {
        VpcSplit split = split("192.168.0.0/16", 3);

        assertThat(split.publicSubnets().toString()).isEqualTo("[192.168.0.0/19, 192.168.32.0/19, 192.168.64.0/19]");
        assertThat(split.privateSubnets().toString())
                .isEqualTo("[192.168.96.0/19, 192.168.128.0/19, 192.168.160.0/19]");
        assertThat(split("10.0.0.0/24", 5).privateSubnets().get(0)).hasToString("10.0.0.80/28");
    }

    @Test
    void whatEksctlRefusesIsRefusedInItsWords() {
        assertThat(VpcSplit.of(Cidr.parse("10.0.0.0/25"), 3).error())
                .contains("VPC CIDR prefix must be between /16 and /24");
        assertThat(VpcSplit.of(Cidr.parse("10.0.0.0/16"), 9).error())
                .contains("cannot create more than 16 subnets, 18 requested");
    }

    @Test
    void awsKeepsFiveAddressesOfASubnet() {
        VpcSubnet subnet = new VpcSubnet(Cidr.parse("192.168.99.0/28"));

        assertThat(subnet.free()).isEqualTo(11);
        assertThat(subnet.freePrefixes()).isZero();
        assertThat(subnet.take(12)).isEmpty();
        assertThat(subnet.take(11)).hasSize(11).last().hasToString("192.168.99.14");
    }

    @Test
    void aPrefixIsAWholeFreeBlock() {
        VpcSubnet subnet = new VpcSubnet(Cidr.parse("192.168.99.0/26"));

        assertThat(subnet.freePrefixes()).isEqualTo(2);
        assertThat(subnet.take(IpAddress.parse("192.168.99.20"))).isTrue();
        assertThat(subnet.take(IpAddress.parse("192.168.99.20"))).isFalse();
        assertThat(subnet.take(IpAddress.parse("192.168.98.20"))).isFalse();
        assertThat(subnet.takePrefix().orElseThrow()).hasToString("192.168.99.32/28");
        assertThat(subnet.takePrefix()).isEmpty();
    }
}
